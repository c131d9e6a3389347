/** As much of JSON Schema as the description of the API has. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
}

/** The schemas that others refer to, by name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** The name by which a schema is referred to; undefined: it stands where it is used. */
export const nameOf = ({ $ref }: Schema): string | undefined => $ref?.split('/').at(-1);

/** The schemas that a value may have; null left out. */
export const choices = ({ anyOf, oneOf, ...schema }: Schema): Schema[] =>
  (anyOf ?? oneOf ?? [schema]).filter(({ type }) => type !== 'null');

/** A schema in a few words: `a list of string`, `"csv" or "jsonl"`, `Incident or null`. */
export function typeOf(schema: Schema): string {
  const { type, format, items, anyOf, oneOf, allOf, prefixItems, additionalProperties } = schema;
  const name = nameOf(schema);
  if (name) return name;
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const one = anyOf ?? oneOf ?? allOf;
  if (one) return one.map(typeOf).join(' or ');
  if (prefixItems) return `a list: ${prefixItems.map(typeOf).join(', ')}`;
  if (items) return `a list of ${typeOf(items)}`;
  if (typeof additionalProperties === 'object') return `by name: ${typeOf(additionalProperties)}`;
  return [[type ?? 'anything'].flat().join(' or '), format && `(${format})`].filter(Boolean).join(' ');
}

const OF_FORMAT: Record<string, string> = {
  'date-time': '2026-03-04T12:00:00.000Z',
  date: '2026-03-04',
  uri: 'https://danubewire.example/1',
  uuid: '3f2b8a52-7c51-4f0e-9d0a-5b1e6c2d4a10',
};

/** A value as a schema allows it. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  const name = nameOf(schema);
  if (name) return exampleOf(schemas[name] ?? {}, schemas);
  if (schema.examples) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [choice] = choices(schema);
  if (choice && (schema.anyOf ?? schema.oneOf)) return exampleOf(choice, schemas);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, schemas)));
  if (schema.prefixItems) return schema.prefixItems.map((part) => exampleOf(part, schemas));
  if (schema.items) return [exampleOf(schema.items, schemas)];
  const type = [schema.type ?? 'null'].flat()[0];
  if (type === 'object') {
    const { properties = {}, additionalProperties } = schema;
    const named = Object.entries(properties).map(([key, inner]) => [key, exampleOf(inner, schemas)]);
    if (typeof additionalProperties === 'object') named.push(['…', exampleOf(additionalProperties, schemas)]);
    return Object.fromEntries(named);
  }
  if (type === 'string') return OF_FORMAT[schema.format ?? ''] ?? '…';
  if (type === 'integer') return 1;
  if (type === 'number') return 0.9;
  return type === 'boolean' ? true : null;
}

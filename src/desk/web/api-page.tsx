import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AccountNav } from './account-nav.tsx';
import './api-page.css';
import { get } from './api.ts';
import { capital, counted, inWords } from './format.ts';
import { Empty, Failure, useTitle, Waiting } from './parts.tsx';

/** As much of JSON Schema as is shown. */
interface Schema {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: boolean | Schema;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}
interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  'x-role'?: string;
}
interface Description {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
}

/** The description of the API, to read. */
export function ApiPage() {
  useTitle('API');
  const [words, setWords] = useState('');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['openapi'],
    queryFn: ({ signal }) => get<Description>('/openapi.json', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const groups = data && groupsOf(data, words);
  return (
    <div className="page account api">
      <AccountNav />
      <div className="heading">
        <h1>API</h1>
        {data && <p className="soft">version {data.info.version}</p>}
        <a className="aside" href="/api/v1/openapi.json">
          OpenAPI 3.1
        </a>
      </div>
      {data && <p className="intro">{data.info.description}</p>}
      {isPending && <Waiting what="the description" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <input
          type="search"
          aria-label="Find in the API"
          placeholder="Find: tokens, decide, /feeds"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      {groups?.length === 0 && <Empty>Nothing in the API is called that.</Empty>}
      {groups?.map(([name, operations]) => (
        <section key={name}>
          <h2>
            {capital(inWords(name))} <small className="soft">{counted(operations.length, 'operation')}</small>
          </h2>
          {operations.map(([method, path, operation]) => (
            <OperationDetails key={`${method} ${path}`} method={method} path={path} operation={operation} />
          ))}
        </section>
      ))}
    </div>
  );
}

type Listed = [method: string, path: string, operation: Operation];

function groupsOf({ paths }: Description, words: string): [string, Listed[]][] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Listed[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const text = `${method} ${path} ${operation.summary}`.toLowerCase();
      if (!wanted.every((word) => text.includes(word))) continue;
      const name = operation.tags?.[0] ?? '';
      groups.set(name, [...(groups.get(name) ?? []), [method, path, operation]]);
    }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

function OperationDetails({ method, path, operation }: { method: string; path: string; operation: Operation }) {
  const { summary, description, parameters = [], requestBody } = operation;
  const body = requestBody && Object.values(requestBody.content)[0]?.schema;
  return (
    <details className="operation">
      <summary>
        <b className={`method ${method}`}>{method.toUpperCase()}</b> <code>{path}</code>
        <span className="what">{summary}</span>
        <span className="role soft">{operation['x-role']}</span>
      </summary>
      {description && <p>{description}</p>}
      {parameters.length > 0 && (
        <>
          <h3>Parameters</h3>
          <dl>
            {parameters.map(({ name, in: where, required, description, schema }) => (
              <Entry
                key={`${where} ${name}`}
                name={name}
                note={`${where}${required ? ', required' : ''}`}
                schema={{ ...schema, ...(description && { description }) }}
              />
            ))}
          </dl>
        </>
      )}
      {body && (
        <>
          <h3>Body (JSON)</h3>
          <Properties schema={body} />
        </>
      )}
      {parameters.length === 0 && !body && !description && <p className="soft">It takes nothing.</p>}
    </details>
  );
}

function Properties({ schema }: { schema: Schema }) {
  if (!schema.properties) return <p>{typeOf(schema)}</p>;
  return (
    <dl>
      {Object.entries(schema.properties).map(([name, inner]) => (
        <Entry key={name} name={name} note={schema.required?.includes(name) ? 'required' : ''} schema={inner} />
      ))}
    </dl>
  );
}

function Entry({ name, note, schema }: { name: string; note: string; schema: Schema }) {
  const inner = schema.items ?? schema;
  return (
    <div>
      <dt>
        <code>{name}</code> <small className="soft">{note}</small>
      </dt>
      <dd>
        {typeOf(schema)}
        {schema.default !== undefined && (
          <span className="soft"> · {JSON.stringify(schema.default)} when left out</span>
        )}
        {schema.description && <p>{schema.description}</p>}
        {inner.properties && <Properties schema={inner} />}
      </dd>
    </div>
  );
}

/** A schema in a few words: `a list of string`, `"csv" or "jsonl"`. */
function typeOf(schema: Schema): string {
  const { type, format, items, anyOf, oneOf } = schema;
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (anyOf ?? oneOf) return (anyOf ?? oneOf ?? []).map(typeOf).join(' or ');
  if (items) return `a list of ${typeOf(items)}`;
  return [[type ?? 'anything'].flat().join(' or '), format && `(${format})`].filter(Boolean).join(' ');
}

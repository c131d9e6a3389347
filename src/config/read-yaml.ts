import { readFileSync } from 'node:fs';
import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from './nearest.ts';

/** One thing wrong with a configuration file, told so that its author can mend it. */
export const configProblemSchema = z.object({
  file: z.string(),
  line: z.int().optional().describe('1-based; left out when the file could not be read at all'),
  key: z.string().describe('path of the key, as `feeds[3].url`; empty for the document itself'),
  message: z.string().describe('what is wrong, what is allowed and, for a typo, what was probably meant'),
});
export type ConfigProblem = z.infer<typeof configProblemSchema>;

/** Configuration that cannot be used. `message` lists every problem, a line each: `file:line: key: what is wrong`. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(
      problems
        .map(({ file, line, key, message }) => `${file}${line ? `:${line}` : ''}: ${key ? `${key}: ` : ''}${message}`)
        .join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** A checked document, and where each of its keys stands (for checks that a schema cannot make). */
export interface YamlFile<T> {
  file: string;
  value: T;
  /** 1-based line of the value at `path` */
  lineOf(path: readonly PropertyKey[]): number | undefined;
  /** whether the document itself has a key at `path` (a default does not count) */
  has(path: readonly PropertyKey[]): boolean;
}

/**
 * Reads a YAML file and checks it against `schema`.
 * @throws ConfigError naming file, line and key of everything that is wrong
 */
export function readYaml<T>(file: string, schema: z.ZodType<T>): YamlFile<T> {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new ConfigError([{ file, line: undefined, key: '', message }]);
  }
  return parseYaml(source, file, schema);
}

/** `readYaml` for text at hand; `file` only names it in errors. */
export function parseYaml<T>(source: string, file: string, schema: z.ZodType<T>): YamlFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    throw new ConfigError(
      document.errors.map(({ pos, message }) => ({ file, line: lines.linePos(pos[0]).line, key: '', message })),
    );
  const lineOf = (path: readonly PropertyKey[]) => {
    const offset = offsetOf(document, path);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  };
  const data = document.toJS() ?? {};
  const result = schema.safeParse(data, { reportInput: true });
  if (!result.success)
    throw new ConfigError(
      result.error.issues
        .flatMap((issue) => problems(issue, schema))
        .map(({ path, message }) => ({ file, line: lineOf(path), key: keyName(path), message })),
    );
  return { file, value: result.data, lineOf, has: (path) => document.hasIn(path) };
}

/** `parseYaml` for JSON that scripts write, thirty times as fast. JSON is YAML too: as that it is read when something is wrong, to say where. */
export function parseJson<T>(source: string, file: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(jsonOf(source));
  return result.success ? result.data : parseYaml(source, file, schema).value;
}

function jsonOf(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** `['feeds', 3, 'url']` as `feeds[3].url` */
function keyName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    '',
  );
}

/** Offset of the key at `path`, or of the nearest ancestor that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const parent =
      depth === 1 ? document.contents : (document.getIn(path.slice(0, depth - 1), true) as Node | undefined);
    const last = path[depth - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last),
      );
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    } else {
      const node = document.getIn(path.slice(0, depth), true) as Node | undefined;
      if (node?.range) return node.range[0];
    }
  }
  return document.contents?.range?.[0];
}

/** A zod issue as problems in words, with a suggestion where a name was mistyped. */
function problems(issue: z.core.$ZodIssue, schema: z.ZodType): { path: PropertyKey[]; message: string }[] {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = keysAllowedAt(schema, issue.path);
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        message: `is not a known key${suggestion(key, allowed)}`,
      }));
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      return [
        {
          path: issue.path,
          message: `is ${JSON.stringify(issue.input)}; allowed: ${allowed.join(', ')}${suggestion(String(issue.input), allowed, false)}`,
        },
      ];
    }
    case 'invalid_union': {
      // The branch that got furthest says most.
      const branch = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
      return branch.length > 0
        ? branch.flatMap((inner) => problems({ ...inner, path: [...issue.path, ...inner.path] }, schema))
        : [{ path: issue.path, message: issue.message }];
    }
    case 'invalid_type':
      return [
        {
          path: issue.path,
          message:
            issue.input === undefined
              ? `is missing (${issue.expected})`
              : `must be ${issue.expected}, is ${JSON.stringify(issue.input)?.slice(0, 60)}`,
        },
      ];
    default:
      return [{ path: issue.path, message: issue.message }];
  }
}

const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length));

function suggestion(word: string, allowed: readonly string[], list = true): string {
  const meant = nearest(word, allowed);
  if (meant) return `; did you mean "${meant}"?`;
  return list && allowed.length > 0 ? `; allowed: ${allowed.join(', ')}` : '';
}

/** Names of the keys that the schema knows at `path` (through optional, default, array, record and union wrappers). */
function keysAllowedAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown[] = [schema];
  for (const part of path) here = here.flatMap((s) => step(s, part));
  return [...new Set(here.flatMap((s) => unwrap(s)).flatMap((d) => (d.shape ? Object.keys(d.shape) : [])))];
}

interface Definition {
  type: string;
  shape?: Record<string, unknown>;
  element?: unknown;
  valueType?: unknown;
  innerType?: unknown;
  in?: unknown;
  options?: unknown[];
}

/** Definitions of a schema with its wrappers taken off. */
function unwrap(schema: unknown): Definition[] {
  const def = (schema as { def?: Definition } | undefined)?.def;
  if (!def) return [];
  if (def.options) return def.options.flatMap(unwrap);
  if (def.innerType) return unwrap(def.innerType);
  if (def.in) return unwrap(def.in);
  return [def];
}

function step(schema: unknown, part: PropertyKey): unknown[] {
  return unwrap(schema).flatMap((def) =>
    def.shape ? [def.shape[String(part)]] : def.element ? [def.element] : def.valueType ? [def.valueType] : [],
  );
}

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';

type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;

/** Makes every answer of a desk that is asked for by `inject` fail the test that is not as the description has it. */
export function checkAnswers(app: FastifyInstance): void {
  const inject = app.inject.bind(app) as (what: unknown) => Promise<Answer>;
  let check: ReturnType<typeof checker> | undefined;
  app.inject = (async (what: string | { method?: string; url?: string; payloadAsStream?: boolean }) => {
    const answer = await inject(what);
    const { method = 'GET', url = '', payloadAsStream } = typeof what === 'string' ? { url: what } : what;
    if (!payloadAsStream && method !== 'HEAD') {
      check ??= checker(app.swagger() as OpenAPIV3_1.Document);
      check(method, url, answer);
    }
    return answer;
  }) as FastifyInstance['inject'];
}

/** What says what is wrong with an answer. */
function checker(document: OpenAPIV3_1.Document) {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  addFormats.default(ajv);
  // A field that the description does not know is one that somebody has forgotten.
  ajv.addSchema(closed(document) as object, 'api');
  const paths = Object.keys(document.paths ?? {})
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));
  return (method: string, url: string, answer: Answer) => {
    const address = new URL(url, 'http://desk').pathname;
    const path = paths.find(({ pattern }) => pattern.test(address))?.path;
    const operation = path && document.paths?.[path]?.[method.toLowerCase() as 'get'];
    if (!operation) return;
    const { statusCode } = answer;
    const told = `${method} ${path}: an answer ${statusCode}`;
    const response = operation.responses?.[statusCode];
    if (!response) throw new Error(`${told} is not in the description: ${answer.body.slice(0, 500)}`);
    if (answer.body === '' || answer.headers['content-encoding']) return;
    const [type] = String(answer.headers['content-type']).split(';');
    if (type !== 'application/json' && type !== 'application/problem+json') return;
    const place =
      '$ref' in response
        ? response.$ref.slice('#/'.length)
        : ['paths', path, method.toLowerCase(), 'responses', statusCode].map(escaped).join('/');
    const validate = ajv.compile({ $ref: `api#/${place}/content/${escaped(type)}/schema` });
    if (!validate(answer.json())) throw new Error(`${told} is not as described: ${ajv.errorsText(validate.errors)}`);
  };
}

const escaped = (part: string | number) =>
  encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('%7E', '~');

/** A copy whose objects have no fields but those that are described. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]));
  if (copy.type === 'object' && copy.properties) copy.additionalProperties ??= false;
  return copy;
}

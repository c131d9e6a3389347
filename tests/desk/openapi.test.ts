import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import { expect, test } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { loggedIn } from '../support/login.ts';

const database = useDatabase();

async function described(): Promise<{ app: FastifyInstance; document: OpenAPIV3_1.Document }> {
  const { db } = database();
  const app = await openDesk(db);
  const answer = await app.inject({ url: '/api/v1/openapi.json', headers: await loggedIn(db, 'viewer') });
  return { app, document: answer.json() };
}

const operationsOf = ({ paths = {} }: OpenAPIV3_1.Document) =>
  Object.entries(paths).flatMap(([path, methods = {}]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      ...(operation as OpenAPIV3_1.OperationObject & { 'x-role'?: string }),
    })),
  );

test('the description of the API is valid OpenAPI 3.1, and all that it refers to is in it', async () => {
  const { document } = await described();
  expect(document.openapi).toBe('3.1.0');
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(() => validator.resolveRefs()).not.toThrow();
});

test('every route of the API is in the description', async () => {
  const { app, document } = await described();
  const routes = app.routes.flatMap(({ method, url, schema }) =>
    [method].flat().flatMap((one) => {
      const { hide = false } = (schema ?? {}) as { hide?: boolean };
      return one === 'HEAD' || hide || !url.startsWith('/api/v1/') ? [] : [`${one} ${url.replace(/:(\w+)/g, '{$1}')}`];
    }),
  );
  expect(
    operationsOf(document)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(routes.sort());
  const hidden = app.routes.flatMap(({ url, schema }) =>
    url.startsWith('/api/') && (schema as { hide?: boolean } | undefined)?.hide ? [url] : [],
  );
  expect([...new Set(hidden)]).toEqual(['/api/v1/openapi.json']);
});

test('each route says what it is for, for whom, what it takes, what it answers and how it refuses', async () => {
  const { document } = await described();
  for (const { name, summary, tags, parameters = [], requestBody, responses = {}, ...operation } of operationsOf(
    document,
  )) {
    expect(summary, name).toMatch(/^[A-Z].+[^.]$/);
    expect(tags, name).toHaveLength(1);
    expect(['public', 'viewer', 'analyst', 'operator'], name).toContain(operation['x-role']);
    for (const parameter of parameters as OpenAPIV3_1.ParameterObject[]) {
      expect(parameter.schema, `${name}: ${parameter.name}`).toBeTruthy();
      expect(parameter.description, `${name}: ${parameter.name}`).toMatch(/\w/);
    }
    const [good, ...others] = Object.keys(responses).filter((status) => status.startsWith('2'));
    expect(others, name).toEqual([]);
    const answer = responses[good as string] as OpenAPIV3_1.ResponseObject;
    if (good === '204') expect(answer.content, name).toBeUndefined();
    else
      for (const { schema } of Object.values(answer.content ?? {}))
        expect(Object.keys(schema ?? {}), name).toSatisfy((keys: string[]) =>
          ['$ref', 'properties', 'type', 'anyOf'].some((key) => keys.includes(key)),
        );
    const refusals = Object.keys(responses).filter((status) => !status.startsWith('2'));
    expect(refusals, name).toEqual(expect.arrayContaining(['403', '429', '500', '503']));
    expect(refusals.includes('400'), name).toBe(parameters.length > 0 || requestBody !== undefined);
    if (operation['x-role'] !== 'public') expect(refusals, name).toContain('401');
    if (requestBody) expect(refusals, name).toEqual(expect.arrayContaining(['413', '415']));
    // What is asked for by its id may not be there.
    if (/\{(id|key|day)\}/.test(name)) expect(refusals, name).toContain('404');
    for (const status of refusals)
      expect(responses[status], name).toEqual({ $ref: `#/components/responses/${status}` });
  }
});

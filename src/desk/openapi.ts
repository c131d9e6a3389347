import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { z } from 'zod';
import { version } from '../config/version.ts';
import { PROBLEMS, type ProblemStatus } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** how the route itself may refuse, beside what can happen to any */
    problems?: readonly ProblemStatus[];
  }
}

type Options = Required<FastifyDynamicSwaggerOptions>;
type Schema = Parameters<NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>>[0];

/** What stands above the routes in the description of the API (OpenAPI 3.1). */
export const OPENAPI: Options['openapi'] = {
  openapi: '3.1.0',
  info: {
    title: 'Subthreshold',
    version,
    description:
      'Everything that the desk does. Programs send a token along (Authorization: Bearer …), which anybody makes on the page of their account. Errors are problem documents (RFC 9457). Long lists come in pages: the next of one is the cursor of the page after it, null on the last. Answers may get more fields in time: pass over those that you do not know.',
  },
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'A token of an account' },
      session: {
        ...{ type: 'apiKey', in: 'cookie', name: 'subthreshold-8642' },
        description: 'What a browser has after the login; its name goes by the port, __Host-subthreshold with https',
      },
    },
    responses: Object.fromEntries(
      Object.entries(PROBLEMS).map(([status, description]) => [
        status,
        { description, content: { 'application/problem+json': { schema: reference('schemas', 'Problem') } } },
      ]),
    ),
  },
};

/** A zod schema as JSON Schema has it, without what only tells how it is stored. */
const zodToJsonConfig = {
  override: ({ zodSchema, jsonSchema }: Schema) => {
    const { def } = zodSchema._zod;
    if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    if (def.type === 'undefined') jsonSchema.type = 'null';
    // Bounds of a column.
    if (Math.abs(jsonSchema.minimum ?? 0) >= 2 ** 15) delete jsonSchema.minimum;
    if (Math.abs(jsonSchema.maximum ?? 0) >= 2 ** 15 - 1) delete jsonSchema.maximum;
    // Only what is asked for is strict: answers may get more fields.
    if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
  },
};
const describe = createJsonSchemaTransform({ zodToJsonConfig });
const withComponents = createJsonSchemaTransformObject({ zodToJsonConfig });

/** A route as the description has it: from its own schemas, with who may use it and how it refuses. */
export const describeRoute: Options['transform'] = (given) => {
  const { schema, url } = describe(given as Parameters<typeof describe>[0]);
  const { role, inPerson = false, problems = [] } = given.route.config ?? {};
  const refusals: ProblemStatus[] = [403, 429, 500, 503, ...problems];
  if (role !== 'public') refusals.push(401);
  if (schema.params || schema.querystring || schema.body) refusals.push(400);
  if (schema.params) refusals.push(414);
  if (schema.body) refusals.push(413, 415);
  return {
    url,
    schema: {
      ...schema,
      tags: [url.replace('/api/v1/', '').split('/')[0] ?? ''],
      security: role === 'public' ? [] : inPerson ? [{ session: [] }] : [{ token: [] }, { session: [] }],
      'x-role': role,
      response: { ...(schema.response as object), ...Object.fromEntries(refusals.map((status) => [status, {}])) },
    } as typeof schema,
  };
};

/** The whole description: schemas and problems stand once and are referred to. */
export const describeAll: Options['transformObject'] = (given) => {
  const document = withComponents(given) as OpenAPIV3_1.Document;
  for (const path of Object.values(document.paths ?? {}))
    for (const { responses } of Object.values(path ?? {}) as OpenAPIV3_1.OperationObject[])
      for (const status of Object.keys(responses ?? {}))
        if (responses && status in PROBLEMS) responses[status] = reference('responses', status);
  const asked = JSON.stringify(document.paths);
  const schemas = document.components?.schemas ?? {};
  // Each schema comes as what is answered and as what may be sent, which is asked for nowhere.
  for (const name of Object.keys(schemas))
    if (name.endsWith('Input') && !asked.includes(`/${name}"`)) delete schemas[name];
  return document;
};

function reference(kind: 'schemas' | 'responses', name: string) {
  return { $ref: `#/components/${kind}/${name}` };
}

import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { version } from '../config/version.ts';

type Options = Required<FastifyDynamicSwaggerOptions>;

/** What stands above the routes in the description of the API (OpenAPI 3.1). */
export const OPENAPI: Options['openapi'] = {
  openapi: '3.1.0',
  info: {
    title: 'Subthreshold',
    version,
    description:
      'Everything that the desk does. Programs send a token along (Authorization: Bearer …), which anybody makes on the page of their account. Errors are problem documents (RFC 9457). Long lists come in pages: the next of one is the cursor of the page after it, null on the last.',
  },
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'A token of an account' },
      session: {
        ...{ type: 'apiKey', in: 'cookie', name: 'subthreshold-8642' },
        description: 'What a browser has after the login; its name goes by the port, __Host-subthreshold with https',
      },
    },
    schemas: {
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail'],
        properties: {
          type: { type: 'string', const: 'about:blank' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
        },
      } as object,
    },
  },
};

const PROBLEM = {
  description: 'A problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** A route as the description has it: from its own schemas, with who may use it and how it refuses. */
export const describeRoute: Options['transform'] = (given) => {
  const { schema, url } = jsonSchemaTransform(given as Parameters<typeof jsonSchemaTransform>[0]);
  const { role, inPerson = false } = given.route.config ?? {};
  const answers = (schema.response ?? { '2XX': { description: 'Done' } }) as object;
  return {
    url,
    schema: {
      ...schema,
      tags: [url.replace('/api/v1/', '').split('/')[0] ?? ''],
      security: role === 'public' ? [] : inPerson ? [{ session: [] }] : [{ token: [] }, { session: [] }],
      'x-role': role,
      response: { ...answers, default: PROBLEM },
    } as typeof schema,
  };
};

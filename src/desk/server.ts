import { userInfo } from 'node:os';
import { Readable } from 'node:stream';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import { sql } from 'drizzle-orm';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { api } from './api.ts';
import type { DeskContext } from './context.ts';
import { exportRoutes } from './export-routes.ts';
import { guard } from './guard.ts';
import { pages } from './pages/routes.ts';
import { answerProblems, Problem } from './problem.ts';

/** Names the analyst in requests that come through the data folder's socket, which only its owner can open. */
export const USER_HEADER = 'x-subthreshold-user';

/**
 * The desk and its API, not yet listening.
 * @param trusted whoever connects is the owner of the data folder (its socket, or this process itself): no checks of
 *   Host and Origin, and `USER_HEADER` is believed
 */
export async function createDesk(context: DeskContext, { trusted }: { trusted: boolean }): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  if (!trusted) guard(app);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
  await app.register(formbody);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Subthreshold', version: '1' } },
    transform: jsonSchemaTransform,
  });

  const owner = userInfo().username;
  const userOf = (request: Pick<FastifyRequest, 'headers'>) => {
    const named = request.headers[USER_HEADER];
    return trusted && typeof named === 'string' ? named : owner;
  };

  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async () => {
    await context.db.execute(sql`select 1`).catch((error) => {
      throw new Problem(503, 'not ready', `the database does not answer: ${(error as Error).message}`);
    });
    return { status: 'ready' };
  });
  await app.register(async (scope) => api(scope, context, userOf), { prefix: '/api/v1' });
  await app.register(async (scope) => exportRoutes(scope, context, userOf), { prefix: '/api/v1' });
  // Everything at once is for the store's owner, not for whoever has the desk open.
  if (trusted)
    app.get('/api/v1/backup', { schema: { hide: true } }, async (_, reply) =>
      reply.type('application/x-ndjson').send(Readable.from(withLineEnds(context.actions.backup()))),
    );
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(async (scope) => pages(scope, context, userOf));
  return app;
}

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

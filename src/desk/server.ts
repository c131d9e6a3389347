import { userInfo } from 'node:os';
import { Readable } from 'node:stream';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { api } from './api.ts';
import type { DeskContext } from './context.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { feedRoutes } from './feed-routes.ts';
import { feedsApi } from './feeds-api.ts';
import { guard } from './guard.ts';
import { probes } from './probes.ts';
import { answerProblems } from './problem.ts';
import { queueConsole } from './queue-console.ts';
import { rulesApi } from './rules-api.ts';
import { systemApi } from './system-api.ts';
import { web } from './web.ts';

/** Names the analyst in requests that come through the data folder's socket, which only its owner can open. */
export const USER_HEADER = 'x-subthreshold-user';

/** Only what watches over a process, for one that serves nothing else. */
export async function createProbes(context: DeskContext): Promise<FastifyInstance> {
  const app = newServer(context);
  guard(app);
  probes(app, context);
  return app;
}

/**
 * The desk and its API, not yet listening.
 * @param trusted whoever connects is the owner of the data folder (its socket, or this process itself): no checks of
 *   Host and Origin, and `USER_HEADER` is believed
 */
export async function createDesk(context: DeskContext, { trusted }: { trusted: boolean }): Promise<FastifyInstance> {
  const app = newServer(context);
  if (!trusted) guard(app);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Subthreshold', version: '1' } },
    transform: jsonSchemaTransform,
  });

  const owner = userInfo().username;
  const userOf = (request: Pick<FastifyRequest, 'headers'>) => {
    const named = request.headers[USER_HEADER];
    return trusted && typeof named === 'string' ? named : owner;
  };

  probes(app, context);
  if (!trusted) await queueConsole(app, await context.queues());
  await app.register(async (scope) => api(scope, context, userOf), { prefix: '/api/v1' });
  await app.register(async (scope) => exportRoutes(scope, context, userOf), { prefix: '/api/v1' });
  await app.register(async (scope) => feedsApi(scope, context), { prefix: '/api/v1' });
  await app.register(async (scope) => rulesApi(scope, context, userOf), { prefix: '/api/v1' });
  await app.register(async (scope) => systemApi(scope, context), { prefix: '/api/v1' });
  // Everything at once is for the store's owner, not for whoever has the desk open.
  if (trusted)
    app.get('/api/v1/backup', { schema: { hide: true } }, async (_, reply) =>
      reply.type('application/x-ndjson').send(Readable.from(withLineEnds(context.actions.backup()))),
    );
  await app.register(async (scope) => deliveryRoutes(scope, context), { prefix: '/api/v1' });
  await app.register(async (scope) => feedRoutes(scope, context));
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(async (scope) => web(scope, context));
  return app;
}

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

function newServer({ log }: DeskContext): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  return app;
}

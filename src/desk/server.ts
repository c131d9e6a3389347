import { Readable } from 'node:stream';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { admit, identify } from './access.ts';
import { articleRoutes } from './article-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { auditTrail } from './audit-trail.ts';
import type { DeskContext } from './context.ts';
import { decisionRoutes } from './decision-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { digestRoutes } from './digest-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { feedRoutes } from './feed-routes.ts';
import { guard } from './guard.ts';
import { incidentRoutes } from './incident-routes.ts';
import { itemRoutes } from './item-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { loginRoutes } from './login-routes.ts';
import { oidc } from './oidc.ts';
import { describeAll, describeRoute, OPENAPI } from './openapi.ts';
import { opinionRoutes } from './opinion-routes.ts';
import { outgoingFeedRoutes } from './outgoing-feed-routes.ts';
import { probes } from './probes.ts';
import { answerClientError, answerProblem, answerProblems } from './problem.ts';
import { queueConsole } from './queue-console.ts';
import { limitRates } from './rates.ts';
import { reclassifyRoutes } from './reclassify-routes.ts';
import { regroupRoutes } from './regroup-routes.ts';
import { ruleFileRoutes } from './rule-file-routes.ts';
import { ruleProposalRoutes } from './rule-proposal-routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import { ruleTrialRoutes } from './rule-trial-routes.ts';
import { systemRoutes } from './system-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { trendRoutes } from './trend-routes.ts';
import { userRoutes } from './user-routes.ts';
import { viewRoutes } from './view-routes.ts';
import { vocabularyRoutes } from './vocabulary-routes.ts';
import { web } from './web.ts';

/** What is below `/api/v1`, a file a concept. */
const API = [
  systemRoutes,
  feedRoutes,
  itemRoutes,
  articleRoutes,
  incidentRoutes,
  decisionRoutes,
  regroupRoutes,
  opinionRoutes,
  liveRoutes,
  viewRoutes,
  trendRoutes,
  digestRoutes,
  exportRoutes,
  deliveryRoutes,
  vocabularyRoutes,
  ruleRoutes,
  ruleFileRoutes,
  ruleTrialRoutes,
  ruleProposalRoutes,
  reclassifyRoutes,
  loginRoutes,
  userRoutes,
  tokenRoutes,
  auditRoutes,
];

/** Only what watches over a process, for one that serves nothing else. */
export async function createProbes(context: DeskContext): Promise<FastifyInstance> {
  const app = await newServer(context, { trusted: false });
  probes(app, context);
  return app;
}

/**
 * The desk and its API, not yet listening.
 * @param trusted whoever connects is the owner of the data folder (its socket, or this process itself): no login, no
 *   checks of Host and Origin, and `USER_HEADER` is believed
 */
export async function createDesk(context: DeskContext, { trusted }: { trusted: boolean }): Promise<FastifyInstance> {
  const app = await newServer(context, { trusted });
  await app.register(swagger, {
    openapi: OPENAPI,
    transform: describeRoute,
    transformObject: describeAll,
  });

  probes(app, context);
  if (!trusted) await queueConsole(app, await context.queues());
  for (const routes of API) await app.register(async (scope) => routes(scope, context), { prefix: '/api/v1' });
  oidc(app, context);
  // Everything at once is for the store's owner, not for whoever has the desk open.
  if (trusted)
    app.get('/api/v1/backup', { config: { role: 'operator' }, schema: { hide: true } }, async (_, reply) =>
      reply.type('application/x-ndjson').send(Readable.from(withLineEnds(context.actions.backup()))),
    );
  await app.register(async (scope) => outgoingFeedRoutes(scope, context));
  app.get('/api/v1/openapi.json', { config: { role: 'viewer' }, schema: { hide: true } }, async () => app.swagger());
  await app.register(async (scope) => web(scope, context));
  return app;
}

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

async function newServer(context: DeskContext, { trusted }: { trusted: boolean }): Promise<FastifyInstance> {
  const { log, settings } = context;
  const { trustProxy } = settings.http;
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
    // Whoever sends a request byte by byte does not hold a connection for ever.
    requestTimeout: 60_000,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    frameworkErrors: answerProblem,
    clientErrorHandler: answerClientError,
  });
  // Bodies are JSON.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  // Answers are typed by their schemas, and tests check them: zod would look at every field once more.
  app.setSerializerCompiler(() => JSON.stringify);
  // First, so that refusals have them too.
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
    strictTransportSecurity: settings.http.publicUrl?.startsWith('https:') ? { includeSubDomains: false } : false,
  });
  // What is told to whoever has logged in stays in no cache; the client's own files say otherwise.
  app.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store');
  });
  // Lists say much the same in each row: a tenth of their bytes go over the wire. What comes line by line, or as events,
  // is let through as it comes. Nobody sends us anything large.
  await app.register(compress, { globalDecompression: false });
  await app.register(cookie);
  if (!trusted) guard(app, settings);
  identify(app, context, { trusted });
  // Before anybody is refused, so that refusals count too.
  if (!trusted) await limitRates(app);
  admit(app);
  auditTrail(app, context);
  answerProblems(app);
  return app;
}

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { version } from '../config/version.ts';
import { isWell } from '../ingest/poll/history.ts';
import { articleCountsSchema, countArticles, countArticlesByRuleSet } from '../store/articles.ts';
import { deadLetterSchema, deadLetters } from '../store/dead-letters.ts';
import { listFeeds } from '../store/feeds.ts';
import { countIncidents, incidentCountsSchema } from '../store/incidents.ts';
import { countItems, itemCountsSchema } from '../store/items.ts';
import { momentPlace } from '../store/page.ts';
import { tableSizeSchema, tableSizes } from '../store/store-facts.ts';
import { hourSchema, throughput } from '../store/throughput.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { healthFacts, healthFactsSchema } from './health.ts';

const statusSchema = z.object({
  feeds: z.object({ active: z.int(), failing: z.int() }),
  items: itemCountsSchema,
  articles: articleCountsSchema,
  incidents: incidentCountsSchema,
});

/** What an operator wants to know of the system at a glance. */
const systemStateSchema = healthFactsSchema.extend({
  now: z.iso.datetime(),
  versions: z.object({
    program: z.string(),
    node: z.string(),
    ruleSet: z.string().describe('hash of the rules in use'),
    store: z.enum(['embedded', 'PostgreSQL']),
    queues: z.enum(['in the database', 'in Redis']),
  }),
  hours: z.array(hourSchema).describe('each of the last hours, the present one last'),
  tables: z.array(tableSizeSchema),
  otherRules: z.int().describe('articles that earlier rules have classified'),
  incidents: incidentCountsSchema,
  memory: z.int().describe('of this process, bytes'),
  startedAt: z.iso.datetime().describe('when this process started'),
});
export type SystemState = z.infer<typeof systemStateSchema>;

const deadLettersSchema = z.object({ letters: z.array(deadLetterSchema), next: nextSchema });

const HOURS = 48;

/** The part of the API that tells how the system is, and has what failed done again, below `/api/v1`. */
export function systemRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db, actions, settings, now } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/status',
    {
      config: { role: 'viewer' },
      schema: { summary: 'What the system holds and what is still to be done', response: { 200: statusSchema } },
    },
    async (request) => {
      const feeds = await listFeeds(db);
      return {
        feeds: {
          active: feeds.filter(({ enabled }) => enabled).length,
          failing: feeds.filter(({ enabled, history }) => enabled && !isWell(history)).length,
        },
        items: await countItems(db),
        articles: await countArticles(db),
        incidents: await countIncidents(db, readerOf(request)),
      };
    },
  );

  routes.get(
    '/health',
    {
      config: { role: 'operator' },
      schema: { summary: 'What a doctor wants to know of the system', response: { 200: healthFactsSchema } },
    },
    async () => healthFacts(context),
  );

  routes.get(
    '/system',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Queues, throughput, storage, versions, and what is behind',
        response: { 200: systemStateSchema },
      },
    },
    async (request): Promise<SystemState> => {
      const ruleSet = context.rules.hash;
      return {
        ...(await healthFacts(context)),
        now: now().toISOString(),
        versions: {
          program: version,
          node: process.version.slice(1),
          ruleSet,
          store: settings.database.url ? 'PostgreSQL' : 'embedded',
          queues: settings.redis.url ? 'in Redis' : 'in the database',
        },
        hours: await throughput(db, now(), HOURS),
        tables: await tableSizes(db),
        otherRules: (await countArticlesByRuleSet(db)).reduce(
          (sum, one) => sum + (one.ruleSet === ruleSet ? 0 : one.n),
          0,
        ),
        incidents: await countIncidents(db, readerOf(request)),
        memory: process.memoryUsage().rss,
        startedAt: new Date(Date.now() - process.uptime() * 1000).toISOString(),
      };
    },
  );

  routes.get(
    '/dead-letters',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'What was given up: items that could not be read and deliveries that could not be made, newest first',
        querystring: z.object({ limit: limitSchema(1_000, 100), cursor: cursorSchema }),
        response: { 200: deadLettersSchema },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const { rows, next } = await deadLetters(db, { limit, after: readCursor(cursor, momentPlace) });
      return { letters: rows, next: cursorOf(next) };
    },
  );

  routes.post(
    '/dead-letters/retry',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Try everything again that was given up',
        body: z.object({}).nullish(),
        response: { 202: z.object({ again: z.object({ items: z.int(), deliveries: z.int() }) }) },
      },
    },
    async (_, reply) => reply.code(202).send({ again: await actions.retryAll() }),
  );
}

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { version } from '../config/version.ts';
import { countArticlesByRuleSet } from '../store/articles.ts';
import { failedDeliveries } from '../store/deliveries.ts';
import { countIncidents } from '../store/incidents.ts';
import { failedItems } from '../store/items.ts';
import { type TableSize, tableSizes } from '../store/store-facts.ts';
import { type Hour, throughput } from '../store/throughput.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { type HealthFacts, healthFacts } from './health.ts';

/** What an operator wants to know of the system at a glance. */
export interface SystemState extends HealthFacts {
  now: string;
  versions: {
    program: string;
    node: string;
    /** hash of the rules in use */
    ruleSet: string;
    store: 'embedded' | 'PostgreSQL';
    queues: 'in the database' | 'in Redis';
  };
  /** each of the last hours, the present one last */
  hours: Hour[];
  tables: TableSize[];
  /** articles that earlier rules have classified */
  otherRules: number;
  /** incidents by state of review */
  incidents: Awaited<ReturnType<typeof countIncidents>>;
  /** memory of this process, bytes */
  memory: number;
  /** when this process started, ISO 8601 */
  startedAt: string;
}

const HOURS = 48;

/** The part of the API that tells how the system is, and has what failed done again, below `/api/v1`. */
export function systemApi(app: FastifyInstance, context: DeskContext): void {
  const { db, actions, settings, now } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/system',
    { config: { role: 'operator' }, schema: { summary: 'Queues, throughput, storage, versions, and what is behind' } },
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
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(200) }),
      },
    },
    async ({ query: { limit } }) => ({
      items: (await failedItems(db, limit)).map(({ feedText: _, ...item }) => item),
      deliveries: await failedDeliveries(db, limit),
    }),
  );

  routes.post(
    '/dead-letters/retry',
    {
      config: { role: 'operator' },
      schema: { summary: 'Try everything again that was given up', body: z.object({}).nullish() },
    },
    async (_, reply) => reply.code(202).send({ again: await actions.retryAll() }),
  );
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isWell } from '../ingest/poll/history.ts';
import { countArticles, findArticle } from '../store/articles.ts';
import { latestDigest } from '../store/digests.ts';
import { activeFeeds, feedsWithHealth, listFeeds } from '../store/feeds.ts';
import { countIncidents, decide, incidentFile, OPEN_STATES, queue } from '../store/incidents.ts';
import { countItems, failedItems, findItem } from '../store/items.ts';
import type { DeskContext } from './context.ts';
import { healthFacts } from './health.ts';
import { Problem } from './problem.ts';

export const REASONS = [
  'not-hostile',
  'no-pact',
  'above-threshold',
  'old-news',
  'duplicate',
  'wrong-tags',
  'other',
] as const;

export const decisionSchema = z
  .object({
    decision: z.enum(['confirm', 'dismiss', 'escalate', 'note']),
    reason: z.enum(REASONS).optional().describe('why it is dismissed'),
    note: z.string().trim().max(10_000).optional(),
    version: z.coerce.number().int().optional().describe('the version of the incident that the decision rests on'),
  })
  .refine(({ decision, reason }) => decision !== 'dismiss' || reason !== undefined, {
    path: ['reason'],
    message: `a dismissal needs a reason: ${REASONS.join(', ')}`,
  })
  .refine(({ decision, note }) => decision !== 'note' || note, { path: ['note'], message: 'a note needs a text' });

const states = z.enum(['new', 'in-review', 'confirmed', 'dismissed', 'escalated']);
export const day = z.iso.date();
const digestKind = z.enum(['day', 'week']).default('day');
const id = z.object({ id: z.coerce.number().int().positive() });

/** The HTTP API, below `/api/v1`. `userOf` says who asks. */
export function api(
  app: FastifyInstance,
  context: DeskContext,
  userOf: (request: Pick<FastifyRequest, 'headers'>) => string,
): void {
  const { db, actions, settings, now } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get('/status', { schema: { summary: 'What the system holds and what is still to be done' } }, async () => {
    const feeds = await listFeeds(db);
    return {
      feeds: {
        active: feeds.filter(({ enabled }) => enabled).length,
        failing: feeds.filter(({ enabled, history }) => enabled && !isWell(history)).length,
      },
      items: await countItems(db),
      articles: await countArticles(db),
      incidents: await countIncidents(db),
    };
  });

  routes.get('/health', { schema: { summary: 'What a doctor wants to know of the system' } }, async () =>
    healthFacts(context),
  );

  routes.get('/feeds', { schema: { summary: 'Feeds and how polling them goes' } }, async () => ({
    feeds: await feedsWithHealth(db, now()),
  }));

  routes.post(
    '/feeds/poll',
    {
      schema: {
        summary: 'Poll feeds now',
        body: z.object({ ids: z.array(z.string()).optional().describe('all active feeds when left out') }),
      },
    },
    async ({ body: { ids } }, reply) => {
      const known = new Set((await activeFeeds(db)).map((feed) => feed.id));
      const unknown = ids?.filter((one) => !known.has(one)) ?? [];
      if (unknown.length > 0) throw new Problem(404, 'not found', `no active feed has the id ${unknown.join(', ')}`);
      return reply.code(202).send({ since: now().toISOString(), feeds: await actions.pollNow(ids) });
    },
  );

  routes.get(
    '/incidents',
    {
      schema: {
        summary: 'The queue: flagged incidents by priority',
        querystring: z.object({
          state: z
            .preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(states))
            .default([...OPEN_STATES])
            .describe('states of review, comma-separated'),
          limit: z.coerce.number().int().min(1).max(1_000).default(50),
          offset: z.coerce.number().int().min(0).default(0),
        }),
      },
    },
    async ({ query: { state, limit, offset } }) => ({
      incidents: await queue(db, { states: state, limit, offset }),
      counts: await countIncidents(db),
    }),
  );

  routes.get(
    '/incidents/:id',
    { schema: { summary: 'An incident with its articles, evidence and decisions', params: id } },
    async ({ params }) => (await incidentFile(db, params.id)) ?? missing(params.id),
  );

  routes.post(
    '/incidents/:id/decisions',
    { schema: { summary: 'Decide on an incident', params: id, body: decisionSchema } },
    async (request, reply) => {
      const { params, body } = request;
      const incident = await decide(db, params.id, { ...body, by: userOf(request), at: now() });
      return reply.code(201).send(incident ?? missing(params.id));
    },
  );

  routes.get(
    '/items',
    {
      schema: {
        summary: 'Items that could not be read',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
      },
    },
    async ({ query: { limit } }) => ({ items: await failedItems(db, limit) }),
  );

  routes.post(
    '/articles',
    {
      schema: {
        summary: 'Hand in an article by its address',
        body: z.object({ url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }) }),
      },
    },
    async ({ body: { url } }, reply) => {
      const item = await actions.handIn(url);
      if (!item) throw new Problem(422, 'no address', `${url} is no address of the web`);
      return reply.code(202).send(item);
    },
  );

  routes.get(
    '/items/:key',
    { schema: { summary: 'An item and what was read of it', params: z.object({ key: z.string() }) } },
    async ({ params: { key } }) => {
      const item = await findItem(db, key);
      if (!item) throw new Problem(404, 'not found', `no item has the key ${key}`);
      return { ...item, article: (await findArticle(db, key)) ?? null };
    },
  );

  routes.post(
    '/items/:key/retry',
    { schema: { summary: 'Read an item again that could not be read', params: z.object({ key: z.string() }) } },
    async ({ params: { key } }, reply) => {
      if (!(await actions.readAgain(key))) throw new Problem(404, 'not found', `no failed item has the key ${key}`);
      return reply.code(202).send({ key });
    },
  );

  routes.get(
    '/digests/:day',
    {
      schema: {
        summary: 'The digest of a day, or of the week that begins with it, as data; the newest that was made',
        params: z.object({ day }),
        querystring: z.object({ kind: digestKind }),
      },
    },
    async ({ params, query: { kind } }) => {
      const digest = await latestDigest(db, { kind, day: params.day, zone: settings.timezone });
      if (!digest) throw new Problem(404, 'not found', `there is no digest of ${params.day} yet`);
      return digest;
    },
  );

  routes.post(
    '/digests',
    {
      schema: {
        summary: 'Make the digest of a day, or of the week (Monday to Sunday) with that day, anew',
        body: z.object({ day, kind: digestKind }),
      },
    },
    async ({ body }, reply) => reply.code(201).send(await actions.makeDigest(body)),
  );
}

function missing(id: number): never {
  throw new Problem(404, 'not found', `there is no incident ${id}`);
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { webAddress } from '../config/feeds.ts';
import { REVIEW_STATES } from '../config/review-states.ts';
import { isWell } from '../ingest/poll/history.ts';
import { articleCountsSchema, countArticles, findArticle, sourcedArticleSchema } from '../store/articles.ts';
import { OpinionError } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { decide, NothingToUndoError } from '../store/decisions.ts';
import { dayPlace, digestDays, latestDigest, storedDigestSchema } from '../store/digests.ts';
import { activeFeeds, feedsWithHealth, feedWithHealthSchema, listFeeds } from '../store/feeds.ts';
import {
  countIncidents,
  incidentCountsSchema,
  incidentFile,
  incidentFileSchema,
  incidentSchema,
} from '../store/incidents.ts';
import { countItems, failedItems, findItem, itemCountsSchema, itemSchema } from '../store/items.ts';
import { StaleVersionError } from '../store/lock-incident.ts';
import { momentPlace } from '../store/page.ts';
import { reclassificationSchema } from '../store/preview-articles.ts';
import { countFacets, facetsSchema, mapPointSchema, mapPoints, queue, queuePlace } from '../store/queue.ts';
import { QUEUE_ORDERS } from '../store/schema.ts';
import { foundArticleSchema, searchArticles } from '../store/search-articles.ts';
import { TAG_FIELDS } from '../store/tags.ts';
import { readerOf, userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { healthFacts, healthFactsSchema } from './health.ts';
import { byId, byKey } from './params.ts';
import { Problem } from './problem.ts';
import { REASONS } from './reasons.ts';
import { pactsOf, queueFilter, readSearch } from './search.ts';
import { type Vocabulary, vocabularyOf, vocabularySchema } from './vocabulary.ts';

const tags = z.array(z.string().trim().min(1).max(100)).max(50).default([]);

const decisionShape = {
  decision: z.enum(['confirm', 'dismiss', 'escalate', 'note', 'correct', 'assign', 'flag', 'undo']),
  reason: z.enum(REASONS).optional().describe('why it is dismissed'),
  note: z.string().trim().max(10_000).optional(),
  correction: z
    .partialRecord(z.enum(TAG_FIELDS), z.object({ add: tags, remove: tags }))
    .optional()
    .describe('tags to add and to remove'),
  flag: z.enum(['below', 'above']).optional().describe('for a flag by hand'),
  assignee: z.string().max(100).nullable().optional().describe('who works on it; null gives it back'),
};
const version = z.coerce.number().int().optional().describe('the version of the incident that the decision rests on');

interface DecisionAsked {
  decision: z.infer<typeof decisionShape.decision>;
  reason?: string | undefined;
  note?: string | undefined;
  flag?: string | undefined;
  correction?: object | undefined;
}

/** What a decision needs beside its name. */
function complete<T extends z.ZodType<DecisionAsked>>(schema: T) {
  return schema
    .refine(({ decision, reason }) => decision !== 'dismiss' || reason !== undefined, {
      path: ['reason'],
      message: `a dismissal needs a reason: ${REASONS.join(', ')}`,
    })
    .refine(({ decision, note }) => decision !== 'note' || note, { path: ['note'], message: 'a note needs a text' })
    .refine(({ decision, flag }) => decision !== 'flag' || flag, {
      path: ['flag'],
      message: 'a flag says which: below, above',
    })
    .refine(({ decision, correction }) => decision !== 'correct' || correction, {
      path: ['correction'],
      message: 'a correction says which tags to add or to remove',
    });
}

const decisionSchema = complete(z.object({ ...decisionShape, version }));
const bulkSchema = complete(
  z.object({
    ...decisionShape,
    incidents: z
      .array(z.object({ id: z.int().positive(), version }))
      .min(1)
      .max(500),
  }),
);

const states = z.enum(REVIEW_STATES);
export const day = z.iso.date();
const SEARCH =
  'words, "a phrase", -not, and fields: `country:RO,PL threat:sabotage -feed:danube-wire score:0.8 since:2026-03-01`';
const digestKind = z.enum(['day', 'week']).default('day').describe('of a day, or of a week');

const statusSchema = z.object({
  feeds: z.object({ active: z.int(), failing: z.int() }),
  items: itemCountsSchema,
  articles: articleCountsSchema,
  incidents: incidentCountsSchema,
});

/** What came of a decision on several incidents. */
const decidedSchema = z.object({
  decided: z.array(incidentSchema),
  refused: z.array(z.object({ id: z.int(), detail: z.string().describe('why') })),
});
export type Decided = z.infer<typeof decidedSchema>;

/** A page of the queue. */
const queuePageSchema = z.object({
  incidents: z.array(incidentSchema),
  next: nextSchema,
  counts: incidentCountsSchema.describe('of the whole queue'),
});
export type QueuePage = z.infer<typeof queuePageSchema>;

/** The HTTP API, below `/api/v1`. */
export function api(app: FastifyInstance, context: DeskContext): void {
  const { db, actions, settings, now } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const deciding = (request: FastifyRequest) => ({
    ...{ by: userOf(request).name, at: now(), blind: readerOf(request) !== null },
  });

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
    '/feeds',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Feeds and how polling them goes',
        response: { 200: z.object({ feeds: z.array(feedWithHealthSchema) }) },
      },
    },
    async () => ({
      feeds: await feedsWithHealth(db, now()),
    }),
  );

  routes.post(
    '/feeds/poll',
    {
      config: { role: 'operator', problems: [404] },
      schema: {
        summary: 'Poll feeds now',
        body: z.object({ ids: z.array(z.string()).optional().describe('all active feeds when left out') }),
        response: {
          202: z.object({ since: z.iso.datetime(), feeds: z.array(z.string()).describe('ids of those that will be') }),
        },
      },
    },
    async ({ body: { ids } }, reply) => {
      const known = new Set((await activeFeeds(db)).map((feed) => feed.id));
      const unknown = ids?.filter((one) => !known.has(one)) ?? [];
      if (unknown.length > 0) throw new Problem(404, 'not found', `no active feed has the id ${unknown.join(', ')}`);
      return reply.code(202).send({ since: now().toISOString(), feeds: await actions.pollNow(ids) });
    },
  );

  let vocabulary: { of: string; words: Vocabulary } | undefined;
  routes.get(
    '/vocabulary',
    {
      config: { role: 'viewer' },
      schema: { summary: 'What the ids of threats, actors and rules mean', response: { 200: vocabularySchema } },
    },
    async () => {
      const { rules } = context;
      if (vocabulary?.of !== rules.hash)
        vocabulary = { of: rules.hash, words: vocabularyOf(rules, settings.configDir) };
      return vocabulary.words;
    },
  );

  const search = z.string().max(1000).default('').describe(SEARCH);
  const state = z
    .preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(states))
    .optional()
    .describe('states of review, comma-separated; the open ones when the search names none either');

  routes.get(
    '/incidents',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'The queue: flagged incidents by priority',
        querystring: z.object({
          q: search,
          state,
          order: z.enum(QUEUE_ORDERS).default('priority').describe('what comes first'),
          limit: limitSchema(1_000, 50),
          cursor: cursorSchema,
        }),
        response: {
          200: queuePageSchema,
        },
      },
    },
    async (request) => {
      const { q, state, order, limit, cursor } = request.query;
      const reader = readerOf(request);
      const page = await queue(db, queueFilter(q, context.rules, reader, state), {
        order,
        limit,
        after: readCursor(cursor, queuePlace),
      });
      return { incidents: page.incidents, next: cursorOf(page.next), counts: await countIncidents(db, reader) };
    },
  );

  routes.get(
    '/incidents/counts',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'How many incidents there are by each filter',
        querystring: z.object({
          q: search,
          state,
          reports: z.stringbool().default(true).describe('by feed and language too, which takes longer'),
        }),
        response: { 200: facetsSchema },
      },
    },
    async (request) => {
      const { q, state, reports } = request.query;
      const filter = queueFilter(q, context.rules, readerOf(request), state);
      return countFacets(db, filter, pactsOf(context.rules), { reports });
    },
  );

  routes.get(
    '/map',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Incidents with the place that stands for them',
        querystring: z.object({ q: search, state }),
        response: { 200: z.object({ points: z.array(mapPointSchema) }) },
      },
    },
    async (request) => {
      const { q, state } = request.query;
      return { points: await mapPoints(db, queueFilter(q, context.rules, readerOf(request), state), 3_000) };
    },
  );

  routes.get(
    '/articles',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Search over all articles, flagged or not, the newest first',
        querystring: z.object({ q: search, limit: limitSchema(100, 30), cursor: cursorSchema }),
        response: { 200: z.object({ articles: z.array(foundArticleSchema), next: nextSchema }) },
      },
    },
    async (request) => {
      const { q, limit, cursor } = request.query;
      const after = readCursor(cursor, momentPlace);
      const filter = readSearch(q, context.rules, readerOf(request));
      const { articles, next } = await searchArticles(db, filter, { limit, after });
      return { articles, next: cursorOf(next) };
    },
  );

  routes.get(
    '/articles/:key',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'An article with its text and evidence',
        params: byKey('an item or article'),
        response: { 200: sourcedArticleSchema },
      },
    },
    async ({ params: { key } }) => {
      const article = await findArticle(db, key);
      if (!article) throw new Problem(404, 'not found', `there is no article ${key}`);
      return article;
    },
  );

  routes.get(
    '/incidents/:id',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'An incident with its articles, evidence and decisions',
        params: byId('an incident'),
        response: { 200: incidentFileSchema },
      },
    },
    async (request) => (await incidentFile(db, request.params.id, readerOf(request))) ?? missing(request.params.id),
  );

  routes.post(
    '/incidents/:id/decisions',
    {
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Decide on an incident',
        params: byId('an incident'),
        body: decisionSchema,
        response: { 201: incidentSchema },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const incident = await request.change(
        async (tx) => (await decide(tx, params.id, { ...body, ...deciding(request) })) ?? missing(params.id),
      );
      return reply.code(201).send(incident);
    },
  );

  routes.post(
    '/decisions',
    {
      config: { role: 'analyst' },
      schema: {
        summary: 'Decide on several incidents at once',
        description: 'Each stands for itself: those that have changed meanwhile are refused, the others are decided.',
        body: bulkSchema,
        response: { 200: decidedSchema },
      },
    },
    async (request) => {
      const { incidents, ...decision } = request.body;
      const by = deciding(request);
      // Each decision has its own entry in the audit log.
      request.isWrittenDown = true;
      const { decided, refused }: Decided = { decided: [], refused: [] };
      for (const { id, version } of incidents)
        try {
          const one = async (tx: Database) => (await decide(tx, id, { ...decision, ...by, version })) ?? missing(id);
          decided.push(await request.change(one, { ...decision, incident: { id, version } }));
        } catch (error) {
          if (![StaleVersionError, NothingToUndoError, OpinionError, Problem].some((known) => error instanceof known))
            throw error;
          refused.push({ id, detail: (error as Error).message });
        }
      return { decided, refused };
    },
  );

  routes.get(
    '/items',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Items that could not be read',
        querystring: z.object({ limit: limitSchema(1_000, 100), cursor: cursorSchema }),
        response: { 200: z.object({ items: z.array(itemSchema), next: nextSchema }) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const { rows, next } = await failedItems(db, { limit, after: readCursor(cursor, momentPlace) });
      return { items: rows, next: cursorOf(next) };
    },
  );

  routes.post(
    '/articles',
    {
      config: { role: 'analyst', problems: [422] },
      schema: {
        summary: 'Hand in an article by its address',
        body: z.object({ url: webAddress }),
        response: { 202: itemSchema },
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
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'An item and what was read of it',
        params: byKey('an item or article'),
        response: { 200: itemSchema.extend({ article: sourcedArticleSchema.nullable() }) },
      },
    },
    async ({ params: { key } }) => {
      const item = await findItem(db, key);
      if (!item) throw new Problem(404, 'not found', `no item has the key ${key}`);
      return { ...item, article: (await findArticle(db, key)) ?? null };
    },
  );

  routes.post(
    '/items/:key/retry',
    {
      config: { role: 'operator', problems: [404] },
      schema: {
        summary: 'Read an item again that could not be read',
        params: byKey('an item or article'),
        response: { 202: z.object({ key: z.string() }) },
      },
    },
    async ({ params: { key } }, reply) => {
      if (!(await actions.readAgain(key))) throw new Problem(404, 'not found', `no failed item has the key ${key}`);
      return reply.code(202).send({ key });
    },
  );

  routes.get(
    '/digests',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Days that have a digest, newest first',
        querystring: z.object({ limit: limitSchema(1_000, 366), cursor: cursorSchema }),
        response: { 200: z.object({ days: z.array(z.iso.date()), next: nextSchema }) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const page = await digestDays(db, settings.timezone, { limit, after: readCursor(cursor, dayPlace) });
      return { days: page.rows, next: cursorOf(page.next) };
    },
  );

  routes.get(
    '/digests/:day',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'The digest of a day, or of the week that begins with it, as data; the newest that was made',
        params: z.object({ day: day.describe('which, or the first of the week') }),
        querystring: z.object({ kind: digestKind }),
        response: { 200: storedDigestSchema },
      },
    },
    async ({ params, query: { kind } }) => {
      const digest = await latestDigest(db, { kind, day: params.day, zone: settings.timezone });
      if (!digest) throw new Problem(404, 'not found', `there is no digest of ${params.day} yet`);
      return digest;
    },
  );

  routes.post(
    '/reclassify',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Run stored articles through the present rules and say what changes',
        body: z.object({
          since: z.iso.datetime().describe('articles published since then'),
          apply: z.boolean().default(false).describe('keep the result'),
        }),
        response: { 200: reclassificationSchema },
      },
    },
    async ({ body: { since, apply } }) => actions.reclassify({ since: new Date(since), apply }),
  );

  routes.post(
    '/digests',
    {
      config: { role: 'analyst' },
      schema: {
        summary: 'Make the digest of a day, or of the week (Monday to Sunday) with that day, anew',
        body: z.object({ day, kind: digestKind }),
        response: { 201: storedDigestSchema },
      },
    },
    async ({ body }, reply) => reply.code(201).send(await actions.makeDigest(body)),
  );
}

function missing(id: number): never {
  throw new Problem(404, 'not found', `there is no incident ${id}`);
}

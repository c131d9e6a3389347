import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type FeedEntry, feedEntry, formatFeeds, readFeeds, webAddress } from '../config/feeds.ts';
import { ConfigError } from '../config/read-yaml.ts';
import { feedTrialSchema } from '../ingest/discover/feed-trial.ts';
import { foundFeedSchema } from '../ingest/discover/find-feeds.ts';
import { feedsOf, formatOpml, parseOpml } from '../ingest/opml.ts';
import { feedStatistics, feedStatisticsSchema } from '../store/feed-statistics.ts';
import {
  activeFeeds,
  type Feed,
  type FeedDefinition,
  feedDefinitionSchema,
  feedDifferences,
  feedDifferencesSchema,
  feedSchema,
  feedsWithHealth,
  feedWithHealthSchema,
  findFeed,
  listFeeds,
  removeFeeds,
  saveFeeds,
  syncFeeds,
} from '../store/feeds.ts';
import './audit-trail.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';

const address = z.object({ url: webAddress });
const named = z.object({ id: z.string().describe('which feed') });

/** What may be said of a new feed; what is left out is chosen. */
const newFeed = feedEntry.partial().required({ url: true });
/** What may be changed. */
const changes = feedEntry.omit({ id: true }).partial();

/** What is assumed of a feed of which nobody has said otherwise. */
const UNKNOWN = { language: 'en', topics: ['general'], reliability: 'F', enabled: true } as const;

/** The part of the API that keeps the feed list and polls what is on it, below `/api/v1`. */
export function feedRoutes(app: FastifyInstance, { db, actions, settings, now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const intervalSeconds = settings.polling.defaultInterval / 1000;

  const onList = async (id: string): Promise<Feed> => {
    const feed = await findFeed(db, id);
    if (!feed?.subscribed) throw new Problem(404, 'not found', `no feed on the list has the id ${id}`);
    return feed;
  };

  /** Adds what is not there yet; what is there stays as it is. */
  const add = async (
    request: FastifyRequest,
    wanted: readonly (Partial<FeedDefinition> & { url: string })[],
  ): Promise<FeedDefinition[]> => {
    const list = await listFeeds(db);
    const addresses = new Set(list.map(({ url }) => url));
    const ids = new Set(list.map(({ id }) => id));
    const added: FeedDefinition[] = [];
    for (const feed of wanted) {
      if (addresses.has(feed.url)) continue;
      const title = feed.title ?? new URL(feed.url).hostname;
      const definition = { ...UNKNOWN, intervalSeconds, ...feed, topics: [...(feed.topics ?? UNKNOWN.topics)], title };
      const id = feed.id ?? freeId(title, ids);
      if (ids.has(id)) throw new Problem(409, 'taken', `another feed has the id ${id}`);
      addresses.add(feed.url);
      ids.add(id);
      added.push({ ...definition, id });
    }
    await request.change((tx) => saveFeeds(tx, added));
    if (added.length > 0) await actions.feedsChanged();
    return added;
  };

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

  routes.post(
    '/feeds',
    {
      config: { role: 'operator', problems: [409] },
      schema: { summary: 'Put a feed on the list', body: newFeed, response: { 201: feedDefinitionSchema } },
    },
    async (request, reply) => {
      const { interval, ...feed } = request.body;
      const [added] = await add(request, [{ ...feed, ...(interval ? { intervalSeconds: interval / 1000 } : {}) }]);
      if (!added) throw new Problem(409, 'known', `${feed.url} is on the list already`);
      return reply.code(201).send(added);
    },
  );

  routes.patch(
    '/feeds/:id',
    {
      config: { role: 'operator', problems: [404] },
      schema: { summary: 'Change what is said of a feed', params: named, body: changes, response: { 200: feedSchema } },
    },
    async (request) => {
      const { id } = request.params;
      const { interval, ...said } = request.body;
      const { title, url, language, topics, reliability, intervalSeconds: seconds, enabled } = await onList(id);
      const definition = { id, title, url, language, topics, reliability, intervalSeconds: seconds, enabled };
      const changed = { ...definition, ...said, ...(interval ? { intervalSeconds: interval / 1000 } : {}) };
      await request.change((tx) => saveFeeds(tx, [changed]));
      await actions.feedsChanged();
      return onList(id);
    },
  );

  routes.delete(
    '/feeds/:id',
    {
      config: { role: 'operator', problems: [404] },
      schema: {
        summary: 'Take a feed off the list; what it brought stays',
        params: named,
        response: { 200: feedSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const feed = await onList(id);
      await request.change((tx) => removeFeeds(tx, [id]));
      await actions.feedsChanged();
      return feed;
    },
  );

  routes.post(
    '/feeds/find',
    {
      config: { role: 'operator', audit: false, problems: [422] },
      schema: {
        summary: "Find a site's feeds",
        body: address,
        response: { 200: z.object({ feeds: z.array(foundFeedSchema) }) },
      },
    },
    async ({ body: { url } }) => {
      const feeds = await actions.feedsOfSite(url).catch((error: Error) => {
        throw new Problem(422, 'no answer', `${url}: ${error.message}`);
      });
      return { feeds };
    },
  );

  routes.post(
    '/feeds/test',
    {
      config: { role: 'operator', audit: false },
      schema: { summary: 'See what a feed would bring', body: address, response: { 200: feedTrialSchema } },
    },
    async ({ body: { url } }) => actions.tryFeed(url),
  );

  routes.get(
    '/feeds/statistics',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'What each feed has brought week by week, and what analysts have made of it',
        description:
          'By feed: items and flagged articles in each of the last eight weeks, incidents confirmed and dismissed.',
        response: { 200: z.object({ feeds: z.record(z.string(), feedStatisticsSchema).describe('by id') }) },
      },
    },
    async (request) => ({ feeds: Object.fromEntries(await feedStatistics(db, readerOf(request), now())) }),
  );

  routes.get(
    '/feeds/yaml',
    {
      config: { role: 'operator' },
      schema: { summary: 'The feed list as feeds.yaml', response: { 200: z.object({ yaml: z.string() }) } },
    },
    async () => ({
      yaml: formatFeeds(
        (await listFeeds(db)).map(({ intervalSeconds, topics, reliability, ...feed }) => ({
          ...feed,
          topics: topics as FeedEntry['topics'],
          reliability: reliability as FeedEntry['reliability'],
          interval: intervalSeconds * 1000,
        })),
      ),
    }),
  );

  routes.get(
    '/feeds/opml',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'The feed list as OPML 2.0, in groups by topic',
        response: { 200: z.object({ opml: z.string() }) },
      },
    },
    async () => ({
      opml: opmlOf(await listFeeds(db), now()),
    }),
  );

  routes.post(
    '/feeds/import',
    {
      config: { role: 'operator', problems: [422] },
      schema: {
        summary: 'Add the feeds of an OPML list; groups that are named as topics become their topics',
        body: z.object({ opml: z.string() }),
        response: {
          201: z.object({
            added: z.array(feedDefinitionSchema),
            known: z.int(),
            unusable: z.array(z.string()).describe('addresses'),
          }),
        },
      },
    },
    async (request, reply) => {
      const opml = parseOpml(request.body.opml);
      if (!opml) throw new Problem(422, 'no list', 'that is no OPML list');
      const listed = feedsOf(opml).map(({ url, title, groups }) => {
        const topics = newFeed.shape.topics.safeParse(groups.map((group) => group.trim().toLowerCase()));
        return { url, title, ...(topics.success && topics.data ? { topics: topics.data } : {}) };
      });
      const usable = listed.filter(({ url }) => address.safeParse({ url }).success);
      const added = await add(request, usable);
      return reply.code(201).send({
        added,
        known: usable.length - added.length,
        unusable: listed.filter((feed) => !usable.includes(feed)).map(({ url }) => url),
      });
    },
  );

  routes.post(
    '/feeds/apply',
    {
      config: { role: 'operator', problems: [422] },
      schema: {
        summary: 'Make the list that of feeds.yaml, and tell the difference',
        body: z.object({ dryRun: z.boolean().default(false).describe('only tell the difference') }),
        response: { 200: feedDifferencesSchema },
      },
    },
    async (request) => {
      const wanted = readList(join(settings.configDir, 'feeds.yaml')).map(definitionOf);
      const differences = feedDifferences(await listFeeds(db), wanted);
      if (!request.body.dryRun) {
        await request.change((tx) => syncFeeds(tx, wanted));
        await actions.feedsChanged();
      }
      return differences;
    },
  );
}

/** A feed of feeds.yaml as the store has it. */
export const definitionOf = ({ interval, ...feed }: FeedEntry): FeedDefinition => ({
  ...feed,
  intervalSeconds: Math.round(interval / 1000),
});

function readList(file: string): FeedEntry[] {
  try {
    return readFeeds(file);
  } catch (error) {
    if (error instanceof ConfigError) throw new Problem(422, 'feeds.yaml is wrong', error.message);
    throw error;
  }
}

/** `Danube Wire` as `danube-wire`, or `danube-wire-2` when that is taken. */
function freeId(title: string, taken: ReadonlySet<string>): string {
  const base =
    title
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-$/, '') || 'feed';
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** Groups by the first topic, as most readers show one level of them. */
function opmlOf(list: readonly Feed[], now: Date): string {
  const groups = new Map<string, Feed[]>();
  for (const feed of list) {
    const topic = feed.topics[0] ?? 'general';
    groups.set(topic, [...(groups.get(topic) ?? []), feed]);
  }
  return formatOpml({
    head: { title: 'Feeds of Subthreshold', dateCreated: now.toUTCString() },
    outlines: [...groups].map(([text, feeds]) => ({
      text,
      xmlUrl: null,
      htmlUrl: null,
      attributes: {},
      outlines: feeds.map(({ title, url, language, topics }) => ({
        text: title,
        xmlUrl: url,
        htmlUrl: null,
        attributes: { type: 'rss', title, language, category: topics.join(',') },
        outlines: [],
      })),
    })),
  });
}

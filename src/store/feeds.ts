import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { feedHealth, feedHealthSchema } from '../ingest/poll/health.ts';
import { NEVER_POLLED, pollHistorySchema } from '../ingest/poll/history.ts';
import type { Database } from './database.ts';
import { isOfFeed } from './items.ts';
import { feeds, items } from './schema.ts';

export const feedSchema = createSelectSchema(feeds, {
  reliability: (code) => code.describe('Admiralty code, A to F'),
  subscribed: (is) => is.describe('false: not on the list (any more)'),
  movedTo: (url) => url.describe('where a permanent redirect (301, 308) has led'),
  ttl: (minutes) => minutes.describe('how long the feed itself asks to be left alone, minutes'),
  history: pollHistorySchema,
}).meta({ id: 'Feed', description: 'A source, and how polling it goes' });
export type Feed = z.infer<typeof feedSchema>;

/** What the operator says of a feed. */
export const feedDefinitionSchema = feedSchema
  .pick({
    id: true,
    title: true,
    url: true,
    language: true,
    topics: true,
    reliability: true,
    intervalSeconds: true,
    enabled: true,
  })
  .meta({ id: 'FeedDefinition', description: 'What the operator says of a feed' });
export type FeedDefinition = z.infer<typeof feedDefinitionSchema>;

/** What a poll has to say of a feed; fields left out stay as they are. */
export type FeedState = Partial<Omit<Feed, keyof FeedDefinition>> & { url?: string };

/** Puts feeds on the list, or makes them what is given here. */
export async function saveFeeds(db: Database, list: readonly FeedDefinition[]): Promise<void> {
  for (const feed of list)
    await db
      .insert(feeds)
      .values(feed)
      .onConflictDoUpdate({
        target: feeds.id,
        set: {
          ...feed,
          subscribed: true,
          // Another address is another document: its validators and errors are not this one's.
          etag: sql`case when ${feeds.url} = excluded.url then ${feeds.etag} end`,
          lastModified: sql`case when ${feeds.url} = excluded.url then ${feeds.lastModified} end`,
          movedTo: sql`case when ${feeds.url} = excluded.url then ${feeds.movedTo} end`,
          history: sql`case when ${feeds.url} = excluded.url then ${feeds.history} else ${JSON.stringify(NEVER_POLLED)}::jsonb end`,
        },
      });
}

/** Takes feeds off the list. What they brought stays, and keeps its source. */
export async function removeFeeds(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await db
      .update(feeds)
      .set({ subscribed: false })
      .where(inArray(feeds.id, [...ids]));
}

/** Makes the list the given one. */
export async function syncFeeds(db: Database, list: readonly FeedDefinition[]): Promise<void> {
  await db.transaction(async (tx) => {
    // All are taken off first: an address that goes from one feed to another is at no moment listed twice.
    await tx.update(feeds).set({ subscribed: false });
    await saveFeeds(tx, list);
  });
}

/** How a wanted list differs from the present one. */
export const feedDifferencesSchema = z.object({
  added: z.array(feedDefinitionSchema),
  removed: z.array(feedDefinitionSchema),
  changed: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
    }),
  ),
});
export type FeedDifferences = z.infer<typeof feedDifferencesSchema>;

/** What `syncFeeds` would change. */
export function feedDifferences(
  present: readonly FeedDefinition[],
  wanted: readonly FeedDefinition[],
): FeedDifferences {
  const before = new Map(present.map((feed) => [feed.id, feed]));
  const after = new Set(wanted.map(({ id }) => id));
  return {
    added: wanted.filter(({ id }) => !before.has(id)),
    removed: present.filter(({ id }) => !after.has(id)),
    changed: wanted.flatMap((feed) => {
      const old = before.get(feed.id);
      const fields = Object.keys(feed) as (keyof FeedDefinition)[];
      const changes = fields
        .map((field) => ({ field, from: old?.[field], to: feed[field] }))
        .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
      return old && changes.length > 0 ? [{ id: feed.id, title: feed.title, changes }] : [];
    }),
  };
}

/**
 * The source of articles that somebody handed in by their address: a feed that is not on the list. Nothing is known of
 * how far it can be relied on.
 */
export async function handedInSource(db: Database): Promise<string> {
  const id = 'handed-in';
  await db
    .insert(feeds)
    .values({
      id,
      title: 'Handed in',
      url: 'subthreshold:handed-in',
      language: 'en',
      topics: ['general'],
      reliability: 'F',
      intervalSeconds: 0,
      enabled: false,
      subscribed: false,
    })
    .onConflictDoNothing();
  return id;
}

/** Whether there has never been a feed list. */
export async function isUnseeded(db: Database): Promise<boolean> {
  return (await db.select({ id: feeds.id }).from(feeds).limit(1)).length === 0;
}

/** The feed list by title. */
export async function listFeeds(db: Database): Promise<Feed[]> {
  return db.select().from(feeds).where(eq(feeds.subscribed, true)).orderBy(asc(feeds.title));
}

/** Every source that the store knows: feeds that are or were on the list, and where what was handed in came from. */
export async function allSources(db: Database): Promise<Feed[]> {
  return db.select().from(feeds);
}

/** Feeds to poll: on the list, switched on, and not gone for good (410). `ids`: only these. */
export async function activeFeeds(db: Database, ids?: readonly string[]): Promise<Feed[]> {
  return db
    .select()
    .from(feeds)
    .where(
      and(
        eq(feeds.subscribed, true),
        eq(feeds.enabled, true),
        sql`${feeds.history} #>> '{last,result}' is distinct from 'gone'`,
        ids ? inArray(feeds.id, [...ids]) : undefined,
      ),
    )
    .orderBy(asc(feeds.id));
}

export async function findFeed(db: Database, id: string): Promise<Feed | undefined> {
  return (await db.select().from(feeds).where(eq(feeds.id, id)))[0];
}

export async function recordPoll(db: Database, id: string, state: FeedState): Promise<void> {
  await db.update(feeds).set(state).where(eq(feeds.id, id));
}

/** A feed and how it is doing. */
export const feedWithHealthSchema = feedSchema.extend({ health: feedHealthSchema });
export type FeedWithHealth = z.infer<typeof feedWithHealthSchema>;

/** The feed list by title, each with its health at `now`. */
export async function feedsWithHealth(db: Database, now: Date): Promise<FeedWithHealth[]> {
  const list = await listFeeds(db);
  const dates = await recentItemDates(
    db,
    list.map(({ id }) => id),
  );
  return list.map((feed) => ({
    ...feed,
    health: feedHealth({ ...feed.history, dates: dates.get(feed.id) ?? [], movedTo: feed.movedTo }, +now),
  }));
}

/** Dates of a feed's newest items that say enough of its rhythm. */
const RHYTHM_ITEMS = 50;

/** When feeds' newest items were published, milliseconds since 1970: their rhythm. */
export async function recentItemDates(db: Database, feedIds: readonly string[]): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  if (feedIds.length === 0) return found;
  const { rows } = await db.execute<{ feed: string; at: string }>(sql`
    select feed, extract(epoch from at) * 1000 as at
    from unnest(${sql.param(feedIds)}::text[]) as listed(feed) cross join lateral (
      select coalesce(${items.publishedAt}, ${items.firstSeenAt}) as at from ${items}
      where ${items.feedId} = feed and ${isOfFeed} order by 1 desc limit ${RHYTHM_ITEMS}
    ) as newest`);
  for (const { feed, at } of rows) found.set(feed, [...(found.get(feed) ?? []), Number(at)]);
  return found;
}

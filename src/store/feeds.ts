import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { type FeedHealth, feedHealth } from '../ingest/poll/health.ts';
import { NEVER_POLLED } from '../ingest/poll/history.ts';
import type { Database } from './database.ts';
import { feeds, items } from './schema.ts';

export type Feed = typeof feeds.$inferSelect;

/** What the operator says of a feed. */
export type FeedDefinition = Pick<
  Feed,
  'id' | 'title' | 'url' | 'language' | 'topics' | 'reliability' | 'intervalSeconds' | 'enabled'
>;

/** What a poll has to say of a feed; fields left out stay as they are. */
export type FeedState = Partial<Omit<Feed, keyof FeedDefinition>> & { url?: string };

/** Makes the store's list the given one. Feeds that are no longer on it are switched off, so that their articles keep a source. */
export async function syncFeeds(db: Database, list: readonly FeedDefinition[]): Promise<void> {
  await db.transaction(async (tx) => {
    const ids = list.map(({ id }) => id);
    await tx
      .update(feeds)
      .set({ enabled: false })
      .where(ids.length > 0 ? notInArray(feeds.id, ids) : sql`true`);
    for (const feed of list)
      await tx
        .insert(feeds)
        .values(feed)
        .onConflictDoUpdate({
          target: feeds.id,
          set: {
            ...feed,
            // Another address is another document: its validators and errors are not this one's.
            etag: sql`case when ${feeds.url} = excluded.url then ${feeds.etag} end`,
            lastModified: sql`case when ${feeds.url} = excluded.url then ${feeds.lastModified} end`,
            movedTo: sql`case when ${feeds.url} = excluded.url then ${feeds.movedTo} end`,
            history: sql`case when ${feeds.url} = excluded.url then ${feeds.history} else ${JSON.stringify(NEVER_POLLED)}::jsonb end`,
          },
        });
  });
}

/** The feed list by title. */
export async function listFeeds(db: Database): Promise<Feed[]> {
  return db.select().from(feeds).orderBy(asc(feeds.title));
}

/** Feeds to poll: switched on, and not gone for good (410). `ids`: only these. */
export async function activeFeeds(db: Database, ids?: readonly string[]): Promise<Feed[]> {
  return db
    .select()
    .from(feeds)
    .where(
      and(
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
export type FeedWithHealth = Feed & { health: FeedHealth };

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
  const at = sql`coalesce(${items.publishedAt}, ${items.firstSeenAt})`;
  const { rows } = await db.execute<{ feed: string; at: string }>(sql`
    select feed, extract(epoch from at) * 1000 as at
    from (
      select ${items.feedId} as feed, ${at} as at,
        row_number() over (partition by ${items.feedId} order by ${at} desc) as place
      from ${items} where ${inArray(items.feedId, [...feedIds])}
    ) as newest
    where place <= ${RHYTHM_ITEMS}`);
  for (const { feed, at } of rows) found.set(feed, [...(found.get(feed) ?? []), Number(at)]);
  return found;
}

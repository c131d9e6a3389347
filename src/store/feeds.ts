import { and, asc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
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
            goneAt: sql`case when ${feeds.url} = excluded.url then ${feeds.goneAt} end`,
          },
        });
  });
}

/** The feed list by title. */
export async function listFeeds(db: Database): Promise<Feed[]> {
  return db.select().from(feeds).orderBy(asc(feeds.title));
}

/** Feeds to poll: switched on and not gone. `ids`: only these. */
export async function activeFeeds(db: Database, ids?: readonly string[]): Promise<Feed[]> {
  return db
    .select()
    .from(feeds)
    .where(and(eq(feeds.enabled, true), isNull(feeds.goneAt), ids ? inArray(feeds.id, [...ids]) : undefined))
    .orderBy(asc(feeds.id));
}

export async function findFeed(db: Database, id: string): Promise<Feed | undefined> {
  return (await db.select().from(feeds).where(eq(feeds.id, id)))[0];
}

export async function recordPoll(db: Database, id: string, state: FeedState): Promise<void> {
  await db.update(feeds).set(state).where(eq(feeds.id, id));
}

/** Dates of a feed's newest items (at most `limit`), newest first: its rhythm. */
export async function recentItemDates(db: Database, feedId: string, limit: number): Promise<Date[]> {
  const rows = await db
    .select({ at: sql<Date>`coalesce(${items.publishedAt}, ${items.firstSeenAt})`.mapWith(items.firstSeenAt) })
    .from(items)
    .where(eq(items.feedId, feedId))
    .orderBy(sql`1 desc`)
    .limit(limit);
  return rows.map(({ at }) => at);
}

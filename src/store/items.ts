import { and, asc, count, eq, gte, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { items } from './schema.ts';

export type Item = typeof items.$inferSelect;

/** An entry of a feed, ready to be kept. */
export type NewItem = Pick<
  Item,
  'key' | 'feedId' | 'guid' | 'url' | 'title' | 'author' | 'publishedAt' | 'feedText' | 'fingerprint' | 'state'
>;

/**
 * Keeps what a poll brought. An item that is there already stays as it is, unless its feed has edited it: then it is a
 * new version, to be read again.
 *
 * @returns the items to be read, with their versions
 */
export async function saveItems(
  db: Database,
  found: readonly NewItem[],
  now: Date,
): Promise<{ key: string; version: number; isNew: boolean }[]> {
  // One statement may not meet the same row twice.
  const unique = [...new Map(found.map((item) => [item.key, item])).values()];
  if (unique.length === 0) return [];
  const saved = await db
    .insert(items)
    .values(unique.map((item) => ({ ...item, firstSeenAt: now })))
    .onConflictDoUpdate({
      target: items.key,
      set: {
        title: sql`excluded.title`,
        author: sql`excluded.author`,
        feedText: sql`excluded.feed_text`,
        fingerprint: sql`excluded.fingerprint`,
        version: sql`${items.version} + 1`,
        state: 'pending',
        attempts: 0,
        error: null,
      },
      // Only the feed that brought an item can edit it: two feeds with the same link tell it in different words. An item
      // that was too old when first seen stays unread.
      setWhere: sql`${items.feedId} = excluded.feed_id and ${items.fingerprint} <> excluded.fingerprint and ${items.state} <> 'old'`,
    })
    .returning({ key: items.key, version: items.version, state: items.state });
  return saved
    .filter(({ state }) => state === 'pending')
    .map(({ key, version }) => ({ key, version, isNew: version === 1 }));
}

export async function findItem(db: Database, key: string): Promise<Item | undefined> {
  return (await db.select().from(items).where(eq(items.key, key)))[0];
}

/** Items that are still to be read, oldest first. */
export async function pendingItems(db: Database, limit: number): Promise<{ key: string; version: number }[]> {
  return db
    .select({ key: items.key, version: items.version })
    .from(items)
    .where(eq(items.state, 'pending'))
    .orderBy(asc(items.firstSeenAt))
    .limit(limit);
}

/** Items that could not be read, newest first: the dead letters. */
export async function failedItems(db: Database, limit: number): Promise<Item[]> {
  return db.select().from(items).where(eq(items.state, 'failed')).orderBy(sql`${items.firstSeenAt} desc`).limit(limit);
}

/** Notes that an attempt to read failed; `final`: no other will be made. */
export async function recordFailure(db: Database, key: string, error: string, final: boolean): Promise<void> {
  await db
    .update(items)
    .set({ error, attempts: sql`${items.attempts} + 1`, ...(final ? { state: 'failed' as const } : {}) })
    .where(eq(items.key, key));
}

/** Puts a failed item back among those to be read. */
export async function retryItem(db: Database, key: string): Promise<boolean> {
  const rows = await db
    .update(items)
    .set({ state: 'pending', attempts: 0, error: null })
    .where(and(eq(items.key, key), eq(items.state, 'failed')))
    .returning({ key: items.key });
  return rows.length > 0;
}

/** How many items there are in each state. */
export async function countItems(db: Database): Promise<Record<Item['state'], number>> {
  const rows = await db.select({ state: items.state, n: count() }).from(items).groupBy(items.state);
  return { pending: 0, read: 0, failed: 0, old: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
}

/** How many items were first seen in a period. */
export async function countItemsSeen(db: Database, from: Date, until: Date): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(items)
    .where(and(gte(items.firstSeenAt, from), lt(items.firstSeenAt, until)));
  return row?.n ?? 0;
}

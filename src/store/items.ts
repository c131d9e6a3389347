import { and, asc, count, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import type { Database } from './database.ts';
import { isAfter, type MomentPlace, type Page, pageOf } from './page.ts';
import { itemNames, items } from './schema.ts';

/** An entry of a feed, and what has become of it. */
export const itemSchema = createSelectSchema(items, {
  feedText: (text) => text.describe("the feed's own content, else its summary, as plain text"),
  fingerprint: (hash) => hash.describe('hash of title and text: tells an edited item from the same again'),
  version: (version) => version.describe('counts up when the feed edits the item'),
  state: (state) =>
    state.describe('`old`: too old when first seen, never read; `duplicate`: its link led to the page of another item'),
  error: (error) => error.describe('why it could not be read, or why the page’s own text was not used'),
}).meta({ id: 'Item', description: 'An entry of a feed, and what has become of it' });
export type Item = z.infer<typeof itemSchema>;

/** How the guid begins of what is no feed's item but an entry of a live blog that one leads to. */
export const ENTRY_GUID = 'subthreshold:entry:';

/** Whether the feed itself brought an item. */
export const isOfFeed = sql`(${items.guid} is null or not starts_with(${items.guid}, ${ENTRY_GUID}))`;

/** An entry of a feed, ready to be kept. */
export type NewItem = Pick<
  Item,
  'key' | 'feedId' | 'guid' | 'url' | 'title' | 'author' | 'publishedAt' | 'feedText' | 'fingerprint' | 'state'
> & {
  /** every name under which it may be known already */
  names: readonly string[];
};

/**
 * Keeps what a poll brought. An item that is there already, under any of its names, stays as it is, unless its feed has
 * edited it: then it is a new version, to be read again.
 *
 * @returns the items to be read, with their versions
 */
export async function saveItems(
  db: Database,
  found: readonly NewItem[],
  now: Date,
): Promise<{ key: string; version: number; isNew: boolean }[]> {
  if (found.length === 0) return [];
  const known = await itemsNamed(
    db,
    found.flatMap(({ names }) => names),
  );
  // One statement may not meet the same row twice: two entries of one poll may be one item.
  const rows = new Map<string, Omit<NewItem, 'names'> & { firstSeenAt: Date }>();
  for (const { names, ...item } of found) {
    const key = names.map((name) => known.get(name)).find((held) => held !== undefined) ?? item.key;
    for (const name of names) if (!known.has(name)) known.set(name, key);
    if (!rows.has(key)) rows.set(key, { ...item, key, firstSeenAt: now });
  }
  const saved = await db
    .insert(items)
    .values([...rows.values()])
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
      // that is not read for a reason of its own stays unread.
      setWhere: sql`${items.feedId} = excluded.feed_id and ${items.fingerprint} <> excluded.fingerprint and ${items.state} not in ('old', 'duplicate')`,
    })
    .returning({ key: items.key, version: items.version, state: items.state });
  await nameItems(db, known);
  return saved
    .filter(({ state }) => state === 'pending')
    .map(({ key, version }) => ({ key, version, isNew: version === 1 }));
}

/** The keys of the items known under these names. */
export async function itemsNamed(db: Database, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .select()
    .from(itemNames)
    .where(inArray(itemNames.name, [...names]));
  return new Map(rows.map(({ name, itemKey }) => [name, itemKey]));
}

async function nameItems(db: Database, names: ReadonlyMap<string, string>): Promise<void> {
  if (names.size === 0) return;
  await db
    .insert(itemNames)
    .values([...names].map(([name, itemKey]) => ({ name, itemKey })))
    .onConflictDoNothing();
}

/**
 * Gives an item more names: the addresses that its link was found to lead to. When one of them is another item's, the two
 * are one, and this one is marked as a duplicate.
 *
 * @returns the key of the item that it is a duplicate of, undefined when it is none
 */
export async function addNames(db: Database, key: string, names: readonly string[]): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    const known = await itemsNamed(tx, names);
    const other = [...known.values()].find((held) => held !== key);
    if (other) await tx.update(items).set({ state: 'duplicate' }).where(eq(items.key, key));
    else await nameItems(tx, new Map(names.map((name) => [name, key])));
    return other;
  });
}

/** A feed's newest items, for telling what it does with its guids. */
export async function recentItems(
  db: Database,
  feedId: string,
  limit: number,
): Promise<Pick<Item, 'guid' | 'url' | 'title'>[]> {
  return db
    .select({ guid: items.guid, url: items.url, title: items.title })
    .from(items)
    .where(and(eq(items.feedId, feedId), isOfFeed))
    .orderBy(desc(items.firstSeenAt))
    .limit(limit);
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

/** When the oldest item that is still to be read was first seen; null when all are read. */
export async function oldestPending(db: Database): Promise<Date | null> {
  const [row] = await db
    .select({ at: items.firstSeenAt })
    .from(items)
    .where(eq(items.state, 'pending'))
    .orderBy(asc(items.firstSeenAt))
    .limit(1);
  return row?.at ?? null;
}

/** Items that could not be read, the newest first. */
export async function failedItems(
  db: Database,
  { limit, after }: { limit: number; after?: MomentPlace | undefined },
): Promise<Page<Item, MomentPlace>> {
  const rows = await db
    .select()
    .from(items)
    .where(and(eq(items.state, 'failed'), after && isAfter(items.firstSeenAt, items.key, after)))
    .orderBy(desc(items.firstSeenAt), desc(items.key))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ firstSeenAt, key }) => ({ at: +firstSeenAt, key }));
}

/** Notes that an attempt to read failed; `final`: no other will be made. */
export async function recordFailure(db: Database, key: string, error: string, final: boolean): Promise<void> {
  await db
    .update(items)
    .set({ error, attempts: sql`${items.attempts} + 1`, ...(final ? { state: 'failed' as const } : {}) })
    .where(eq(items.key, key));
}

/** The item that is known under a name. */
export async function findItemNamed(db: Database, name: string): Promise<Item | undefined> {
  const key = (await itemsNamed(db, [name])).get(name);
  return key === undefined ? undefined : findItem(db, key);
}

/** Puts an item that was not read (it could not be, or was too old) back among those to be read. */
export async function retryItem(db: Database, key: string): Promise<boolean> {
  const rows = await db
    .update(items)
    .set({ state: 'pending', attempts: 0, error: null })
    .where(and(eq(items.key, key), inArray(items.state, ['failed', 'old'])))
    .returning({ key: items.key });
  return rows.length > 0;
}

/** Puts all items that could not be read back among those to be read. */
export async function retryFailedItems(db: Database): Promise<{ key: string; version: number }[]> {
  return db
    .update(items)
    .set({ state: 'pending', attempts: 0, error: null })
    .where(eq(items.state, 'failed'))
    .returning({ key: items.key, version: items.version });
}

/** Items by state. */
export const itemCountsSchema = z.record(itemSchema.shape.state, z.int());

/** How many items there are in each state. */
export async function countItems(db: Database): Promise<z.infer<typeof itemCountsSchema>> {
  const rows = await db.select({ state: items.state, n: count() }).from(items).groupBy(items.state);
  return {
    pending: 0,
    read: 0,
    failed: 0,
    old: 0,
    duplicate: 0,
    ...Object.fromEntries(rows.map(({ state, n }) => [state, n])),
  };
}

/** How many items were first seen in a period. */
export async function countItemsSeen(db: Database, from: Date, until: Date): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(items)
    .where(and(gte(items.firstSeenAt, from), lt(items.firstSeenAt, until)));
  return row?.n ?? 0;
}

import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Reader, stateFor } from './blind.ts';
import type { Database } from './database.ts';
import { articles, incidents, items, reviews } from './schema.ts';

/** What a feed brings, and what analysts have made of it. */
export const feedStatisticsSchema = z.object({
  weeks: z
    .array(z.object({ items: z.int(), flags: z.int() }))
    .describe('items and flagged articles in each of the last weeks, the present one last'),
  confirmed: z.int().describe('incidents with an article of the feed that were confirmed or escalated'),
  dismissed: z
    .int()
    .describe('… that were dismissed, save as duplicates: those say nothing of whether the flag was right'),
});
export type FeedStatistics = z.infer<typeof feedStatisticsSchema>;

/** Weeks that are counted. */
const WEEKS = 8;
const WEEK_MS = 7 * 86_400_000;

/** Statistics of every feed that has brought something, by its id, as far as a reader may know; weeks end at `now`. */
export async function feedStatistics(db: Database, reader: Reader, now: Date): Promise<Map<string, FeedStatistics>> {
  const from = new Date(+now - WEEKS * WEEK_MS).toISOString();
  const brought = await db.execute<{ feed: string; week: number; items: string; flags: string }>(sql`
    select ${items.feedId} as feed, floor(extract(epoch from ${items.firstSeenAt} - ${from}::timestamptz) / 604800)::int as week,
      count(*) as items, count(*) filter (where ${articles.flag} <> 'none') as flags
    from ${items} left join ${articles} on ${articles.itemKey} = ${items.key}
    where ${items.firstSeenAt} >= ${from} and ${items.state} not in ('old', 'duplicate')
    group by 1, 2`);
  const state = stateFor(reader);
  const decided = await db.execute<{ feed: string; confirmed: string; dismissed: string }>(sql`
    with told as (
      select distinct ${items.feedId} as feed, ${articles.incidentId} as incident
      from ${articles} join ${items} on ${items.key} = ${articles.itemKey} where ${articles.incidentId} is not null
    )
    select feed, count(*) filter (where ${state} in ('confirmed', 'escalated')) as confirmed,
      count(*) filter (where ${state} = 'dismissed' and coalesce((
        select ${reviews.reason} from ${reviews} where ${reviews.incidentId} = ${incidents.id}
          and ${reviews.decision} = 'dismiss' order by ${reviews.id} desc limit 1), 'other') <> 'duplicate') as dismissed
    from told join ${incidents} on ${incidents.id} = incident
    where ${state} in ('confirmed', 'escalated', 'dismissed') group by 1`);
  const found = new Map<string, FeedStatistics>();
  const of = (feed: string) => {
    const known = found.get(feed);
    if (known) return known;
    const made = { weeks: Array.from({ length: WEEKS }, () => ({ items: 0, flags: 0 })), confirmed: 0, dismissed: 0 };
    found.set(feed, made);
    return made;
  };
  // What has come since `now` belongs to the present week.
  for (const { feed, week, items, flags } of brought.rows)
    of(feed).weeks[Math.min(week, WEEKS - 1)] = { items: Number(items), flags: Number(flags) };
  for (const { feed, confirmed, dismissed } of decided.rows)
    Object.assign(of(feed), { confirmed: Number(confirmed), dismissed: Number(dismissed) });
  return found;
}

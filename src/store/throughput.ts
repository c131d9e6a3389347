import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from './database.ts';
import { articles, incidents, items } from './schema.ts';

/** What went through in an hour. */
export const hourSchema = z.object({
  from: z.iso.datetime().describe('when it began'),
  seen: z.int().describe('items first seen'),
  read: z.int().describe('articles read'),
  flagged: z.int().describe('of them flagged'),
  incidents: z.int().describe('incidents made'),
});
export type Hour = z.infer<typeof hourSchema>;

const HOUR_MS = 3_600_000;

/** What went through in each of the last hours, the present one last. */
export async function throughput(db: Database, now: Date, hours: number): Promise<Hour[]> {
  const first = Math.floor(+now / HOUR_MS) - hours + 1;
  const since = new Date(first * HOUR_MS).toISOString();
  const hour = (at: typeof items.firstSeenAt | typeof articles.readAt | typeof incidents.createdAt) =>
    sql`floor(extract(epoch from ${at}) / 3600)::int`;
  const { rows } = await db.execute<{
    what: 'seen' | 'read' | 'incidents';
    hour: number;
    n: string;
    flagged: string;
  }>(sql`
    select 'seen' as what, ${hour(items.firstSeenAt)} as hour, count(*) as n, 0 as flagged
      from ${items} where ${items.firstSeenAt} >= ${since} group by 2
    union all select 'read', ${hour(articles.readAt)}, count(*), count(*) filter (where ${articles.flag} <> 'none')
      from ${articles} where ${articles.readAt} >= ${since} group by 2
    union all select 'incidents', ${hour(incidents.createdAt)}, count(*), 0
      from ${incidents} where ${incidents.createdAt} >= ${since} group by 2`);
  const found = Array.from({ length: hours }, (_, i) => ({
    from: new Date((first + i) * HOUR_MS).toISOString(),
    seen: 0,
    read: 0,
    flagged: 0,
    incidents: 0,
  }));
  for (const { what, hour, n, flagged } of rows) {
    const at = found[Math.min(hour - first, hours - 1)];
    if (!at) continue;
    at[what] += Number(n);
    if (what === 'read') at.flagged += Number(flagged);
  }
  return found;
}

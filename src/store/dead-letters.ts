import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from './database.ts';
import { isAfter, type MomentPlace, type Page, pageOf } from './page.ts';
import { deliveries, items } from './schema.ts';

/** What was given up after several attempts: an item that could not be read, a delivery that could not be made. */
export const deadLetterSchema = z
  .object({
    kind: z.enum(['item', 'delivery']),
    key: z.string(),
    title: z.string(),
    url: z.string().nullable().describe("an item's address"),
    from: z.string().describe('id of the feed that brought an item, or of the subscriber whom a delivery is for'),
    error: z.string().nullable().describe('why, in words'),
    attempts: z.int(),
    at: z.date().describe('when the item was first seen, or the delivery was to be made'),
  })
  .meta({ id: 'DeadLetter', description: 'What was given up after several attempts' });
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/**
 * What was given up, the newest first. The list stands in the store and not in the queues: what is tried again leaves it,
 * what is given up while somebody pages through it is on the page of its time, and nothing else moves.
 */
export async function deadLetters(
  db: Database,
  { limit, after }: { limit: number; after?: MomentPlace | undefined },
): Promise<Page<DeadLetter, MomentPlace>> {
  const { rows } = await db.execute<Omit<DeadLetter, 'at'> & { at: string }>(sql`
    select * from (
      select 'item' as kind, ${items.key} as key, ${items.title} as title, ${items.url} as url, ${items.feedId} as "from",
        ${items.error} as error, ${items.attempts} as attempts, ${items.firstSeenAt} as at
      from ${items} where ${items.state} = 'failed'
      union all
      select 'delivery', ${deliveries.key}::text, ${deliveries.title}, null, ${deliveries.subscriber},
        ${deliveries.error}, ${deliveries.attempts}, ${deliveries.createdAt}
      from ${deliveries} where ${deliveries.state} = 'failed'
    ) as letters
    ${after ? sql`where ${isAfter(sql`at`, sql`key`, after)}` : sql``}
    order by at desc, key desc limit ${limit + 1}`);
  return pageOf(
    rows.map(({ at, ...letter }) => ({ ...letter, at: new Date(at) })),
    limit,
    ({ at, key }) => ({ at: +at, key }),
  );
}

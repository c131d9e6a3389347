import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, migrationsOf } from './database.ts';

/** What can be said of the store itself. */
export const storeFactsSchema = z.object({
  version: z.string().describe('of PostgreSQL, as the server or the embedded database tells it'),
  migrations: z.object({ applied: z.int(), known: z.int() }),
  bytes: z.int(),
});
export type StoreFacts = z.infer<typeof storeFactsSchema>;

/** How much a table takes, with its indexes. */
export const tableSizeSchema = z.object({
  name: z.string().describe("tables of the queues are one: they are BullMQ's, and come and go with it"),
  bytes: z.int(),
  rows: z.int().nullable().describe('an estimate; null where nothing is known'),
});
export type TableSize = z.infer<typeof tableSizeSchema>;

/** The tables, largest first. */
export async function tableSizes(db: Database): Promise<TableSize[]> {
  const { rows } = await db.execute<{ name: string; bytes: string; rows: string }>(sql`
    select case n.nspname when 'subthreshold' then c.relname else 'queues' end as name,
      sum(pg_total_relation_size(c.oid))::text as bytes,
      sum(case when c.reltuples < 0 then null else c.reltuples end)::bigint::text as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('subthreshold', 'bullmq')
    group by 1 order by sum(pg_total_relation_size(c.oid)) desc, 1`);
  return rows.map(({ name, bytes, rows }) => ({
    name,
    bytes: Number(bytes),
    rows: rows === null ? null : Number(rows),
  }));
}

export async function storeFacts(db: Database): Promise<StoreFacts> {
  const { rows } = await db.execute<{ version: string; bytes: string }>(
    sql`select current_setting('server_version') as version, pg_database_size(current_database())::text as bytes`,
  );
  const [{ version, bytes }] = rows as [{ version: string; bytes: string }];
  return {
    version,
    bytes: Number(bytes),
    migrations: await migrationsOf((statement) => db.execute(sql.raw(statement))),
  };
}

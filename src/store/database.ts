import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { PglitePool } from './pglite-pool.ts';
import * as schema from './schema.ts';

/** A database or a transaction in it. */
export type Database = NodePgDatabase<typeof schema>;

/** An open database: what Drizzle and BullMQ speak to. */
export interface OpenDatabase {
  /** the connections that BullMQ may use too */
  pool: pg.Pool;
  db: Database;
  close(): Promise<void>;
}

/**
 * Opens the embedded database in `folder` and brings its schema up to date. Whoever calls holds the folder's lock.
 */
export async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const embedded = await PglitePool.open(join(folder, 'postgres'));
  const pool = embedded as unknown as pg.Pool;
  const db = drizzle(pool, { schema });
  await migrate(db, {
    migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)),
    migrationsSchema: 'subthreshold',
  });
  return { pool, db, close: () => embedded.end() };
}

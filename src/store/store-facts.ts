import { sql } from 'drizzle-orm';
import { type Database, migrationsOf } from './database.ts';

/** What can be said of the store itself. */
export interface StoreFacts {
  /** version of PostgreSQL, as the server or the embedded database tells it */
  version: string;
  migrations: { applied: number; known: number };
  bytes: number;
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

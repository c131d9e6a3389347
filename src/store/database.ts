import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { Logger } from 'pino';
import { withoutCredentials } from '../config/credentials.ts';
import { Refusal } from '../config/refusal.ts';
import { PglitePool } from './pglite-pool.ts';
import * as schema from './schema.ts';

/** A database or a transaction in it. */
export type Database = NodePgDatabase<typeof schema>;

/** An open database. */
export interface OpenDatabase {
  db: Database;
  pool: pg.Pool;
  /** connections for BullMQ: their search path is its schema */
  queuePool: pg.Pool;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** only looks: the schema stays as it is, and the database refuses every change */
  readOnly?: boolean;
}

/** The oldest PostgreSQL that will do: its name for people and for the server (`server_version_num`). */
const OLDEST = { name: '15', number: 150_000 };

/** The schema that BullMQ's tables live in. */
const QUEUE_PATH = 'SET search_path TO bullmq';

const READ_ONLY = 'SET default_transaction_read_only TO on';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

const embeddedIn = (folder: string) => join(folder, 'postgres');

/** Whether an embedded database has been made in `folder`. */
export const hasEmbedded = (folder: string): boolean => existsSync(embeddedIn(folder));

/**
 * Opens the embedded database in `folder` (made when missing) and brings its schema up to date. Whoever calls holds the
 * folder's lock.
 */
export async function openEmbedded(folder: string, { readOnly }: OpenOptions = {}): Promise<OpenDatabase> {
  const embedded = await PglitePool.open(embeddedIn(folder));
  const pool = embedded as unknown as pg.Pool;
  try {
    await (readOnly ? pool.query(READ_ONLY) : bringUpToDate(pool));
    await pool.query(QUEUE_PATH);
  } catch (error) {
    await embedded.end();
    throw error;
  }
  return { db: drizzle(pool, { schema }), pool, queuePool: pool, close: () => embedded.end() };
}

/**
 * Opens a database of a PostgreSQL server and brings its schema up to date.
 * @param url `postgresql://user:password@host:port/database`
 * @throws Refusal when the server does not answer, is too old, or the database belongs to a newer version of this program
 */
export async function openServer(url: string, log: Logger, { readOnly }: OpenOptions = {}): Promise<OpenDatabase> {
  const open = ({ max, first }: { max: number; first: readonly string[] }) =>
    new pg.Pool({
      connectionString: url,
      application_name: 'subthreshold',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      max,
      onConnect: async (client) => {
        for (const statement of first) await client.query(statement);
      },
      // A connection that is lost while nobody uses it is replaced; the next query tells whether the server is there.
    }).on('error', (error) => log.warn({ err: error }, 'lost a connection to the database'));
  const first = readOnly ? [READ_ONLY] : [];
  const pool = open({ max: 10, first });
  // Each worker keeps a connection to itself, on which it is told of new jobs.
  const queuePool = open({ max: 16, first: [...first, QUEUE_PATH] });
  // Each queue and worker listens for its errors.
  queuePool.setMaxListeners(0);
  const close = async () => {
    await Promise.all([pool.end(), queuePool.end()]);
  };
  try {
    await requireVersion(pool);
    if (!readOnly) await bringUpToDate(pool);
  } catch (error) {
    await close();
    throw error instanceof Refusal ? error : new Refusal(`${addressOf(url)} cannot be used: ${reason(error)}`);
  }
  return { db: drizzle(pool, { schema }), pool, queuePool, close };
}

async function requireVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    "select current_setting('server_version') as name, current_setting('server_version_num')::int as number",
  );
  const [version] = rows as [{ name: string; number: number }];
  if (version.number < OLDEST.number)
    throw new Refusal(
      `the server runs PostgreSQL ${version.name}, and ${OLDEST.name} or newer is needed: move the database to a newer server, or leave DATABASE_URL away to use the embedded one`,
    );
}

/**
 * Gives back the room of rows that are gone, and counts what there is for the planner. A server does this by itself; the
 * embedded database has no process to do it, and does nothing else meanwhile.
 */
export async function vacuum(db: Database): Promise<void> {
  await db.execute(sql`vacuum analyze`);
}

/** Applies the migrations that are missing; processes that start at the same time take turns. */
async function bringUpToDate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('subthreshold.migrations'))");
    try {
      const { applied, known } = await migrationsOf((statement) => client.query(statement));
      if (applied > known)
        throw new Refusal(
          'the database was made by a newer version of Subthreshold: update this one, or restore a backup of its own into an empty database',
        );
      await migrate(drizzle(client, { schema }), { migrationsFolder: MIGRATIONS, migrationsSchema: 'subthreshold' });
    } finally {
      await client.query("select pg_advisory_unlock(hashtext('subthreshold.migrations'))");
    }
  } finally {
    client.release();
  }
}

/** How many migrations a database has had, and how many this version knows. `query` asks that database. */
export async function migrationsOf(
  query: (statement: string) => PromiseLike<{ rows: object[] }>,
): Promise<{ applied: number; known: number }> {
  const { entries } = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as {
    entries: unknown[];
  };
  const table = 'subthreshold.__drizzle_migrations';
  const [exists] = (await query(`select to_regclass('${table}') is not null as made`)).rows as [{ made: boolean }];
  if (!exists.made) return { applied: 0, known: entries.length };
  const [counted] = (await query(`select count(*)::int as n from ${table}`)).rows as [{ n: number }];
  return { applied: counted.n, known: entries.length };
}

/** A database's address without user and password. */
export function addressOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `PostgreSQL at ${hostname || 'its socket'}${port ? `:${port}` : ''}${pathname}`;
}

/** What a failed connection says; one to a name with several addresses fails with several errors and no message. */
function reason(error: unknown): string {
  const { message, code, errors } = error as Error & { code?: string; errors?: Error[] };
  return withoutCredentials(message || errors?.map((one) => one.message).join('; ') || code || String(error));
}

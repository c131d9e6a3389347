import { getTableName, is, type Table } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { Refusal } from '../config/refusal.ts';
import { version } from '../config/version.ts';
import { migrationsOf } from './database.ts';
import * as schema from './schema.ts';

/** Version of the file's form: see `dumpStore`. */
const FORMAT = 1;

/** Rows fetched or inserted at once. */
const BATCH = 200;

/** What is not in a backup: who was logged in then is not to be logged in again by it. */
const PASSING: readonly PgTable[] = [schema.sessions, schema.loginKeys, schema.loginFailures];

/** How many rows of each table. */
export type RowCounts = Record<string, number>;

interface Header {
  subthresholdBackup: number;
  version: string;
  at: string;
  migrations: number;
  /** columns by table */
  tables: Record<string, string[]>;
}

type Line = Header | { table: string; row: object } | { sequence: string; value: number } | { rows: RowCounts };

/**
 * Everything that the store holds, as JSON Lines without their line ends: a header, the rows of each table (a table
 * after those that it refers to), the sequences, and at last how many rows there were, by which a file that was cut off
 * is known. All of one moment: meanwhile a server works on, the embedded database waits.
 */
export async function* dumpStore(pool: pg.Pool): AsyncGenerator<string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { applied } = await migrationsOf((statement) => client.query(statement));
    const tables = Object.fromEntries(keptTables().map((table) => [getTableName(table), columnsOf(table)]));
    yield line({
      subthresholdBackup: FORMAT,
      version,
      at: new Date().toISOString(),
      migrations: applied,
      tables,
    });
    const counts: RowCounts = {};
    for (const [table, columns] of Object.entries(tables)) {
      counts[table] = 0;
      await client.query(
        `DECLARE dump NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM (SELECT ${quoted(columns)} FROM subthreshold.${table}) t`,
      );
      for (;;) {
        const { rows } = await client.query(`FETCH ${BATCH} FROM dump`);
        for (const { row } of rows) yield `{"table":"${table}","row":${row}}`;
        counts[table] += rows.length;
        if (rows.length < BATCH) break;
      }
      await client.query('CLOSE dump');
    }
    const { rows: sequences } = await client.query(
      "SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'subthreshold' AND last_value IS NOT NULL AND sequencename <> '__drizzle_migrations_id_seq'",
    );
    for (const { name, value } of sequences) yield line({ sequence: name, value: Number(value) });
    yield line({ rows: counts });
  } finally {
    // Nothing was changed, so this ends it as well as a COMMIT.
    await client.query('ROLLBACK').catch(() => {});
    client.release();
  }
}

/**
 * Puts a backup into a store whose schema is up to date. All or nothing: a backup that breaks off changes nothing.
 * @param replace empties the store first; without it, one that holds anything is refused
 * @throws Refusal when the lines are no whole backup, or one of a newer version
 */
export async function restoreStore(
  pool: pg.Pool,
  lines: AsyncIterable<string>,
  { replace }: { replace: boolean },
): Promise<RowCounts> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    if (replace) await emptyStore(client);
    else await requireEmpty(client);
    const counts = await insertAll(client, lines);
    await client.query('COMMIT');
    return counts;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Removes everything that a store holds. Queues are elsewhere: their jobs find nothing to do. */
export async function emptyStore(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const names = inOrder().map((table) => `subthreshold.${getTableName(table)}`);
  await client.query(`TRUNCATE ${names.join(', ')} RESTART IDENTITY`);
}

async function requireEmpty(client: pg.ClientBase): Promise<void> {
  const held: string[] = [];
  for (const name of keptTables().map(getTableName)) {
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM subthreshold.${name}`);
    if (rows[0].n > 0) held.push(`${rows[0].n} ${name}`);
  }
  if (held.length > 0)
    throw new Refusal(`the store is not empty (${held.join(', ')}); --force replaces all of it by the backup`);
}

async function insertAll(client: pg.ClientBase, lines: AsyncIterable<string>): Promise<RowCounts> {
  let header: Header | undefined;
  let end: RowCounts | undefined;
  const counts: RowCounts = {};
  let batch: { table: string; rows: object[] } = { table: '', rows: [] };
  const flush = async () => {
    if (batch.rows.length === 0) return;
    const columns = quoted(header?.tables[batch.table] ?? []);
    await client.query(
      `INSERT INTO subthreshold.${batch.table} (${columns}) OVERRIDING SYSTEM VALUE
       SELECT ${columns} FROM json_populate_recordset(null::subthreshold.${batch.table}, $1::json)`,
      [JSON.stringify(batch.rows)],
    );
    counts[batch.table] = (counts[batch.table] ?? 0) + batch.rows.length;
  };
  for await (const text of lines) {
    const entry = parse(text);
    if ('subthresholdBackup' in entry) {
      header = await usable(client, entry);
    } else if (!header) {
      throw new Refusal('this is no backup of Subthreshold: it does not begin with its header');
    } else if ('row' in entry) {
      if (!(entry.table in header.tables)) throw new Refusal(`the backup is damaged: it has a row of "${entry.table}"`);
      if (entry.table !== batch.table || batch.rows.length >= BATCH) {
        await flush();
        batch = { table: entry.table, rows: [] };
      }
      batch.rows.push(entry.row);
    } else if ('sequence' in entry) {
      await client.query("SELECT setval(format('subthreshold.%I', $1::text)::regclass, $2)", [
        entry.sequence,
        entry.value,
      ]);
    } else {
      end = entry.rows;
    }
  }
  await flush();
  const whole = end && Object.entries(end).every(([table, n]) => n === (counts[table] ?? 0));
  if (!end || !whole) throw new Refusal('the backup is not whole: it was cut off, or changed afterwards');
  return end;
}

function parse(text: string): Line {
  try {
    const entry = JSON.parse(text) as unknown;
    if (typeof entry === 'object' && entry !== null) return entry as Line;
  } catch {
    // told below
  }
  throw new Refusal('this is no backup of Subthreshold, or a damaged one: a line of it is no JSON object');
}

/** The header, when this version can read what follows it. */
async function usable(client: pg.ClientBase, header: Header): Promise<Header> {
  const { known } = await migrationsOf((statement) => client.query(statement));
  const own = new Map(inOrder().map((table) => [getTableName(table), columnsOf(table)]));
  const foreign = Object.entries(header.tables).some(
    ([table, columns]) => !columns.every((column) => own.get(table)?.includes(column)),
  );
  if (header.subthresholdBackup > FORMAT || header.migrations > known || foreign)
    throw new Refusal(
      `the backup was made by a newer version of Subthreshold (${header.version}): update this one first`,
    );
  return header;
}

const line = (entry: Line) => JSON.stringify(entry);

/** What the database makes out of other columns comes back by itself. */
const columnsOf = (table: PgTable) =>
  getTableConfig(table)
    .columns.filter(({ generated }) => !generated)
    .map(({ name }) => name);

const quoted = (columns: readonly string[]) => columns.map((name) => `"${name}"`).join(', ');

const keptTables = () => inOrder().filter((table) => !PASSING.includes(table));

/** The tables, each after those that it refers to. */
function inOrder(): PgTable[] {
  const ordered: PgTable[] = [];
  const visit = (table: PgTable) => {
    if (ordered.includes(table)) return;
    for (const { reference } of getTableConfig(table).foreignKeys) {
      const target: Table = reference().foreignTable;
      if (target !== table) visit(target as PgTable);
    }
    ordered.push(table);
  };
  for (const table of Object.values(schema)) if (is(table, PgTable)) visit(table);
  return ordered;
}

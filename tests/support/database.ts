import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { type OpenDatabase, openEmbedded, openServer } from '../../src/store/database.ts';
import * as schema from '../../src/store/schema.ts';

/**
 * A database for the tests of a file, on the store of this project, empty before each test. Opening one takes a while,
 * emptying it does not.
 * @returns gives the open database
 */
export function useDatabase(): () => OpenDatabase {
  let database: OpenDatabase;
  let remove: () => unknown;
  beforeAll(async () => {
    if (inject('backend') === 'embedded') {
      const folder = mkdtempSync(join(tmpdir(), 'subthreshold-test-'));
      remove = () => rmSync(folder, { recursive: true, force: true });
      cpSync(inject('template'), folder, { recursive: true });
      database = await openEmbedded(folder);
    } else {
      const made = await createServerDatabase();
      remove = made.remove;
      database = await openServer(made.url, pino({ level: 'silent' }));
    }
  });
  beforeEach(async () => {
    await database.pool.query(
      `truncate ${Object.values(schema)
        .filter((table) => is(table, PgTable))
        .map((table) => `subthreshold.${getTableName(table)}`)
        .join(', ')} restart identity`,
    );
  });
  afterAll(async () => {
    await database.close();
    await remove();
  });
  return () => database;
}

/** A migrated, empty database on this project's PostgreSQL server. */
export async function createServerDatabase(): Promise<{ url: string; remove: () => Promise<void> }> {
  const server = inject('postgres');
  if (!server) throw new Error('this project has no PostgreSQL server');
  const name = `test_${process.pid}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`;
  await administer(server, `create database ${name} template subthreshold_template`);
  return {
    url: server.replace(/[^/]*$/, name),
    remove: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

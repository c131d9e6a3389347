import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, inject, onTestFinished } from 'vitest';
import { type OpenDatabase, openEmbedded } from '../../src/store/database.ts';
import * as schema from '../../src/store/schema.ts';

/** An empty folder that is gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A data folder with a migrated, empty database. */
export function dataFolder(): string {
  const folder = temporaryFolder();
  cpSync(inject('template'), folder, { recursive: true });
  return folder;
}

/**
 * A database for the tests of a file, empty before each. Opening one takes a while, emptying it does not.
 * @returns gives the open database
 */
export function useDatabase(): () => OpenDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-test-'));
  let database: OpenDatabase;
  beforeAll(async () => {
    cpSync(inject('template'), folder, { recursive: true });
    database = await openEmbedded(folder);
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
    rmSync(folder, { recursive: true, force: true });
  });
  return () => database;
}

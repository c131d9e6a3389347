import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { type OpenDatabase, openEmbedded } from '../../src/store/database.ts';

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

/** An empty database, closed when the test ends. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const database = await openEmbedded(dataFolder());
  onTestFinished(() => database.close());
  return database;
}

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject, onTestFinished } from 'vitest';

/** An empty folder that is gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The shipped configuration with no feeds: a system with it goes nowhere. */
export function quietConfig(): string {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(new URL('../../config/', import.meta.url)), folder, { recursive: true });
  writeFileSync(join(folder, 'feeds.yaml'), 'feeds: []\n');
  return folder;
}

/** A data folder with a migrated, empty database. */
export function dataFolder(): string {
  const folder = temporaryFolder();
  cpSync(inject('template'), folder, { recursive: true });
  return folder;
}

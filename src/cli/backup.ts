import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { createLogger } from '../config/logger.ts';
import { Refusal } from '../config/refusal.ts';
import { readSettings } from '../config/settings.ts';
import { type RowCounts, restoreStore } from '../store/backup.ts';
import { addressOf } from '../store/database.ts';
import { openQueues } from '../workers/queues.ts';
import { connect } from './client.ts';
import { openStore } from './open-store.ts';

/** `subthreshold migrate`: brings the store's schema, and that of queues in it, up to date; `start`, `worker`, `web` and `scheduler` do so themselves. */
export async function migrateCommand(): Promise<void> {
  const settings = readSettings();
  const log = createLogger(settings, 'subthreshold');
  const store = await openStore(settings, log, 'migrate');
  try {
    if (!settings.redis.url) await (await openQueues({ postgres: store.queuePool }, log)).close();
    console.log(`${settings.database.url ? addressOf(settings.database.url) : settings.dataDir} is up to date`);
  } finally {
    await store.close();
  }
}

/** `subthreshold backup FILE`: writes everything that the store holds, as gzipped JSON Lines. A running system goes on. */
export async function backupCommand(file: string): Promise<void> {
  if (existsSync(file)) throw new Refusal(`${file} is there already: give another name`);
  const settings = readSettings();
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'backup');
  const draft = `${file}.part`;
  try {
    // For the owner's eyes only, as the store itself; under its name once it is whole.
    await pipeline(await client.download('/backup'), createGzip(), createWriteStream(draft, { mode: 0o600 }));
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
    await client.close();
  }
  console.log(`Everything is in ${file}. "subthreshold restore" puts it into an empty store.`);
}

/** `subthreshold restore FILE`: puts a backup into an empty store, whatever store it was made of. */
export async function restoreCommand(file: string, { force = false }: { force?: boolean }): Promise<void> {
  if (!existsSync(file)) throw new Refusal(`there is no file ${file}`);
  const settings = readSettings();
  const store = await openStore(settings, createLogger(settings, 'subthreshold'), 'restore');
  try {
    console.log(`Restored: ${inWords(await restoreStore(store.pool, linesOf(file), { replace: force }))}.`);
  } finally {
    await store.close();
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const reading = pipeline(createReadStream(file), unpacked);
  reading.catch(() => {});
  try {
    yield* createInterface({ input: Readable.from(unpacked), crlfDelay: Number.POSITIVE_INFINITY });
    await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw new Refusal(`${file} is not whole, or no backup: ${(error as Error).message}`);
    throw error;
  }
}

const inWords = (counts: RowCounts) =>
  Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([table, n]) => `${n} ${table.replaceAll('_', ' ')}`)
    .join(', ');

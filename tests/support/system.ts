import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { demoFetcher } from '../../src/cli/demo.ts';
import { type DemoSite, startDemoSite } from '../../src/cli/demo-site.ts';
import { openStore } from '../../src/cli/open-store.ts';
import { openSystem, type System } from '../../src/cli/system.ts';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import type { Database } from '../../src/store/database.ts';
import { createServerDatabase } from './database.ts';
import { dataFolder, temporaryFolder } from './folders.ts';
import { startRedis } from './servers.ts';

/** The environment of a system of its own on this project's backends; all is gone when the test is. */
export async function backendEnvironment(): Promise<Record<string, string>> {
  const backend = inject('backend');
  if (backend === 'embedded') return { SUBTHRESHOLD_DATA_DIR: dataFolder() };
  const database = await createServerDatabase();
  onTestFinished(() => database.remove());
  // Digests and exports are files on every backend.
  const env = { SUBTHRESHOLD_DATA_DIR: temporaryFolder(), DATABASE_URL: database.url };
  if (backend === 'postgres') return env;
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  return { ...env, REDIS_URL: redis.url };
}

/** A look into the store of a system that does not run at this moment, or has a server. */
export async function lookInto<T>(env: Record<string, string>, look: (db: Database) => Promise<T>): Promise<T> {
  const store = await openStore(readSettings(env), pino({ level: 'silent' }), 'test');
  try {
    return await look(store.db);
  } finally {
    await store.close();
  }
}

/** A system that reads the bundled feeds of invented outlets. */
export async function openDemoSystem(
  env?: NodeJS.ProcessEnv,
): Promise<{ system: System; site: DemoSite; settings: Settings }> {
  const settings = readSettings({
    LOG_LEVEL: 'silent',
    SUBTHRESHOLD_HTTP_PORT: '0',
    ...(env ?? (await backendEnvironment())),
  });
  const site = await startDemoSite({
    now: new Date(),
    folder: fileURLToPath(new URL('../../fixtures/', import.meta.url)),
  });
  onTestFinished(() => site.close());
  const system = await openSystem(settings, pino({ level: 'silent' }), 'test', {
    feeds: site.feeds,
    fetcher: demoFetcher(site, settings),
  });
  onTestFinished(() => system.close());
  return { system, site, settings };
}

import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { demoFetcher } from '../../src/cli/demo.ts';
import { type DemoSite, startDemoSite } from '../../src/cli/demo-site.ts';
import { openSystem, type System } from '../../src/cli/system.ts';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import { createServerDatabase } from './database.ts';
import { dataFolder } from './folders.ts';
import { startRedis } from './servers.ts';

/** The environment of a system of its own on this project's backends; all is gone when the test is. */
export async function backendEnvironment(): Promise<NodeJS.ProcessEnv> {
  const backend = inject('backend');
  if (backend === 'embedded') return { SUBTHRESHOLD_DATA_DIR: dataFolder() };
  const database = await createServerDatabase();
  onTestFinished(() => database.remove());
  if (backend === 'postgres') return { DATABASE_URL: database.url };
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  return { DATABASE_URL: database.url, REDIS_URL: redis.url };
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

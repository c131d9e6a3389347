import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import { isInvented } from '../config/feed-words.ts';
import { createLogger } from '../config/logger.ts';
import { Refusal } from '../config/refusal.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { writeDigest } from '../deliver/files.ts';
import type { QueuePage } from '../desk/incident-routes.ts';
import type { Json } from '../desk/json.ts';
import { loginPath } from '../desk/user-routes.ts';
import type { Digest } from '../digest/types.ts';
import { createFetcher, type Fetcher } from '../ingest/http/fetcher.ts';
import { emptyStore } from '../store/backup.ts';
import { addressOf, type OpenDatabase } from '../store/database.ts';
import { allSources } from '../store/feeds.ts';
import { type Client, localClient } from './client.ts';
import { type DemoSite, startDemoSite } from './demo-site.ts';
import { pollAndRead } from './fetch.ts';
import { printIncident } from './print-incident.ts';
import { untilStopped } from './signals.ts';
import { openSystem } from './system.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/**
 * `subthreshold demo`: the whole pipeline over the bundled feeds of invented outlets, in a folder of its own.
 * @param serve stays up afterwards, with the desk
 */
export async function demoCommand({ serve }: { serve?: boolean }): Promise<void> {
  const settings = demoSettings();
  const log = createLogger(settings, 'demo');
  const now = new Date();
  const today = dayOf(now, settings);
  const site = await startDemoSite({ now, folder: FIXTURES, timeZone: settings.timezone });
  console.log(`Reading ${site.feeds.length} feeds of invented outlets: fetch, extract, tag, group, flag.`);
  try {
    const system = await openSystem(settings, log, 'demo', {
      prepare: (store) => beginDay(store, settings, today),
      feeds: site.feeds,
      fetcher: demoFetcher(site, settings),
    });
    try {
      await system.work();
      await system.sweep({ schedules: false });
      await system.listenToCommands();
      const client = localClient(system);
      const { feeds, status } = await pollAndRead(client);
      await report(client, settings, today, feeds, status);
      if (serve) {
        const desk = await system.listenToBrowsers();
        const key = (await system.loginKey('demo')) as string;
        console.log(
          `Open the desk by this link (Ctrl-C ends it):\n\n  ${settings.http.publicUrl ?? desk}${loginPath(key)}\n`,
        );
        await untilStopped(log);
      } else console.log(WHAT_NEXT);
    } finally {
      await system.close();
    }
  } finally {
    await site.close();
  }
}

const WHAT_NEXT = `What next:
  npm run demo -- --serve   the same with the desk in a browser
  npm start                 real news, of the feeds in config/feeds.yaml
`;

const dayOf = (time: Date, { timezone }: Settings) =>
  DateTime.fromJSDate(time, { zone: timezone }).toISODate() as string;

/** The settings, but for a folder of the demo's own: `start` never shows invented news. Quiet unless LOG_LEVEL says otherwise. */
function demoSettings(): Settings {
  const settings = readSettings();
  return {
    ...settings,
    dataDir: process.env.SUBTHRESHOLD_DATA_DIR ? settings.dataDir : resolve('data/demo'),
    log: process.env.LOG_LEVEL ? settings.log : { level: 'error' },
  };
}

/**
 * Invented news go into a store of their own, which their outlets' reserved names tell from a real one. Items keep the
 * dates that they had when they were first read: on another day than that of the last run, the demo begins anew, or its
 * digest of today would be empty.
 */
async function beginDay({ db, pool }: OpenDatabase, settings: Settings, today: string): Promise<void> {
  const sources = await allSources(db);
  if (sources.length === 0) return;
  if (!sources.some(isInvented)) {
    const [place, variable] = settings.database.url
      ? [addressOf(settings.database.url), 'DATABASE_URL']
      : [settings.dataDir, 'SUBTHRESHOLD_DATA_DIR'];
    throw new Refusal(
      `${place} holds a real desk, and the demo would put invented news into it: give it a place of its own, or leave ${variable} away`,
    );
  }
  const polled = sources.flatMap(({ lastPolledAt }) => lastPolledAt ?? []);
  if (!polled.some((time) => dayOf(time, settings) === today)) await emptyStore(pool);
}

/**
 * A fetcher that finds the invented outlets on the demo's own server. Addresses stay the outlets' on both sides, so that
 * nothing that is kept depends on the server's port.
 */
export function demoFetcher({ hosts }: DemoSite, { fetch }: Settings): Fetcher {
  const served = Object.values(hosts)[0] as { host: string; port: number };
  const inner = createFetcher(
    { ...fetch, allowAddresses: [`${served.host}:${served.port}`], perHostDelay: 0 },
    async () => [{ address: served.host, family: 4 }],
  );
  return {
    async get(url, options) {
      const { hostname, pathname, search } = new URL(url);
      if (!hosts[hostname]) throw new Error(`the demo does not serve ${hostname}`);
      const answer = await inner.get(`http://${hostname}:${served.port}${pathname}${search}`, options);
      return 'finalUrl' in answer ? { ...answer, finalUrl: url, permanentUrl: null } : answer;
    },
    close: () => inner.close(),
  };
}

async function report(
  client: Client,
  settings: Settings,
  today: string,
  feeds: number,
  status: { items: Record<string, number>; articles: { read: number; flagged: number } },
): Promise<void> {
  const { incidents } = await client.get<Json<QueuePage>>('/incidents?limit=1000');
  const { content } = await client.post<{ content: Digest }>('/digests', { day: today });
  const files = writeDigest(join(settings.dataDir, 'digests'), content);

  console.log();
  for (const incident of incidents) printIncident(incident);

  const items = Object.values(status.items).reduce((sum, n) => sum + n, 0);
  const { old, failed } = status.items;
  console.log(
    `${feeds} feeds, ${items} items (${old} too old to be read), ${status.articles.read} articles read, ${failed} could not be read\n${status.articles.flagged} flagged; ${incidents.length} incidents wait for review, above\n`,
  );
  console.log(`Digest of ${today}:\n${files.map((path) => `  ${path}\n`).join('')}`);
}

/**
 * Jobs and articles a second on the three backends, in one run with private servers:
 * `node bench/backends/run.ts [jobs] [articles]` (Node 22.18 and later; on Node 20 `npx tsx bench/backends/run.ts`), after
 * `npm run build`. Jobs do nothing; articles go the whole way, from the poll of a feed on this machine to the incident, in
 * one process. Prints a table; the best of three rounds, in which the backends take turns.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { localClient } from '../../src/cli/client.ts';
import { openSystem } from '../../src/cli/system.ts';
import { readSettings } from '../../src/config/settings.ts';
import { openEmbedded, openServer } from '../../src/store/database.ts';
import { openQueues } from '../../src/workers/queues.ts';
import { type Server, startPostgres, startRedis } from '../../tests/support/servers.ts';

const JOBS = Number(process.argv[2] ?? 2_000);
const ARTICLES = Number(process.argv[3] ?? 300);
const ROUNDS = 3;
const FEEDS = 10;
const log = pino({ level: 'silent' });

const BACKENDS = ['embedded', 'PostgreSQL', 'PostgreSQL + Redis'] as const;
type Backend = (typeof BACKENDS)[number];
interface Figures {
  added: number;
  worked: number;
  articles: number;
}

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'subthreshold-bench-'));
  folders.push(made);
  return made;
};

/** A new, empty place for store and queues, as the environment says it. */
async function place(backend: Backend, postgres: Server, redis: Server): Promise<Record<string, string>> {
  if (backend === 'embedded') return { SUBTHRESHOLD_DATA_DIR: folder() };
  const name = `bench_${Date.now()}`;
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const DATABASE_URL = postgres.url.replace(/[^/]*$/, name);
  return backend === 'PostgreSQL' ? { DATABASE_URL } : { DATABASE_URL, REDIS_URL: redis.url };
}

async function measureJobs(env: Record<string, string>): Promise<Pick<Figures, 'added' | 'worked'>> {
  const store = env.DATABASE_URL
    ? await openServer(env.DATABASE_URL, log)
    : await openEmbedded(env.SUBTHRESHOLD_DATA_DIR as string);
  const queues = await openQueues(env.REDIS_URL ? { redis: env.REDIS_URL } : { postgres: store.queuePool }, log);
  try {
    const { digest } = queues.queue;
    const adding = performance.now();
    for (let n = 0; n < JOBS; n += 50)
      await Promise.all(Array.from({ length: 50 }, (_, i) => digest.add('digest', {}, { jobId: `bench-${n + i}` })));
    const added = performance.now();
    let done = 0;
    await new Promise<void>((resolve) => {
      queues.work('digest', 8, async () => {
        if (++done === JOBS) resolve();
      });
    });
    const worked = performance.now();
    return { added: (JOBS * 1000) / (added - adding), worked: (JOBS * 1000) / (worked - added) };
  } finally {
    await queues.stopWork();
    await queues.close();
    await store.close();
  }
}

async function measureArticles(env: Record<string, string>, configDir: string): Promise<number> {
  const settings = readSettings({ ...env, SUBTHRESHOLD_CONFIG_DIR: configDir, LOG_LEVEL: 'silent' });
  const system = await openSystem(settings, log, 'bench');
  try {
    const client = localClient(system);
    await system.work();
    const start = performance.now();
    await client.post('/feeds/poll', {});
    for (;;) {
      const { items } = await client.get<{ items: { read: number; failed: number } }>('/status');
      if (items.failed > 0) throw new Error(`${items.failed} articles could not be read`);
      if (items.read >= ARTICLES) return (ARTICLES * 1000) / (performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await system.close();
  }
}

/** Feeds and pages on this machine; every third article is one that is flagged. */
async function startSite() {
  const server = createServer((request, response) => {
    const [, feed, item] = /^\/(\d+)(?:\/(\d+))?$/.exec(request.url ?? '') ?? [];
    if (feed === undefined) return void response.writeHead(404).end();
    const base = `http://${request.headers.host}/${feed}`;
    const html = item !== undefined;
    const body = html
      ? `<!doctype html><html lang="en"><head><title>${title(feed, item)}</title></head><body><article><h1>${title(feed, item)}</h1>${paragraphs(feed, item)}</article></body></html>`
      : `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${feed}</title>${Array.from(
          { length: ARTICLES / FEEDS },
          (_, n) =>
            `<item><title>${title(feed, n)}</title><link>${base}/${n}</link><pubDate>${new Date().toUTCString()}</pubDate></item>`,
        ).join('')}</channel></rss>`;
    response.writeHead(200, { 'content-type': html ? 'text/html' : 'application/rss+xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const configDir = folder();
  cpSync(fileURLToPath(new URL('../../config/', import.meta.url)), configDir, { recursive: true });
  writeFileSync(
    join(configDir, 'subthreshold.yaml'),
    `fetch:\n  allowAddresses: ['127.0.0.1:${port}']\n  perHostDelay: 0 s\n  perHostConcurrency: 32\n  respectRobots: false\nworkers:\n  readConcurrency: 8\n`,
  );
  const feeds = Array.from(
    { length: FEEDS },
    (_, n) =>
      `  - {id: feed-${n}, title: Feed ${n}, url: 'http://127.0.0.1:${port}/${n}', language: en, topics: [baltic], reliability: B, interval: 15 min}\n`,
  );
  writeFileSync(join(configDir, 'feeds.yaml'), `feeds:\n${feeds.join('')}`);
  return { configDir, close: () => server.close() };
}

const flagged = (item: string | number) => Number(item) % 3 === 0;
const title = (feed: string, item: string | number) =>
  flagged(item) ? `Drone crosses into Estonia near post ${feed}-${item}` : `Council ${feed} adopts budget ${item}`;
const paragraphs = (feed: string, item: string) =>
  Array.from({ length: 8 }, (_, n) =>
    flagged(item)
      ? `<p>An unidentified drone entered Estonian airspace from Russia at night and came down in a field near post ${feed}-${item}-${n}, the defence ministry said. Nobody was hurt. The police have cordoned off the site and are collecting the debris.</p>`
      : `<p>The council adopted its budget in reading ${item}-${n} after a debate of several hours. The plan of district ${feed} pays for two quays, a lock and the repair of the breakwater, the chair said.</p>`,
  ).join('');

const [postgres, redis, site] = await Promise.all([startPostgres(), startRedis(), startSite()]);
try {
  const best = new Map<Backend, Figures>();
  for (let round = 0; round < ROUNDS; round++)
    for (const backend of BACKENDS) {
      const jobs = await measureJobs(await place(backend, postgres, redis));
      const articles = await measureArticles(await place(backend, postgres, redis), site.configDir);
      const before = best.get(backend) ?? { added: 0, worked: 0, articles: 0 };
      best.set(backend, {
        added: Math.max(before.added, jobs.added),
        worked: Math.max(before.worked, jobs.worked),
        articles: Math.max(before.articles, articles),
      });
    }
  console.log(`${JOBS} jobs, ${ARTICLES} articles; Node ${process.versions.node}, ${cpus().length} processors`);
  console.log(`${'backend'.padEnd(20)} jobs added/s  jobs worked/s  articles/s`);
  for (const [backend, { added, worked, articles }] of best)
    console.log(
      `${backend.padEnd(20)} ${added.toFixed(0).padStart(12)}  ${worked.toFixed(0).padStart(13)}  ${articles.toFixed(1).padStart(10)}`,
    );
} finally {
  site.close();
  await Promise.all([postgres.stop(), redis.stop()]);
  for (const made of folders) rmSync(made, { recursive: true, force: true });
}

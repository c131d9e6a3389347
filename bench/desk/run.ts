/**
 * How fast the desk is with a large store: `node bench/desk/run.ts [postgres|embedded] [articles]` (Node 22.18 and later;
 * on Node 20 `npx tsx bench/desk/run.ts`), after `npm run build`. Fills a PostgreSQL of its own (or an embedded store)
 * with 100,000 articles of invented news, a tenth as many incidents that wait in the queue and half as many decided ones,
 * starts the program, logs in, and prints tables: every page's requests over HTTP; what the first page weighs; then the
 * desk in Chromium, from key or click to the next paint.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readClassifier } from '../../src/cli/read-classifier.ts';
import { openEmbedded, openServer } from '../../src/store/database.ts';
import { startPostgres } from '../../tests/support/servers.ts';
import { measureBrowser } from './browser.ts';
import { startDesk } from './desk.ts';
import { fill } from './fill.ts';
import { measureRoutes } from './routes.ts';

const [backend = 'postgres', articles = '100000'] = process.argv.slice(2);
const size = { articles: Number(articles), queue: Math.round(Number(articles) / 10) };
const ROUNDS = 40;

const dataDir = mkdtempSync(join(tmpdir(), 'subthreshold-bench-'));
const postgres = backend === 'embedded' ? undefined : await startPostgres();
try {
  const started = performance.now();
  const store = postgres ? await openServer(postgres.url, pino({ level: 'silent' })) : await openEmbedded(dataDir);
  await fill(store.db, readClassifier(), size);
  await store.close();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${backend}: ${size.articles} articles, ${size.queue} incidents in the queue, filled in ${seconds} s; ` +
      `Node ${process.versions.node}, ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}`,
  );
  const desk = await startDesk({
    SUBTHRESHOLD_DATA_DIR: dataDir,
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  });
  try {
    await measureRoutes(desk, ROUNDS);
    await measureBrowser(desk);
  } finally {
    await desk.stop();
  }
} finally {
  await postgres?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openSystem } from '../../src/cli/system.ts';
import { readSettings } from '../../src/config/settings.ts';
import { openServer } from '../../src/store/database.ts';
import { countItems } from '../../src/store/items.ts';
import { QUEUE_NAMES } from '../../src/workers/queues.ts';
import { run, start } from '../support/program.ts';
import { startSite } from '../support/site.ts';
import { backendEnvironment } from '../support/system.ts';

const FEEDS = 4;
const ITEMS = 15;
const log = pino({ level: 'silent' });
const onRedis = inject('backend') === 'redis';

/** A site to read, servers to read it with, two workers in processes of their own, and a look into the store. */
async function twoWorkers() {
  const site = await startSite({ feeds: FEEDS, items: ITEMS, delay: 100 });
  const servers = (await backendEnvironment()) as { DATABASE_URL: string; REDIS_URL: string };
  const env = { ...servers, SUBTHRESHOLD_CONFIG_DIR: site.configDir, SUBTHRESHOLD_HTTP_PORT: '0', LOG_LEVEL: 'info' };
  // Both at once, on an empty database: one makes the tables, the other waits for it.
  const workers = [start(['worker'], env), start(['worker'], env)] as const;
  await Promise.all(workers.map((worker) => worker.says(/running/)));
  const store = await openServer(servers.DATABASE_URL, log);
  onTestFinished(() => store.close());
  return { site, env, workers, store };
}

/** Stops the workers in order; how many articles each has read. */
async function stop(workers: Awaited<ReturnType<typeof twoWorkers>>['workers']): Promise<string[][]> {
  for (const worker of workers) worker.process.kill('SIGTERM');
  const ended = await Promise.all(workers.map((worker) => worker.finished));
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  return ended.map(({ stderr }) =>
    stderr
      .split('\n')
      .filter((line) => line.includes('"article read"'))
      .map((line) => JSON.parse(line).item),
  );
}

/** Every item read, each article once, each flagged one in one incident and placed once. */
async function expectComplete({ store }: Pick<Awaited<ReturnType<typeof twoWorkers>>, 'store'>) {
  await expect
    .poll(() => countItems(store.db), { timeout: 90_000, interval: 250 })
    .toMatchObject({
      pending: 0,
      failed: 0,
      read: FEEDS * ITEMS,
    });
  const { rows } = await store.db.execute(sql`
    select count(*)::int as articles, count(distinct url)::int as addresses,
      count(*) filter (where flag <> 'none')::int as flagged, count(incident_id)::int as placed,
      count(distinct placement)::int as placements, max(version) as version
    from subthreshold.articles`);
  const [found] = rows as [Record<string, number>];
  expect(found).toMatchObject({ articles: FEEDS * ITEMS, addresses: FEEDS * ITEMS, version: 1 });
  expect(found.flagged).toBeGreaterThan(0);
  expect(found.placed).toBe(found.flagged);
  expect(found.placements).toBe(found.flagged);
  const lone = await store.db.execute(sql`
    select id from subthreshold.incidents where id not in (select incident_id from subthreshold.articles where incident_id is not null)`);
  expect(lone.rows).toEqual([]);
}

test('two workers share the work and write every article once', async () => {
  const { site, env, workers, store } = await twoWorkers();
  const scheduler = start(['scheduler'], env);
  await expectComplete({ store });
  const [first = [], second = []] = await stop(workers);
  expect(first.length).toBeGreaterThan(5);
  expect(second.length).toBeGreaterThan(5);
  expect(new Set([...first, ...second]).size).toBe(FEEDS * ITEMS);
  expect(first.length + second.length).toBe(FEEDS * ITEMS);
  expect([...site.hits.values()].every((n) => n === 1)).toBe(true);
  scheduler.process.kill('SIGTERM');
  expect((await scheduler.finished).code).toBe(0);
}, 300_000);

if (onRedis)
  test('Redis is emptied in the middle of a run: it still ends complete, and nothing is there twice', async () => {
    const { env, workers, store } = await twoWorkers();
    const system = await openSystem(readSettings(env), log, 'test');
    onTestFinished(() => system.close());
    await system.sweep({ schedules: true, every: 500 });
    const half = (FEEDS * ITEMS) / 2;
    await expect
      .poll(async () => (await countItems(store.db)).read, { timeout: 90_000, interval: 50 })
      .toBeGreaterThan(half / 2);
    const redis = new Redis(env.REDIS_URL);
    await redis.flushall();
    redis.disconnect();
    expect((await countItems(store.db)).pending).toBeGreaterThan(0);
    await expectComplete({ store });
    const read = (await stop(workers)).flat();
    expect(new Set(read).size).toBe(read.length);
  }, 300_000);

test('a worker killed in the middle of its work: the other ends it', async () => {
  const { env, workers, store } = await twoWorkers();
  const scheduler = start(['scheduler'], env);
  await workers[0].says(/article read[\s\S]*article read/);
  workers[0].process.kill('SIGKILL');
  await expectComplete({ store });
  workers[1].process.kill('SIGTERM');
  scheduler.process.kill('SIGTERM');
  await Promise.all([workers[1].finished, scheduler.finished]);
}, 300_000);

test('a worker on a queue that does not exist is told which there are', async () => {
  const { code, stderr } = await run(['worker', '--queues', 'poll,red'], {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  });
  expect(code).toBe(1);
  expect(stderr.trim()).toBe(`there is no queue "red"; the queues are ${QUEUE_NAMES.join(', ')}`);
}, 60_000);

if (onRedis)
  test('servers that do not answer are told in words, without their passwords', async () => {
    const { DATABASE_URL } = await backendEnvironment();
    const unreachable = 'postgresql://me:geheim@127.0.0.1:1/none';
    const store = await run(['queue', 'list'], { DATABASE_URL: unreachable });
    expect(store.code).toBe(1);
    expect(store.stderr).toMatch(/PostgreSQL at 127\.0\.0\.1:1\/none cannot be used: .*ECONNREFUSED/);
    const queues = await run(['worker'], {
      DATABASE_URL: DATABASE_URL as string,
      REDIS_URL: 'redis://:geheim@127.0.0.1:1',
    });
    expect(queues.code).toBe(1);
    expect(queues.stderr).toMatch(/Redis at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/);
    expect(store.stderr + queues.stderr).not.toContain('geheim');
  }, 60_000);

import type { Job } from 'bullmq';
import { pino } from 'pino';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import type { FetchOutcome } from '../../src/ingest/http/outcome.ts';
import { articlesOf } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { feedsWithHealth, findFeed, recentItemDates } from '../../src/store/feeds.ts';
import { countItems, failedItems, findItem, pendingItems, saveItems } from '../../src/store/items.ts';
import { queue } from '../../src/store/queue.ts';
import type { Analysis, AnalysisInput } from '../../src/workers/analysis.thread.ts';
import { makeDigest } from '../../src/workers/build-digest.ts';
import type { WorkerContext } from '../../src/workers/context.ts';
import { Placer } from '../../src/workers/place-article.ts';
import { pollFeed } from '../../src/workers/poll-feed.ts';
import { type Jobs, openQueues, type Queues } from '../../src/workers/queues.ts';
import { readArticle } from '../../src/workers/read-article.ts';
import { reclassify } from '../../src/workers/reclassify.ts';
import { sweep } from '../../src/workers/sweep.ts';
import { useDatabase } from '../support/database.ts';
import { classification, item, NOW, withFeed } from '../support/records.ts';
import { startRedis } from '../support/servers.ts';

const database = useDatabase();
const log = pino({ level: 'silent' });
const FEED = 'https://danubewire.example/rss.xml';
let queues: Queues;

beforeAll(async () => {
  const redis = inject('backend') === 'redis' ? await startRedis() : undefined;
  queues = await openQueues(redis ? { redis: redis.url } : { postgres: database().queuePool }, log);
  return async () => {
    await queues.close();
    await redis?.stop();
  };
});

const FRESHNESS = { maxAge: null, expires: null, retryAfter: null };

const document = (body: string, url: string, over: object = {}): FetchOutcome => ({
  outcome: 'ok',
  status: 200,
  headers: {},
  body: Buffer.from(body),
  contentType: null,
  validators: { etag: '"1"', lastModified: null },
  finalUrl: url,
  permanentUrl: null,
  freshness: FRESHNESS,
  ...over,
});

const failed = (over: object = {}): FetchOutcome => ({
  outcome: 'failed',
  kind: 'http-status',
  message: 'danubewire.example answers 500',
  url: FEED,
  status: 500,
  retryAfter: null,
  retryable: true,
  ...over,
});

const rss = (...items: { id: number; title?: string; date?: string }[]) =>
  `<rss version="2.0"><channel><title>Danube Wire</title>${items
    .map(
      ({ id, title = `Title ${id}`, date = NOW.toUTCString() }) =>
        `<item><guid>g${id}</guid><link>https://danubewire.example/${id}</link><title>${title}</title><description>Text ${id}.</description><pubDate>${date}</pubDate></item>`,
    )
    .join('')}</channel></rss>`;

/** What the pages and feeds answer; and what the analysis finds, below by default. */
function context(answers: Record<string, FetchOutcome>, analysis: Partial<Analysis> = {}): WorkerContext {
  return {
    settings: readSettings({}),
    deliveries: { mail: null, subscribers: [], rules: [], feeds: null, secrets: new Map() },
    db: database().db,
    queues,
    fetcher: {
      get: async (url) => answers[url] ?? failed({ kind: 'dns', message: `${url} is not known`, retryable: false }),
      close: async () => {},
    },
    analysis: {
      analyse: async ({ feedText, page }: AnalysisInput) => ({
        page: null,
        text: page ? Buffer.from(page.body).toString() : (feedText ?? ''),
        textFrom: page ? 'page' : 'feed',
        pageError: null,
        classification: classification(),
        ruleSet: 'test',
        ...analysis,
      }),
      reload: () => {},
      close: async () => {},
    },
    placer: new Placer(),
    rules: { hash: 'test' },
    stopping: new AbortController().signal,
    log,
    now: () => NOW,
  };
}

const read = (context: WorkerContext, key: string, { version = 1, attemptsMade = 0 } = {}) =>
  readArticle(context, { data: { key, version }, attemptsMade } as Job<Jobs['read']>);

async function pending(db: Database, over: Parameters<typeof item>[0] = {}): Promise<void> {
  await withFeed(db);
  await saveItems(db, [item(over)], NOW);
}

describe('polling a feed', () => {
  test('keeps what is new, has it read, and remembers the validators', async () => {
    const { db } = database();
    await withFeed(db);
    await pollFeed(context({ [FEED]: document(rss({ id: 1 }, { id: 2 }), FEED) }), { feedId: 'danube-wire' });
    expect(await countItems(db)).toMatchObject({ pending: 2 });
    expect(await queues.queue.read.getJobCountByTypes('waiting')).toBe(2);
    expect(await findFeed(db, 'danube-wire')).toMatchObject({ etag: '"1"', lastPolledAt: NOW, lastNewItemAt: NOW });
  });

  test('of a new feed reads only the last days; what is older is no news later either', async () => {
    const { db } = database();
    await withFeed(db);
    const old = new Date(+NOW - 30 * 86_400_000).toUTCString();
    const poll = () =>
      pollFeed(context({ [FEED]: document(rss({ id: 1 }, { id: 2, date: old }), FEED) }), {
        feedId: 'danube-wire',
        force: true,
      });
    await poll();
    await poll();
    expect(await countItems(db)).toMatchObject({ pending: 1, old: 1 });
  });

  test('tells the operator in words what is wrong, since when, and goes on trying', async () => {
    const { db } = database();
    await withFeed(db);
    const broken = context({ [FEED]: failed() });
    await pollFeed(broken, { feedId: 'danube-wire' });
    await pollFeed(broken, { feedId: 'danube-wire', force: true });
    const [feed] = await feedsWithHealth(db, NOW);
    expect(feed?.health).toMatchObject({ state: 'broken', since: +NOW });
    expect(feed?.health.message).toContain('2 polls in a row: danubewire.example answers 500');
    expect(+(feed?.nextPollAt ?? 0)).toBeGreaterThan(+NOW);

    await pollFeed(context({ [FEED]: document(rss({ id: 1 }), FEED) }), { feedId: 'danube-wire', force: true });
    expect((await feedsWithHealth(db, NOW))[0]?.health.state).toBe('ok');
  });

  test('a page where the feed should be is an error of the feed, not of the job', async () => {
    const { db } = database();
    await withFeed(db);
    await pollFeed(context({ [FEED]: document('<html><body>Welcome</body></html>', FEED) }), { feedId: 'danube-wire' });
    expect((await feedsWithHealth(db, NOW))[0]?.health.state).toBe('broken');
  });

  test('is not done before its time, unless asked for', async () => {
    const { db } = database();
    await withFeed(db);
    const well = context({ [FEED]: document(rss({ id: 1 }), FEED) });
    await pollFeed(well, { feedId: 'danube-wire' });
    await pollFeed(context({ [FEED]: document(rss({ id: 1 }, { id: 2 }), FEED) }), { feedId: 'danube-wire' });
    expect(await countItems(db)).toMatchObject({ pending: 1 });
  });

  test('a permanent move is remembered, and forgotten when the new address fails', async () => {
    const { db } = database();
    await withFeed(db);
    const moved = 'https://danubewire.example/new.xml';
    const at = (answers: Record<string, FetchOutcome>) =>
      pollFeed(context(answers), { feedId: 'danube-wire', force: true });
    await at({ [FEED]: document(rss({ id: 1 }), moved, { permanentUrl: moved }) });
    expect((await findFeed(db, 'danube-wire'))?.movedTo).toBe(moved);
    await at({ [moved]: failed() });
    expect((await findFeed(db, 'danube-wire'))?.movedTo).toBeNull();
  });

  test('a feed that is gone for good is not polled again, and stays on the list with a note', async () => {
    const { db } = database();
    await withFeed(db);
    await pollFeed(context({ [FEED]: { outcome: 'gone', finalUrl: FEED, permanentUrl: null, freshness: FRESHNESS } }), {
      feedId: 'danube-wire',
    });
    await pollFeed(context({ [FEED]: document(rss({ id: 1 }), FEED) }), { feedId: 'danube-wire', force: true });
    expect(await countItems(db)).toMatchObject({ pending: 0 });
    expect((await feedsWithHealth(db, NOW))[0]?.health).toMatchObject({ state: 'gone', advice: expect.any(String) });
  });
});

describe('reading an article', () => {
  const PAGE = 'https://danubewire.example/1';

  test('keeps the page’s text, and makes an incident of what is flagged', async () => {
    const { db } = database();
    await pending(db);
    await read(context({ [PAGE]: document('The whole story.', PAGE) }), 'a1');
    const [incident] = (await queue(db)).incidents;
    expect(incident).toMatchObject({ title: 'Drone debris found near Tulcea', flag: 'below', affected: ['RO'] });
    expect(await articlesOf(db, incident?.id as number)).toMatchObject([
      { text: 'The whole story.', textFrom: 'page', source: 'Danube Wire', reliability: 'B' },
    ]);
  });

  test('what is not flagged is kept, and is no incident', async () => {
    const { db } = database();
    await pending(db);
    await read(context({}, { classification: classification({ flag: 'none', score: 0.1 }) }), 'a1');
    expect((await queue(db)).incidents).toEqual([]);
    expect(await countItems(db)).toMatchObject({ read: 1 });
  });

  test('done twice, it changes nothing', async () => {
    const { db } = database();
    await pending(db);
    const worker = context({ [PAGE]: document('The whole story.', PAGE) });
    await Promise.all([read(worker, 'a1'), read(worker, 'a1')]);
    await read(worker, 'a1');
    expect((await queue(db)).incidents).toHaveLength(1);
  });

  test('a passing fault is tried again; at last the feed’s own text is used, and the reason kept', async () => {
    const { db } = database();
    await pending(db);
    const worker = context({ [PAGE]: failed() });
    await expect(read(worker, 'a1')).rejects.toThrow('answers 500');
    expect(await findItem(db, 'a1')).toMatchObject({ state: 'pending', attempts: 1 });
    await read(worker, 'a1', { attemptsMade: 3 });
    const [incident] = (await queue(db)).incidents;
    expect(await articlesOf(db, incident?.id as number)).toMatchObject([
      { textFrom: 'feed', pageError: 'danubewire.example answers 500' },
    ]);
  });

  test('an item without any text is a dead letter with the reason', async () => {
    const { db } = database();
    await pending(db, { feedText: null });
    await read(context({}), 'a1');
    expect((await failedItems(db, { limit: 10 })).rows).toMatchObject([{ key: 'a1', error: `${PAGE} is not known` }]);
  });

  test('an older version is left alone: the newer has a job of its own', async () => {
    const { db } = database();
    await pending(db);
    await saveItems(db, [item({ title: 'Corrected', fingerprint: 'f2' })], NOW);
    await read(context({}), 'a1', { version: 1 });
    expect(await findItem(db, 'a1')).toMatchObject({ state: 'pending', version: 2 });
    await read(context({}), 'a1', { version: 2 });
    expect((await queue(db)).incidents[0]?.title).toBe('Corrected');
  });

  test('a link that leads to the page of another item adds nothing', async () => {
    const { db } = database();
    await pending(db);
    await saveItems(db, [item({ key: 'b2', url: 'https://short.example/x', names: ['url:short.example/x'] })], NOW);
    const worker = context({
      [PAGE]: document('The whole story.', PAGE),
      'https://short.example/x': document('The whole story.', PAGE),
    });
    await read(worker, 'a1');
    await read(worker, 'b2');
    expect(await countItems(db)).toMatchObject({ read: 1, duplicate: 1 });
    expect((await queue(db)).incidents).toHaveLength(1);
  });

  test('two processes that read reports of one event find one incident', async () => {
    const { db } = database();
    await withFeed(db);
    const text =
      'Debris of a drone was found on the Romanian bank of the Danube near Tulcea on Tuesday, the defence ministry in Bucharest said. Soldiers closed the road to the village and two fighter jets were sent up.';
    await saveItems(
      db,
      [
        item({ key: 'a1', feedText: text }),
        item({
          key: 'b2',
          url: 'https://other.example/2',
          names: ['url:other.example/2'],
          feedText: `${text} Nobody was hurt.`,
        }),
      ],
      NOW,
    );
    await read(context({}), 'a1');
    await read(context({}), 'b2');
    const [incident, ...more] = (await queue(db)).incidents;
    expect(more).toEqual([]);
    expect(await articlesOf(db, incident?.id as number)).toHaveLength(2);
  });
});

test('what the store says is unfinished is enqueued again, also when its job has failed and is still kept', async () => {
  const { db } = database();
  await pending(db);
  await queues.queue.read.drain();
  await sweep(context({}));
  await sweep(context({}));
  expect(await queues.queue.read.getJobCountByTypes('waiting')).toBe(1);
});

test('a day’s digest tells what is in store of it, and a second one is kept beside the first', async () => {
  const { db } = database();
  await pending(db);
  const worker = context({});
  await read(worker, 'a1');
  const first = await makeDigest(worker, { kind: 'day', day: '2026-03-04' });
  expect(first.version).toBe(1);
  expect(first.content.incidents).toMatchObject([{ title: 'Drone debris found near Tulcea' }]);
  expect((await makeDigest(worker, { kind: 'day', day: '2026-03-04' })).version).toBe(2);
  expect((await makeDigest(worker, { kind: 'day', day: '2026-03-05' })).content.incidents).toEqual([]);
});

test('articles that other rules have classified are run through the present ones, and kept when asked for', async () => {
  const { db } = database();
  await pending(db);
  await read(context({}), 'a1');
  const stricter = {
    ...context({}, { classification: classification({ flag: 'none', score: 0.2 }), ruleSet: 'new' }),
    rules: { hash: 'new' },
  };
  const since = new Date(+NOW - 86_400_000);
  const tried = await reclassify(stricter, { since, apply: false });
  expect(tried).toMatchObject({ read: 1, changed: [{ item: 'a1', was: { flag: 'below' }, now: { flag: 'none' } }] });
  expect((await queue(db)).incidents).toHaveLength(1);

  await reclassify(stricter, { since, apply: true });
  expect((await queue(db)).incidents).toEqual([]);
  expect(await reclassify(stricter, { since, apply: true })).toEqual({ read: 0, changed: [] });
});

describe('a live blog', () => {
  const PAGE = 'https://danubewire.example/live';
  const entry = (anchor: string, title: string, text: string) => ({ anchor, title, text, published: null });
  const blog = (...entries: ReturnType<typeof entry>[]) =>
    context(
      { [PAGE]: document('What we know so far.', PAGE) },
      {
        page: {
          ...{
            title: 'Live: the strait',
            subtitle: null,
            published: null,
            modified: null,
            author: null,
            language: 'en',
          },
          ...{ url: PAGE, siteName: null, section: null, image: null, wall: null },
          entries,
        },
      },
    );

  test('gives an article for each of its entries, whose page is not fetched again', async () => {
    const { db } = database();
    await pending(db, { key: 'live', url: PAGE });
    await read(
      blog(entry('e1', 'Divers arrive', 'They came at noon.'), entry('e2', 'Collision', 'Two boats met.')),
      'live',
    );
    expect(await countItems(db)).toMatchObject({ read: 1, pending: 2 });
    const [first] = await pendingItems(db, 1);
    const nowhere = context({});
    await read(nowhere, first?.key as string);
    expect(await findItem(db, first?.key as string)).toMatchObject({
      state: 'read',
      error: null,
      title: 'Divers arrive',
      url: `${PAGE}#e1`,
      feedText: 'They came at noon.',
    });
  });

  test('that is read again brings its new and its edited entries alone', async () => {
    const { db } = database();
    await pending(db, { key: 'live', url: PAGE });
    await read(
      blog(entry('e1', 'Divers arrive', 'They came at noon.'), entry('e2', 'Collision', 'Two boats met.')),
      'live',
    );
    for (const { key } of await pendingItems(db, 9)) await read(context({}), key);
    await saveItems(db, [item({ key: 'live', names: ['live'], url: PAGE, fingerprint: 'edited' })], NOW);
    await read(
      blog(
        entry('e3', 'Inquiry', 'A judge is named.'),
        entry('e2', 'Collision', 'Three boats met.'),
        entry('e1', 'Divers arrive', 'They came at noon.'),
      ),
      'live',
      { version: 2 },
    );
    expect((await pendingItems(db, 9)).map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  test('does not make its feed seem to speak more often than it does', async () => {
    const { db } = database();
    await pending(db, { key: 'live', url: PAGE });
    const before = await recentItemDates(db, ['danube-wire']);
    await read(blog(entry('e1', 'Divers arrive', 'They came at noon.')), 'live');
    expect(await recentItemDates(db, ['danube-wire'])).toEqual(before);
  });
});

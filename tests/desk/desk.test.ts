import { load } from 'cheerio';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { requireLoopback } from '../../src/desk/guard.ts';
import { createDesk, USER_HEADER } from '../../src/desk/server.ts';
import { saveArticle } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { createIncident } from '../../src/store/incidents.ts';
import { saveItems } from '../../src/store/items.ts';
import { useDatabase } from '../support/database.ts';
import { article, classification, incident, item, NOW, withFeed, withIncident } from '../support/records.ts';

const database = useDatabase();

async function openDesk({ trusted = false } = {}): Promise<{ app: FastifyInstance; db: Database; asked: string[] }> {
  const { db } = database();
  const asked: string[] = [];
  const context = {
    settings: readSettings({}),
    db,
    log: pino({ level: 'silent' }),
    now: () => NOW,
    registry: new Registry(),
    queues: async () => [],
    actions: {
      pollNow: async (ids?: readonly string[]) => {
        asked.push(`poll ${ids ?? 'all'}`);
        return [...(ids ?? ['danube-wire'])];
      },
      readAgain: async () => false,
      evictionPolicy: async () => null,
      handIn: async () => undefined,
      feedsOfSite: async () => [],
      tryFeed: async () => ({}),
      feedsChanged: async () => void asked.push('feeds changed'),
      backup: () => {
        throw new Error('not of interest here');
      },
      deliverAgain: async () => false,
      makeDigest: async () => {
        throw new Error('the disk is full');
      },
    },
  };
  const app = await createDesk(context, { trusted });
  onTestFinished(() => app.close());
  return { app, db, asked };
}

const LOCAL = { host: '127.0.0.1:8642' };

test('a name that is made to point at this machine gets nothing', async () => {
  const { app } = await openDesk();
  const answer = await app.inject({ url: '/api/v1/incidents', headers: { host: 'evil.example' } });
  expect(answer.statusCode).toBe(403);
  expect(answer.headers['content-type']).toContain('application/problem+json');
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:9999' }],
  ['another site without an origin', { 'sec-fetch-site': 'cross-site' }],
])('%s cannot decide', async (_, headers) => {
  const { app, db } = await openDesk();
  const id = await withIncident(db);
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/decisions`,
    headers: { ...LOCAL, ...headers },
    payload: { decision: 'confirm' },
  });
  expect(answer.statusCode).toBe(403);
  expect((await app.inject({ url: `/api/v1/incidents/${id}`, headers: LOCAL })).json()).toMatchObject({ state: 'new' });
});

test('a browser on the desk decides, and the decision is kept under the owner of the process', async () => {
  const { app, db } = await openDesk();
  const id = await withIncident(db);
  const answer = await app.inject({
    method: 'POST',
    url: `/incidents/${id}/decisions`,
    headers: {
      ...LOCAL,
      origin: 'http://127.0.0.1:8642',
      'content-type': 'application/x-www-form-urlencoded',
      [USER_HEADER]: 'somebody-else',
    },
    payload: new URLSearchParams({ decision: 'dismiss', reason: 'duplicate', note: '', version: '1' }).toString(),
  });
  expect(answer.statusCode).toBe(303);
  const { reviews } = (await app.inject({ url: `/api/v1/incidents/${id}`, headers: LOCAL })).json();
  expect(reviews).toMatchObject([{ decision: 'dismiss', reason: 'duplicate' }]);
  expect(reviews[0].by).not.toBe('somebody-else');
});

test('through the socket, the command says who decides', async () => {
  const { app, db } = await openDesk({ trusted: true });
  const id = await withIncident(db);
  await app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/decisions`,
    headers: { [USER_HEADER]: 'analyst' },
    payload: { decision: 'escalate' },
  });
  expect((await app.inject({ url: `/api/v1/incidents/${id}` })).json().reviews).toMatchObject([{ by: 'analyst' }]);
});

test.each([
  ['a dismissal without a reason', { decision: 'dismiss' }, /a dismissal needs a reason/],
  ['a note without a text', { decision: 'note', note: '  ' }, /a note needs a text/],
  ['a decision that does not exist', { decision: 'maybe' }, /decision/],
])('%s is refused in words', async (_, payload, words) => {
  const { app, db } = await openDesk();
  const id = await withIncident(db);
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/decisions`,
    headers: LOCAL,
    payload,
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().detail).toMatch(words);
});

test('two analysts on one incident: the second is told to look again', async () => {
  const { app, db } = await openDesk();
  const id = await withIncident(db);
  const decide = (decision: string) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/incidents/${id}/decisions`,
      headers: LOCAL,
      payload: { decision, version: 1 },
    });
  expect((await decide('confirm')).statusCode).toBe(201);
  const second = await decide('escalate');
  expect(second.statusCode).toBe(409);
  expect(second.json().detail).toContain('look again');
});

test('what goes wrong inside is not told outside', async () => {
  const { app } = await openDesk();
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/digests',
    headers: LOCAL,
    payload: { day: '2026-03-04' },
  });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('disk');
});

test('the queue can be asked for by state, and unknown states are named', async () => {
  const { app, db } = await openDesk();
  const id = await withIncident(db);
  const list = async (query: string) => (await app.inject({ url: `/api/v1/incidents${query}`, headers: LOCAL })).json();
  expect((await list('')).incidents.map((row: { id: number }) => row.id)).toEqual([id]);
  expect((await list('?state=confirmed,dismissed')).incidents).toEqual([]);
  expect((await list('?state=lost')).status).toBe(400);
});

test('feeds that do not exist cannot be polled', async () => {
  const { app, db, asked } = await openDesk();
  await withFeed(db);
  const poll = (ids: string[]) =>
    app.inject({ method: 'POST', url: '/api/v1/feeds/poll', headers: LOCAL, payload: { ids } });
  expect((await poll(['nowhere'])).json().detail).toContain('nowhere');
  expect((await poll(['danube-wire'])).json().feeds).toEqual(['danube-wire']);
  expect(asked).toEqual(['poll danube-wire']);
});

test('text from outside is shown as text, on every page', async () => {
  const { app, db } = await openDesk();
  const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>';
  await withFeed(db, { title: hostile, url: 'javascript:alert(1)' });
  await saveItems(db, [item({ title: hostile })], NOW);
  const id = await createIncident(db, incident({ title: hostile, summary: hostile, actors: [hostile] }), NOW);
  await saveArticle(
    db,
    article({
      title: hostile,
      text: `${hostile}\n\n${hostile}`,
      url: 'javascript:alert(1)',
      classification: classification({
        why: hostile,
        evidence: [
          { rule: hostile, kind: 'threat', start: 3, end: 30, in: 'text' },
          { rule: '"><script>', kind: 'actor', start: 10, end: 70, in: 'text' },
        ],
      }),
    }),
    async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }),
  );
  for (const url of ['/', `/incidents/${id}`, '/feeds', '/digest']) {
    const answer = await app.inject({ url, headers: LOCAL });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    const page = load(answer.body);
    expect(page('script, img').length).toBe(0);
    expect(page('[href^="javascript"]').length).toBe(0);
    expect(
      page('*').filter((_, element) =>
        Object.keys((element as { attribs?: object }).attribs ?? {}).some((name) => name.startsWith('on')),
      ).length,
    ).toBe(0);
  }
  const page = load((await app.inject({ url: `/incidents/${id}`, headers: LOCAL })).body);
  expect(
    page('.text p')
      .toArray()
      .map((paragraph) => page(paragraph).text()),
  ).toEqual([hostile, hostile]);
});

test('the API describes itself', async () => {
  const { app } = await openDesk();
  const description = (await app.inject({ url: '/api/v1/openapi.json', headers: LOCAL })).json();
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths)).toContain('/api/v1/incidents/{id}/decisions');
});

test('without accounts, the desk refuses to answer other machines', () => {
  expect(() => requireLoopback(readSettings({ SUBTHRESHOLD_HTTP_HOST: '0.0.0.0' }))).toThrow(/SUBTHRESHOLD_HTTP_HOST/);
  requireLoopback(readSettings({ SUBTHRESHOLD_HTTP_HOST: '::1' }));
});

import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import type { DeskContext } from '../../src/desk/context.ts';
import { USER_HEADER } from '../../src/desk/user-header.ts';
import type { Database } from '../../src/store/database.ts';
import { createIncident } from '../../src/store/incidents.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { keepsDeciding } from '../support/keeps-deciding.ts';
import { loggedIn } from '../support/login.ts';
import { incident, NOW, withFeed, withIncident } from '../support/records.ts';

const database = useDatabase();
interface OpenDesk {
  app: FastifyInstance;
  db: Database;
  asked: string[];
  /** headers of an operator's browser */
  headers: { host: string; cookie: string };
}

async function withDesk({ trusted = false } = {}): Promise<OpenDesk> {
  const { db } = database();
  const asked: string[] = [];
  const app = await openDesk(db, {
    trusted,
    actions: {
      pollNow: async (ids?: readonly string[]) => {
        asked.push(`poll ${ids ?? 'all'}`);
        return [...(ids ?? ['danube-wire'])];
      },
      readAgain: async () => false,
      evictionPolicy: async () => null,
      handIn: async () => undefined,
      feedsOfSite: async () => [],
      feedsChanged: async () => void asked.push('feeds changed'),
      backup: () => {
        throw new Error('not of interest here');
      },
      deliverAgain: async () => false,
      reclassify: async () => ({ read: 0, changed: [] }),
      makeDigest: async () => {
        throw new Error('the disk is full');
      },
      // What these tests do not ask for is not there.
    } as Partial<DeskContext['actions']> as DeskContext['actions'],
  });
  return { app, db, asked, headers: await loggedIn(db) };
}

test('a name that is made to point at this machine gets nothing', async () => {
  const { app } = await withDesk();
  const answer = await app.inject({ url: '/api/v1/incidents', headers: { host: 'evil.example' } });
  expect(answer.statusCode).toBe(403);
  expect(answer.headers['content-type']).toContain('application/problem+json');
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:9999' }],
  ['another site without an origin', { 'sec-fetch-site': 'cross-site' }],
])('%s cannot decide', async (_, foreign) => {
  const { app, db, headers } = await withDesk();
  const id = await withIncident(db);
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/decisions`,
    headers: { ...headers, ...foreign },
    payload: { decision: 'confirm' },
  });
  expect(answer.statusCode).toBe(403);
  expect((await app.inject({ url: `/api/v1/incidents/${id}`, headers })).json()).toMatchObject({ state: 'new' });
});

test('a browser on the desk decides, and the decision is kept under the name of who has logged in', async () => {
  const { app, db, headers } = await withDesk();
  const id = await withIncident(db);
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/decisions`,
    headers: { ...headers, origin: 'http://127.0.0.1:8642', [USER_HEADER]: 'somebody-else' },
    payload: { decision: 'dismiss', reason: 'duplicate', version: 1 },
  });
  expect(answer.statusCode).toBe(201);
  const { reviews } = (await app.inject({ url: `/api/v1/incidents/${id}`, headers })).json();
  expect(reviews).toMatchObject([{ decision: 'dismiss', reason: 'duplicate' }]);
  expect(reviews[0].by).toBe('operator');
});

test('through the socket, the command says who decides', async () => {
  const { app, db } = await withDesk({ trusted: true });
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
  const { app, db, headers } = await withDesk();
  const id = await withIncident(db);
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/decisions`,
    headers,
    payload,
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().detail).toMatch(words);
});

test('two analysts on one incident: the second is told to look again', async () => {
  const { app, db, headers } = await withDesk();
  const id = await withIncident(db);
  const send = (decision: string) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/incidents/${id}/decisions`,
      headers,
      payload: { decision, version: 1 },
    });
  expect((await send('confirm')).statusCode).toBe(201);
  const second = await send('escalate');
  expect(second.statusCode).toBe(409);
  expect(second.json().detail).toContain('look again');
});

test('what goes wrong inside is not told outside', async () => {
  const { app, headers } = await withDesk();
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/digests',
    headers,
    payload: { day: '2026-03-04' },
  });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('disk');
});

test('the queue can be asked for by state, and unknown states are named', async () => {
  const { app, db, headers } = await withDesk();
  const id = await withIncident(db);
  const list = async (query: string) => (await app.inject({ url: `/api/v1/incidents${query}`, headers })).json();
  expect((await list('')).incidents.map((row: { id: number }) => row.id)).toEqual([id]);
  expect((await list('?state=confirmed,dismissed')).incidents).toEqual([]);
  expect((await list('?state=lost')).status).toBe(400);
});

test('feeds that do not exist cannot be polled', async () => {
  const { app, db, asked, headers } = await withDesk();
  await withFeed(db);
  const poll = (ids: string[]) => app.inject({ method: 'POST', url: '/api/v1/feeds/poll', headers, payload: { ids } });
  expect((await poll(['nowhere'])).json().detail).toContain('nowhere');
  expect((await poll(['danube-wire'])).json().feeds).toEqual(['danube-wire']);
  expect(asked).toEqual(['poll danube-wire']);
});

test('many are decided at once; those that have changed meanwhile are refused, and all can be taken back', async () => {
  const { app, db, headers } = await withDesk();
  const first = await withIncident(db);
  const second = await createIncident(db, incident({ title: 'Another' }), NOW);
  const send = async (payload: object) =>
    (await app.inject({ method: 'POST', url: '/api/v1/decisions', headers, payload })).json();
  const answer = await send({
    decision: 'dismiss',
    reason: 'duplicate',
    incidents: [
      { id: first, version: 1 },
      { id: second, version: 7 },
      { id: 4711, version: 1 },
    ],
  });
  expect(answer.decided).toMatchObject([{ id: first, state: 'dismissed' }]);
  expect(answer.refused).toMatchObject([{ id: second, detail: expect.stringContaining('look again') }, { id: 4711 }]);
  const undone = await send({ decision: 'undo', incidents: [{ id: first }, { id: second }] });
  expect(undone.decided).toMatchObject([{ id: first, state: 'new' }]);
  expect(undone.refused).toMatchObject([{ id: second, detail: expect.stringContaining('left to undo') }]);
});

test('pages follow one another, and a cursor that is made up is refused', async () => {
  const { app, db, headers } = await withDesk();
  await withFeed(db);
  for (let i = 0; i < 3; i++) await createIncident(db, incident({ title: `${i}`, priority: i }), NOW);
  const list = async (query: string) => (await app.inject({ url: `/api/v1/incidents?${query}`, headers })).json();
  const page = await list('limit=2');
  expect(page.incidents.map(({ title }: { title: string }) => title)).toEqual(['2', '1']);
  const rest = await list(`limit=2&cursor=${page.next}`);
  expect(rest).toMatchObject({ incidents: [{ title: '0' }], next: null });
  expect(await list('cursor=bm90aGluZw')).toMatchObject({ status: 400, detail: expect.stringContaining('cursor') });
});

test('a long answer is compressed for whoever can read that', async () => {
  const { app, db, headers } = await withDesk();
  await withFeed(db);
  for (let i = 0; i < 20; i++) await createIncident(db, incident({ title: `Incident ${i}` }), NOW);
  const plain = await app.inject({ url: '/api/v1/incidents', headers });
  const small = await app.inject({ url: '/api/v1/incidents', headers: { ...headers, 'accept-encoding': 'gzip' } });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(small.headers['content-encoding']).toBe('gzip');
  expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 5);
  expect(JSON.parse(gunzipSync(small.rawPayload).toString())).toEqual(plain.json());
});

test('a search that makes no sense is answered in words', async () => {
  const { app, headers } = await withDesk();
  for (const path of ['incidents', 'incidents/counts', 'articles', 'map', 'trends']) {
    const answer = await app.inject({ url: `/api/v1/${path}?q=nation:RO`, headers });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain('no field "nation"');
  }
});

test('who has the desk open is told of decisions as they are made', async () => {
  const { app, db, headers } = await withDesk();
  const id = await withIncident(db);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${address}/api/v1/events`, { headers: { cookie: headers.cookie } });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let heard = '';
  const until = async (words: string) => {
    while (!heard.includes(words)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`it ended: ${heard}`);
      heard += new TextDecoder().decode(value);
    }
  };
  await until('retry');
  const stop = keepsDeciding(db, id, 'analyst');
  await until('"decision":"confirm","by":"analyst"');
  await stop();
  expect(heard).toContain('event: incident');
  // Whoever listens does not keep the desk from closing.
  await app.close();
});

test('one user may listen twenty times at once; who asks for more is refused, and the others are not', async () => {
  const { app, db, headers } = await withDesk();
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const listen = (cookie: string) => fetch(`${address}/api/v1/events`, { headers: { cookie } });
  const streams = await Promise.all(Array.from({ length: 20 }, () => listen(headers.cookie)));
  expect(streams.map(({ status }) => status)).toEqual(Array(20).fill(200));

  const refused = await listen(headers.cookie);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ title: 'too many streams', detail: expect.stringContaining('close') });
  const colleague = await loggedIn(db, 'viewer', { name: 'clara' });
  expect((await listen(colleague.cookie)).status).toBe(200);

  await streams[0]?.body?.cancel();
  await expect.poll(async () => (await listen(headers.cookie)).status).toBe(200);
  await app.close();
});

test('colleagues see which incident one has open, for as long as the page is, whichever process serves it', async () => {
  const { app, db, headers } = await withDesk();
  const id = await withIncident(db);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const { cookie } = headers;
  const page = '7c0f6d0e-0a56-4d7c-9d8b-0d2f6d0f0a01';
  const other = (await withDesk()).app;
  const elsewhere = await other.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${address}/api/v1/events`, { headers: { cookie } });
  const self = get(`${elsewhere}/api/v1/events?page=${page}`, { headers: { cookie }, agent: false });
  self.on('error', () => {});
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let heard = '';
  const until = async (words: RegExp) => {
    while (!words.test(heard)) heard += new TextDecoder().decode((await reader.read()).value);
  };
  await other.inject({
    method: 'POST',
    url: '/api/v1/presence',
    headers: await loggedIn(db, 'analyst', { name: 'boris' }),
    payload: { page, incident: id },
  });
  await until(/event: presence\ndata: \[\{[^\n]*"who":"boris"/);
  heard = '';
  self.destroy();
  await until(/event: presence\ndata: \[\]/);
  await app.close();
});

test('a view is kept with how many incidents it shows; one that makes no sense is refused', async () => {
  const { app, db, headers } = await withDesk();
  await withIncident(db);
  const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
    app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
  const made = (await send('POST', '/views', { name: 'Danube', search: 'country:RO' })).json();
  await send('POST', '/views', { name: 'Elsewhere', search: '-pact:nato' });
  const list = async () => (await app.inject({ url: '/api/v1/views', headers })).json().views;
  expect(await list()).toMatchObject([
    { name: 'Danube', n: 1 },
    { name: 'Elsewhere', n: 0 },
  ]);
  expect((await send('POST', '/views', { name: 'danube', search: '' })).statusCode).toBe(409);
  expect((await send('POST', '/views', { name: 'Bad', search: 'pact:rio' })).json().detail).toContain('no pact "rio"');
  expect((await send('PATCH', `/views/${made.id}`, { search: 'country:XX' })).json()).toMatchObject({ name: 'Danube' });
  expect((await send('DELETE', `/views/${made.id}`)).statusCode).toBe(204);
  expect((await send('DELETE', `/views/${made.id}`)).statusCode).toBe(404);
  expect(await list()).toHaveLength(1);
});

test('the API describes itself', async () => {
  const { app, headers } = await withDesk();
  const description = (await app.inject({ url: '/api/v1/openapi.json', headers })).json();
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths)).toContain('/api/v1/incidents/{id}/decisions');
});

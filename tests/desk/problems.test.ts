import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { loggedIn } from '../support/login.ts';
import { withIncident } from '../support/records.ts';

const database = useDatabase();

let app: FastifyInstance;
let db: Database;
let headers: { host: string; cookie: string };

beforeEach(async () => {
  db = database().db;
  app = await openDesk(db);
  headers = await loggedIn(db);
});

const cursor = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');
const json = { 'content-type': 'application/json' };

/** What is asked for, the title of the answer, and what its detail says. */
test.each<[string, InjectOptions, number, string, RegExp]>([
  [
    'a body that is no JSON',
    { method: 'POST', url: '/views', payload: '{"name": ', headers: json },
    400,
    'bad JSON',
    /quote, comma or bracket/,
  ],
  [
    'an empty body',
    { method: 'POST', url: '/views', payload: '', headers: json },
    400,
    'bad JSON',
    /send a JSON object/,
  ],
  [
    'a body of another type',
    { method: 'POST', url: '/views', payload: 'name=x', headers: { 'content-type': 'text/plain' } },
    415,
    'unsupported media type',
    /application\/json/,
  ],
  [
    'a body that is too large',
    { method: 'POST', url: '/views', payload: { name: 'x'.repeat(2_000_000) } },
    413,
    'too large',
    /several parts/,
  ],
  [
    'a field that is missing',
    { method: 'POST', url: '/views', payload: { search: '' } },
    400,
    'bad request',
    /^name: /,
  ],
  [
    'a field of the wrong type',
    { method: 'POST', url: '/views', payload: { name: 7, search: '' } },
    400,
    'bad request',
    /^name: .*expected string/,
  ],
  ['a query that is out of range', { url: '/incidents?limit=0' }, 400, 'bad request', /^limit: .*>=1/],
  ['a search that cannot be understood', { url: '/incidents?q=since:soon' }, 400, 'bad search', /since/],
  ['a cursor that is none', { url: '/incidents?cursor=xyz' }, 400, 'bad cursor', /begin again without a cursor/],
  ['a cursor of another list', { url: `/incidents?cursor=${cursor({ id: 3 })}` }, 400, 'bad cursor', /for this list/],
  [
    'a cursor beyond all time',
    { url: `/items?cursor=${cursor({ at: 9e15, key: 'a' })}` },
    400,
    'bad cursor',
    /for this list/,
  ],
  [
    'a cursor with an impossible key',
    { url: `/items?cursor=${cursor({ at: 9, key: '\0' })}` },
    400,
    'bad request',
    /U\+0000/,
  ],
  ['an address that nothing is at', { url: '/nothing' }, 404, 'not found', /openapi\.json says what there is/],
  ['an incident that does not exist', { url: '/incidents/987654' }, 404, 'not found', /no incident 987654/],
  ['an id that is none', { url: '/incidents/twelve' }, 400, 'bad request', /^id: /],
  ['an id that no database can hold', { url: '/incidents/99999999999999999999' }, 400, 'bad request', /^id: /],
  ['a key that no database can hold', { url: '/articles/%00' }, 400, 'bad request', /U\+0000/],
  ['an address that is badly encoded', { url: '/articles/%zz' }, 400, 'bad address', /two hexadecimal digits/],
  ['a part of an address that is too long', { url: `/articles/${'x'.repeat(500)}` }, 414, 'bad address', /too long/],
  [
    'a method that an address does not take',
    { method: 'DELETE', url: '/incidents' },
    405,
    'method not allowed',
    /takes GET, HEAD/,
  ],
  [
    'a question for options',
    { method: 'OPTIONS', url: '/incidents/1/decisions' },
    405,
    'method not allowed',
    /takes POST/,
  ],
  [
    'a decision without its reason',
    { method: 'POST', url: '/incidents/1/decisions', payload: { decision: 'dismiss' } },
    400,
    'bad request',
    /needs a reason/,
  ],
  [
    'a decision on what has changed',
    { method: 'POST', url: '/incidents/1/decisions', payload: { decision: 'confirm', version: 7 } },
    409,
    'changed meanwhile',
    /look again/,
  ],
  [
    'an undoing of nothing',
    { method: 'POST', url: '/incidents/1/decisions', payload: { decision: 'undo' } },
    409,
    'nothing to undo',
    /left to undo/,
  ],
])('%s', async (_, asked, status, title, detail) => {
  await withIncident(db);
  const url = `/api/v1${asked.url}`;
  const answer = await app.inject({ ...asked, url, headers: { ...headers, ...asked.headers } });
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toEqual({ type: 'about:blank', title, status, detail: expect.stringMatching(detail) });
  expect(answer.statusCode).toBe(status);
  if (status === 405) expect(answer.json().detail).toContain(answer.headers.allow);
});

test('HEAD is refused as GET is, without the words', async () => {
  for (const [url, status] of [
    ['/api/v1/incidents/987654', 404],
    ['/api/v1/incidents?limit=0', 400],
    ['/api/v1/nothing', 404],
  ] as const) {
    const answer = await app.inject({ method: 'HEAD', url, headers });
    expect(answer.statusCode, url).toBe(status);
    expect(answer.headers['content-type'], url).toContain('application/problem+json');
    expect(answer.body).toBe('');
  }
});

test('whoever asks too often is told when to go on', async () => {
  let answer = await app.inject({ url: '/api/v1/session', headers: { host: headers.host } });
  for (let n = 0; n < 400 && answer.statusCode === 200; n++)
    answer = await app.inject({ url: '/api/v1/session', headers: { host: headers.host } });
  expect(answer.json()).toMatchObject({ status: 429, title: 'too many requests' });
  expect(answer.json().detail).toContain(`${answer.headers['retry-after']} seconds`);
});

test('a database that is away is told of, and so are queues', async () => {
  const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });
  const failing = async (error: Error) => {
    const desk = await openDesk(db, {
      actions: { evictionPolicy: null, pollNow: () => Promise.reject(error) } as never,
    });
    return desk.inject({ method: 'POST', url: '/api/v1/feeds/poll', payload: {}, headers });
  };
  const lost = Object.assign(new Error('Failed query'), { cause: refused });
  expect((await failing(lost)).json()).toMatchObject({ status: 503, detail: expect.stringContaining('the database') });
  const away = Object.assign(new Error('Reached the max retries'), { name: 'MaxRetriesPerRequestError' });
  expect((await failing(away)).json()).toMatchObject({ status: 503, detail: expect.stringContaining('the queues') });
  expect((await failing(new Error('a secret path'))).json()).toEqual({
    ...{ type: 'about:blank', title: 'internal error', status: 500 },
    detail: 'a defect of Subthreshold: its log says more',
  });
});

test('what is no HTTP at all is answered with a problem document too', async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const say = async (bytes: string) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(bytes);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toContain('content-type: application/problem+json');
    return JSON.parse(body);
  };
  expect(await say('HELO desk\r\n\r\n')).toMatchObject({ status: 405, title: 'method not allowed' });
  expect(await say('GET / HTTP/1.1\r\nno colon\r\n\r\n')).toMatchObject({ status: 400, title: 'bad request' });
  expect(await say(`GET / HTTP/1.1\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)).toMatchObject({ status: 431 });
});

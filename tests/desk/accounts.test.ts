import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { hashPassword } from '../../src/desk/passwords.ts';
import type { Database } from '../../src/store/database.ts';
import { createLoginKey } from '../../src/store/login-keys.ts';
import { apiTokens, sessions, users } from '../../src/store/schema.ts';
import { addUser, findUserByName } from '../../src/store/users.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { keepsDeciding } from '../support/keeps-deciding.ts';
import { loggedIn, PASSWORD } from '../support/login.ts';
import { NOW, withIncident } from '../support/records.ts';

const database = useDatabase();
const HOST = { host: '127.0.0.1:8642' };
const MINUTE = 60_000;

/** A desk whose clock the test moves, and one who asks it things. */
async function withDesk({ publicUrl = null as string | null, trustProxy = [] as string[] } = {}) {
  const { db } = database();
  let at = +NOW;
  const settings = readSettings({});
  const app = await openDesk(db, {
    now: () => new Date(at),
    settings: { ...settings, http: { ...settings.http, publicUrl, trustProxy } },
  });
  const ask = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    headers: object = {},
  ) => app.inject({ method, url: `/api/v1${url}`, headers: { ...HOST, ...headers }, ...(payload ? { payload } : {}) });
  const logIn = (name: string, password: string, headers: object = {}) =>
    ask('POST', '/session', { name, password }, headers);
  const later = (ms: number) => {
    at += ms;
  };
  const cookieOf = (answer: Awaited<ReturnType<typeof logIn>>) =>
    answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { db, app, ask, logIn, cookieOf, later };
}

const withAnna = async (db: Database) =>
  addUser(db, { name: 'Anna', role: 'analyst', createdAt: NOW, passwordHash: await hashPassword(PASSWORD) });

test('whoever has the password comes in, and goes out again', async () => {
  const { db, ask, logIn, cookieOf } = await withDesk();
  await withAnna(db);
  const answer = await logIn('anna', PASSWORD);
  expect(answer.statusCode).toBe(201);
  expect(answer.cookies).toMatchObject([{ httpOnly: true, sameSite: 'Lax', path: '/' }]);
  const cookie = cookieOf(answer);
  expect((await ask('GET', '/me', undefined, { cookie })).json()).toMatchObject({ name: 'Anna', role: 'analyst' });
  // What the store holds lets nobody in.
  const [kept] = await db.select().from(sessions);
  expect(cookie).not.toContain(kept?.key);
  expect((await db.select().from(users))[0]?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await ask('DELETE', '/session', undefined, { cookie })).statusCode).toBe(200);
  expect((await ask('GET', '/me', undefined, { cookie })).statusCode).toBe(401);
});

test.each([
  ['the wrong password', 'anna', 'not it at all, no'],
  ['a name that nobody has', 'boris', PASSWORD],
  ['no password', 'anna', ''],
])('%s is refused in the same words', async (_, name, password) => {
  const { db, logIn } = await withDesk();
  await withAnna(db);
  const answer = await logIn(name, password);
  expect(answer.statusCode).toBe(401);
  expect(answer.json().detail).toBe('name and password do not belong together');
});

test('guessing at one account is slowed down, also from many addresses and at once; time and the password help', async () => {
  const { db, logIn, later } = await withDesk({ trustProxy: ['127.0.0.1'] });
  await withAnna(db);
  const guess = (n: number) => logIn('anna', `guess number ${n} of many`, { 'x-forwarded-for': `192.0.2.${n}` });
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(n)));
  expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
  const throttled = answers.filter(({ statusCode }) => statusCode === 429);
  expect(throttled).toHaveLength(7);
  expect(throttled[0]?.json()).toMatchObject({
    status: 429,
    detail: expect.stringContaining('try again in 30 seconds'),
  });
  expect(throttled[0]?.headers['retry-after']).toBe('30');
  expect((await logIn('anna', PASSWORD)).statusCode).toBe(429);
  later(MINUTE);
  expect((await guess(13)).statusCode).toBe(401);
  later(45_000);
  // The pause has doubled.
  expect((await logIn('anna', PASSWORD)).statusCode).toBe(429);
  later(20_000);
  expect((await logIn('anna', PASSWORD)).statusCode).toBe(201);
  expect((await guess(14)).statusCode).toBe(401);
});

test('guessing at many accounts from one address is slowed down, also by another process on the same store', async () => {
  const one = await withDesk();
  const other = await withDesk();
  await withAnna(one.db);
  for (let n = 0; n < 20; n++) expect((await one.logIn(`name${n}`, 'anything at all')).statusCode).toBe(401);
  expect((await other.logIn('name21', 'anything at all')).statusCode).toBe(429);
  expect((await other.logIn('anna', PASSWORD)).statusCode).toBe(429);
});

test('a session ends when it is not used, and after its longest time even when it is', async () => {
  const { db, ask, later } = await withDesk();
  const headers = await loggedIn(db, 'viewer');
  const status = async () => (await ask('GET', '/me', undefined, headers)).statusCode;
  later(11 * 60 * MINUTE);
  expect(await status()).toBe(200);
  later(11 * 60 * MINUTE);
  expect(await status()).toBe(200);
  later(13 * 60 * MINUTE);
  expect(await status()).toBe(401);
  const busy = await loggedIn(db, 'viewer', { now: new Date(+NOW + 35 * 60 * MINUTE) });
  let hours = 0;
  while ((await ask('GET', '/me', undefined, busy)).statusCode === 200 && hours++ < 200) later(60 * MINUTE);
  expect(hours).toBe(24);
});

test('the first start: a link makes the first operator, once', async () => {
  const { db, ask, cookieOf } = await withDesk();
  const link = { purpose: 'first-operator', userId: null, expiresAt: new Date(+NOW + MINUTE), now: NOW } as const;
  const [key, another] = [await createLoginKey(db, link), await createLoginKey(db, link)];
  expect((await ask('POST', '/session/key', { key })).json()).toEqual({ purpose: 'first-operator', name: null });
  const weak = await ask('POST', '/session/by-key', { key, name: 'olga', password: 'olga-olga-olga' });
  expect(weak).toMatchObject({ statusCode: 422 });
  const [first, second] = await Promise.all(
    [key, another].map((one) => ask('POST', '/session/by-key', { key: one, name: 'olga', password: PASSWORD })),
  );
  const made = [first, second].filter((answer) => answer?.statusCode === 201);
  expect(made).toHaveLength(1);
  const cookie = cookieOf(made[0] as NonNullable<typeof first>);
  expect((await ask('GET', '/users', undefined, { cookie })).json().users).toMatchObject([
    { name: 'olga', role: 'operator' },
  ]);
  expect((await ask('POST', '/session/by-key', { key, name: 'eve', password: PASSWORD })).statusCode).toBe(410);
});

test('an operator adds an analyst, who chooses a password by the link; a new link ends the old one', async () => {
  const { db, ask, logIn, later } = await withDesk();
  const operator = await loggedIn(db, 'operator');
  const { user, link } = (await ask('POST', '/users', { name: 'bo', role: 'analyst' }, operator)).json();
  expect((await ask('POST', '/users', { name: 'BO', role: 'viewer' }, operator)).statusCode).toBe(409);
  const keyOf = (path: string) => path.split('#key=')[1] as string;
  const again = (await ask('POST', `/users/${user.id}/link`, {}, operator)).json();
  expect((await ask('POST', '/session/key', { key: keyOf(link.path) })).statusCode).toBe(410);
  const chosen = await ask('POST', '/session/by-key', { key: keyOf(again.path), password: PASSWORD });
  expect(chosen.statusCode).toBe(201);
  expect((await logIn('bo', PASSWORD)).statusCode).toBe(201);
  const third = (await ask('POST', `/users/${user.id}/link`, {}, operator)).json();
  later(4 * 24 * 60 * MINUTE);
  expect((await ask('POST', '/session/key', { key: keyOf(third.path) })).statusCode).toBe(410);
});

test('what an operator changes holds at once; the last operator stays one', async () => {
  const { db, ask } = await withDesk();
  const operator = await loggedIn(db, 'operator');
  const analyst = await loggedIn(db, 'analyst');
  const { users: list } = (await ask('GET', '/users', undefined, operator)).json();
  const idOf = (name: string) => list.find((user: { name: string }) => user.name === name).id;
  const incident = await withIncident(db);
  const decide = async (headers: object) =>
    (await ask('POST', `/incidents/${incident}/decisions`, { decision: 'note', note: 'seen' }, headers)).statusCode;
  expect(await decide(analyst)).toBe(201);
  // With another role one comes in anew; without a change of it one stays.
  await ask('PATCH', `/users/${idOf('analyst')}`, { role: 'analyst' }, operator);
  expect(await decide(analyst)).toBe(201);
  await ask('PATCH', `/users/${idOf('analyst')}`, { role: 'viewer' }, operator);
  expect(await decide(analyst)).toBe(401);
  const again = await loggedIn(db, 'analyst');
  expect(await decide(again)).toBe(403);
  await ask('PATCH', `/users/${idOf('analyst')}`, { enabled: false }, operator);
  expect(await decide(again)).toBe(401);
  for (const change of [{ enabled: false }, { role: 'viewer' }])
    expect((await ask('PATCH', `/users/${idOf('operator')}`, change, operator)).json().detail).toContain(
      'only operator',
    );
});

test('a new password ends the other sessions; the present one is asked for', async () => {
  const { db, ask, logIn, cookieOf } = await withDesk();
  await withAnna(db);
  const [here, there] = [cookieOf(await logIn('anna', PASSWORD)), cookieOf(await logIn('anna', PASSWORD))];
  const change = (current: string, password: string) =>
    ask('PUT', '/me/password', { current, password }, { cookie: here });
  expect((await change('something else again', `${PASSWORD} 2`)).statusCode).toBe(401);
  expect((await change(PASSWORD, 'short')).statusCode).toBe(422);
  expect((await ask('GET', '/me/sessions', undefined, { cookie: here })).json().sessions).toHaveLength(2);
  expect((await change(PASSWORD, `${PASSWORD} 2`)).statusCode).toBe(200);
  expect((await ask('GET', '/me', undefined, { cookie: here })).statusCode).toBe(200);
  expect((await ask('GET', '/me', undefined, { cookie: there })).statusCode).toBe(401);
  expect((await logIn('anna', PASSWORD)).statusCode).toBe(401);
});

test.each([
  ['another role', { role: 'analyst' }],
  ['a disabled account', { enabled: false }],
])('%s ends what is listened to: nothing that happens afterwards is heard', async (_, change) => {
  const { db, app, ask } = await withDesk();
  const operator = await loggedIn(db, 'operator');
  const viewer = await loggedIn(db, 'viewer');
  const incident = await withIncident(db);
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const { body } = await fetch(`${address}/api/v1/events`, { headers: { cookie: viewer.cookie } });
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  while (!heard.includes('event: presence')) heard += (await reader.read()).value;
  const { id } = (await findUserByName(db, 'viewer')) ?? {};
  expect((await ask('PATCH', `/users/${id}`, change, operator)).statusCode).toBe(200);
  const stop = keepsDeciding(db, incident);
  for (let more = await reader.read(); !more.done; more = await reader.read()) heard += more.value;
  await stop();
  expect(heard).not.toContain('event: incident');
});

test('a token is shown once, does what its role may, and no more when it is revoked or has expired', async () => {
  const { db, app, ask, later } = await withDesk();
  const analyst = await loggedIn(db, 'analyst');
  const make = (over: object) =>
    ask('POST', '/me/tokens', { name: 'scraper', role: 'viewer', days: 30, ...over }, analyst);
  expect((await make({ role: 'operator' })).statusCode).toBe(403);
  const { id, token } = (await make({})).json();
  expect(token).toMatch(/^sbt_[\w-]{43}$/);
  const [kept] = await db.select().from(apiTokens);
  expect(JSON.stringify(kept)).not.toContain(token.slice(4));
  expect(JSON.stringify((await ask('GET', '/me/tokens', undefined, analyst)).json())).not.toContain(token.slice(4));
  const bearer = { authorization: `Bearer ${token}` };
  const basic = { authorization: `Basic ${Buffer.from(`reader:${token}`).toString('base64')}` };
  // Whoever has a token needs not come by a name that the desk knows.
  const metrics = (headers: object) => app.inject({ url: '/metrics', headers: { host: 'web:8642', ...headers } });
  expect((await metrics(bearer)).statusCode).toBe(200);
  expect((await metrics({})).statusCode).toBe(403);
  expect((await app.inject({ url: '/feeds/incidents.atom', headers: { ...HOST, ...basic } })).statusCode).toBe(200);
  expect((await ask('POST', '/decisions', { decision: 'confirm', incidents: [{ id: 1 }] }, bearer)).statusCode).toBe(
    403,
  );
  const second = (await make({ days: 1 })).json();
  later(25 * 60 * MINUTE);
  expect((await ask('GET', '/me', undefined, { authorization: `Bearer ${second.token}` })).statusCode).toBe(401);
  const again = await loggedIn(db, 'analyst', { now: new Date(+NOW + 25 * 60 * MINUTE) });
  expect((await ask('DELETE', `/me/tokens/${id}`, undefined, again)).statusCode).toBe(200);
  expect((await ask('GET', '/me', undefined, bearer)).json().detail).toContain('not good');
});

test("nobody revokes another's token but an operator, and a token shrinks with its user", async () => {
  const { db, ask } = await withDesk();
  const [analyst, viewer, operator] = [
    await loggedIn(db, 'analyst'),
    await loggedIn(db, 'viewer'),
    await loggedIn(db, 'operator'),
  ];
  const { id, token } = (await ask('POST', '/me/tokens', { name: 'x', role: 'analyst', days: null }, analyst)).json();
  expect((await ask('DELETE', `/me/tokens/${id}`, undefined, viewer)).statusCode).toBe(404);
  const { users: list } = (await ask('GET', '/users', undefined, operator)).json();
  const owner = list.find((user: { name: string }) => user.name === 'analyst');
  await ask('PATCH', `/users/${owner.id}`, { role: 'viewer' }, operator);
  expect((await ask('GET', '/me', undefined, { authorization: `Bearer ${token}` })).json().role).toBe('viewer');
  expect((await ask('GET', '/tokens', undefined, operator)).json().tokens).toMatchObject([
    { name: 'x', user: 'analyst' },
  ]);
  expect((await ask('DELETE', `/tokens/${id}`, undefined, operator)).statusCode).toBe(200);
});

test('every change is in the audit log with who, what, when and from where, without secrets, and stays there', async () => {
  const { db, ask, logIn, cookieOf } = await withDesk({ trustProxy: ['127.0.0.1'] });
  await withAnna(db);
  const operator = await loggedIn(db, 'operator');
  const incident = await withIncident(db);
  await logIn('anna', 'a guess, a guess');
  const cookie = cookieOf(await logIn('anna', PASSWORD));
  const note = { decision: 'note', note: '=HYPERLINK("https://evil.example")', version: 1 };
  await ask('POST', `/incidents/${incident}/decisions`, note, { cookie, 'x-forwarded-for': '192.0.2.9' });
  await ask('POST', `/incidents/${incident}/decisions`, { ...note, version: 7 }, { cookie });
  const { entries, next } = (await ask('GET', '/audit?limit=2', undefined, operator)).json();
  expect(entries).toMatchObject([
    {
      ...{ by: 'Anna', via: 'session', address: '192.0.2.9', action: 'Decide on an incident', at: NOW.toISOString() },
      request: `POST /api/v1/incidents/${incident}/decisions`,
      detail: note,
    },
    { by: 'Anna', action: 'Log in', detail: { name: 'anna' } },
  ]);
  const rest = (await ask('GET', `/audit?limit=2&cursor=${next}`, undefined, operator)).json();
  expect(rest.entries).toMatchObject([{ by: 'nobody', action: 'Login refused', detail: { name: 'anna' } }]);
  expect(rest.next).toBeNull();

  const lines = (await ask('GET', '/audit/export/jsonl?by=Anna', undefined, operator)).body.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).action)).toEqual(['Decide on an incident', 'Log in']);
  const csv = (await ask('GET', '/audit/export/csv', undefined, operator)).body;
  expect(csv.split('\r\n')[0]).toBe('id,at,by,via,address,action,request,detail');
  for (const secret of [PASSWORD, 'a guess']) expect(csv + lines.join('')).not.toContain(secret);
  await expect(db.execute('delete from subthreshold.audit')).rejects.toThrow();
  await expect(db.execute("update subthreshold.audit set by = 'eve'")).rejects.toThrow();
});

test('behind a proxy with https the cookie is for https alone, and changes are taken from the public address', async () => {
  const { db, app, logIn } = await withDesk({ publicUrl: 'https://desk.example', trustProxy: ['127.0.0.1'] });
  await withAnna(db);
  const behind = { host: 'desk.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.4' };
  const answer = await logIn('anna', PASSWORD, { ...behind, origin: 'https://desk.example' });
  expect(answer.statusCode).toBe(201);
  expect(answer.cookies).toMatchObject([{ name: '__Host-subthreshold', secure: true, httpOnly: true, path: '/' }]);
  expect(answer.headers['strict-transport-security']).toContain('max-age');
  expect((await db.select().from(sessions))[0]?.address).toBe('198.51.100.4');
  for (const [host, origin] of [
    ['desk.example', 'http://desk.example.evil.example'],
    ['evil.example', 'https://evil.example'],
  ])
    expect((await logIn('anna', PASSWORD, { ...behind, host, origin })).statusCode).toBe(403);
  const page = await app.inject({ url: '/no/page', headers: { ...behind, accept: 'text/html' } });
  expect(page.headers.location).toBe('/login?to=%2Fno%2Fpage');
});

test('a proxy that is not trusted cannot say from where somebody comes', async () => {
  const { db, logIn } = await withDesk();
  await withAnna(db);
  await logIn('anna', PASSWORD, { 'x-forwarded-for': '198.51.100.4' });
  expect((await db.select().from(sessions))[0]?.address).toBe('127.0.0.1');
});

test('a program that runs wild is told to slow down', async () => {
  const { db, ask } = await withDesk();
  const viewer = await loggedIn(db, 'viewer');
  let refused: Awaited<ReturnType<typeof ask>> | undefined;
  for (let n = 0; n < 1_300 && !refused; n++) {
    const answer = await ask('GET', '/session', undefined, viewer);
    if (answer.statusCode !== 200) refused = answer;
  }
  expect(refused?.json()).toMatchObject({ status: 429, title: 'too many requests' });
  expect(refused?.headers['content-type']).toContain('application/problem+json');
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
  // Others are not kept waiting.
  expect((await ask('GET', '/session', undefined, await loggedIn(db, 'analyst'))).statusCode).toBe(200);
});

test('the description of the API says who may use what, and how it refuses', async () => {
  const { db, ask } = await withDesk();
  const description = (await ask('GET', '/openapi.json', undefined, await loggedIn(db, 'viewer'))).json();
  expect(description.openapi).toBe('3.1.0');
  expect(description.components.securitySchemes).toMatchObject({ token: { type: 'http', scheme: 'bearer' } });
  expect(description.paths['/api/v1/session'].post.security).toEqual([]);
  expect(description.paths['/api/v1/me/tokens'].post.security).toEqual([{ session: [] }]);
  expect(description.paths['/api/v1/decisions'].post).toMatchObject({
    'x-role': 'analyst',
    security: [{ token: [] }, { session: [] }],
    responses: { 401: { $ref: '#/components/responses/401' } },
  });
  expect(description.components.responses[401].content).toHaveProperty(['application/problem+json']);
});

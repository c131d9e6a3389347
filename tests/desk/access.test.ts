import type { FastifyInstance, InjectOptions } from 'fastify';
import { expect, test } from 'vitest';
import { mayActAs, ROLES, SCOPES } from '../../src/config/roles.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { DeskContext } from '../../src/desk/context.ts';
import { PAGES } from '../../src/desk/web.ts';
import type { Database } from '../../src/store/database.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { loggedIn, withToken } from '../support/login.ts';
import { type Route, routesOf } from '../support/routes.ts';

const database = useDatabase();
const LOCAL = { host: '127.0.0.1:8642' };

/** A desk with all that it can have: also the login by OpenID Connect, whose provider never answers here. */
function openWholeDesk(db: Database, over: Partial<DeskContext> = {}): Promise<FastifyInstance> {
  const settings = readSettings({});
  return openDesk(db, { settings: { ...settings, oidc: { ...settings.oidc, issuer: 'http://127.0.0.1:9' } }, ...over });
}

let asked = 0;
/**
 * Asks for a route, with an empty body where it might want one: who may not is refused before that is looked at. Each
 * time from another address, since strangers may not ask so often.
 */
const ask = (app: FastifyInstance, { method, url }: Route, headers: InjectOptions['headers']) =>
  app.inject({
    ...{ method, url, headers: { ...LOCAL, ...headers }, ...(/^P/.test(method) ? { payload: {} } : {}) },
    remoteAddress: `10.0.${++asked >> 8}.${asked & 255}`,
  });

/** Streams that never end are not waited for. */
const ENDLESS = '/api/v1/events';

test('without login nothing answers but /healthz, the login page and its assets', async () => {
  const app = await openWholeDesk(database().db);
  const routes = routesOf(app);
  expect(routes.length).toBeGreaterThan(100);
  for (const page of PAGES) expect(app.routes.map(({ url }) => url)).toContain(page);
  const open: string[] = [];
  for (const route of routes) {
    const answer = await ask(app, route, {});
    if (route.config.role === 'public') open.push(`${route.method} ${route.url}`);
    else {
      expect(answer.statusCode, `${route.method} ${route.url}`).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      if (route.method === 'HEAD') continue;
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ status: 401, title: 'not logged in' });
    }
  }
  expect(open.filter((route) => !route.startsWith('HEAD '))).toEqual([
    'GET /healthz',
    'GET /api/v1/session',
    'POST /api/v1/session',
    'POST /api/v1/session/key',
    'POST /api/v1/session/by-key',
    'GET /login/oidc',
    'GET /login/oidc/callback',
    'GET /assets/x',
    'GET /login',
  ]);
  expect((await app.inject({ url: '/no/such/page', headers: LOCAL })).statusCode).toBe(401);
});

test('a route that does not say for whom it is keeps the desk from starting', async () => {
  const app = await openDesk(database().db);
  app.get('/forgotten', async () => 'secret');
  await expect(app.ready()).rejects.toThrow('for whom is GET /forgotten, HEAD /forgotten? Say it in config.role');
});

test.each(ROLES)('a %s is refused whatever is for a higher role, and nothing else', async (role) => {
  const { db } = database();
  const app = await openWholeDesk(db);
  const headers = await loggedIn(db, role);
  for (const route of routesOf(app)) {
    const { role: needed } = route.config;
    const may = needed === 'public' || (needed !== undefined && mayActAs(role, needed));
    // What one may is tried in other tests; here, whether it is refused by role.
    if (may && (route.url === ENDLESS || !['GET', 'HEAD'].includes(route.method))) continue;
    const answer = await ask(app, route, headers);
    if (may) expect([401, 403], `${route.method} ${route.url}`).not.toContain(answer.statusCode);
    else expect(answer.statusCode, `${route.method} ${route.url}`).toBe(403);
  }
});

test('no page of another origin can change anything, even when an operator is logged in', async () => {
  const { db } = database();
  const app = await openWholeDesk(db);
  const headers = await loggedIn(db, 'operator');
  for (const foreign of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:9999' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])
    for (const route of routesOf(app)) {
      if (['GET', 'HEAD'].includes(route.method)) continue;
      const answer = await ask(app, route, { ...headers, ...foreign });
      expect(answer.statusCode, `${route.method} ${route.url} ${JSON.stringify(foreign)}`).toBe(403);
      expect(answer.json().title).toBe('wrong origin');
    }
});

test.each(SCOPES)("an operator's token of scope %s may do what is in it, but nothing to accounts", async (scope) => {
  const { db } = database();
  const app = await openWholeDesk(db);
  const headers = await withToken(db, scope);
  for (const route of routesOf(app)) {
    const { role, inPerson = false } = route.config;
    if (role === undefined || role === 'public') continue;
    const may = !inPerson && mayActAs(scope, role);
    if (may && (route.url === ENDLESS || route.method !== 'GET')) continue;
    const answer = await ask(app, route, headers);
    if (may) expect([401, 403], `${route.method} ${route.url}`).not.toContain(answer.statusCode);
    else expect(answer.statusCode, `${route.method} ${route.url}`).toBe(403);
  }
});

test('what watches over the processes needs no token that reads', async () => {
  const { db } = database();
  const app = await openDesk(db);
  const headers = { ...LOCAL, ...(await withToken(db, 'monitor', 'viewer')) };
  const status = async (url: string) => (await app.inject({ url, headers })).statusCode;
  expect(await Promise.all(['/metrics', '/readyz'].map(status))).toEqual([200, 200]);
  expect(await Promise.all(['/', '/api/v1/me', '/api/v1/incidents', '/feeds/incidents.atom'].map(status))).toEqual([
    403, 403, 403, 403,
  ]);
});

test('whoever tries one token after the other is told to slow down', async () => {
  const app = await openDesk(database().db);
  let answers = 0;
  for (; answers < 400; answers++) {
    const headers = { ...LOCAL, authorization: `Bearer sbt_${answers}` };
    const { statusCode } = await app.inject({ url: '/api/v1/incidents', headers });
    if (statusCode === 429) break;
    expect(statusCode).toBe(401);
  }
  expect(answers).toBe(300);
});

test('what is told to whoever has logged in is kept by no cache', async () => {
  const { db } = database();
  const app = await openDesk(db);
  const headers = await loggedIn(db, 'operator');
  for (const url of ['/api/v1/incidents', '/api/v1/me', '/feeds/incidents.atom', '/api/v1/export/csv', '/no/such/page'])
    expect((await app.inject({ url, headers })).headers['cache-control'], url).toBe('no-store');
});

test.each(['/feeds', '/feeds/find', '/feeds/test', '/articles'])(
  'an address with a password goes nowhere: %s',
  async (path) => {
    const { db } = database();
    const app = await openDesk(db);
    const payload = { url: 'https://anna:s3cret@news.example/feed' };
    const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, headers: await loggedIn(db), payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain('url: must hold no user name or password');
  },
);

test('nobody is named nobody', async () => {
  const { db } = database();
  const app = await openDesk(db);
  const payload = { name: 'Nobody', role: 'viewer' };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/users', headers: await loggedIn(db), payload });
  expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining('nobody cannot be') });
});

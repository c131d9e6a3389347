import type { FastifyInstance, InjectOptions, RouteOptions } from 'fastify';
import { expect, test } from 'vitest';
import { mayActAs, ROLES } from '../../src/config/roles.ts';
import { createToken } from '../../src/store/api-tokens.ts';
import { addUser } from '../../src/store/users.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { loggedIn } from '../support/login.ts';
import { NOW } from '../support/records.ts';

const database = useDatabase();
const LOCAL = { host: '127.0.0.1:8642' };
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface Route {
  method: (typeof METHODS)[number];
  url: string;
  config: NonNullable<RouteOptions['config']>;
}

/** Every route that the server has, an address of each. */
function routesOf(app: FastifyInstance): Route[] {
  return app.routes.flatMap(({ method, url, config = {} }) =>
    [method].flat().map((one) => ({
      method: one as Route['method'],
      url: url.replace(/:\w+(\.html)?/g, '1$1').replace('*', 'x'),
      config,
    })),
  );
}

/** Asks for a route, with an empty body where it might want one: who may not is refused before that is looked at. */
const ask = (app: FastifyInstance, { method, url }: Route, headers: InjectOptions['headers']) =>
  app.inject({ method, url, headers: { ...LOCAL, ...headers }, ...(/^P/.test(method) ? { payload: {} } : {}) });

/** Streams that never end are not waited for. */
const ENDLESS = '/api/v1/events';

test('without login nothing answers but /healthz, the login page and its assets', async () => {
  const app = await openDesk(database().db);
  const routes = routesOf(app);
  expect(routes.length).toBeGreaterThan(60);
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
  expect(open.filter((route) => !route.includes(' /assets/') && !route.endsWith(' /login'))).toEqual([
    'GET /healthz',
    'HEAD /healthz',
    'GET /api/v1/session',
    'HEAD /api/v1/session',
    'POST /api/v1/session',
    'POST /api/v1/session/key',
    'POST /api/v1/session/by-key',
  ]);
  expect((await app.inject({ url: '/no/such/page', headers: LOCAL })).statusCode).toBe(401);
});

test.each(ROLES)('a %s is refused whatever is for a higher role, and nothing else', async (role) => {
  const { db } = database();
  const app = await openDesk(db);
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
  const app = await openDesk(db);
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

test('a token may do what its role may, but nothing to accounts', async () => {
  const { db } = database();
  const app = await openDesk(db);
  const { id } = await addUser(db, { name: 'ops', role: 'operator', createdAt: NOW });
  const { token } = await createToken(db, { userId: id, name: 'script', role: 'operator', expiresAt: null, now: NOW });
  const headers = { authorization: `Bearer ${token}` };
  for (const route of routesOf(app)) {
    const { role, inPerson = false } = route.config;
    if (role === 'public' || route.url === ENDLESS || !(inPerson || route.method === 'GET')) continue;
    const answer = await ask(app, route, headers);
    if (inPerson) expect(answer.statusCode, `${route.method} ${route.url}`).toBe(403);
    else expect([401, 403], `${route.method} ${route.url}`).not.toContain(answer.statusCode);
  }
});

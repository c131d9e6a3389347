import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { addUser, changeUser, findUserByName, listUsers } from '../../src/store/users.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { startProvider } from '../support/oidc-provider.ts';
import { NOW } from '../support/records.ts';

const database = useDatabase();
const HOST = { host: '127.0.0.1:8642' };

async function withProvider() {
  const provider = await startProvider({ clientId: 'desk', secret: 's3cret' });
  const settings = readSettings({});
  const app = await openDesk(database().db, {
    settings: {
      ...settings,
      oidc: {
        ...settings.oidc,
        ...{ issuer: provider.issuer, clientId: 'desk', clientSecret: 's3cret', name: 'Delta ID' },
        roleClaim: 'realm.roles',
        roles: { viewer: ['readers'], analyst: ['watch'], operator: ['admins'] },
      },
    },
  });
  return { provider, app };
}

/** What a browser does that is sent from the desk to the provider and back; its cookies at the end. */
async function journey(app: FastifyInstance, { to = '/', tamper = (url: URL) => url } = {}) {
  const away = await app.inject({ url: `/login/oidc?to=${encodeURIComponent(to)}`, headers: HOST });
  expect(away.statusCode).toBe(303);
  const kept = away.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const atProvider = await fetch(String(away.headers.location), { redirect: 'manual' });
  const back = tamper(new URL(atProvider.headers.get('location') ?? ''));
  const answer = await app.inject({ url: back.pathname + back.search, headers: { ...HOST, cookie: kept } });
  const session = answer.cookies.find(({ name }) => name === 'subthreshold-8642');
  return {
    location: String(answer.headers.location),
    cookie: session && `${session.name}=${session.value}`,
    back,
    kept,
  };
}

const person = (over: object = {}) => ({
  sub: 'u-17',
  preferred_username: 'anna',
  realm: { roles: ['watch', 'x'] },
  ...over,
});

test('whoever the provider knows comes in with the role that it gives, and where they wanted to go', async () => {
  const { provider, app } = await withProvider();
  provider.person = person();
  const { location, cookie } = await journey(app, { to: '/incidents/7?q=drone' });
  expect(location).toBe('/incidents/7?q=drone');
  const me = await app.inject({ url: '/api/v1/me', headers: { ...HOST, cookie } });
  expect(me.json()).toMatchObject({ name: 'anna', role: 'analyst', hasPassword: false });

  // The role is what the provider says now; who it is goes by the subject, not by the name.
  provider.person = person({ preferred_username: 'anna-maria', realm: { roles: ['readers', 'admins'] } });
  const again = await journey(app);
  expect((await app.inject({ url: '/api/v1/me', headers: { ...HOST, cookie: again.cookie } })).json()).toMatchObject({
    ...{ name: 'anna', role: 'operator' },
  });
  expect(await listUsers(database().db)).toHaveLength(1);
  // Where they came in with the other role, they are out.
  expect((await app.inject({ url: '/api/v1/me', headers: { ...HOST, cookie } })).statusCode).toBe(401);
  expect((await app.inject({ url: '/api/v1/session', headers: HOST })).json()).toEqual({ oidc: 'Delta ID' });
});

test.each([
  ['who has no role on the desk', person({ realm: { roles: ['x'] } }), /no role/],
  ['who has no claim at all', person({ realm: undefined }), /no role/],
  ['who tells no name that can be used', person({ sub: '<script>', preferred_username: '' }), /no name/],
])('%s does not come in, and is told why', async (_, comer, words) => {
  const { provider, app } = await withProvider();
  provider.person = comer;
  const { location, cookie } = await journey(app);
  expect(cookie).toBeUndefined();
  expect(decodeURIComponent(location)).toMatch(words);
});

test("nobody gets another's account by being named alike, nor comes back when disabled", async () => {
  const { db } = database();
  const { provider, app } = await withProvider();
  await addUser(db, { name: 'Anna', role: 'operator', createdAt: NOW });
  provider.person = person();
  expect(decodeURIComponent((await journey(app)).location)).toContain('named anna already');

  provider.person = person({ preferred_username: 'bo' });
  expect((await journey(app)).cookie).toBeDefined();
  const { id } = (await findUserByName(db, 'bo')) ?? { id: 0 };
  await changeUser(db, id, { enabled: false });
  expect(decodeURIComponent((await journey(app)).location)).toContain('disabled');
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/.//evil.example',
  '/\\\\evil.example',
  'javascript:alert(1)',
  'http://[',
])('the login leads to no other host: %s', async (to) => {
  const { provider, app } = await withProvider();
  provider.person = person();
  const { location, cookie } = await journey(app, { to });
  expect(cookie).toBeDefined();
  expect(location).toMatch(/^\/(?![/\\])/);
});

test('an answer that was not asked for is refused', async () => {
  const { provider, app } = await withProvider();
  provider.person = person();
  const forged = (url: URL) => {
    url.searchParams.set('state', 'another');
    return url;
  };
  expect((await journey(app, { tamper: forged })).cookie).toBeUndefined();
  // A link with somebody else's answer, opened in a browser that has not begun the journey.
  const { back } = await journey(app, {
    tamper: (url) => new URL(`${url.origin}/login/oidc/callback?error=access_denied&state=x`),
  });
  const stray = await app.inject({ url: back.pathname + back.search, headers: HOST });
  expect(decodeURIComponent(String(stray.headers.location))).toContain('another browser');
  // Each code is good once, by the one verifier.
  const first = await journey(app);
  const replay = await app.inject({
    url: first.back.pathname + first.back.search,
    headers: { ...HOST, cookie: first.kept },
  });
  expect(replay.cookies.some(({ name }) => name === 'subthreshold-8642')).toBe(false);
});

test('a provider that cannot be reached, or does not know the desk, is told in words', async () => {
  const { provider, app } = await withProvider();
  provider.secret = 'changed';
  expect(decodeURIComponent((await journey(app)).location)).toContain('Delta ID did not let you in');
  const settings = readSettings({});
  const lost = await openDesk(database().db, {
    settings: { ...settings, oidc: { ...settings.oidc, issuer: 'http://127.0.0.1:9' } },
  });
  const answer = await lost.inject({ url: '/login/oidc', headers: HOST });
  expect(decodeURIComponent(String(answer.headers.location))).toContain('does not answer');
});

import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import type { DeskContext } from '../../src/desk/context.ts';
import { saveArticle } from '../../src/store/articles.ts';
import { setOpinionRule } from '../../src/store/second-opinions.ts';
import { makeDigest } from '../../src/workers/build-digest.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { keepsDeciding } from '../support/keeps-deciding.ts';
import { loggedIn, withToken } from '../support/login.ts';
import { article, NOW, withIncident } from '../support/records.ts';
import { routesOf } from '../support/routes.ts';

const database = useDatabase();
const HOUR = 3_600_000;
const WHY = 'a fishing boat had lost its net';

/** An incident that anna has dismissed; boris, an operator, owes a second opinion. */
async function withDismissal() {
  const { db } = database();
  const settings = readSettings({});
  let at = +NOW;
  const now = () => new Date(at);
  const actions = {
    makeDigest: (request) => makeDigest({ settings, db, now, rules: { hash: 'test' } }, request),
  } as DeskContext['actions'];
  const app = await openDesk(db, { now, actions });
  const anna = await loggedIn(db, 'analyst', { name: 'anna' });
  const boris = await loggedIn(db, 'operator', { name: 'boris' });
  const id = await withIncident(db);
  await saveArticle(db, article(), async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
  await setOpinionRule(db, { share: 100, escalations: false });
  const ask = (who: object, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { host: '127.0.0.1:8642', ...who },
      ...(payload && { payload }),
    });
  const digest = async (day: string) => (await ask(boris, 'POST', '/digests', { day })).json().content;
  await ask(anna, 'POST', `/incidents/${id}/decisions`, { decision: 'assign', assignee: 'anna' });
  const dismissal = { decision: 'dismiss', reason: 'not-hostile', note: WHY };
  expect((await ask(anna, 'POST', '/decisions', { ...dismissal, incidents: [{ id }] })).json().decided).toHaveLength(1);
  const later = (ms: number) => {
    at += ms;
  };
  return { db, app, id, anna, boris, ask, digest, later };
}

test('whoever owes a second opinion finds no trace of the first decision, wherever they look', async () => {
  const { app, boris, ask } = await withDismissal();
  await ask(boris, 'POST', '/views', { name: 'Dismissed', search: 'state:dismissed' });
  for (const { method, url } of routesOf(app)) {
    // The description of the API names fields, and has no value of any.
    if (method !== 'GET' || url === '/api/v1/events' || url === '/api/v1/openapi.json') continue;
    const { body } = await app.inject({ method, url, headers: boris });
    for (const trace of [WHY, '"state":"dismissed"', '"stateAfter"', '"decision":"dismiss"', '"assignee":"anna"'])
      expect(body, url).not.toContain(trace);
  }
  const get = async (url: string) => (await ask(boris, 'GET', url)).json();
  expect(await get('/incidents')).toMatchObject({ incidents: [{ state: 'new', assignee: null }], counts: { new: 1 } });
  const searches = ['state:dismissed', 'assignee:anna state:any', '-state:new state:any'];
  for (const q of searches.map(encodeURIComponent)) {
    expect((await get(`/incidents?q=${q}`)).incidents, q).toEqual([]);
    expect((await get(`/map?q=${q}`)).points, q).toEqual([]);
  }
  for (const q of ['state:dismissed', 'assignee:anna'].map(encodeURIComponent))
    expect((await get(`/articles?q=${q}`)).articles, q).toEqual([]);
  expect((await get('/incidents/counts?q=state:any')).state).toEqual([{ value: 'new', n: 1 }]);
  expect((await get('/incidents/counts?q=state:any')).assignee).toEqual([{ value: 'nobody', n: 1 }]);
  expect((await get('/views')).views).toMatchObject([{ name: 'Dismissed', n: 0 }]);
  expect((await get('/trends?q=state:dismissed')).total.counts.every((n: number) => n === 0)).toBe(true);
  expect((await get('/feeds/statistics')).feeds['danube-wire']).toMatchObject({ confirmed: 0, dismissed: 0 });
  expect((await get('/rules/debris')).status ?? (await get('/rule-records')).records.debris).toBeDefined();
  expect((await get('/rule-records')).records.debris).toEqual({ confirmed: 0, dismissed: {}, open: 1 });
  expect((await ask(boris, 'GET', '/export/csv')).body).toContain(',new,');
  expect((await app.inject({ url: '/feeds/incidents.json', headers: boris })).json().items).toHaveLength(1);
  expect((await get('/audit')).entries).toContainEqual(
    expect.objectContaining({ by: 'anna', detail: { withheld: 'until your second opinion is given' } }),
  );
  expect((await ask(boris, 'GET', '/audit/export/csv')).body).not.toContain(WHY);
});

test('neither does a token of theirs; whoever decided, and whoever cannot be asked, are told everything', async () => {
  const { db, id, anna, ask } = await withDismissal();
  const state = async (who: object) => (await ask(who, 'GET', `/incidents/${id}`)).json().state;
  expect(await state(await withToken(db, 'viewer', 'analyst'))).toBe('new');
  expect(await state(anna)).toBe('dismissed');
  expect(await state(await loggedIn(db, 'viewer'))).toBe('dismissed');
});

test('a decision of whoever owes an opinion is that opinion; before it there is nothing else to do', async () => {
  const { id, boris, ask } = await withDismissal();
  const act = (body: object) => ask(boris, 'POST', `/incidents/${id}/decisions`, body);
  for (const body of [
    { decision: 'undo' },
    { decision: 'note', note: 'x' },
    { decision: 'assign', assignee: 'boris' },
  ]) {
    const answer = await act(body);
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toContain('your second opinion is asked for');
  }
  expect((await ask(boris, 'POST', `/incidents/${id}/move`, { articles: ['a1'], to: null })).statusCode).toBe(409);
  const several = (await ask(boris, 'POST', '/decisions', { decision: 'undo', incidents: [{ id }] })).json();
  expect(several).toMatchObject({ decided: [], refused: [{ id }] });

  const given = await act({ decision: 'confirm', note: 'it was no net' });
  expect(given.json()).toMatchObject({ state: 'in-review', assignee: 'anna' });
  const { reviews } = (await ask(boris, 'GET', `/incidents/${id}`)).json();
  expect(reviews).toMatchObject([
    { decision: 'assign' },
    { decision: 'dismiss', note: WHY },
    { decision: 'opinion', verdict: 'confirm', by: 'boris' },
  ]);
  const opinions = (await ask(boris, 'GET', '/opinions')).json();
  expect(opinions).toMatchObject({ forMe: [], agreement: { n: 1, observed: 0 } });
  expect(opinions.table).toEqual([{ first: 'dismiss', second: 'confirm', n: 1 }]);
  const { given: pairs } = (await ask(boris, 'GET', '/opinions/given')).json();
  expect(pairs).toMatchObject([{ first: { by: 'anna' }, second: { by: 'boris' } }]);
  expect((await act({ decision: 'undo' })).json().detail).toContain('a second opinion stands');
  expect((await ask(boris, 'GET', '/audit')).body).toContain(WHY);
});

test('an operator lets an opinion go: the first decision is told to everybody', async () => {
  const { db, id, boris, ask } = await withDismissal();
  const [opinion] = (await ask(boris, 'GET', '/opinions')).json().forMe;
  const analyst = await loggedIn(db, 'analyst', { name: 'clara' });
  expect((await ask(analyst, 'DELETE', `/opinions/${opinion.id}`)).statusCode).toBe(403);
  expect((await ask(boris, 'DELETE', `/opinions/${opinion.id}`)).statusCode).toBe(200);
  expect((await ask(boris, 'GET', `/incidents/${id}`)).json()).toMatchObject({
    ...{ state: 'dismissed', assignee: 'anna', reviews: [{ decision: 'assign' }, { note: WHY }] },
  });
  expect((await ask(boris, 'GET', '/opinions')).json()).toMatchObject({ forMe: [], agreement: { n: 0 } });
  expect((await ask(boris, 'GET', '/opinions/given')).json()).toEqual({ given: [], next: null });
  expect((await ask(boris, 'DELETE', `/opinions/${opinion.id}`)).statusCode).toBe(404);
});

test('the digest on the desk knows of a decision when its second opinion is given, and then tells of it once', async () => {
  const { boris, id, ask, digest, later } = await withDismissal();
  const shown = async (day: string) => (await digest(day)).incidents.map((one: { id: number }) => one.id);
  expect(await shown('2026-03-04')).toEqual([id]);
  later(8 * HOUR);
  await ask(boris, 'POST', `/incidents/${id}/decisions`, { decision: 'dismiss', reason: 'not-hostile' });
  later(HOUR);
  expect((await digest('2026-03-05')).corrections).toMatchObject([{ what: 'dismissed' }]);
  expect(await shown('2026-03-04')).toEqual([]);
});

test('live events do not tell it either', async () => {
  const { db, app, id, boris } = await withDismissal();
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const { body } = await fetch(`${address}/api/v1/events`, { headers: { cookie: boris.cookie } });
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  const stop = keepsDeciding(db, id, 'anna');
  let heard = '';
  while (!/event: incident\ndata: .*\n/.test(heard)) heard += (await reader.read()).value;
  await stop();
  await reader.cancel();
  expect(heard).toMatch(/"state":"new","assignee":null/);
  expect(heard).not.toMatch(/confirm|anna/);
});

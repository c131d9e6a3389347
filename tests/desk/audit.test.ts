import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { DeskContext } from '../../src/desk/context.ts';
import { createToken } from '../../src/store/api-tokens.ts';
import { keepAudit } from '../../src/store/audit.ts';
import { createIncident } from '../../src/store/incidents.ts';
import * as schema from '../../src/store/schema.ts';
import { findUserByName } from '../../src/store/users.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { loggedIn } from '../support/login.ts';
import { incident, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();

async function withDesk() {
  const { db } = database();
  let polled = 0;
  const actions = {
    feedsChanged: async () => {},
    pollNow: async () => {
      polled++;
      return [];
    },
  } as unknown as DeskContext['actions'];
  const app = await openDesk(db, { actions });
  const operator = await loggedIn(db, 'operator');
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url: `/api/v1${url}`, headers: operator, ...(payload && { payload }) });
  return { db, ask, polled: () => polled };
}

test('a change that cannot be written down is not made', async () => {
  const { db, ask, polled } = await withDesk();
  const id = await withIncident(db);
  await loggedIn(db, 'viewer');
  const viewer = (await findUserByName(db, 'viewer'))?.id;
  const me = (await findUserByName(db, 'operator'))?.id as number;
  await createToken(db, { userId: me, name: 'script', role: 'viewer', expiresAt: null, now: NOW });
  await ask('POST', '/views', { name: 'Night', search: 'state:any' });
  await ask('POST', '/rule-proposals', {
    rule: 'act-in-the-air',
    kind: 'match',
    text: 'The cable was cut on purpose.',
  });
  const held = async () => {
    const { sessions, users, apiTokens, loginKeys, incidents, reviews, views, feeds, ruleProposals } = schema;
    const tables = [sessions, users, apiTokens, loginKeys, incidents, reviews, views, feeds, ruleProposals];
    const rows = [];
    for (const table of [...tables, schema.secondOpinionRule]) rows.push(await db.select().from(table));
    return rows;
  };
  const before = await held();
  await db.execute(sql`alter table subthreshold.audit add constraint full_disk check (false) not valid`);
  try {
    for (const [method, url, payload] of [
      ['POST', `/incidents/${id}/decisions`, { decision: 'confirm' }],
      ['POST', '/decisions', { decision: 'confirm', incidents: [{ id }] }],
      ['PUT', '/opinions/rule', { share: 100, escalations: true }],
      ['POST', '/views', { name: 'Day', search: '' }],
      ['PATCH', '/views/1', { name: 'Day' }],
      ['DELETE', '/views/1', undefined],
      ['POST', '/me/tokens', { name: 'x', role: 'viewer', days: null }],
      ['DELETE', '/me/tokens/1', undefined],
      ['DELETE', '/tokens/1', undefined],
      ['DELETE', '/me/sessions', undefined],
      ['DELETE', '/session', undefined],
      ['POST', '/users', { name: 'eve', role: 'operator' }],
      ['PATCH', `/users/${viewer}`, { role: 'operator' }],
      ['POST', `/users/${viewer}/link`, undefined],
      ['POST', '/feeds', { url: 'https://delta.example/rss' }],
      ['PATCH', '/feeds/danube-wire', { enabled: false }],
      ['DELETE', '/feeds/danube-wire', undefined],
      ['POST', '/rule-proposals', { rule: 'act-in-the-air', kind: 'match', text: 'Somebody cut it.' }],
      ['POST', '/rule-proposals/1/decline', undefined],
    ] as const) {
      const answer = await ask(method, url, payload);
      expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBe(500);
      expect(await held(), `${method} ${url}`).toEqual(before);
    }
    // Work for the queues cannot be taken back; who asked for it is not told that all is well.
    expect((await ask('POST', '/feeds/poll', {})).statusCode).toBe(500);
    expect(polled()).toBe(1);
  } finally {
    await db.execute(sql`alter table subthreshold.audit drop constraint full_disk`);
  }
});

test('of many incidents that are decided at once, each has its entry, and those that were refused have none', async () => {
  const { db, ask } = await withDesk();
  const ids = [await withIncident(db)];
  for (let n = 0; n < 60; n++) ids.push(await createIncident(db, incident({ title: `${n}` }), NOW));
  const incidents = [...ids.map((id) => ({ id, version: 1 })), { id: ids[0], version: 1 }, { id: 4711 }];
  const { decided, refused } = (await ask('POST', '/decisions', { decision: 'confirm', incidents })).json();
  expect([decided.length, refused.length]).toEqual([61, 2]);
  const { entries } = (await ask('GET', '/audit?limit=500')).json();
  const told = entries.map(({ detail }: { detail: { incident?: { id: number } } }) => detail.incident?.id);
  expect(told.reverse()).toEqual(ids);
});

test('what is refused is in the log only where somebody has tried to come in', async () => {
  const { db, ask } = await withDesk();
  await keepAudit(db, { at: NOW, by: 'anna', via: 'command', address: null, action: 'x', request: 'x', detail: null });
  await ask('POST', '/incidents/4711/decisions', { decision: 'confirm' });
  await ask('POST', '/decisions', { decision: 'confirm', incidents: [{ id: 4711 }] });
  expect((await ask('GET', '/audit')).json().entries).toHaveLength(1);
});

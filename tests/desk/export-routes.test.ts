import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readPastIncidents } from '../../src/deliver/import/past-incident.ts';
import { saveArticle } from '../../src/store/articles.ts';
import { joinIncidents } from '../../src/store/regroup.ts';
import { setOpinionRule, waitingOpinions } from '../../src/store/second-opinions.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { article, withIncident } from '../support/records.ts';

const database = useDatabase();

async function withSources(): Promise<number> {
  const { db } = database();
  const id = await withIncident(db);
  await saveArticle(db, article(), async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
  return id;
}

test('incidents are exported by the day on which they were first seen', async () => {
  await withSources();
  const app = await openDesk(database().db, { trusted: true });
  const lines = async (query: string) =>
    (await app.inject(`/api/v1/export/jsonl${query}`)).body.split('\n').filter(Boolean);
  expect(await lines('')).toHaveLength(1);
  expect(await lines('?since=2026-03-04&until=2026-03-04')).toHaveLength(1);
  expect(await lines('?since=2026-03-05')).toHaveLength(0);
  expect(await lines('?until=2026-03-03')).toHaveLength(0);
  expect((await app.inject('/api/v1/export/pdf')).statusCode).toBe(400);
  expect((await app.inject('/api/v1/export/csv?since=yesterday')).statusCode).toBe(400);
});

test('the ids of a STIX export are the same each time', async () => {
  await withSources();
  const app = await openDesk(database().db, { trusted: true });
  const ids = async () =>
    JSON.parse((await app.inject('/api/v1/export/stix')).body).objects.map(({ id }: { id: string }) => id);
  const first = await ids();
  expect(first.length).toBeGreaterThan(5);
  expect(await ids()).toEqual(first);
});

test('what one desk exports another takes over with sources and decision, and only once', async () => {
  const app = await openDesk(database().db, { trusted: true });
  const past = {
    ...{ title: 'Cable cut off Gotland', flag: 'below', severity: 3, state: 'confirmed', firstSeen: '2024-11-18' },
    ...{ threats: ['undersea-infrastructure'], affected: ['SE'] },
    sources: [
      { source: 'Küsten-Kurier', reliability: 'C', url: 'https://kuestenkurier.example/1', title: 'Cable cut' },
      { source: '波罗的海报', title: 'Cable severed' },
    ],
  };
  const send = async () =>
    (await app.inject({ method: 'POST', url: '/api/v1/import', payload: { incidents: [past] } })).json();
  expect(await send()).toEqual({ imported: 1, known: 0 });
  expect(await send()).toEqual({ imported: 0, known: 1 });
  const { body } = await app.inject('/api/v1/export/jsonl?until=2024-12-01');
  const [exported] = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(exported).toMatchObject({
    ...{ title: 'Cable cut off Gotland', state: 'confirmed', affected: ['SE'] },
    sources: [
      { source: 'Küsten-Kurier', reliability: 'C' },
      { source: '波罗的海报', reliability: 'F' },
    ],
  });
  const file = (await app.inject(`/api/v1/incidents/${exported.id}`)).json();
  expect(file.reviews).toMatchObject([{ decision: 'confirm', note: 'imported' }]);
  for await (const line of readPastIncidents(Readable.from([body]), 'jsonl')) expect(line).toHaveProperty('incident');
});

test('nobody is asked for a second opinion on what was decided elsewhere', async () => {
  const { db } = database();
  await setOpinionRule(db, { share: 100, escalations: true });
  const app = await openDesk(db, { trusted: true });
  const past = {
    ...{ title: 'Cable cut off Gotland', state: 'escalated', firstSeen: '2024-11-18' },
    sources: [{ source: 'Küsten-Kurier', title: 'Cable cut' }],
  };
  await app.inject({ method: 'POST', url: '/api/v1/import', payload: { incidents: [past] } });
  expect(await waitingOpinions(db, 'ben')).toEqual({ forMe: [], forOthers: 0 });
});

test('exports and feed tell of an incident that was joined into another', async () => {
  const { db } = database();
  const from = await withSources();
  const to = await withIncident(db);
  await joinIncidents(db, { from: { id: from, version: 1 }, to: { id: to, version: 1 }, by: 'ana', at: new Date() });
  const app = await openDesk(db, { trusted: true });
  const lines = async () =>
    (await app.inject('/api/v1/export/jsonl')).body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  expect(await lines()).toMatchObject([
    { id: from, flag: 'none', joinedInto: to },
    { id: to, flag: 'below', joinedInto: null },
  ]);
  const { objects } = JSON.parse((await app.inject('/api/v1/export/stix')).body);
  expect(objects.filter(({ type }: { type: string }) => type === 'incident')).toMatchObject([{ revoked: true }, {}]);
  const atom = (await app.inject('/feeds/incidents.atom')).body;
  expect(atom).toContain(`<at:comment>told in incident ${to} now</at:comment>`);
  expect(atom).toContain(`/incidents/${to}"/></at:deleted-entry>`);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeDigest } from '../../src/deliver/files.ts';
import type { Digest } from '../../src/digest/types.ts';
import { saveArticle } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { decide } from '../../src/store/decisions.ts';
import { createIncident, updateIncident } from '../../src/store/incidents.ts';
import { saveItems } from '../../src/store/items.ts';
import { joinIncidents } from '../../src/store/regroup.ts';
import { letOpinionGo, setOpinionRule, waitingOpinions } from '../../src/store/second-opinions.ts';
import { composeDigest, lastWeek, makeDigest } from '../../src/workers/build-digest.ts';
import { useDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/folders.ts';
import { article, incident, item, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();

const at = (iso: string) => new Date(iso);

async function digest(made: string, day: string, kind: 'day' | 'week' = 'day'): Promise<Digest> {
  const { db } = database();
  const context = { settings: { timezone: 'Europe/Warsaw' }, db, now: () => at(made), rules: { hash: 'test' } };
  return (await makeDigest(context, { kind, day })).content;
}

async function told(db: Database): Promise<number> {
  const id = await withIncident(db);
  await saveArticle(db, article(), async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
  return id;
}

test('a dismissal is told in the next digest, with its reason, and in no other', async () => {
  const { db } = database();
  const id = await told(db);
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  await decide(db, id, {
    ...{ decision: 'dismiss', reason: 'not-hostile', note: 'The drone was a hobbyist’s.' },
    ...{ by: 'ana', at: at('2026-03-05T10:00:00Z') },
  });
  const { corrections } = await digest('2026-03-06T05:00:00Z', '2026-03-05');
  expect(corrections).toMatchObject([
    {
      incident: id,
      what: 'dismissed',
      text: expect.stringMatching(/Tulcea.*\(4 March\) has been dismissed.*hobbyist/),
    },
  ]);
  expect((await digest('2026-03-07T05:00:00Z', '2026-03-06')).corrections).toEqual([]);
});

test('that an incident was joined with another is told in the next digest, unless it was taken back', async () => {
  const { db } = database();
  const id = await told(db);
  await saveItems(db, [item({ key: 'b2', url: 'https://other.example/2', names: ['url:other.example/2'] })], NOW);
  const other = await createIncident(db, incident({ title: 'The same again' }), NOW);
  await saveArticle(db, article({ itemKey: 'b2', title: 'The same again' }), async () => ({
    ...{ incidentId: other, signature: null, placement: null, copyOf: null },
  }));
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  const join = (at: Date) => joinIncidents(db, { from: { id: other }, to: { id }, note: 'One drone', by: 'ana', at });
  await join(at('2026-03-05T09:00:00Z'));
  await decide(db, id, { decision: 'undo', by: 'ana', at: at('2026-03-05T10:00:00Z') });
  expect((await digest('2026-03-06T05:00:00Z', '2026-03-05')).corrections).toEqual([]);
  await join(at('2026-03-06T09:00:00Z'));
  expect((await digest('2026-03-07T05:00:00Z', '2026-03-06')).corrections).toMatchObject([
    { incident: other, what: 'merged', text: expect.stringMatching(/same again.*joined with another.*One drone/) },
  ]);
});

test('a digest made again later has the same corrections, although more has happened since', async () => {
  const { db } = database();
  const id = await told(db);
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  await decide(db, id, { decision: 'confirm', by: 'ana', at: at('2026-03-05T10:00:00Z') });
  const first = await digest('2026-03-06T05:00:00Z', '2026-03-05');
  expect(first.corrections).toMatchObject([{ what: 'confirmed' }]);
  await decide(db, id, { decision: 'dismiss', reason: 'duplicate', by: 'ana', at: at('2026-03-06T10:00:00Z') });
  const again = await digest('2026-03-20T05:00:00Z', '2026-03-05');
  expect(again.corrections).toEqual(first.corrections);
});

test('what a digest has told already, since it was made late, is no correction', async () => {
  const { db } = database();
  const id = await told(db);
  await digest('2026-03-06T05:00:00Z', '2026-03-05');
  await decide(db, id, { decision: 'confirm', by: 'ana', at: at('2026-03-06T10:00:00Z') });
  expect((await digest('2026-03-06T12:00:00Z', '2026-03-04')).incidents).toMatchObject([{ state: 'confirmed' }]);
  expect((await digest('2026-03-07T05:00:00Z', '2026-03-06')).corrections).toEqual([]);
});

test('a correction is told although the digest that it corrects was made again meanwhile', async () => {
  const { db } = database();
  const id = await told(db);
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  await decide(db, id, { decision: 'confirm', by: 'ana', at: at('2026-03-05T10:00:00Z') });
  await digest('2026-03-05T12:00:00Z', '2026-03-04');
  expect((await digest('2026-03-06T05:00:00Z', '2026-03-05')).corrections).toMatchObject([{ what: 'confirmed' }]);
});

test('what new reports change is told once, against what was said last', async () => {
  const { db } = database();
  const id = await told(db);
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  await updateIncident(
    db,
    id,
    incident({ flag: 'above', threats: ['territorial-strike', 'sabotage'] }),
    at('2026-03-05T09:00:00Z'),
  );
  expect((await digest('2026-03-06T05:00:00Z', '2026-03-05')).corrections.map(({ text }) => text)).toEqual([
    expect.stringContaining('has another flag: above the threshold (before: below the threshold)'),
    expect.stringContaining(
      'has other tags: Sabotage, Strike on territory; Romania (before: Strike on territory; Romania)',
    ),
  ]);
  // Another report that changes nothing.
  await updateIncident(
    db,
    id,
    incident({ flag: 'above', threats: ['sabotage', 'territorial-strike'] }),
    at('2026-03-06T09:00:00Z'),
  );
  expect((await digest('2026-03-07T05:00:00Z', '2026-03-06')).corrections).toEqual([]);
});

test('a note, or a decision taken back, is no correction', async () => {
  const { db } = database();
  const id = await told(db);
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  await decide(db, id, { decision: 'note', note: 'asked the ministry', by: 'ana', at: at('2026-03-05T10:00:00Z') });
  expect((await digest('2026-03-06T05:00:00Z', '2026-03-05')).corrections).toEqual([]);
});

test('a confirmation that is taken back is told', async () => {
  const { db } = database();
  const id = await told(db);
  await decide(db, id, { decision: 'confirm', by: 'ana', at: at('2026-03-04T10:00:00Z') });
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  await decide(db, id, { decision: 'undo', by: 'ana', at: at('2026-03-05T10:00:00Z') });
  expect((await digest('2026-03-06T05:00:00Z', '2026-03-05')).corrections).toMatchObject([
    { what: 'reopened', text: expect.stringContaining('(4 March) is open to review again.') },
  ]);
});

test('that somebody takes an incident to review it, or gives it back, is no correction', async () => {
  const { db } = database();
  const id = await told(db);
  await digest('2026-03-05T05:00:00Z', '2026-03-04');
  const assign = (assignee: string | null, iso: string) =>
    decide(db, id, { decision: 'assign', assignee, by: 'ana', at: at(iso) });
  await assign('ana', '2026-03-05T10:00:00Z');
  expect((await digest('2026-03-06T05:00:00Z', '2026-03-05')).corrections).toEqual([]);
  await assign(null, '2026-03-06T10:00:00Z');
  expect((await digest('2026-03-07T05:00:00Z', '2026-03-06')).corrections).toEqual([]);
});

test('what waits for a second opinion is told as in review, and still counted; where opinions differ, it stays so', async () => {
  const { db } = database();
  const id = await told(db);
  await setOpinionRule(db, { share: 100, escalations: false });
  const dismiss = (by: string, iso: string) =>
    decide(db, id, { decision: 'dismiss', reason: 'not-hostile', by, at: at(iso) });
  await dismiss('ana', '2026-03-04T10:00:00Z');
  const first = await digest('2026-03-05T05:00:00Z', '2026-03-04');
  expect(first.incidents).toMatchObject([{ id, state: 'in-review', stateName: 'in review' }]);
  const week = await composeDigest(
    { settings: { timezone: 'UTC' }, db, now: () => at('2026-03-06T05:00:00Z'), rules: { hash: 'test' } },
    { kind: 'week', day: '2026-03-04', zone: 'UTC' },
  );
  expect(week.incidents).toMatchObject([{ id, state: 'in-review' }]);
  await saveItems(db, [item({ key: 'b2', url: 'https://other.example/2', names: ['url:other.example/2'] })], NOW);
  await createIncident(db, incident({ firstSeen: at('2026-03-05T09:00:00Z') }), NOW);
  expect((await digest('2026-03-06T05:00:00Z', '2026-03-05')).risk[0]?.week.ids).toContain(id);

  await decide(db, id, { decision: 'confirm', blind: true, by: 'ben', at: at('2026-03-06T09:00:00Z') });
  expect((await digest('2026-03-07T05:00:00Z', '2026-03-06')).corrections).toEqual([]);
  await dismiss('ana', '2026-03-07T10:00:00Z');
  expect((await digest('2026-03-08T05:00:00Z', '2026-03-07')).corrections).toEqual([]);
  const [waiting] = (await waitingOpinions(db, 'ben')).forMe;
  await letOpinionGo(db, waiting?.id ?? 0, at('2026-03-08T10:00:00Z'));
  expect((await digest('2026-03-09T05:00:00Z', '2026-03-08')).corrections).toMatchObject([{ what: 'dismissed' }]);
});

test('a week runs from Monday to Sunday, whichever of its days is named, and has its own versions', async () => {
  const { db } = database();
  await told(db);
  const week = await digest('2026-03-09T06:00:00Z', '2026-03-05', 'week');
  expect(week.period).toMatchObject({ kind: 'week', from: '2026-03-02', to: '2026-03-08' });
  expect(week.incidents).toHaveLength(1);
  expect(lastWeek(at('2026-03-09T06:00:00Z'), 'Europe/Warsaw')).toBe('2026-03-02');
  expect((await digest('2026-03-09T06:00:00Z', '2026-03-02')).period.kind).toBe('day');
});

test('a digest is written in every face, and anew when it is made anew', async () => {
  const folder = join(temporaryFolder(), 'digests');
  await told(database().db);
  const made = await digest('2026-03-05T05:00:00Z', '2026-03-04');
  writeDigest(folder, made);
  writeDigest(folder, made);
  expect(readdirSync(folder).sort()).toEqual(['html', 'json', 'md', 'txt'].map((face) => `2026-03-04.${face}`));
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file), 'utf8')).toContain('Tulcea');
});

import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { decide, NothingToUndoError } from '../../src/store/decisions.ts';
import { createIncident, incidentFile, updateIncident } from '../../src/store/incidents.ts';
import { StaleVersionError } from '../../src/store/lock-incident.ts';
import { queue } from '../../src/store/queue.ts';
import { useDatabase } from '../support/database.ts';
import { incident, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();

const by = { by: 'analyst', at: NOW };

test('the queue shows what crosses the line first, then by priority', async () => {
  const { db } = database();
  await createIncident(db, incident({ title: 'light', priority: 20 }), NOW);
  await createIncident(db, incident({ title: 'grave', priority: 80 }), NOW);
  await createIncident(db, incident({ title: 'above', flag: 'above', priority: 1_000_005 }), NOW);
  await createIncident(db, incident({ title: 'harmless', flag: 'none' }), NOW);
  expect((await queue(db)).incidents.map(({ title }) => title)).toEqual(['above', 'grave', 'light']);
});

test('a decision changes the state, leaves the queue, and is kept with who and when', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await decide(db, id, { decision: 'note', note: 'Ask the ministry', ...by });
  expect((await queue(db)).incidents.map((row) => row.id)).toEqual([id]);
  expect(await decide(db, id, { decision: 'dismiss', reason: 'old-news', ...by })).toMatchObject({
    state: 'dismissed',
  });
  expect((await queue(db)).incidents).toEqual([]);
  expect((await incidentFile(db, id, null))?.reviews).toMatchObject([
    { decision: 'note', note: 'Ask the ministry', stateBefore: 'new', stateAfter: 'new', by: 'analyst', at: NOW },
    { decision: 'dismiss', reason: 'old-news', stateBefore: 'new', stateAfter: 'dismissed' },
  ]);
});

test('whoever decides on an old version is told to look again, and nothing is kept', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await decide(db, id, { decision: 'confirm', version: 1, ...by });
  await expect(decide(db, id, { decision: 'dismiss', reason: 'other', version: 1, ...by })).rejects.toThrow(
    StaleVersionError,
  );
  expect((await incidentFile(db, id, null))?.state).toBe('confirmed');
  expect((await incidentFile(db, id, null))?.reviews).toHaveLength(1);
});

test('nobody can change or delete a decision, not even with SQL', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await decide(db, id, { decision: 'confirm', ...by });
  for (const statement of ['update subthreshold.reviews set note = null', 'delete from subthreshold.reviews'])
    await expect(db.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: { message: expect.stringContaining('decisions are kept') },
    });
});

test('deciding on an incident that is not there says so', async () => {
  const { db } = database();
  expect(await decide(db, 42, { decision: 'confirm', ...by })).toBeUndefined();
});

test('the last decision is taken back, then the one before; notes stay, and all of it is kept', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await decide(db, id, { decision: 'assign', assignee: 'analyst', ...by });
  await decide(db, id, { decision: 'confirm', ...by });
  await decide(db, id, { decision: 'note', note: 'Sure?', ...by });
  expect(await decide(db, id, { decision: 'undo', ...by })).toMatchObject({ state: 'in-review', assignee: 'analyst' });
  expect(await decide(db, id, { decision: 'undo', ...by })).toMatchObject({ state: 'new', assignee: null });
  await expect(decide(db, id, { decision: 'undo', ...by })).rejects.toThrow(NothingToUndoError);
  expect((await incidentFile(db, id, null))?.reviews.map(({ decision }) => decision)).toEqual([
    'assign',
    'confirm',
    'note',
    'undo',
    'undo',
  ]);
});

test('tags that an analyst has corrected stay corrected when further reports come in, until that is undone', async () => {
  const { db } = database();
  const id = await withIncident(db);
  const correction = {
    threats: { add: ['sabotage'], remove: ['territorial-strike'] },
    actors: { add: ['RUS'], remove: [] },
  };
  expect(await decide(db, id, { decision: 'correct', correction, ...by })).toMatchObject({ threats: ['sabotage'] });
  await updateIncident(db, id, incident({ threats: ['territorial-strike', 'espionage'] }), NOW);
  expect((await incidentFile(db, id, null))?.threats).toEqual(['espionage', 'sabotage']);
  expect(await decide(db, id, { decision: 'undo', ...by })).toMatchObject({
    threats: ['espionage', 'territorial-strike'],
  });
  // What was there before the correction is not taken away with it.
  expect((await incidentFile(db, id, null))?.actors).toEqual(['ROU', 'RUS']);
});

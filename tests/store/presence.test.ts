import { expect, test } from 'vitest';
import { arrive, leave, stay, watchers } from '../../src/store/presence.ts';
import { useDatabase } from '../support/database.ts';
import { NOW, withIncident } from '../support/records.ts';

const database = useDatabase();
const [ANNA, BORIS] = ['7c0f6d0e-0a56-4d7c-9d8b-0d2f6d0f0a01', '7c0f6d0e-0a56-4d7c-9d8b-0d2f6d0f0a02'];
const later = (seconds: number) => new Date(+NOW + seconds * 1000);

test('who has an incident open is seen, until the page is closed or shows another', async () => {
  const { db } = database();
  const incident = await withIncident(db);
  await arrive(db, { page: ANNA, who: 'anna', incident }, NOW);
  await arrive(db, { page: BORIS, who: 'boris', incident }, NOW);
  expect(await watchers(db, NOW)).toEqual([
    { page: ANNA, who: 'anna', incident },
    { page: BORIS, who: 'boris', incident },
  ]);
  await arrive(db, { page: BORIS, who: 'boris', incident: null }, NOW);
  await leave(db, [ANNA], NOW);
  expect(await watchers(db, NOW)).toEqual([]);
});

test('pages of a process that has died are gone after a while, those that are kept stay', async () => {
  const { db } = database();
  const incident = await withIncident(db);
  await arrive(db, { page: ANNA, who: 'anna', incident }, NOW);
  await arrive(db, { page: BORIS, who: 'boris', incident }, NOW);
  await stay(db, [BORIS], later(40));
  expect((await watchers(db, later(60))).map(({ who }) => who)).toEqual(['boris']);
});

test("nobody moves somebody else's page, and an incident that does not exist is none", async () => {
  const { db } = database();
  const incident = await withIncident(db);
  await arrive(db, { page: ANNA, who: 'anna', incident }, NOW);
  await arrive(db, { page: ANNA, who: 'boris', incident: null }, NOW);
  await arrive(db, { page: BORIS, who: 'boris', incident: 4711 }, NOW);
  expect(await watchers(db, NOW)).toEqual([{ page: ANNA, who: 'anna', incident }]);
});

import { expect, test } from 'vitest';
import { createIncident } from '../../src/store/incidents.ts';
import { trends } from '../../src/store/trends.ts';
import { useDatabase } from '../support/database.ts';
import { incident, NOW } from '../support/records.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const ALL = { terms: [] };
const ago = (days: number) => new Date(+NOW - days * DAY_MS);

test('incidents are counted by the day, by threat, and by threat and country', async () => {
  const { db } = database();
  const add = (days: number, threats: string[], affected: string[]) =>
    createIncident(db, incident({ threats, affected, firstSeen: ago(days) }), NOW);
  await add(0, ['sabotage'], ['PL', 'RO']);
  await add(0, ['sabotage', 'espionage'], ['PL']);
  await add(6, ['espionage'], ['PL']);
  await add(7, ['sabotage'], ['PL']);
  await add(400, ['sabotage'], ['PL']);
  const { bars, inWindow, since, total, threats, cells } = await trends(db, ALL, 7, NOW);
  expect(bars).toHaveLength(28);
  expect(bars.at(-1)).toBe('2026-03-04');
  expect(since).toBe('2026-02-26');
  expect(inWindow).toBe(7);
  expect(total.counts.slice(-8)).toEqual([1, 1, 0, 0, 0, 0, 0, 2]);
  expect(total.trend).toMatchObject({ observed: 3, expected: 1 / 3 });
  expect(threats.map(({ threat, trend }) => [threat, trend.observed])).toEqual([
    ['sabotage', 2],
    ['espionage', 2],
  ]);
  expect(cells).toContainEqual(
    expect.objectContaining({
      threat: 'sabotage',
      country: 'PL',
      before: 1,
      trend: expect.objectContaining({ observed: 2 }),
    }),
  );
});

test('four weeks are told week by week', async () => {
  const { db } = database();
  for (const days of [0, 6, 7, 30, 111]) await createIncident(db, incident({ firstSeen: ago(days) }), NOW);
  const { bars, inWindow, total } = await trends(db, ALL, 28, NOW);
  expect([bars.length, inWindow]).toEqual([16, 4]);
  expect(total.counts).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2]);
});

test('more than is usual is rising; where nothing is known of the time before, nothing is said', async () => {
  const { db } = database();
  expect((await trends(db, ALL, 7, NOW)).total.trend.direction).toBe('unknown');
  await createIncident(db, incident({ firstSeen: ago(300) }), NOW);
  await createIncident(db, incident({ firstSeen: ago(15) }), NOW);
  for (let i = 0; i < 8; i++) await createIncident(db, incident({ firstSeen: ago(1) }), NOW);
  const { total } = await trends(db, ALL, 7, NOW);
  expect(total.trend.direction).toBe('rising');
});

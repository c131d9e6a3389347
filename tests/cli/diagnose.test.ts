import { expect, test } from 'vitest';
import { diagnose } from '../../src/cli/diagnose.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { HealthFacts } from '../../src/desk/health.ts';

const NOW = new Date('2026-03-04T12:00:00Z');
const settings = { ...readSettings({}), fetch: { ...readSettings({}).fetch, contact: 'desk@example.org' } };
const servers = {
  ...settings,
  database: { url: 'postgresql://me@host/desk' },
  redis: { url: 'redis://host' },
};

const facts = (over: Partial<HealthFacts> = {}): HealthFacts => ({
  store: { version: '18.3', migrations: { applied: 2, known: 2 }, bytes: 42e6 },
  queues: {
    jobs: { poll: { waiting: 0, active: 1, failed: 0 }, read: { waiting: 3, active: 4, failed: 0 } },
    schedules: 8,
    evictionPolicy: null,
  },
  feeds: { active: 8, invented: false, troubled: [], lastPolledAt: '2026-03-04T11:55:00.000Z' },
  listDiffers: 0,
  items: { pending: 3, read: 100, failed: 0, old: 5, duplicate: 0 },
  oldestPending: '2026-03-04T11:59:50.000Z',
  lastDigest: '2026-03-03',
  ...over,
});

/** What is not well, as `about: advice`. */
const unwell = (over: Partial<HealthFacts>, under: typeof settings = settings) =>
  diagnose(facts(over), under, NOW)
    .filter(({ state }) => state !== 'ok')
    .map(({ about, state, advice }) => `${state} ${about}: ${advice}`);

test('of a system that is well, nothing is to be done', () => {
  expect(unwell({})).toEqual([]);
  expect(unwell({}, servers)).toEqual([]);
});

test.each<[string, Partial<HealthFacts>, RegExp]>([
  [
    'a schema that is behind',
    { store: { ...facts().store, migrations: { applied: 1, known: 2 } } },
    /^look store: .*migrate/,
  ],
  [
    'a schema that is ahead',
    { store: { ...facts().store, migrations: { applied: 3, known: 2 } } },
    /^bad store: update/,
  ],
  ['queues that cannot be read', { queues: { error: 'ECONNREFUSED' } }, /^bad queues: .*migrate/],
  [
    'a Redis that throws jobs away',
    { queues: { jobs: {}, schedules: 8, evictionPolicy: 'allkeys-lru' } },
    /^look Redis: .*noeviction/,
  ],
  [
    'nobody who keeps the schedules',
    { queues: { jobs: {}, schedules: 0, evictionPolicy: null } },
    /^look schedules: .*start/,
  ],
  [
    'jobs that failed',
    { queues: { jobs: { read: { failed: 2 } }, schedules: 8, evictionPolicy: null } },
    /^look queues: .*\/queues/,
  ],
  ['no feed', { feeds: { ...facts().feeds, active: 0, troubled: [], lastPolledAt: null } }, /^bad feeds: .*feeds add/],
  [
    'feeds that nobody polls',
    { feeds: { ...facts().feeds, lastPolledAt: '2026-03-01T00:00:00Z' } },
    /^bad feeds: .*worker/,
  ],
  [
    'a feed that is gone',
    {
      feeds: {
        ...facts().feeds,
        troubled: [{ id: 'x', state: 'gone', message: 'gone', advice: 'find its successor' }],
      },
    },
    /^bad feed x: find its successor/,
  ],
  [
    'a machine that reaches no feed',
    {
      feeds: {
        ...facts().feeds,
        active: 3,
        troubled: ['x', 'y', 'z'].map((id) => ({ id, state: 'broken', message: 'no such host', advice: 'correct it' })),
      },
    },
    /^bad feeds: .*firewall/,
  ],
  ['a list that is not that of feeds.yaml', { listDiffers: 2 }, /^look feed list: .*feeds apply/],
  ['items that wait for long', { oldestPending: '2026-03-04T09:00:00Z' }, /^look items: .*worker/],
  ['items that could not be read', { items: { ...facts().items, failed: 7 } }, /^look items: .*api\/v1\/items/],
  ['a digest that does not come', { lastDigest: '2026-02-20' }, /^look digest: /],
])('%s is told, with what to do', (_, over, words) => {
  expect(unwell(over)).toEqual([expect.stringMatching(words)]);
});

test('that nobody keeps the schedules of the demo, which polls its feeds once, is no fault', () => {
  const demo = {
    queues: { jobs: {}, schedules: 0, evictionPolicy: null },
    feeds: { ...facts().feeds, invented: true },
  };
  expect(unwell(demo)).toEqual([]);
  expect(diagnose(facts(demo), settings, NOW)).toContainEqual(
    expect.objectContaining({ about: 'schedules', says: 'none: the demo polls its feeds once, when it starts' }),
  );
});

test('a Redis that does not answer is looked for where it should be', () => {
  expect(unwell({ queues: { error: 'ECONNREFUSED' } }, servers)).toEqual([
    expect.stringMatching(/^bad queues: .*REDIS_URL/),
  ]);
});

test('who does not say whom to write to is asked to', () => {
  expect(unwell({}, readSettings({}) as typeof settings)).toEqual([
    expect.stringMatching(/contact: fill in fetch.contact/),
  ]);
});

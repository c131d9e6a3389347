import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FeedRecord, feedHealth } from '../../../src/ingest/poll/health.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 2, 14, 12);
const every = (gap: number, count: number, ago = 0) => Array.from({ length: count }, (_, i) => now - ago - i * gap);

const history = (changes: Partial<FeedRecord>): FeedRecord => ({
  last: { result: 'items' },
  since: null,
  failures: 0,
  dates: every(2 * HOUR, 30),
  movedTo: null,
  ...changes,
});
const health = (changes: Partial<FeedRecord>) => feedHealth(history(changes), now);

test('a feed that brings items is well, and so is one with nothing new', () => {
  expect(health({})).toEqual({ state: 'ok', since: null, message: 'answers, with items', advice: null });
  expect(health({ last: { result: 'unchanged' } })).toMatchObject({ state: 'unchanged', advice: null });
  expect(health({ last: null, dates: [] })).toMatchObject({ state: 'new', message: 'not polled yet' });
});

test('a broken feed tells its error, since when, and what to do', () => {
  const last = { result: 'failed', kind: 'dns', message: 'there is no host named wire.example' } as const;
  expect(health({ last, failures: 7, since: now - 3 * DAY })).toEqual({
    state: 'broken',
    since: now - 3 * DAY,
    message: 'broken for 3 days, 7 polls in a row: there is no host named wire.example',
    advice: 'look on the site for the new address, and edit the feed',
  });
  expect(health({ last, failures: 1, since: now - 20 * 60_000 }).message).toMatch(/^broken for 20 minutes, one poll: /);
});

test('a feed that is gone, or empty, is told apart', () => {
  expect(health({ last: { result: 'gone' }, since: now })).toMatchObject({
    state: 'gone',
    advice: expect.stringContaining('successor'),
  });
  expect(health({ last: { result: 'empty' }, since: now - 5 * HOUR })).toMatchObject({
    state: 'empty',
    message: 'answers, but holds no items, and has not for 5 hours',
  });
});

test.each(['items', 'unchanged'] as const)(
  'a feed silent for longer than its rhythm explains is told (%s)',
  (result) => {
    const silent = health({ last: { result }, dates: every(8 * HOUR, 30, 4 * DAY) });
    expect(silent).toMatchObject({
      state: 'silent',
      since: now - 4 * DAY,
      message: 'answers, but without a new item for 4 days; before, its longest pause was 8 hours',
    });
    expect(silent.advice).not.toBeNull();
  },
);

test('a silence within the rhythm is none: a weekend, a weekly column, a feed known for a day', () => {
  expect(health({ dates: every(HOUR, 30, 2.5 * DAY) }).state).toBe('ok');
  expect(health({ dates: every(7 * DAY, 10, 12 * DAY) }).state).toBe('ok');
  expect(health({ dates: every(7 * DAY, 10, 15 * DAY) }).state).toBe('silent');
  expect(health({ dates: [now - 40 * DAY] }).state).toBe('ok');
});

test('a feed that has moved says where to', () => {
  expect(health({ movedTo: 'https://wire.example/new' }).advice).toBe(
    'it has moved for good: edit the feed, and give it the address https://wire.example/new',
  );
});

test('there is an answer for every history', () => {
  const time = fc.integer({ min: now - 900 * DAY, max: now + 9 * DAY });
  fc.assert(
    fc.property(
      fc.record({
        last: fc.option(fc.constantFrom('items', 'unchanged', 'empty', 'gone').map((result) => ({ result }))),
        since: fc.option(time),
        failures: fc.nat(),
        dates: fc.array(time, { maxLength: 60 }),
        movedTo: fc.constant(null),
      }),
      (any) => {
        const { message } = feedHealth(any, now);
        expect(message).toMatch(/^[a-z]/);
        expect(message).not.toMatch(/NaN|undefined|-\d/);
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import { isReadAtFirstPoll, nextPollAt, type PollEvidence } from '../../../src/ingest/poll/next-poll.ts';

const { polling } = readSettings({});
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 2, 14, 12);

const nothingKnown: PollEvidence = { dates: [], interval: null, ttl: null, freshness: null, failures: 0 };
const silentHeaders = { maxAge: null, expires: null, retryAfter: null };
/** Minutes until the next poll, without jitter. */
const pause = (evidence: Partial<PollEvidence>) =>
  (nextPollAt({ ...nothingKnown, ...evidence }, now, polling, 0) - now) / MINUTE;
/** Dates of `count` items, one each `gap`, the newest `ago`. */
const every = (gap: number, count: number, ago = 0) => Array.from({ length: count }, (_, i) => now - ago - i * gap);

test('a feed of which nothing is known is polled at the default interval', () => {
  expect(pause({})).toBe(30);
  expect(pause({ dates: [now] })).toBe(30);
});

test('a feed is polled twice in the time in which it brings an item', () => {
  expect(pause({ dates: every(2 * HOUR, 20) })).toBeCloseTo(57, 0);
  expect(pause({ dates: every(8 * HOUR, 20) })).toBeCloseTo(228, 0);
});

test('a busy feed is not polled more often than the least, a sleepy one not more rarely than the most', () => {
  expect(pause({ dates: every(MINUTE, 50) })).toBe(5);
  expect(pause({ dates: every(30 * DAY, 10) })).toBe(24 * 60);
});

test('a feed that falls silent is polled more rarely by and by', () => {
  const pauses = [0, 1, 3, 9].map((days) => pause({ dates: every(HOUR, 20, days * DAY) }));
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses[0]).toBeLessThan(pauses[3] ?? 0);
});

test('dates from the future do not disturb', () => {
  expect(pause({ dates: [...every(2 * HOUR, 20), now + 400 * DAY] })).toBeLessThan(60);
});

test('a feed that asks to be left alone, by ttl or by its headers, is', () => {
  const dates = every(HOUR, 20);
  expect(pause({ dates, ttl: 2 * HOUR })).toBe(120);
  expect(pause({ dates, freshness: { ...silentHeaders, maxAge: 3 * HOUR } })).toBe(180);
  expect(pause({ dates, freshness: { ...silentHeaders, expires: 4 * HOUR } })).toBe(240);
  expect(pause({ dates, ttl: 90 * DAY })).toBe(24 * 60);
});

test("the operator's interval goes before what the feed would like, but not before the bounds", () => {
  expect(pause({ interval: 10 * MINUTE, ttl: 6 * HOUR, dates: every(8 * HOUR, 20) })).toBe(10);
  expect(pause({ interval: MINUTE })).toBe(5);
});

test('Retry-After goes before everything, up to the longest interval', () => {
  expect(pause({ interval: 10 * MINUTE, freshness: { ...silentHeaders, retryAfter: 2 * HOUR } })).toBe(120);
  expect(pause({ freshness: { ...silentHeaders, retryAfter: 90 * DAY } })).toBe(24 * 60);
});

test('a failing feed is polled ever more rarely, and never not at all', () => {
  expect([0, 1, 2, 3, 10, 1e9].map((failures) => pause({ failures }))).toEqual([30, 60, 120, 240, 1440, 1440]);
});

test('chance only ever adds, and no more than its share', () => {
  const at = (random: number) => (nextPollAt(nothingKnown, now, polling, random) - now) / MINUTE;
  expect(at(0.5)).toBeCloseTo(31.5, 5);
  expect(at(0.999)).toBeLessThan(33);
});

test('whatever is known, the next poll lies between the bounds', () => {
  const length = fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }));
  fc.assert(
    fc.property(
      fc.record({
        dates: fc.array(fc.oneof(fc.integer(), fc.double(), fc.integer({ min: now - 30 * DAY, max: now })), {
          maxLength: 60,
        }),
        interval: length,
        ttl: length,
        freshness: fc.option(fc.record({ maxAge: length, expires: length, retryAfter: length })),
        failures: fc.nat(),
      }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (evidence, random) => {
        const wait = nextPollAt(evidence, now, polling, random) - now;
        expect(wait).toBeGreaterThanOrEqual(polling.minInterval);
        expect(wait).toBeLessThanOrEqual(polling.maxInterval * (1 + polling.jitter) + 1);
        const after = nextPollAt({ ...evidence, failures: evidence.failures + 1 }, now, polling, random) - now;
        expect(after).toBeGreaterThanOrEqual(wait);
      },
    ),
  );
});

test('at the first poll, only items of the last days are read', () => {
  expect(isReadAtFirstPoll(now - 2 * DAY, now, polling)).toBe(true);
  expect(isReadAtFirstPoll(now - 4 * DAY, now, polling)).toBe(false);
  expect(isReadAtFirstPoll(null, now, polling)).toBe(true);
  expect(isReadAtFirstPoll(now, now, { ...polling, firstPollDays: 0 })).toBe(false);
  expect(isReadAtFirstPoll(null, now, { ...polling, firstPollDays: 0 })).toBe(false);
});

import { expect, test } from 'vitest';
import { alertDue, digestDue } from '../../src/deliver/due.ts';

const WARSAW = 'Europe/Warsaw';
const quiet = { from: '22:00', to: '06:30' };
const due = (now: string, rule: Parameters<typeof alertDue>[1]) => alertDue(new Date(now), rule, WARSAW).toISOString();

test('an alert without further wishes is due at once', () => {
  expect(due('2026-03-04T12:34:56Z', {})).toBe('2026-03-04T12:34:56.000Z');
});

test('collected alerts wait for the end of the collection, counted from midnight of the zone', () => {
  expect(due('2026-03-04T12:34:56Z', { every: 2 * 3_600_000 })).toBe('2026-03-04T13:00:00.000Z'); // 14:00 in Warsaw
});

test('quiet hours hold an alert back until they are over, before and after midnight', () => {
  expect(due('2026-03-04T21:30:00Z', { quiet })).toBe('2026-03-05T05:30:00.000Z');
  expect(due('2026-03-05T02:00:00Z', { quiet })).toBe('2026-03-05T05:30:00.000Z');
  expect(due('2026-03-05T05:30:00Z', { quiet })).toBe('2026-03-05T05:30:00.000Z');
  expect(due('2026-03-05T11:30:00Z', { quiet: { from: '12:00', to: '14:00' } })).toBe('2026-03-05T13:00:00.000Z');
});

test('on the night of the change to summer time, quiet hours still end by the clock on the wall', () => {
  expect(due('2026-03-28T23:00:00Z', { quiet })).toBe('2026-03-29T04:30:00.000Z');
});

test('a digest is due at the subscriber’s hour, in the subscriber’s zone', () => {
  expect(digestDue(new Date('2026-03-05T05:59:00Z'), 'day', '07:00', WARSAW)).toBe('2026-03-03');
  expect(digestDue(new Date('2026-03-05T06:00:00Z'), 'day', '07:00', WARSAW)).toBe('2026-03-04');
  expect(digestDue(new Date('2026-03-09T06:00:00Z'), 'week', '07:00', WARSAW)).toBe('2026-03-02');
  expect(digestDue(new Date('2026-03-12T01:00:00Z'), 'week', '07:00', WARSAW)).toBe('2026-03-02');
});

import { expect, it } from 'vitest';
import { priorityOf } from '../../src/incidents/priority.ts';

const incident = (fields: Partial<Parameters<typeof priorityOf>[0]> = {}) => ({
  flag: 'below' as const,
  score: 0.7,
  severity: 2,
  corroboration: 1,
  reliability: 'B' as const,
  lastSeen: '2025-09-10T08:00:00Z',
  ...fields,
});
const first = (a: Partial<Parameters<typeof priorityOf>[0]>, b: Partial<Parameters<typeof priorityOf>[0]> = {}) =>
  expect(priorityOf(incident(a))).toBeGreaterThan(priorityOf(incident(b)));

it('puts what crosses the threshold before everything else', () => {
  first(
    { flag: 'above', score: 0, severity: 1, lastSeen: '2021-01-01T00:00:00Z' },
    { score: 1, severity: 5, corroboration: 40 },
  );
});

it('puts first, all else being alike, the likelier, graver, better corroborated, better sourced and newer', () => {
  first({ score: 0.8 });
  first({ severity: 3 });
  first({ corroboration: 2 });
  first({ reliability: 'A' });
  first({ lastSeen: '2025-09-11T08:00:00Z' });
});

it('lets a grave incident overtake a slight one that is a little likelier', () => {
  first({ score: 0.8, severity: 5 }, { score: 0.9, severity: 1 });
});

it('lets old incidents sink below new ones of the same kind, and does not care when it is asked', () => {
  first({ score: 0.6 }, { score: 0.9, lastSeen: '2025-08-01T00:00:00Z' });
  expect(priorityOf(incident())).toBe(priorityOf(incident()));
});

it('is a number even where the time is none', () => {
  expect(priorityOf(incident({ lastSeen: '' }))).toBeTypeOf('number');
});

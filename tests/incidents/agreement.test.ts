import { expect, test } from 'vitest';
import { agreement } from '../../src/incidents/agreement.ts';

const pairs = (...counts: [string, string, number][]) => counts.map(([first, second, n]) => ({ first, second, n }));

test('agreement beyond chance is as worked out by hand', () => {
  // po = 0.7, pe = 0.5 · 0.6 + 0.5 · 0.4 = 0.5, so kappa = 0.4.
  const { n, observed, kappa, interval } = agreement(
    pairs(['yes', 'yes', 20], ['yes', 'no', 5], ['no', 'yes', 10], ['no', 'no', 15]),
  );
  expect(n).toBe(50);
  expect(observed).toBeCloseTo(0.7);
  expect(kappa).toBeCloseTo(0.4);
  expect(interval?.[0]).toBeCloseTo(0.4 - 1.96 * Math.sqrt(0.21 / 50 / 0.25));
});

test('who always agrees has 1, who never does less than 0', () => {
  expect(agreement(pairs(['a', 'a', 3], ['b', 'b', 3])).kappa).toBe(1);
  expect(agreement(pairs(['a', 'b', 3], ['b', 'a', 3])).kappa).toBe(-1);
});

test('where there is nothing to tell from chance, nothing is said', () => {
  expect(agreement([])).toEqual({ n: 0, observed: null, kappa: null, interval: null });
  expect(agreement(pairs(['a', 'a', 5]))).toMatchObject({ observed: 1, kappa: null });
});

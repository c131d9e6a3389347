import type { Trend } from './types.ts';

/** A count in a window of days, and in the days before it. */
export interface Counts {
  observed: number;
  days: Trend['days'];
  earlier: number;
  earlierDays: number;
}

/** Below this many incidents in both windows together a comparison cannot tell anything and is not made. */
const LEAST_TOTAL = 3;
/** A trend is out of the usual when its adjusted p is at most this … */
const ALPHA = 0.1;
/** … and, for a rise, when there were at least so many in the window of days: 1 → 2 is never news. */
const LEAST_RISE: Record<Trend['days'], number> = { 7: 3, 28: 5 };

/**
 * Tests whether two Poisson counts have one rate, exactly, given their sum: under equal rates the recent count is
 * binomial with n = the sum and p = the recent window's share of the days (Przyborowski and Wilenski 1940; the
 * "C-test"). Two-sided: twice the smaller tail, at most 1.
 */
export function comparePoisson({ observed, days, earlier, earlierDays }: Counts): number {
  const n = observed + earlier;
  const share = days / (days + earlierDays);
  let atMost = 0;
  let atLeast = 0;
  let logChoose = 0;
  for (let k = 0; k <= n; k++) {
    if (k > 0) logChoose += Math.log(n - k + 1) - Math.log(k);
    const mass = Math.exp(logChoose + k * Math.log(share) + (n - k) * Math.log(1 - share));
    if (k <= observed) atMost += mass;
    if (k >= observed) atLeast += mass;
  }
  return Math.min(1, 2 * Math.min(atMost, atLeast));
}

/**
 * Judges many counts at once. p is adjusted for the number of comparisons (Benjamini and Hochberg 1995), so that of
 * the trends shown as out of the usual at most one in ten is chance. Comparisons with hardly any incidents are
 * left out before, by their sum, which the test is conditional on. `earlierDays` of 0 means that nothing is known.
 *
 * False alarms, simulated with Poisson counts of countries that have 0.2 to 8 incidents a week and do not change: of the
 * reports on 10, 20 or 60 such countries, 2.2 to 2.5 in a hundred show a rise in any of them, over 7 days as over 28. It
 * is careful: of 20 countries, one with 4 incidents a week that has 12 is seen to rise in 46 of a hundred weeks.
 */
export function judgeTrends(counts: readonly Counts[]): Trend[] {
  const tested = counts
    .map((count, index) => ({ count, index }))
    .filter(({ count }) => count.earlierDays > 0 && count.observed + count.earlier >= LEAST_TOTAL)
    .map(({ count, index }) => ({ index, p: comparePoisson(count) }))
    .sort((a, b) => a.p - b.p);
  const adjusted = new Map<number, number>();
  let least = 1;
  for (let rank = tested.length; rank > 0; rank--) {
    const { index, p } = tested[rank - 1] as { index: number; p: number };
    least = Math.min(least, (p * tested.length) / rank);
    adjusted.set(index, least);
  }
  return counts.map((count, index) => {
    const { observed, days, earlier, earlierDays } = count;
    if (earlierDays === 0) return { days, observed, expected: null, p: null, direction: 'unknown' };
    const expected = (earlier * days) / earlierDays;
    const p = adjusted.get(index) ?? 1;
    const rising = observed > expected && observed >= LEAST_RISE[days];
    const direction = p > ALPHA ? 'usual' : rising ? 'rising' : observed < expected ? 'falling' : 'usual';
    return { days, observed, expected, p, direction };
  });
}

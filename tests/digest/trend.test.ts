import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePoisson, judgeTrends } from '../../src/digest/trend.ts';

const week = (observed: number, earlier: number) => ({ observed, days: 7 as const, earlier, earlierDays: 28 });

describe('comparing two counts', () => {
  it('gives the exact conditional probability', () => {
    // 4 of 4 incidents in a fifth of the days: 2 × 0.2⁴
    expect(comparePoisson(week(4, 0))).toBeCloseTo(2 * 0.2 ** 4, 12);
    // 1 of 2 in half of the days is what one expects
    expect(comparePoisson({ observed: 1, days: 7, earlier: 1, earlierDays: 7 })).toBe(1);
    // twice the upper tail of a binomial with n = 10 and p = 0.2, from 6 on
    expect(comparePoisson(week(6, 4))).toBeCloseTo(0.0127387648, 10);
  });

  it('stays a probability for any counts, also large ones', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (observed, earlier) => {
        const p = comparePoisson(week(observed, earlier));
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('judging trends', () => {
  const one = (observed: number, earlier: number) => judgeTrends([week(observed, earlier)])[0];

  it('raises no alarm when one incident becomes two', () => {
    expect(one(2, 4)?.direction).toBe('usual');
    expect(one(2, 0)?.direction).toBe('usual');
  });

  it('sees a burst in a calm country', () => {
    expect(one(6, 2)).toMatchObject({ direction: 'rising', observed: 6, expected: 0.5 });
  });

  it('sees a busy country fall silent', () => {
    expect(one(0, 40)?.direction).toBe('falling');
  });

  it('is harder to convince when it compares many', () => {
    const alone = judgeTrends([week(6, 4)])[0];
    const among = judgeTrends([week(6, 4), ...Array.from({ length: 30 }, () => week(2, 8))])[0];
    expect(alone?.direction).toBe('rising');
    expect(among?.direction).toBe('usual');
  });

  it('says that it does not know what is usual without history', () => {
    expect(judgeTrends([{ observed: 9, days: 7, earlier: 0, earlierDays: 0 }])[0]).toEqual({
      days: 7,
      observed: 9,
      expected: null,
      p: null,
      direction: 'unknown',
    });
  });

  it('raises an alarm in less than one of twenty reports on twenty countries in which nothing changes', () => {
    let state = 7;
    // A small generator of random numbers with a seed (mulberry32), so that each run sees the same reports.
    const random = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    };
    const poisson = (mean: number) => {
      let count = -1;
      for (let p = 1; p > Math.exp(-mean); p *= random()) count++;
      return count;
    };
    const aWeek = [0.2, 0.5, 1, 2, 4, 8];
    let alarms = 0;
    for (let report = 0; report < 1000; report++) {
      const counts = Array.from({ length: 20 }, (_, i) => {
        const mean = aWeek[i % aWeek.length] as number;
        return week(poisson(mean), poisson(4 * mean));
      });
      if (judgeTrends(counts).some(({ direction }) => direction === 'rising')) alarms++;
    }
    expect(alarms).toBeGreaterThan(0);
    expect(alarms).toBeLessThan(50);
  });
});

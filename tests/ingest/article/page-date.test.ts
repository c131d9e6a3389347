import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPageDate } from '../../../src/ingest/article/page-date.ts';

describe('dates on pages', () => {
  it.each([
    ['2025-03-04T09:05:00+02:00', '2025-03-04T07:05:00.000Z'],
    ['2025-03-04 09:05', '2025-03-04T09:05:00.000Z'],
    ['2025-03-04', '2025-03-04T00:00:00.000Z'],
    ['20250304', '2025-03-04T00:00:00.000Z'],
    ['1741079100', '2025-03-04T09:05:00.000Z'],
    ['Tue, 04 Mar 2025 09:05:00 GMT', '2025-03-04T09:05:00.000Z'],
    ['Tue Mar 04 09:05:00 EST 2025', '2025-03-04T14:05:00.000Z'],
    ['March 4th, 2025 at 9:05 p.m. ET', '2025-03-05T02:05:00.000Z'],
    ['Published: 10:48, Tue, Mar 4, 2025', '2025-03-04T10:48:00.000Z'],
    ['4. März 2025, 09:05 Uhr', '2025-03-04T09:05:00.000Z'],
    ['4 марта 2025', '2025-03-04T00:00:00.000Z'],
    ['04.03.2025 9:05', '2025-03-04T09:05:00.000Z'],
    ['31/12/2025', '2025-12-31T00:00:00.000Z'],
    ['12/31/2025', '2025-12-31T00:00:00.000Z'],
    ['2025年3月4日', '2025-03-04T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(readPageDate(text)).toBe(iso);
  });

  it.each(['', 'yesterday', '3/4/2025', '2025-02-30', '12:30', 'May the 4th', '45 March 2025'])(
    'reads nothing in %j',
    (text) => {
      expect(readPageDate(text)).toBeNull();
    },
  );

  it('reads an ambiguous day as the page does', () => {
    expect(readPageDate('3/4/2025', undefined, true)).toBe('2025-03-04T00:00:00.000Z');
  });

  it('reads a site’s own format in its zone', () => {
    expect(readPageDate('4.3.2025 klo 9.05', { format: "d.M.yyyy 'klo' H.mm", zone: 'Europe/Helsinki' })).toBe(
      '2025-03-04T07:05:00.000Z',
    );
  });

  it('gives a moment or null for any string', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9 :/.,TZ+-]{0,30}$/)), (text) => {
        const date = readPageDate(text);
        expect(date === null || new Date(date).toISOString() === date).toBe(true);
      }),
    );
  });
});

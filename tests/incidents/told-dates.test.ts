import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/classify/tokens.ts';
import { dayOf, toldDates } from '../../src/incidents/told-dates.ts';

/** Wednesday, 10 September 2025. */
const PUBLISHED = dayOf('2025-09-10') as number;
const iso = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const told = (text: string) =>
  toldDates(tokenize(text), PUBLISHED).map(({ from, to }) => (from === to ? iso(from) : `${iso(from)}/${iso(to)}`));

describe('dates told in news, read against Wednesday, 10 September 2025', () => {
  it.each([
    ['A drone fell on Tuesday.', '2025-09-09'],
    ['A drone fell on Tuesday night.', '2025-09-09/2025-09-10'],
    ['A drone fell on Wednesday.', '2025-09-10'],
    ['A drone fell on Thursday.', '2025-09-04'],
    ['A drone fell last Wednesday.', '2025-09-03'],
    ['Drones flew overnight into Monday.', '2025-09-09/2025-09-10', '2025-09-07/2025-09-08'],
    ['It happened yesterday.', '2025-09-09'],
    ['The cable was cut the day before.', '2025-09-09'],
    ['The cable was cut a day earlier.', '2025-09-09'],
    ['The cable was cut the day before the vote.'],
    ['The cable was cut this morning.', '2025-09-10'],
    ['The cable was cut last night.', '2025-09-09/2025-09-10'],
    ['The cable was cut last week.', '2025-09-01/2025-09-09'],
    ['The cable was cut last weekend.', '2025-09-06/2025-09-07'],
    ['The cable was cut on 3 March.', '2025-03-03'],
    ['The cable was cut on March 3rd, 2024.', '2024-03-03'],
    ['The cable was cut on the 3rd of March 2024.', '2024-03-03'],
    ['The cable was cut on 24 December.', '2024-12-24'],
    ['The cable was cut on Sept. 8.', '2025-09-08'],
    ['The cable was cut two days ago.', '2025-09-08'],
    ['The cable was cut 3 weeks ago.', '2025-08-13/2025-08-23'],
  ])('%s', (text, ...days) => {
    expect(told(text)).toEqual(days);
  });

  it('passes over what is still to come', () => {
    expect(told('Parliament will vote on Friday. Ministers meet next Tuesday.')).toEqual([]);
  });

  it('reads no month into a verb, no weekday into a name in small letters, and no day 47', () => {
    expect(told('They may 3 times march 3 miles. The robinson crusoe friday. On 47 March.')).toEqual([]);
  });

  it('reads any text at all', () => {
    const words = fc.constantFrom(
      'Tuesday',
      'last',
      'night',
      '3',
      'March',
      'ago',
      'days',
      'of',
      ',',
      '.',
      '2025',
      'will',
      '99999999999',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.array(words).map((w) => w.join(' ')),
        ),
        (text) => {
          for (const { from, to } of toldDates(tokenize(text), PUBLISHED)) expect(from).toBeLessThanOrEqual(to);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dateAhead } from '../../src/digest/dates.ts';

// a Sunday
const written = DateTime.fromISO('2026-11-22T21:30', { zone: 'Europe/Warsaw' });
const read = (text: string) => {
  const span = dateAhead(text, written);
  return span && `${span.from.toISODate()} ${span.to.toISODate()}`;
};
const day = (date: string) => `${date} ${date}`;

describe('reading a date ahead', () => {
  it.each([
    ['will vote on Thursday', day('2026-11-26')],
    ['will vote on Sunday', day('2026-11-22')],
    ['will vote next Thursday', day('2026-11-26')],
    ['will meet on Tuesday next week', day('2026-11-24')],
    ['will decide tomorrow', day('2026-11-23')],
    ['will rule on 3 December', day('2026-12-03')],
    ['will rule on Dec. 3', day('2026-12-03')],
    ['will rule on December 3, 2027', day('2027-12-03')],
    ['will open on 15 January', day('2027-01-15')],
    ['will meet next week', '2026-11-23 2026-11-29'],
    ['will report in the coming days', '2026-11-23 2026-11-29'],
    ['will report within ten days', '2026-11-23 2026-12-02'],
    ['will end in three days', day('2026-11-25')],
    ['will be ready by the end of the year', '2026-11-23 2026-12-31'],
    ['will be ready in February', '2027-02-01 2027-02-28'],
    ['will begin next month', '2026-12-01 2026-12-31'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  it.each(['happened last Thursday', 'happened on 3 October 2026', 'will happen some day', 'on 31 February'])(
    'finds none in "%s"',
    (text) => expect(read(text)).toBeNull(),
  );

  it('never throws, and never reads a day before the day of writing', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(' next week ', ' 29 Feb ', ' on Monday ', ' in 99 weeks ', ''),
        (noise, date) => {
          const span = dateAhead(noise + date + noise, written);
          if (span) expect(span.to >= written.startOf('day')).toBe(true);
        },
      ),
    );
  });
});

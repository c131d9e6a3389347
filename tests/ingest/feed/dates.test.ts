import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDate } from '../../../src/ingest/feed/dates.ts';

const FORMS: readonly [string, string][] = [
  ['Tue, 04 Mar 2025 06:30:00 +0200', '2025-03-04T04:30:00.000Z'],
  ['Tue, 4 Mar 2025 06:30 GMT', '2025-03-04T06:30:00.000Z'],
  ['4 Mar 25 06:30:15 EST', '2025-03-04T11:30:15.000Z'],
  ['Tuesday, 04-Mar-25 06:30:15 UTC', '2025-03-04T06:30:15.000Z'],
  ['(morning) Tue, 04 Mar 2025 (a (nested) remark) 06:30:00 -0330', '2025-03-04T10:00:00.000Z'],
  ['Tue Mar  4 06:30:15 2025', '2025-03-04T06:30:15.000Z'],
  ['Tue Mar 04 06:30:15 +0100 2025', '2025-03-04T05:30:15.000Z'],
  ['2025-03-04T06:30:15.25+02:00', '2025-03-04T04:30:15.250Z'],
  ['2025-03-04T06:30', '2025-03-04T06:30:00.000Z'],
  ['20250304T063015Z', '2025-03-04T06:30:15.000Z'],
  ['2025-063', '2025-03-04T00:00:00.000Z'],
  ['2025-03', '2025-03-01T00:00:00.000Z'],
  ['2025', '2025-01-01T00:00:00.000Z'],
  ['2025-03-04 06:30:15', '2025-03-04T06:30:15.000Z'],
  ['2025-03-04 06:30:15 +0000 UTC', '2025-03-04T06:30:15.000Z'],
  ['2025-03-04T06:30:15+02:00[Europe/Helsinki]', '2025-03-04T04:30:15.000Z'],
  ['2025-03-04T24:00:00Z', '2025-03-05T00:00:00.000Z'],
  ['Tue, 04 Mar 2025 06:30:00 Europe/Helsinki', '2025-03-04T04:30:00.000Z'],
  ['March 4th, 2025, 6:30 p.m.', '2025-03-04T18:30:00.000Z'],
  ['Tuesday, 4 March 2025 at 12am', '2025-03-04T00:00:00.000Z'],
  ['mardi 4 mars 2025 06:30', '2025-03-04T06:30:00.000Z'],
  ['4 marca 2025 06:30', '2025-03-04T06:30:00.000Z'],
  ['4. maaliskuuta 2025', '2025-03-04T00:00:00.000Z'],
  ['4 марта 2025, 06:30', '2025-03-04T06:30:00.000Z'],
  ['04.03.2025 06:30', '2025-03-04T06:30:00.000Z'],
  ['03/04/2025', '2025-03-04T00:00:00.000Z'],
  ['25/03/2025', '2025-03-25T00:00:00.000Z'],
  ['2025년 03월 04일 06:30:00', '2025-03-03T21:30:00.000Z'],
  ['1741069815', '2025-03-04T06:30:15.000Z'],
  ['1741069815250', '2025-03-04T06:30:15.250Z'],
];

const NO_DATES = [
  '',
  'soon',
  '06:30',
  'Tue, 32 Mar 2025 06:30:00 GMT',
  'Tue, 04 Foo 2025 06:30:00 GMT',
  'Tue, 04 Mar 2025 06:30:00 +zz:00',
  'Tue, 04 Mar 2025 25:30:00 GMT',
  'Tue, 04 Mar 2025 1:2:3:4 GMT',
  '2025-02-30',
  '2025-13-01',
  '0000-00-00T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9'.repeat(101),
];

describe.each(['UTC', 'Asia/Tokyo', 'America/St_Johns'])('dates of feeds, with the machine in %s', (zone) => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env.TZ;
    process.env.TZ = zone;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it('stands in that zone, or the other tests here would prove nothing', () => {
    const offset = { UTC: 0, 'Asia/Tokyo': -540, 'America/St_Johns': 210 }[zone];
    expect(new Date(2025, 0, 1).getTimezoneOffset()).toBe(offset);
  });

  it.each(FORMS)('reads %s', (written, expected) => {
    expect(parseDate(written)).toBe(expected);
  });

  it.each(NO_DATES)('invents no date for "%s"', (written) => {
    expect(parseDate(written)).toBeNull();
  });
});

describe('any date', () => {
  const moments = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

  it('comes back from the forms that JavaScript itself writes', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const seconds = new Date(Math.floor(moment.getTime() / 1000) * 1000).toISOString();
        expect(parseDate(moment.toISOString())).toBe(moment.toISOString());
        expect(parseDate(moment.toUTCString())).toBe(seconds);
      }),
    );
  });

  it('is null or ISO 8601 in UTC, whatever stands there', () => {
    const pieces = fc.constantFrom(
      'Mon',
      'Mar',
      '12',
      '2025',
      '06:30',
      ':',
      '-',
      '/',
      '.',
      'T',
      'Z',
      '+0200',
      'pm',
      '(',
      ')',
      ' ',
      '년',
    );
    const written = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(written, (text) => {
        const date = parseDate(text);
        if (date !== null) expect(new Date(date).toISOString()).toBe(date);
        expect(parseDate(text)).toBe(date);
      }),
    );
  });
});

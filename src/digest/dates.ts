import { DateTime } from 'luxon';

/** The days that an expression of time may mean, first and last. */
export interface DaySpan {
  from: DateTime;
  to: DateTime;
  /** how it is written in the text */
  text: string;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const weekday = WEEKDAYS.join('|');
const month = `${MONTHS.join('|')}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec`;
const number = `\\d{1,2}|an?|${NUMBERS.slice(1).join('|')}`;

type Resolve = (match: RegExpMatchArray, written: DateTime) => [from: DateTime, to: DateTime] | null;

// Each expression with what it means on the day it was written. The first that matches earliest in the text counts.
const EXPRESSIONS: [RegExp, Resolve][] = [
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${month})\\b\\.?(?:,? (\\d{4}))?`, 'i'),
    ([, day, name, year], written) => onDate(day, name, year, written),
  ],
  [
    new RegExp(`\\b(${month})\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,? (\\d{4}))?`, 'i'),
    ([, name, day, year], written) => onDate(day, name, year, written),
  ],
  [/\b(\d{4})-(\d{2})-(\d{2})\b/, ([iso], written) => single(DateTime.fromISO(iso ?? '', { zone: written.zone }))],
  [/\b(?:tomorrow)\b/i, (_, written) => single(written.plus({ days: 1 }))],
  [/\b(?:today|tonight|later in the day)\b/i, (_, written) => single(written)],
  [
    new RegExp(
      `\\bnext (${weekday})\\b|\\b(${weekday}) (?:of )?next week\\b|\\bnext week(?:'s|,? on)? (${weekday})\\b`,
      'i',
    ),
    ([, a, b, c], written) =>
      single(monday(written).plus({ days: 7 + WEEKDAYS.indexOf((a ?? b ?? c ?? '').toLowerCase()) })),
  ],
  [
    new RegExp(`(?<!\\b(?:last|past|previous) )\\b(${weekday})\\b`, 'i'),
    ([, name], written) =>
      single(written.plus({ days: (WEEKDAYS.indexOf((name ?? '').toLowerCase()) + 8 - written.weekday) % 7 })),
  ],
  [/\b(?:early|earlier|mid|late|later)?\s?next week\b/i, (_, written) => weekOf(monday(written).plus({ weeks: 1 }))],
  [
    /\b(?:later this week|by the end of (?:the|this) week|end of the week)\b/i,
    (_, written) => [written.plus({ days: 1 }), monday(written).plus({ days: 6 })],
  ],
  [
    /\b(?:this|the) (?:coming )?weekend\b/i,
    (_, written) => [monday(written).plus({ days: 5 }), monday(written).plus({ days: 6 })],
  ],
  [/\b(?:early |later |late )?next month\b/i, (_, written) => monthOf(written.startOf('month').plus({ months: 1 }))],
  [
    /\b(?:later this month|by the end of (?:the|this) month|end of the month)\b/i,
    (_, written) => [written.plus({ days: 1 }), written.endOf('month').startOf('day')],
  ],
  [
    /\b(?:later this year|by the end of (?:the|this) year|before the end of the year|by (?:the )?year'?s? end)\b/i,
    (_, written) => [written.plus({ days: 1 }), written.endOf('year').startOf('day')],
  ],
  [
    /\bin the (?:coming|next few) days\b|\bin the next few days\b|\bwithin days\b/i,
    (_, written) => [written.plus({ days: 1 }), written.plus({ days: 7 })],
  ],
  [
    /\bin the (?:coming|next few) weeks\b|\bwithin weeks\b/i,
    (_, written) => [written.plus({ days: 7 }), written.plus({ days: 28 })],
  ],
  [
    /\b(?:with)?in (?:the next )?(?:24|48|72) hours\b/i,
    (match, written) => [written.plus({ days: 1 }), written.plus({ days: Number(match[0].match(/\d+/)?.[0]) / 24 })],
  ],
  [
    new RegExp(`\\b(with)?in (?:the next )?(${number}) (day|week|month)s?(?:' time)?\\b`, 'i'),
    ([, within, count, unit], written) => {
      const length = { [`${unit?.toLowerCase()}s`]: numberOf(count ?? '') };
      const end = written.plus(length);
      return within
        ? [written.plus({ days: 1 }), end]
        : unit === 'day'
          ? [end, end]
          : [end.minus({ days: 3 }), end.plus({ days: 3 })];
    },
  ],
  [
    new RegExp(
      `\\b(?:in|by|until|before|during|from) (?:early |mid-?|late |the (?:start|end|middle) of )?(${MONTHS.join('|')})\\b(?! \\d|,? (?:of )?last year)`,
      'i',
    ),
    ([, name], written) => monthOf(nextMonth(name ?? '', written)),
  ],
];

/**
 * Reads the first expression of time in a sentence that points at the day it was written or later; null when there is
 * none. A weekday is the next one, the day of writing included: whoever calls takes only sentences that look ahead.
 */
export function dateAhead(sentence: string, written: DateTime): DaySpan | null {
  const day = written.startOf('day');
  let first: (DaySpan & { index: number }) | null = null;
  for (const [pattern, resolve] of EXPRESSIONS) {
    const match = sentence.match(pattern);
    if (match?.index === undefined || (first && first.index <= match.index)) continue;
    const span = resolve(match, day);
    if (span?.[0].isValid && span[1] >= day) first = { from: span[0], to: span[1], text: match[0], index: match.index };
  }
  return first && { from: first.from, to: first.to, text: first.text };
}

const monday = (day: DateTime) => day.startOf('week');
const single = (day: DateTime): [DateTime, DateTime] => [day, day];
const weekOf = (first: DateTime): [DateTime, DateTime] => [first, first.plus({ days: 6 })];
const monthOf = (first: DateTime): [DateTime, DateTime] => [first, first.endOf('month').startOf('day')];

const monthNumber = (name: string) => MONTHS.findIndex((one) => one.startsWith(name.toLowerCase().slice(0, 3))) + 1;

const numberOf = (word: string) =>
  /^an?$/i.test(word) ? 1 : /^\d/.test(word) ? Number(word) : NUMBERS.indexOf(word.toLowerCase());

/** Without a year: this year's, or next year's when this year's is more than half a year gone. */
function onDate(day = '', name = '', year: string | undefined, written: DateTime): [DateTime, DateTime] | null {
  const date = written.set({ month: monthNumber(name), day: 1 });
  const inYear = year ? Number(year) : date < written.minus({ months: 6 }) ? written.year + 1 : written.year;
  const found = DateTime.fromObject({ year: inYear, month: date.month, day: Number(day) }, { zone: written.zone });
  return found.isValid ? single(found) : null;
}

function nextMonth(name: string, written: DateTime): DateTime {
  const first = written.set({ month: monthNumber(name) }).startOf('month');
  return first < written.startOf('month') ? first.plus({ years: 1 }) : first;
}

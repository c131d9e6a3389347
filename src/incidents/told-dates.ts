import type { Token } from '../classify/tokens.ts';

/** A stretch of days, both included; days are counted from 1 January 1970 (UTC). */
export interface Days {
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january february march april may june july august september october november december'.split(' '),
  'jan feb mar apr may jun jul aug sept oct nov dec'.split(' '),
];
const COUNTS = ['a', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const UNITS = new Map(Object.entries({ day: 1, days: 1, week: 7, weeks: 7, month: 30, months: 30 }));
/** Words for days around the day of publication. A night is told the day after, so it may be either. */
const NEAR = new Map<string, Days>([
  ['today', { from: 0, to: 0 }],
  ['tonight', { from: 0, to: 0 }],
  ['yesterday', { from: -1, to: -1 }],
  ['overnight', { from: -1, to: 0 }],
]);

/** The day of an ISO 8601 date or moment, undefined when it is none. */
export function dayOf(iso: string | undefined): number | undefined {
  const time = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? undefined : Math.floor(time / DAY_MS);
}

/**
 * Reads the dates that a news text tells ("on Tuesday night", "last week", "on 3 March", "two days ago"), against the
 * day of publication. News tells of the past: a bare weekday is the last one, today's included, and a date without a year
 * is the latest that is not more than a day ahead. Phrases that point ahead ("next Tuesday", "will … on Friday") are
 * passed over, since they date no event that has happened.
 *
 * @param published days since 1 January 1970
 * @returns in order of appearance
 */
export function toldDates(tokens: readonly Token[], published: number): Days[] {
  const told: Days[] = [];
  let ahead = false;
  let sentence = -1;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.sentence !== sentence) {
      sentence = token.sentence;
      ahead = false;
    }
    if (token.norm === 'will' || token.norm === 'next' || token.norm === 'until' || token.norm === 'upcoming')
      ahead = true;
    if (token.kind === 'mark') continue;
    const days =
      near(tokens, i, published) ??
      weekday(tokens, i, published) ??
      calendar(tokens, i, published) ??
      ago(tokens, i, published);
    if (!days) continue;
    if (!ahead) told.push(days);
  }
  return told;
}

function near(tokens: readonly Token[], i: number, published: number): Days | undefined {
  const word = (tokens[i] as Token).norm;
  const days = NEAR.get(word);
  if (days) return { from: published + days.from, to: published + days.to };
  const next = tokens[i + 1]?.norm;
  // "The day before the vote" is told from there, not from today.
  if (word === 'day' && (next === 'earlier' || (next === 'before' && (tokens[i + 2]?.kind ?? 'mark') === 'mark')))
    return { from: published - 1, to: published - 1 };
  if (word === 'this' && (next === 'morning' || next === 'afternoon' || next === 'evening'))
    return { from: published, to: published };
  if (word !== 'last' && word !== 'past') return undefined;
  if (next === 'night') return { from: published - 1, to: published };
  if (next === 'week') return { from: published - 7 - isoWeekday(published), to: published - 1 };
  if (next === 'weekend')
    return { from: published - 2 - isoWeekday(published), to: published - 1 - isoWeekday(published) };
  if (next === 'month') return { from: published - 62, to: published - 1 };
  return undefined;
}

/** Days since Monday. */
const isoWeekday = (day: number) => (day + 3) % 7;

function weekday(tokens: readonly Token[], i: number, published: number): Days | undefined {
  const token = tokens[i] as Token;
  const wanted = token.capital ? WEEKDAYS.indexOf(token.norm) : -1;
  if (wanted < 0) return undefined;
  // 1 January 1970 was a Thursday.
  let day = published - ((((published + 4 - wanted) % 7) + 7) % 7);
  if (tokens[i - 1]?.norm === 'last' && day === published) day -= 7;
  // "Tuesday night" may be told of the hours after midnight; "overnight into Tuesday" began on Monday.
  if (tokens[i + 1]?.norm === 'night' || tokens[i + 1]?.norm === 'evening') return { from: day, to: day + 1 };
  if (tokens[i - 1]?.norm === 'to' || tokens[i - 1]?.norm === 'into') return { from: day - 1, to: day };
  return { from: day, to: day };
}

/** 3 March, March 3, 3rd of March 2025, March 3, 2025 */
function calendar(tokens: readonly Token[], i: number, published: number): Days | undefined {
  const token = tokens[i] as Token;
  const month = token.capital ? MONTHS.map((names) => names.indexOf(token.norm)).find((m) => m >= 0) : undefined;
  if (month === undefined) return undefined;
  const of = tokens[i - 1]?.norm === 'of' ? 2 : 1;
  const before = dayNumber(tokens[i - of]);
  const dot = tokens[i + 1]?.text === '.' ? 1 : 0;
  const after = dayNumber(tokens[i + 1 + dot]);
  const day = before ?? after;
  if (day === undefined) return undefined;
  let next = before === undefined ? i + 2 + dot : i + 1;
  if (tokens[next]?.text === ',') next++;
  const year = tokens[next]?.text;
  if (year !== undefined && /^(?:19|20)\d\d$/.test(year)) return oneDay(Date.UTC(Number(year), month, day) / DAY_MS);
  const now = new Date(published * DAY_MS);
  const thisYear = Date.UTC(now.getUTCFullYear(), month, day) / DAY_MS;
  return oneDay(thisYear > published + 1 ? Date.UTC(now.getUTCFullYear() - 1, month, day) / DAY_MS : thisYear);
}

const oneDay = (day: number): Days => ({ from: day, to: day });

function dayNumber(token: Token | undefined): number | undefined {
  const digits = token && /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(token.norm)?.[1];
  const day = Number(digits);
  return digits !== undefined && day >= 1 && day <= 31 ? day : undefined;
}

/** "two days ago", "3 weeks earlier" */
function ago(tokens: readonly Token[], i: number, published: number): Days | undefined {
  const unit = UNITS.get((tokens[i] as Token).norm);
  if (unit === undefined || tokens[i + 1]?.norm !== 'ago') return undefined;
  const word = tokens[i - 1]?.norm ?? '';
  const count = /^\d{1,3}$/.test(word) ? Number(word) : COUNTS.indexOf(word) + 1;
  if (count === 0) return undefined;
  const slack = unit === 1 ? 0 : unit;
  return { from: published - count * unit - slack, to: published - count * unit + Math.floor(slack / 2) };
}

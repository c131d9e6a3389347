import { DateTime, type DateTimeFormatOptions, Interval } from 'luxon';
import type { DigestPeriod } from './types.ts';

/** First and last moment of a period, and its days, in its time zone. */
export interface PeriodBounds {
  start: DateTime;
  /** first moment after it */
  end: DateTime;
  days: number;
}

/** The language that the rest of the digest is written in, and days and times unless a reader wants another. */
const BRITISH = 'en-GB';

/** The bounds of a period; they are in its language. Throws RangeError on a date or zone that does not exist. */
export function boundsOf({ kind, from, zone, language }: DigestPeriod): PeriodBounds {
  const start = at(from, zone, language).startOf('day');
  if (!start.isValid) throw new RangeError(`no such day or time zone: ${from} ${zone}`);
  const days = kind === 'week' ? 7 : 1;
  return { start, end: start.plus({ days }), days };
}

/** "Sunday 22 November 2026", "16 to 22 November 2026", "30 November to 6 December 2026"; "niedziela, 22 listopada 2026". */
export function periodLabel({ start, end, days }: PeriodBounds): string {
  const last = end.minus({ days: 1 });
  if (days === 1) return write(start, 'cccc d LLLL yyyy', DateTime.DATE_HUGE);
  if (start.locale !== BRITISH) return Interval.fromDateTimes(start, last).toLocaleString(DateTime.DATE_FULL);
  const from = start.year !== last.year ? 'd LLLL yyyy' : start.month !== last.month ? 'd LLLL' : 'd';
  return `${start.toFormat(from)} to ${last.toFormat('d LLLL yyyy')}`;
}

/** A moment in words with the zone's abbreviation: "22 Nov, 14:05 EET". */
export const timeLabel = (iso: string, zone: string, language?: string): string => {
  const time = at(iso, zone, language);
  return time.isValid ? `${write(time, 'd LLL, HH:mm', MOMENT)} ${zoneName(time)}` : '';
};

const MOMENT: DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};

/** "22 November" or, in another year than `now`, "22 November 2025". */
export function dayLabel(day: string, now: DateTime): string {
  const time = at(day, now.zoneName ?? 'utc', now.locale ?? undefined);
  if (!time.isValid) return day;
  return time.year === now.year
    ? write(time, 'd LLLL', { day: 'numeric', month: 'long' })
    : write(time, 'd LLLL yyyy', DateTime.DATE_FULL);
}

/** A moment in a time zone, to be written in a language (BCP 47). */
export const at = (iso: string, zone: string, language = BRITISH): DateTime =>
  DateTime.fromISO(iso, { zone, locale: language });

/** Writes a time in its language: British English by luxon's tokens, any other as its speakers write these parts. */
export const write = (time: DateTime, format: string, parts: DateTimeFormatOptions): string =>
  time.locale === BRITISH ? time.toFormat(format) : time.toLocaleString(parts);

/** The zone's abbreviation at a time: British English knows Europe's, American English America's. */
export function zoneName(time: DateTime): string {
  const name = time.setLocale(BRITISH).toFormat('ZZZZ');
  return /^GMT[+-]/.test(name) ? time.setLocale('en-US').toFormat('ZZZZ') : name;
}

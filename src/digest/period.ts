import { DateTime } from 'luxon';
import type { DigestPeriod } from './types.ts';

/** First and last moment of a period, and its days, in its time zone. */
export interface PeriodBounds {
  start: DateTime;
  /** first moment after it */
  end: DateTime;
  days: number;
}

/** The bounds of a period. Throws RangeError on a date or zone that does not exist. */
export function boundsOf({ kind, from, zone }: DigestPeriod): PeriodBounds {
  const start = DateTime.fromISO(from, { zone }).startOf('day');
  if (!start.isValid) throw new RangeError(`no such day or time zone: ${from} ${zone}`);
  const days = kind === 'week' ? 7 : 1;
  return { start, end: start.plus({ days }), days };
}

/** "Sunday 22 November 2026", "16 to 22 November 2026", "30 November to 6 December 2026". */
export function periodLabel({ start, end, days }: PeriodBounds): string {
  const last = end.minus({ days: 1 });
  if (days === 1) return write(start, 'cccc d LLLL yyyy');
  const from = start.year !== last.year ? 'd LLLL yyyy' : start.month !== last.month ? 'd LLLL' : 'd';
  return `${write(start, from)} to ${write(last, 'd LLLL yyyy')}`;
}

/** A moment in words with the zone's abbreviation: "22 Nov, 14:05 EET". */
export const timeLabel = (iso: string, zone: string): string => {
  const time = at(iso, zone);
  return time.isValid ? `${write(time, 'd LLL, HH:mm')} ${zoneName(time)}` : '';
};

/** "22 November" or, in another year than `now`, "22 November 2025". */
export function dayLabel(day: string, now: DateTime): string {
  const time = DateTime.fromISO(day);
  return time.isValid ? write(time, time.year === now.year ? 'd LLLL' : 'd LLLL yyyy') : day;
}

/** A moment in a time zone. */
export const at = (iso: string, zone: string): DateTime => DateTime.fromISO(iso, { zone });

/** Writes a time in British English; `format` has luxon's tokens. */
export const write = (time: DateTime, format: string): string => time.setLocale('en-GB').toFormat(format);

/** The zone's abbreviation at a time: British English knows Europe's, American English America's. */
export function zoneName(time: DateTime): string {
  const name = write(time, 'ZZZZ');
  return /^GMT[+-]/.test(name) ? time.setLocale('en-US').toFormat('ZZZZ') : name;
}

import { DateTime } from 'luxon';

const countries = new Intl.DisplayNames('en', { type: 'region' });

/** `RO` as `Romania`; what is no country code stays as it is. */
export function placeName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}

/** `territorial-strike` as `territorial strike` */
export const threatName = (id: string) => id.replaceAll('-', ' ');

/** A moment in a time zone, `22 Nov 2026, 14:05 EET` */
export function when(moment: Date, zone: string): string {
  return DateTime.fromJSDate(moment, { zone }).setLocale('en-GB').toFormat('d LLL yyyy, HH:mm ZZZZ');
}

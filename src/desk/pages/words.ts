import { DateTime } from 'luxon';
import { countryName } from '../../digest/words.ts';

/** `RO` as `Romania`; what is no country code stays as it is. */
export const placeName = (code: string) => (/^[A-Z]{2}$/.test(code) ? countryName(code) : code);

/** An id in words: `wrong-tags` as `wrong tags` */
export const inWords = (id: string) => id.replaceAll('-', ' ');

/** A moment in a time zone, `22 Nov 2026, 14:05 EET` */
export function when(moment: Date, zone: string): string {
  return DateTime.fromJSDate(moment, { zone }).setLocale('en-GB').toFormat('d LLL yyyy, HH:mm ZZZZ');
}

import { DateTime } from 'luxon';

/** How a site writes its dates (config/sites.yaml). */
export interface DateFormat {
  /** Luxon tokens, https://moment.github.io/luxon/#/parsing?id=table-of-tokens */
  format: string;
  /** IANA zone of dates without one */
  zone?: string | undefined;
  /** BCP 47 tag of the month names */
  locale?: string | undefined;
}

const LANGUAGES =
  'en de fr es it pt nl sv da nb fi is pl cs sk ro hu et lv lt ru uk be bg hr sl sr mk bs sq el tr ka hy az he ar ar-SY vi ca id'.split(
    ' ',
  );

/** A name without its accents, which dates are often written without. */
const foldName = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Month names of the languages above, short and long, as a date has them, folded to lower case. */
const MONTHS = new Map<string, number>();
for (const language of LANGUAGES)
  for (const month of ['long', 'short'] as const)
    for (const day of [undefined, 'numeric'] as const) {
      const format = new Intl.DateTimeFormat(language, { month, day, timeZone: 'UTC' });
      for (let m = 0; m < 12; m++) {
        const parts = format.formatToParts(Date.UTC(2024, m, 15));
        const name = parts.find(({ type }) => type === 'month')?.value.replace(/\.$/, '');
        // A name that two languages give to different months is the first language's.
        const folded = name && foldName(name);
        if (folded && !/^\p{N}/u.test(folded) && folded.length > 2 && !MONTHS.has(folded)) MONTHS.set(folded, m + 1);
      }
    }
MONTHS.set('sept', 9);

/** Hours east of UTC of the abbreviations that name one zone in news (RFC 822, section 5, and common usage). */
const ZONES: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  bst: 1,
  west: 1,
  cet: 1,
  mez: 1,
  cest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  est: -5,
  edt: -4,
  et: -5,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  jst: 9,
  kst: 9,
  hkt: 8,
  sgt: 8,
  aest: 10,
  aedt: 11,
};

const ISO =
  /(?<![\d.])((?:19|20)\d\d)-(\d\d)-(\d\d)(?:(?:T|\s+)(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?/i;
const TIME = /(?<!\d)(\d{1,2})[:.h](\d\d)(?::(\d\d))?(?![\d.])\s*(?:([ap])\.?\s?m\b\.?)?/i;
const ZONE =
  /(?:^|\b(?:(?:UTC|GMT)\s*)?|(?<=\d)|\s)([+-])(\d{1,2}):?(\d\d)?(?!\d|-)|\b(Z|UTC?|GMT|WES?T|BST|CES?T|ME[SZ]Z?|EES?T|MSK|[ECMP][SD]T|ET|JST|KST|HKT|SGT|AE[SD]T)\b/;

/**
 * The moment that a page's date tells, ISO 8601 in UTC, or null. Dates without zone are taken as UTC, days without time
 * as midnight. Days like 3/4/2024 that can be read two ways are null unless `monthFirst` says how the page reads them.
 */
export function readPageDate(text: string | null | undefined, rule?: DateFormat, monthFirst?: boolean): string | null {
  if (!text) return null;
  const source = text.trim().slice(0, 200);
  if (rule) {
    const date = DateTime.fromFormat(source, rule.format, { zone: rule.zone ?? 'utc', locale: rule.locale ?? 'en' });
    if (date.isValid) return date.toUTC().toISO();
  }
  const iso = ISO.exec(source);
  if (iso) return moment(iso[1], iso[2], iso[3], iso[4], iso[5], iso[6], iso[7] ? offset(iso[7]) : 0);
  if (/^\d{10}$|^\d{13}$/.test(source))
    return new Date(Number(source) * (source.length === 10 ? 1000 : 1)).toISOString();
  if (/^(?:19|20)\d{6}(?:\d{6})?$/.test(source))
    return moment(
      source.slice(0, 4),
      source.slice(4, 6),
      source.slice(6, 8),
      source.slice(8, 10),
      source.slice(10, 12),
      source.slice(12, 14),
      0,
    );
  const day = readDay(source, monthFirst);
  if (!day) return null;
  const rest = source.replace(day.text, ' | ');
  const time = TIME.exec(rest);
  if (!time) return moment(day.year, day.month, day.day);
  let hour = Number(time[1]);
  if (time[4]) hour = (hour % 12) + (time[4].toLowerCase() === 'p' ? 12 : 0);
  const zone = ZONE.exec(rest.slice(time.index + time[0].length, time.index + time[0].length + 16));
  return moment(day.year, day.month, day.day, hour, time[2], time[3], zone ? offset(zone[0]) : 0);
}

interface Day {
  year: number;
  month: number;
  day: number;
  /** as it stands */
  text: string;
}

function readDay(source: string, monthFirst: boolean | undefined): Day | null {
  for (const match of source.matchAll(
    /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s,\-/]*(?:de\s+|of\s+)?(?:\p{L}+\/)?([\p{L}\p{M}]{3,})\.?,?[\s,\-/]*(?:de\s+)?((?:19|20)\d\d)(?!\d)/giu,
  )) {
    const month = MONTHS.get(foldName(match[2] as string));
    if (month) return { year: Number(match[3]), month, day: Number(match[1]), text: match[0] };
  }
  for (const match of source.matchAll(
    /([\p{L}\p{M}]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)/giu,
  )) {
    const month = MONTHS.get(foldName(match[1] as string));
    if (month) return { year: Number(match[3]), month, day: Number(match[2]), text: match[0] };
  }
  // Mon Nov 18 16:05:00 EST 2019
  const unix = /\b(\p{L}{3})\s+(\d{1,2})\s+(?=\d\d:\d\d.*?\b((?:19|20)\d\d)\b)/iu.exec(source);
  const unixMonth = unix && MONTHS.get(foldName(unix[1] as string));
  if (unix && unixMonth) return { year: Number(unix[3]), month: unixMonth, day: Number(unix[2]), text: unix[0] };
  const yearFirst = /(?<!\d)((?:19|20)\d\d)\s*[./年년]\s*(\d{1,2})\s*[./月월]\s*(\d{1,2})\s*[日일]?(?!\d)/u.exec(
    source,
  );
  if (yearFirst)
    return { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]), text: yearFirst[0] };
  const numeric = /(?<!\d)(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*((?:19|20)\d\d)(?!\d)/.exec(source);
  if (!numeric) return null;
  const [first, second] = [Number(numeric[1]), Number(numeric[3])];
  const swap = numeric[2] === '.' || first > 12 ? false : second > 12 || first === second ? true : monthFirst;
  if (swap === undefined) return null;
  return { year: Number(numeric[4]), month: swap ? first : second, day: swap ? second : first, text: numeric[0] };
}

/** Minutes east of UTC of `+02:00`, `-0500`, `GMT+3` or an abbreviation. */
function offset(zone: string): number {
  const numeric = /([+-])(\d{1,2}):?(\d\d)?/.exec(zone);
  if (numeric) return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0));
  return (ZONES[zone.trim().toLowerCase()] ?? 0) * 60;
}

type Digits = string | number | undefined;

function moment(
  year: Digits,
  month: Digits,
  day: Digits,
  hour: Digits = 0,
  minute: Digits = 0,
  second: Digits = 0,
  zone = 0,
): string | null {
  const [y, mo, d, h, mi, s] = [year, month, day, hour || 0, minute || 0, second || 0].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (y < 1900 || y > 2100 || mo < 1 || mo > 12 || d < 1 || h > 24 || mi > 59 || s > 60 || Math.abs(zone) > 14 * 60)
    return null;
  if (new Date(Date.UTC(y, mo - 1, d)).getUTCDate() !== d) return null;
  return new Date(Date.UTC(y, mo - 1, d, h, mi, s) - zone * 60_000).toISOString();
}

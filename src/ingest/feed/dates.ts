import { DateTime, IANAZone } from 'luxon';

/** Minutes east of UTC by the names that feeds use (RFC 2822, and those of newsrooms' own clocks). */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  egst: 0,
  bst: 60,
  cet: 60,
  met: 60,
  mez: 60,
  west: 60,
  wat: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  sast: 120,
  cat: 120,
  eest: 180,
  msk: 180,
  trt: 180,
  idt: 180,
  eat: 180,
  fet: 180,
  msd: 240,
  gst: 240,
  samt: 240,
  azt: 240,
  get: 240,
  irst: 210,
  irdt: 270,
  aft: 270,
  pkt: 300,
  uzt: 300,
  yekt: 300,
  ist: 330,
  npt: 345,
  bdt: 360,
  omst: 360,
  almt: 360,
  mmt: 390,
  ict: 420,
  wib: 420,
  krat: 420,
  novt: 420,
  wita: 480,
  sgt: 480,
  hkt: 480,
  pht: 480,
  myt: 480,
  irkt: 480,
  awst: 480,
  ulat: 480,
  wit: 540,
  jst: 540,
  kst: 540,
  yakt: 540,
  acst: 570,
  acdt: 630,
  aest: 600,
  vlat: 600,
  chst: 600,
  aedt: 660,
  magt: 660,
  nzst: 720,
  pett: 720,
  nzdt: 780,
  nst: -210,
  ndt: -150,
  at: -240,
  ast: -240,
  adt: -180,
  art: -180,
  brt: -180,
  brst: -120,
  clt: -240,
  clst: -180,
  uyt: -180,
  et: -300,
  est: -300,
  edt: -240,
  ct: -360,
  cst: -360,
  cdt: -300,
  mt: -420,
  mst: -420,
  mdt: -360,
  pt: -480,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  hadt: -540,
  sst: -660,
  cot: -300,
  pet: -300,
  vet: -240,
  bot: -240,
  ect: -300,
};

/** Languages whose month names are read. Croatian is not among them: its "listopad" is October, Polish and Czech November. */
const LANGUAGES = 'en fr de es it pt nl pl ru uk ro fi sv nb da hu el tr cs sk bg lt lv et'.split(' ');

/** Longer strings are no dates. */
const MAX_LENGTH = 100;

/**
 * A date of a feed as ISO 8601 in UTC, or null where it is none: RFC 822 and 2822, ISO 8601 and W3CDTF (also a year or
 * month alone, day of the year, basic form), asctime, and what content systems and people write (month names of European
 * languages, am and pm, 16th, 30.10.23, 10/30/23). A date without a zone is UTC; one in Korean is Korean time. What is
 * ambiguous in digits is month first with slashes, day first with dots. Does not depend on the machine's time zone.
 */
export function parseDate(written: string): string | null {
  const text = written.trim();
  if (text === '' || text.length > MAX_LENGTH) return null;
  return mailDate(text) ?? isoDate(text) ?? writtenDate(text);
}

/** RFC 2822 in full, the form of nine RSS feeds in ten: "Tue, 04 Mar 2025 06:30:00 +0200". */
function mailDate(text: string): string | null {
  const match = /^(?:[a-z]{3}, ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([a-z]{1,4}|[+-]\d{4})$/i.exec(
    text,
  );
  if (!match) return null;
  const [, day, name = '', year, hour, minute, second, zone = ''] = match;
  const month = 1 + 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(name.toLowerCase()) / 3;
  if (month < 1 || month % 1 !== 0) return null;
  return build({
    year: Number(year),
    month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    zone,
  });
}

const ISO =
  /^([+-]?\d{4}|-?\d{2})(?:-?(\d{3})(?=$|T)|-?0?(\d\d)(?:-?(\d\d))?)?(?:[T\s]+(\d{1,2})(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(.*))?$/i;

function isoDate(text: string): string | null {
  if (/^\d{10}$/.test(text)) return toIso(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return toIso(Number(text));
  // "-0312": December of a year without its century
  const shortYear = /^-(\d\d)-?(\d\d)$/.exec(text);
  if (shortYear) return build({ year: fullYear(Number(shortYear[1])), month: Number(shortYear[2]), day: 1 });
  // "031231", and the day of the year "03335"
  const compact = /^(\d\d)(?:(\d\d)(\d\d)|-?(\d{3}))$/.exec(text);
  if (compact) {
    const [, year, month = '1', day, dayOfYear] = compact;
    return build({
      year: fullYear(Number(year)),
      month: Number(month),
      day: Number(dayOfYear ?? day),
      daysInMonth: dayOfYear === undefined ? undefined : 366,
    });
  }
  const match = ISO.exec(text);
  if (!match || (match[1]?.replace(/\D/g, '').length === 2 && !/^\d\d-\d\d-\d\d(?!\d)/.test(text))) return null;
  const [, year = '', dayOfYear, month, day, hour, minute, second, fraction, zone = ''] = match;
  return build({
    year: year.length === 2 ? fullYear(Number(year)) : Number(year),
    month: month === undefined ? 1 : Number(month),
    day: dayOfYear === undefined ? Number(day ?? 1) : Number(dayOfYear),
    daysInMonth: dayOfYear === undefined ? undefined : 366,
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0,
    zone,
  });
}

/** Hours and minutes, also "4pm"; not "1:2:3:4". */
const TIME =
  /(?<![\d:.])(?:(\d{1,2})[:h](\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)?(?![\d:])|(\d{1,2})(?=\s*[ap]\.?m\b))\s*(?:([ap])\.?\s?m\b\.?)?/i;
/** What follows the time: an offset, or a name; in "Sun Jul 15 01:16:00 +0000 2012" the year stands behind it. */
const ZONE = /^[\s,]*((?:[A-Za-z_/]+\s?)?[+-]\s?[\w:]+|[A-Za-z][A-Za-z_]*(?:\/[A-Za-z_]+)*)/;

function writtenDate(text: string): string | null {
  const plain = withoutComments(text)
    .replace(/오후\s*([\d:]+)/, '$1 pm')
    .replace(/오전\s*([\d:]+)/, '$1 am')
    .replace(/[년월일]/g, ' ')
    .replace(/(\d)T(\d)/, '$1 $2');
  const time = TIME.exec(plain);
  if (!time) return /\d:/.test(plain) ? null : build({ day: 1, ...calendarDay(plain) });
  const after = plain.slice(time.index + time[0].length);
  let zone = ZONE.exec(after);
  if (zone && monthOf(zone[1] as string) !== null) zone = null;
  const day = calendarDay(`${plain.slice(0, time.index)} ${zone ? after.slice(zone[0].length) : after}`);
  const half = time[5]?.toLowerCase();
  const hour = Number(time[1] ?? time[4]);
  return build({
    ...day,
    hour: half === 'p' && hour < 12 ? hour + 12 : half === 'a' && hour === 12 ? 0 : hour,
    minute: Number(time[2] ?? 0),
    second: Number(time[3] ?? 0),
    zone: zone?.[1] ?? (/[년월일]|오[전후]/.test(text) ? 'KST' : ''),
  });
}

/** Year, month and day in words or digits, in any usual order; nothing where they cannot be told, a month alone without a day. */
function calendarDay(text: string): Pick<Moment, 'year' | 'month' | 'day'> {
  const words = text.match(/\p{L}+/gu) ?? [];
  const numbers = (text.match(/(?<![\p{L}\d])\d{1,4}(?=$|[^\d\p{L}]|st\b|nd\b|rd\b|th\b|er\b|[ao]\b)/gu) ?? []).slice(
    0,
    4,
  );
  let month: number | null = null;
  for (const word of words) month ??= monthOf(word);
  if (month !== null) {
    const yearAt = numbers.findIndex((number) => number.length === 4);
    if (yearAt >= 0) {
      const day = numbers.find((_, i) => i !== yearAt);
      return { year: Number(numbers[yearAt]), month, ...(day && { day: Number(day) }) };
    }
    const [first, second] = numbers.map(Number);
    if (first === undefined || second === undefined) return {};
    return first > 31 ? { year: fullYear(first), month, day: second } : { year: fullYear(second), month, day: first };
  }
  const [a, b, c] = numbers;
  if (a === undefined || b === undefined || c === undefined) return {};
  if (a.length === 4) return { year: Number(a), month: Number(b), day: Number(c) };
  const monthFirst = /\d\/\d/.test(text) ? Number(a) <= 12 : Number(b) > 12;
  const year = c.length === 4 ? Number(c) : fullYear(Number(c));
  return monthFirst ? { year, month: Number(a), day: Number(b) } : { year, month: Number(b), day: Number(a) };
}

/** RFC 2822 lets a remark stand in parentheses anywhere, also in one another. */
function withoutComments(text: string): string {
  if (!text.includes('(')) return text;
  let [depth, kept] = [0, ''];
  for (const char of text.replace(/\\[()]/g, '')) {
    if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += char;
  }
  return kept.trim();
}

/** RFC 2822, 4.3: two digits below 50 are of this century. */
const fullYear = (year: number) => (year < 50 ? 2000 + year : year < 100 ? 1900 + year : year);

/** Minutes east of UTC; 0 where nothing, or a name that we do not know, is said; null where it is broken. */
function zoneOffset(written: string): number | null {
  const zone = written.trim().toLowerCase();
  const numeric = /^(?:[a-z/]+)?\s?([+-])\s?(\d{1,2})(?::?(\d\d))?(?:\s*[a-z]{1,5}|\s*\[[\w/]+\])?\.?$/.exec(zone);
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    return minutes > 15 * 60 ? null : numeric[1] === '-' ? -minutes : minutes;
  }
  if (/^[+-]/.test(zone)) return null;
  const name = /[a-z]+(?=[^a-z]*$)/.exec(zone)?.[0] ?? '';
  return Object.hasOwn(ZONES, name) ? (ZONES[name] as number) : 0;
}

let months: ReadonlyMap<string, number> | undefined;

/** 1..12 for a month's name, whole or cut short to three letters or more; null for any other word. */
function monthOf(word: string): number | null {
  months ??= monthNames();
  const name = plainLetters(word);
  if (name.length < 3) return null;
  return months.get(name) ?? months.get(name.slice(0, 4)) ?? months.get(name.slice(0, 3)) ?? null;
}

/** Month names of all languages, with the beginnings of three and four letters that only one month has. */
function monthNames(): Map<string, number> {
  const names = new Map<string, number>();
  const starts = new Map<string, number | null>();
  for (const language of LANGUAGES)
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: style, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month++) {
        const part = format.formatToParts(Date.UTC(2001, month - 1, 15)).find(({ type }) => type === 'month');
        const name = plainLetters(part?.value ?? '');
        if (!/^\p{L}{3,}$/u.test(name)) continue;
        if (!names.has(name)) names.set(name, month);
        for (const length of [3, 4]) {
          const start = name.slice(0, length);
          if (start.length === length)
            starts.set(start, starts.has(start) && starts.get(start) !== month ? null : month);
        }
      }
    }
  for (const [start, month] of starts) if (month !== null && !names.has(start)) names.set(start, month);
  return names;
}

/** Lower case, without accents and full stops. */
const plainLetters = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').replace(/\./g, '').toLowerCase();

interface Moment {
  year?: number;
  month?: number;
  day?: number;
  /** highest `day`, where it is not that of the month */
  daysInMonth?: number | undefined;
  hour?: number;
  minute?: number;
  second?: number;
  millisecond?: number;
  /** as it is written */
  zone?: string;
}

/** Null where a part is missing or out of its range: no date is invented. 24:00 and a leap second are allowed. */
function build(moment: Moment): string | null {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0, zone = '' } = moment;
  if (year === undefined || month === undefined || day === undefined || year < 1900) return null;
  const last = moment.daysInMonth ?? new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > last) return null;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return null;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  if (/^[A-Z][a-z]+\/[A-Z]/.test(zone) && IANAZone.isValidZone(zone))
    return toIso(DateTime.fromMillis(local, { zone: 'utc' }).setZone(zone, { keepLocalTime: true }).toMillis());
  const offset = zoneOffset(zone);
  return offset === null ? null : toIso(local - offset * 60_000);
}

/** Null beyond what a feed can mean; feeds write the year 0001 for "unknown". */
function toIso(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  const year = date.getUTCFullYear();
  return year >= 1900 && year <= 2200 ? date.toISOString() : null;
}

import { placeName } from '../../config/place-name.ts';

export { placeName };

const languages = new Intl.DisplayNames('en-GB', { type: 'language', fallback: 'code' });
const near = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto', style: 'short' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const whole = new Intl.NumberFormat('en-GB');
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** `Romania` as `RO`; undefined when no state has this name. */
export function stateNamed(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  for (const a of LETTERS)
    for (const b of LETTERS) {
      const name = placeName(a + b);
      if (name !== a + b && name.toLowerCase() === wanted) return a + b;
    }
  return undefined;
}

export function languageName(code: string): string {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

/** An id in words: `wrong-tags` as `wrong tags`. */
export const inWords = (id: string) => id.replaceAll('-', ' ');

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A moment in the reader's zone. */
export const local = (iso: string) => moment.format(new Date(iso));

/** From one moment to another, in the reader's zone: a day that both have is said once. */
export const span = (from: string, to: string) => moment.formatRange(new Date(from), new Date(to));

/** A moment to the second, in the reader's zone and in UTC. */
export const exactly = (iso: string) => `${exact.format(new Date(iso))} · ${clock.format(new Date(iso))} UTC`;

const STEPS = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 14],
] as const;

/** How long ago or ahead, `3 hr ago`; a date when it is longer than two weeks. */
export function ago(iso: string, now = Date.now()): string {
  const ms = Date.parse(iso) - now;
  if (Math.abs(ms) < 60_000) return 'now';
  for (const [unit, length, most] of STEPS)
    if (Math.abs(ms) < length * most) return near.format(Math.round(ms / length), unit);
  return day.format(new Date(iso));
}

/** `12345` as `12,345`. */
export const figure = (n: number) => whole.format(n);

export const counted = (n: number, noun: string) => `${figure(n)} ${noun}${n === 1 ? '' : 's'}`;

import { z } from 'zod';

const MILLISECONDS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES = { B: 1, KB: 1000, MB: 1_000_000, GB: 1_000_000_000 };

/** A length of time in words, `30 s`; becomes milliseconds. */
export const duration = quantity(MILLISECONDS, 'a length of time such as "30 s" (ms, s, min, h or d)');

/** A size in words, `10 MB`; becomes bytes. */
export const size = quantity(BYTES, 'a size such as "10 MB" (B, KB, MB or GB, in thousands)');

function quantity(units: Readonly<Record<string, number>>, form: string) {
  const pattern = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(${Object.keys(units).join('|')})$`, 'i');
  const names = new Map(Object.entries(units).map(([name, factor]) => [name.toLowerCase(), factor]));
  const written = z
    .string()
    .trim()
    .regex(pattern, { error: `must be ${form}` })
    .transform((text) => {
      const [, number, unit] = pattern.exec(text) ?? [];
      return Math.round(Number(number) * (names.get(unit?.toLowerCase() ?? '') ?? Number.NaN));
    });
  // Whatever stands there is read as text, so that a number without its unit is told what is missing.
  return z.preprocess((value) => (value === undefined ? value : String(value)), written);
}

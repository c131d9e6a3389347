import type { Token } from './tokens.ts';

/** In so many months of a new year the last one is no past yet. */
const NEW_YEAR = 3;

/** Words before the year of a date: "since 2022", "in May 2022", "on 24 February, 2022". */
const BEFORE_YEAR = new Set(
  'in since from until before between during by and late early mid summer autumn spring winter january february march april may june july august september october november december ,'.split(
    ' ',
  ),
);

/** The first year that is not past for a report of that day (ISO 8601); without a day, the latest that it names. */
export function currentYear(published: string | undefined, tokens: readonly Token[]): number {
  const [year, month] = (published ?? '').split('-').map(Number);
  if (year && month) return month > NEW_YEAR ? year : year - 1;
  let latest = 0;
  for (let i = 0; i < tokens.length; i++) if (yearAt(tokens, i) > latest) latest = yearAt(tokens, i);
  return latest;
}

/** The year of a date that stands at a token; NaN where none does, which is neither before nor after any year. */
export function yearAt(tokens: readonly Token[], at: number): number {
  const { kind, norm } = tokens[at] as Token;
  if (kind !== 'number' || norm.length !== 4 || !BEFORE_YEAR.has(tokens[at - 1]?.norm ?? '')) return Number.NaN;
  const year = Number(norm);
  return year >= 1900 && year < 2100 ? year : Number.NaN;
}

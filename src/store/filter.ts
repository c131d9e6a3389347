import type { Reader } from './blind.ts';

/** Fields that incidents and articles are filtered by. */
export const FILTER_FIELDS = [
  'state',
  'flag',
  'threat',
  'country',
  'affected',
  'pact',
  'actor',
  'pattern',
  'place',
  'cue',
  'feed',
  'language',
  'assignee',
] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** One of `values`, or with `not` none of them. A pact stands for its members once `withMembers` has put them there. */
export interface Term {
  field: FilterField;
  values: string[];
  not?: boolean;
}

/** What is looked for: every term holds. */
export interface Filter {
  terms: Term[];
  /** words as PostgreSQL's web search takes them: "a phrase", -not, or */
  text?: string | undefined;
  /** first told of since, and before */
  since?: Date | undefined;
  until?: Date | undefined;
  /** with news within so many days: unlike `since`, it stays true in a search that is kept */
  days?: number | undefined;
  /** probability of `below`, at least */
  minScore?: number | undefined;
  /** who looks (see blind.ts): null is told everything */
  reader?: Reader;
}

/** A search that cannot be understood; the message says why. */
export class SearchError extends Error {
  override name = 'SearchError';
}

const VALUE = /"[^"]*"|[^\s",]+/g;
const TOKEN = /(-?)([a-z]+):((?:"[^"]*"|[^\s",]+)(?:,(?:"[^"]*"|[^\s",]+))*)|-?"[^"]*"?|\S+/gi;
const ALIASES: Record<string, string> = { lang: 'language', source: 'feed', vector: 'threat', by: 'assignee' };
const DAY_MS = 86_400_000;

/**
 * Reads a search such as `country:RO,PL threat:sabotage -feed:danube-wire score:0.8 since:2026-03-01 "fibre optic" -drill`.
 * A field's values are alternatives; everything else adds up. What has no field is full text.
 *
 * @throws SearchError when a field is unknown, or a date or score is none
 */
export function parseSearch(search: string): Filter {
  const filter: Filter = { terms: [] };
  const words: string[] = [];
  for (const [token, minus, name, list] of search.matchAll(TOKEN)) {
    if (!name || !list || /^https?$/i.test(name)) {
      words.push(token);
      continue;
    }
    const field = ALIASES[name.toLowerCase()] ?? name.toLowerCase();
    const values = [...list.matchAll(VALUE)].map(([value]) => value.replaceAll('"', ''));
    if (field === 'since') filter.since = dayOf(field, values[0]);
    else if (field === 'until') filter.until = new Date(+dayOf(field, values[0]) + DAY_MS);
    else if (field === 'days') filter.days = daysOf(values[0]);
    else if (field === 'score') filter.minScore = scoreOf(values[0]);
    else if (isField(field))
      filter.terms.push({
        field,
        values: field === 'country' || field === 'affected' ? values.map((code) => code.toUpperCase()) : values,
        ...(minus ? { not: true } : {}),
      });
    else
      throw new SearchError(
        `there is no field "${name}" to search in: ${[...FILTER_FIELDS, 'score', 'since', 'until', 'days'].join(', ')}`,
      );
  }
  if (words.length > 0) filter.text = words.join(' ');
  return filter;
}

/** A search that reads as the filter. */
export function printSearch({ terms, text, since, until, days, minScore }: Filter): string {
  const quoted = (value: string) => (/[\s,]/.test(value) ? `"${value}"` : value);
  const day = (moment: Date) => moment.toISOString().slice(0, 10);
  return [
    ...terms
      .filter(({ values }) => values.length > 0)
      .map(({ field, values, not }) => `${not ? '-' : ''}${field}:${values.map(quoted).join(',')}`),
    since && `since:${day(since)}`,
    until && `until:${day(new Date(+until - DAY_MS))}`,
    days && `days:${days}`,
    minScore === undefined ? undefined : `score:${minScore}`,
    text,
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * The filter with the states that are members of a pact in the place of its id.
 *
 * @throws SearchError when there is no such pact
 */
export function withMembers(filter: Filter, pacts: readonly { id: string; members: readonly string[] }[]): Filter {
  const members = (id: string) => {
    const pact = pacts.find((one) => one.id === id.toLowerCase());
    if (!pact) throw new SearchError(`there is no pact "${id}": ${pacts.map((one) => one.id).join(', ')}`);
    return pact.members;
  };
  const terms = filter.terms.map((term) =>
    term.field === 'pact' ? { ...term, values: [...new Set(term.values.flatMap(members))] } : term,
  );
  return { ...filter, terms };
}

const isField = (name: string): name is FilterField => (FILTER_FIELDS as readonly string[]).includes(name);

function dayOf(field: string, value = ''): Date {
  const day = new Date(`${value}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(+day))
    throw new SearchError(`${field}:${value} is no day, such as ${field}:2026-03-01`);
  return day;
}

function scoreOf(value = ''): number {
  const score = Number(value.replace(/^>=?/, ''));
  if (!(score >= 0 && score <= 1)) throw new SearchError(`score:${value} is no probability, such as score:0.8`);
  return score;
}

function daysOf(value = ''): number {
  const days = Number(value);
  if (!(Number.isInteger(days) && days >= 1 && days <= 3660))
    throw new SearchError(`days:${value} is no number of days, such as days:7`);
  return days;
}

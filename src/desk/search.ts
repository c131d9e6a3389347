import { z } from 'zod';
import type { RuleSet } from '../config/rules.ts';
import type { Reader } from '../store/blind.ts';
import { type Filter, parseSearch, withMembers } from '../store/filter.ts';
import { OPEN_STATES } from '../store/queue.ts';

/** A search as it is asked for. */
export const searchSchema = z
  .string()
  .max(1000)
  .default('')
  .describe(
    'words, "a phrase", -not, and fields: `country:RO,PL threat:sabotage -feed:danube-wire score:0.8 since:2026-03-01`',
  );

/** Pacts with the states that are in them. */
export const pactsOf = ({ pacts }: RuleSet): { id: string; members: string[] }[] =>
  pacts.map(({ id, members }) => ({ id, members: members.map(({ code }) => code) }));

/** A search as it is typed, as a filter of the store for whoever reads what it finds. @throws SearchError */
export const readSearch = (search: string, rules: RuleSet, reader: Reader): Filter => ({
  ...withMembers(parseSearch(search), pactsOf(rules)),
  reader,
});

/**
 * The queue's filter: what waits for review, unless the search or `state` says otherwise; `state:any` is all.
 *
 * @throws SearchError
 */
export function queueFilter(search: string, rules: RuleSet, reader: Reader, state?: readonly string[]): Filter {
  const filter = readSearch(search, rules, reader);
  const named = filter.terms.some(({ field }) => field === 'state');
  const terms = filter.terms.filter(({ field, values }) => field !== 'state' || !values.includes('any'));
  const chosen = state ?? (named ? undefined : OPEN_STATES);
  return { ...filter, terms: chosen ? [...terms, { field: 'state', values: [...chosen] }] : terms };
}

import './facets.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Filter, parseSearch, printSearch } from '../../store/filter.ts';
import { get, query } from './api.ts';
import { figure } from './format.ts';
import { useNames } from './vocabulary.ts';
import type { Facets } from './wire.ts';

const FACETS: [field: keyof Facets, title: string, most: number][] = [
  ['state', 'State', 5],
  ['flag', 'Flag', 3],
  ['threat', 'Threat', 15],
  ['country', 'Country', 10],
  ['days', 'Date of the last news', 4],
  ['score', 'Score', 4],
  ['pact', 'Pact', 6],
  ['actor', 'Actor', 8],
  ['pattern', 'Pattern', 8],
  ['feed', 'Source', 8],
  ['language', 'Language', 5],
  ['assignee', 'Assignee', 5],
];

/** A search as a filter; one that cannot be understood is full text here, the server says what is wrong with it. */
export function readSearch(search: string): Filter {
  try {
    return parseSearch(search);
  } catch {
    return { terms: [], text: search };
  }
}

/** The search with a value of a field added, or taken out where it is there. */
function toggled(search: string, field: keyof Facets, value: string): string {
  const filter = readSearch(search);
  if (field === 'days')
    return printSearch({ ...filter, days: filter.days === Number(value) ? undefined : Number(value) });
  if (field === 'score')
    return printSearch({ ...filter, minScore: filter.minScore === Number(value) ? undefined : Number(value) });
  const term = filter.terms.find((one) => one.field === field && !one.not);
  const values = term?.values ?? [];
  const changed = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  const terms = term
    ? filter.terms.map((one) => (one === term ? { ...one, values: changed } : one))
    : [...filter.terms, { field, values: changed }];
  return printSearch({ ...filter, terms });
}

/** What each filter would show, of a search. */
export const useFacets = (search: string, reports = false) =>
  useQuery({
    queryKey: ['counts', search, reports],
    queryFn: ({ signal }) => get<Facets>(`/incidents/counts${query({ q: search, reports: String(reports) })}`, signal),
    placeholderData: (before) => before,
  });

/** Filters with counts of what each would show. */
export function FacetList({ search, change }: { search: string; change: (search: string) => void }) {
  const names = useNames();
  const [reports, setReports] = useState(false);
  const { data } = useFacets(search, reports);
  const filter = readSearch(search);
  const chosen = (field: keyof Facets): string[] => {
    if (field === 'days') return filter.days ? [String(filter.days)] : [];
    if (field === 'score') return filter.minScore === undefined ? [] : [String(filter.minScore)];
    return filter.terms.find((term) => term.field === field && !term.not)?.values ?? [];
  };
  return (
    <div className="facets">
      {FACETS.map(([field, title, most]) => {
        const on = chosen(field);
        const counts = data?.[field] ?? [];
        const shown = [
          ...on.filter((value) => !counts.some((one) => one.value === value)).map((value) => ({ value, n: 0 })),
          ...counts,
        ];
        const late = field === 'feed' || field === 'language';
        if (shown.length === 0 && !late) return null;
        return (
          <details
            key={field}
            open={['state', 'flag', 'threat', 'country'].includes(field) || on.length > 0}
            onToggle={(event) => late && event.currentTarget.open && setReports(true)}
          >
            <summary>{title}</summary>
            <ul>
              {shown.slice(0, Math.max(most, on.length)).map(({ value, n }) => (
                <li key={value}>
                  <button
                    type="button"
                    aria-pressed={on.includes(value)}
                    onClick={() => change(toggled(search, field, value))}
                  >
                    <span>{names.value(field, value)}</span>
                    <b>{figure(n)}</b>
                  </button>
                </li>
              ))}
            </ul>
            {field === 'days' && <Between search={search} change={change} />}
          </details>
        );
      })}
    </div>
  );
}

/** Days between which incidents were first told of. */
function Between({ search, change }: { search: string; change: (search: string) => void }) {
  const filter = readSearch(search);
  const day = (moment: Date | undefined, before = 0) =>
    moment ? new Date(+moment - before).toISOString().slice(0, 10) : '';
  const set = (since: string, until: string) =>
    change(
      printSearch({
        ...filter,
        since: since ? new Date(`${since}T00:00:00Z`) : undefined,
        until: until ? new Date(+new Date(`${until}T00:00:00Z`) + DAY_MS) : undefined,
      }),
    );
  const [since, until] = [day(filter.since), day(filter.until, DAY_MS)];
  return (
    <div className="between">
      <label>
        first told since
        <input type="date" value={since} onChange={(event) => set(event.target.value, until)} />
      </label>
      <label>
        until
        <input type="date" value={until} onChange={(event) => set(since, event.target.value)} />
      </label>
    </div>
  );
}

const DAY_MS = 86_400_000;

import './facets.css';
import { useQuery } from '@tanstack/react-query';
import { type Filter, type FilterField, parseSearch, printSearch } from '../../store/filter.ts';
import { get, query } from './api.ts';
import { useNames } from './vocabulary.ts';
import type { Facets } from './wire.ts';

const FACETS: [field: keyof Facets, title: string, most: number][] = [
  ['state', 'State', 5],
  ['flag', 'Flag', 3],
  ['threat', 'Threat', 15],
  ['country', 'Country', 10],
  ['actor', 'Actor', 8],
  ['pattern', 'Pattern', 8],
  ['feed', 'Feed', 8],
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
export function toggled(search: string, field: FilterField, value: string): string {
  const filter = readSearch(search);
  const term = filter.terms.find((one) => one.field === field && !one.not);
  const values = term?.values ?? [];
  const changed = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  const terms = term
    ? filter.terms.map((one) => (one === term ? { ...one, values: changed } : one))
    : [...filter.terms, { field, values: changed }];
  return printSearch({ ...filter, terms });
}

/** Filters with counts of what each would show. */
export function FacetList({ search, change }: { search: string; change: (search: string) => void }) {
  const names = useNames();
  const { data } = useQuery({
    queryKey: ['counts', search],
    queryFn: ({ signal }) => get<Facets>(`/incidents/counts${query({ q: search })}`, signal),
    placeholderData: (before) => before,
  });
  const chosen = readSearch(search).terms;
  return (
    <div className="facets">
      {FACETS.map(([field, title, most]) => {
        const on = chosen.find((term) => term.field === field && !term.not)?.values ?? [];
        const counts = data?.[field] ?? [];
        const shown = [
          ...on.filter((value) => !counts.some((one) => one.value === value)).map((value) => ({ value, n: 0 })),
          ...counts,
        ];
        if (shown.length === 0) return null;
        return (
          <details key={field} open={['state', 'flag', 'threat', 'country'].includes(field) || on.length > 0}>
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
                    <b>{n.toLocaleString('en-GB')}</b>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

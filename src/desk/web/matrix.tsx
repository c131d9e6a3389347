import { useMemo } from 'react';
import { Link } from 'wouter';
import { query } from './api.ts';
import { placeName } from './format.ts';
import { Empty } from './parts.tsx';
import { TrendMark, trendInWords } from './trend.tsx';
import { useNames } from './vocabulary.ts';
import type { Trends } from './wire.ts';

const MOST_COUNTRIES = 16;

/** Threat by state that it falls on, in the window; each number leads to its incidents. */
export function Matrix({ trends, q }: { trends: Trends; q: string }) {
  const names = useNames();
  const { days } = trends.total.trend;
  const { rows, columns, cells, most } = useMemo(() => {
    const seen = trends.cells.filter(({ trend }) => trend.observed > 0);
    const sums = (of: (cell: (typeof seen)[number]) => string) => {
      const sum = new Map<string, number>();
      for (const cell of seen) sum.set(of(cell), (sum.get(of(cell)) ?? 0) + cell.trend.observed);
      return [...sum].sort((a, b) => b[1] - a[1]).map(([id]) => id);
    };
    return {
      rows: sums(({ threat }) => threat),
      columns: sums(({ country }) => country).slice(0, MOST_COUNTRIES),
      cells: new Map(seen.map((cell) => [`${cell.threat} ${cell.country}`, cell])),
      most: Math.max(1, ...seen.map(({ trend }) => trend.observed)),
    };
  }, [trends]);
  return (
    <section className="matrix-section" aria-labelledby="matrix">
      <h2 id="matrix">Vector by country</h2>
      <p className="soft">
        Incidents first told of in the last {days} days, with the change against what was usual before. ▲ and ▼ stand
        where that is hardly chance.
      </p>
      {rows.length === 0 ? (
        <Empty>None in the last {days} days.</Empty>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
        <section className="wide-table" tabIndex={0} aria-label="Table of vector by country">
          <table className="matrix">
            <thead>
              <tr>
                <td />
                {columns.map((country) => (
                  <th key={country} scope="col">
                    <abbr title={placeName(country)}>{country}</abbr>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((threat) => (
                <tr key={threat}>
                  <th scope="row">{names.threat(threat)}</th>
                  {columns.map((country) => {
                    const cell = cells.get(`${threat} ${country}`);
                    if (!cell) return <td key={country} />;
                    const { observed, expected } = cell.trend;
                    const change = expected === null ? 0 : Math.round(observed - expected);
                    const told = `${names.threat(threat)}, ${placeName(country)}: ${trendInWords(cell.trend)}`;
                    return (
                      <td key={country}>
                        <Link
                          className={`heat h${Math.ceil((4 * observed) / most)}`}
                          title={told}
                          aria-label={told}
                          href={`/${query({ q: `threat:${threat} affected:${country} since:${trends.since} ${q}` })}`}
                        >
                          {observed}
                          {expected !== null && change !== 0 && (
                            <small>{change > 0 ? `+${change}` : `−${-change}`}</small>
                          )}
                          <TrendMark trend={cell.trend} />
                        </Link>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

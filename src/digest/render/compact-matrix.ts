import type { Figure, Matrix, Named } from '../types.ts';

/** A matrix that fits a page: the countries with most incidents, and all others in one column. */
export interface CompactMatrix {
  columns: (Named & Figure)[];
  /** how many of the columns are countries; one may follow for the others */
  kept: number;
  rows: (Named & Figure & { cells: Figure[] })[];
}

export const OTHER = 'other';

/** Keeps `most` columns. An incident that touches several of the other countries counts once in theirs. */
export function compactMatrix({ countries, rows }: Matrix, most: number): CompactMatrix {
  if (countries.length <= most) return { columns: countries, kept: countries.length, rows };
  const keep = most - 1;
  const fold = (cells: readonly Figure[]): Figure => ({
    incidents: [...new Set(cells.slice(keep).flatMap(({ incidents }) => incidents))].sort((a, b) => a - b),
  });
  return {
    columns: [...countries.slice(0, keep), { id: OTHER, name: 'Others', ...fold(countries) }],
    kept: keep,
    rows: rows.map((row) => ({ ...row, cells: [...row.cells.slice(0, keep), fold(row.cells)] })),
  };
}

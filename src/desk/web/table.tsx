import './table.css';
import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column<Row> {
  /** none: what can be done with a row */
  heading?: ReactNode;
  /** what it is called on narrow screens, where each row is a card; its heading unless told */
  label?: string;
  /** `name` says which row it is */
  kind?: 'name' | 'number' | 'choose' | 'actions';
  cell: (row: Row) => ReactNode;
}

/** Rows under headings. On narrow screens each row is a card. */
export function Table<Row>({
  rows,
  columns,
  keyOf,
  isOff = () => false,
  className = '',
}: {
  rows: readonly Row[];
  /** those that a reader has nothing to do with may be `false` */
  columns: readonly (Column<Row> | false)[];
  keyOf: (row: Row) => string | number;
  /** whether a row is out of use */
  isOff?: (row: Row) => boolean;
  className?: string;
}) {
  const shown = columns.filter((column) => column !== false);
  return (
    <table className={`sheet-table ${className}`}>
      <thead>
        <tr>
          {shown.map((column) => (
            <th key={nameOf(column) ?? column.kind} scope="col" className={column.kind}>
              {column.heading ?? <span className="hidden">Actions</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} className={isOff(row) ? 'off' : ''}>
            {shown.map((column) =>
              column.kind === 'name' ? (
                <th key="name" scope="row">
                  {column.cell(row)}
                </th>
              ) : (
                <td key={nameOf(column) ?? column.kind} data-label={nameOf(column)} className={column.kind}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const nameOf = ({ label, heading }: Column<never>) => label ?? (typeof heading === 'string' ? heading : undefined);

import type { ExportedIncident } from './incident.ts';

/** Between the entries of a list in one cell. */
export const LIST_SEPARATOR = ' | ';

type Cell = string | number | readonly string[];

// Of an incident's sources, the n-th entry of each of the last four columns belongs together.
const COLUMNS: Record<string, (incident: ExportedIncident) => Cell> = {
  id: ({ id }) => id,
  title: ({ title }) => title,
  summary: ({ summary }) => summary,
  flag: ({ flag }) => flag,
  score: ({ score }) => score,
  severity: ({ severity }) => severity,
  state: ({ state }) => state,
  joined_into: ({ joinedInto }) => joinedInto ?? '',
  first_seen: ({ firstSeen }) => firstSeen,
  last_seen: ({ lastSeen }) => lastSeen,
  threats: ({ threats }) => threats,
  actors: ({ actors }) => actors,
  affected: ({ affected }) => affected,
  locations: ({ locations }) => locations,
  cues: ({ cues }) => cues,
  patterns: ({ patterns }) => patterns,
  occurrence: ({ acts }) => [...new Set(acts.map(({ threat, status }) => `${threat} ${status}`))],
  attribution: ({ attributions }) => [
    ...new Set(attributions.map(({ actor, confidence, source }) => `${actor} ${confidence} (${source})`)),
  ],
  source_names: ({ sources }) => sources.map(({ source }) => source),
  source_reliabilities: ({ sources }) => sources.map(({ reliability }) => reliability),
  source_urls: ({ sources }) => sources.map(({ url }) => url ?? ''),
  source_titles: ({ sources }) => sources.map(({ title }) => title),
};

/**
 * Incidents as CSV (RFC 4180, UTF-8), a line each below the names of the columns. A cell that a spreadsheet would take
 * for a formula begins with an apostrophe instead.
 */
export async function* csvOf(incidents: AsyncIterable<ExportedIncident>): AsyncGenerator<string> {
  yield csvLine(Object.keys(COLUMNS));
  for await (const incident of incidents) yield csvLine(Object.values(COLUMNS).map((of) => of(incident)));
}

/** A line of CSV, as `csvOf` writes it. */
export const csvLine = (cells: readonly Cell[]) => `${cells.map(write).join(',')}\r\n`;

function write(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.map((one) => one.replaceAll('|', '¦')).join(LIST_SEPARATOR);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// What spreadsheets take for a formula (OWASP, "CSV Injection"), also after white space and in its full-width form.
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** A cell as it was before it was made safe. */
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;

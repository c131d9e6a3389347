/** What a feed's past says about its future; lengths of time in milliseconds. */
export interface Rhythm {
  /** mean time between two items, up to now */
  meanGap: number;
  /** longest time between two items */
  longestGap: number;
  /** when the newest item was published, milliseconds since 1970 */
  newest: number;
}

/** Fewer dates than this say nothing about a rhythm. */
const LEAST_DATES = 3;
/** What a feed did before its latest items matters no more. */
const MOST_DATES = 50;

/**
 * The rhythm of a feed from the dates of its items, null when they are too few. The mean gap counts the silence since
 * the newest item, so a feed that falls silent slows down by itself; dates in the future count as now.
 * @param dates milliseconds since 1970, in any order
 */
export function rhythmOf(dates: readonly number[], now: number): Rhythm | null {
  const latest = dates
    .filter(Number.isFinite)
    .map((date) => Math.min(date, now))
    .sort((a, b) => b - a)
    .slice(0, MOST_DATES);
  const [newest] = latest;
  const oldest = latest.at(-1);
  if (newest === undefined || oldest === undefined || latest.length < LEAST_DATES) return null;
  const gaps = latest.slice(1).map((date, index) => (latest[index] ?? date) - date);
  return { meanGap: (now - oldest) / latest.length, longestGap: Math.max(...gaps), newest };
}

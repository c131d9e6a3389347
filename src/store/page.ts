import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';

/** A page of a list, and where the next begins; null: this is the last. */
export interface Page<Row, Place> {
  rows: Row[];
  next: Place | null;
}

/** @param rows of which one more than `limit` was asked for: whether there is another page shows by it */
export function pageOf<Row, Place>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row) => Place,
): Page<Row, Place> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? placeOf(last) : null };
}

/** A moment, milliseconds since 1970, that the database can hold. */
const moment = z
  .int()
  .min(Date.UTC(1, 0))
  .max(Date.UTC(9999, 11, 31));

/** Places in lists by time, the newest first; what is of one moment goes by its key. */
export const momentPlace = z.object({ at: moment, key: z.string() });
export type MomentPlace = z.infer<typeof momentPlace>;

/** Whether a row comes after a place in a list by time. */
export const isAfter = (at: SQLWrapper, key: SQLWrapper, place: MomentPlace): SQL =>
  sql`(${at}, ${key}) < (${new Date(place.at).toISOString()}::timestamptz, ${place.key})`;

/** Places in lists by their ids, the newest first. */
export const idPlace = z.object({ id: z.int() });
export type IdPlace = z.infer<typeof idPlace>;

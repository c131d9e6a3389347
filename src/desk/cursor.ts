import { z } from 'zod';
import { Problem } from './problem.ts';

/** Where a page of a list begins, as it is asked for. */
export const cursorSchema = z.string().max(500).optional().describe('`next` of the page before');

/** Where the next page begins, as it is answered. */
export const nextSchema = z.string().nullable().describe('`cursor` of the next page; null: this is the last');

/** How many entries of a list are asked for. */
export const limitSchema = (most: number, usual: number) =>
  z.coerce.number().int().min(1).max(most).default(usual).describe('at most so many');

/** A place in a list, as it goes over the wire. */
export const cursorOf = (place: object | null): string | null =>
  place && Buffer.from(JSON.stringify(place)).toString('base64url');

/**
 * @param place what places in the list are made of
 * @throws Problem when it is no cursor of this list
 */
export function readCursor<Place>(cursor: string | undefined, place: z.ZodType<Place>): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const read = place.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (read.success) return read.data;
  } catch {
    // said below
  }
  throw new Problem(
    400,
    'bad cursor',
    'cursor: the API has not given this one for this list; begin again without a cursor',
  );
}

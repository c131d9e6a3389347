import { Problem } from './problem.ts';

/** A place in a list, as it goes over the wire. */
export const cursorOf = (place: object | null): string | null =>
  place && Buffer.from(JSON.stringify(Object.values(place))).toString('base64url');

/** @throws Problem when it is no cursor of ours */
export function readCursor(cursor: string | undefined): [number, string | number] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(place) &&
      place.length === 2 &&
      Number.isFinite(place[0]) &&
      /^(string|number)$/.test(typeof place[1])
    )
      return place as [number, string | number];
  } catch {
    // said below
  }
  throw new Problem(400, 'bad request', 'cursor: this is none that the API has given');
}

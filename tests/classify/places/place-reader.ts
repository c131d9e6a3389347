import { type Gazetteer, openGazetteer } from '../../../src/classify/places/gazetteer.ts';
import type { PlaceTag } from '../../../src/classify/places/place-tag.ts';
import { tagPlaces } from '../../../src/classify/places/tag-places.ts';
import { tokenize } from '../../../src/classify/tokens.ts';
import { readGazetteer } from '../../../src/config/gazetteer.ts';

/** The index that the build made. */
export const gazetteer: Gazetteer = openGazetteer(readGazetteer());

/** The places of a text. */
export const placesOf = (text: string): PlaceTag[] => tagPlaces(tokenize(text), text, gazetteer);

/** The place that a text writes as `surface`; the first when it does so more than once. */
export function placeIn(text: string, surface: string): PlaceTag {
  const found = placesOf(text).find((tag) => tag.surface === surface);
  if (!found) throw new Error(`no place "${surface}" found in: ${text}`);
  return found;
}

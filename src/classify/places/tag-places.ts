import type { Token } from '../tokens.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { PlaceTag } from './place-tag.ts';

/**
 * Finds and resolves every place that a text mentions, in the order of the text, without overlaps.
 * @param tokens `tokenize(text)`
 * @param text the text that the offsets are of
 */
export function tagPlaces(_tokens: readonly Token[], _text: string, _gazetteer: Gazetteer): PlaceTag[] {
  return [];
}

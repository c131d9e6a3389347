import type { PlaceTag } from './place-tag.ts';

/** What the caller knows of the story's actors. */
export interface StoryOptions {
  /** ISO alpha-2 of states that the story only blames: actors, no locations, unless something happens there */
  blamed?: ReadonlySet<string>;
}

/**
 * Where a story happens or what it is about: ISO alpha-2 codes of states and the places below them as the text writes
 * them (the `locations` of the codebook). Capitals that stand for governments, names of organisations and datelines are
 * left out.
 * @param title tags of the title (may be empty)
 * @param text tags of the text
 */
export function storyLocations(
  _title: readonly PlaceTag[],
  _text: readonly PlaceTag[],
  _options: StoryOptions = {},
): string[] {
  return [];
}

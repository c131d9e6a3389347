import { createModel } from '../model.ts';
import { type StoryCandidate, type TaggedPart, tell } from './story.ts';
import { placeCandidates } from './story-places.ts';
import { stateCandidates } from './story-states.ts';
import { STORY_WEIGHTS } from './story-weights.ts';

/** A place that the story happens in or is about. */
export interface StoryLocation {
  /** ISO alpha-2 code of a state, or a place's name as the text writes it */
  location: string;
  /** where it is mentioned as a place; nowhere, where only its people or government are named */
  mentions: StoryCandidate['mentions'];
  /** probability that the story happens there or is about it */
  score: number;
}

/** What the caller knows of the story. */
export interface StoryOptions {
  /** by ISO alpha-2: what the text says of the states that it names, by names that weights use */
  actors: ReadonlyMap<string, ReadonlySet<string>>;
  /** ISO alpha-2 of the states that suffer the act where they are: less must speak for them */
  hosts: ReadonlySet<string>;
}

/** How likely a state or place must be, and a state where the act falls: fewer are missed, and F1 gains. */
export const LIKELY = 0.45;
const LIKELY_HOST = 0.25;

/**
 * Where a story happens or what it is about: states and the places below them (the `locations` of the codebook).
 * Capitals that stand for governments, names of organisations and datelines are left out, each by its weight.
 */
export function storyLocations(parts: readonly TaggedPart[], { actors, hosts }: StoryOptions): StoryLocation[] {
  const story = tell(parts);
  const found: StoryLocation[] = [];
  const states = new Map<string, number>();
  for (const { location, mentions, features } of stateCandidates(story, actors)) {
    const score = country(features);
    states.set(location, score);
    if (score >= (hosts.has(location) ? LIKELY_HOST : LIKELY)) found.push({ location, mentions, score });
  }
  for (const { location, mentions, features } of placeCandidates(story, states)) {
    const score = place(features);
    if (score >= LIKELY) found.push({ location, mentions, score });
  }
  return found;
}

const modelOf = ({ bias, weights }: { bias: number; weights: Record<string, number> }) =>
  createModel({ intercept: bias, weights });
const country = modelOf(STORY_WEIGHTS.country);
const place = modelOf(STORY_WEIGHTS.place);

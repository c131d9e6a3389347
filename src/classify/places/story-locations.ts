import type { Weights } from '../../config/rules/schemas.ts';
import { createAround, type NamedSide } from '../around.ts';
import { createModels } from '../model.ts';
import type { Token } from '../tokens.ts';
import { type StoryCandidate, type TaggedPart, tell } from './story.ts';
import { placeCandidates } from './story-places.ts';
import { stateCandidates } from './story-states.ts';

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
  /** what the text says as a whole, by names that weights use */
  facts: Iterable<string>;
  stemOf: (token: Token) => string;
  /** ISO alpha-2 of the states that suffer the act where they are: less must speak for them */
  hosts: ReadonlySet<string>;
}

/** How likely a state must be on which the act falls: less than others, since fewer are missed then. */
const LIKELY_HOST = 0.25;

const MODEL = 'location';

/** Finds where a story happens or what it is about: states and the places below them (the `locations` of the codebook). */
export type StoryLocator = (parts: readonly TaggedPart[], options: StoryOptions) => StoryLocation[];

/** Makes a finder of story locations. Capitals that stand for governments, names of organisations and datelines are left out, each by its weight. */
export function createStoryLocator(weights: Pick<Weights, 'country' | 'place'>): StoryLocator {
  const [country, place] = [createModels(weights.country), createModels(weights.place)];
  const aroundStates = createAround(country);
  const [likely, likelyPlace] = [country.threshold(MODEL), place.threshold(MODEL)];
  return (parts, { actors, facts, stemOf, hosts }) => {
    const story = tell(parts);
    const found: StoryLocation[] = [];
    const states = new Map<string, number>();
    const given = aroundStates(facts);
    for (const { location, mentions, features } of stateCandidates(story, actors, stemOf)) {
      const score = country.probabilities(features, given(sideOfState(actors.get(location)))).get(MODEL) ?? 0;
      states.set(location, score);
      if (score >= (hosts.has(location) ? LIKELY_HOST : likely)) found.push({ location, mentions, score });
    }
    for (const { location, mentions, features } of placeCandidates(story, states)) {
      const score = place.probabilities(features).get(MODEL) ?? 0;
      if (score >= likelyPlace) found.push({ location, mentions, score });
    }
    return found;
  };
}

const SIDES = ['protected', 'rival', 'outsider'] as const;

/** What a state is to the pacts, by what the text says of it. */
export const sideOfState = (known: ReadonlySet<string> | undefined): NamedSide =>
  SIDES.find((side) => known?.has(side)) ?? 'unnamed';

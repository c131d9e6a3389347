import { createAround, type NamedSide } from '../around.ts';
import { createModels, type Models } from '../model.ts';
import type { Token } from '../tokens.ts';
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
  /** what the text says as a whole, by names that weights use */
  facts: Iterable<string>;
  stemOf: (token: Token) => string;
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
export function storyLocations(
  parts: readonly TaggedPart[],
  { actors, facts, stemOf, hosts }: StoryOptions,
): StoryLocation[] {
  const story = tell(parts);
  const found: StoryLocation[] = [];
  const states = new Map<string, number>();
  const given = aroundStates(facts);
  for (const { location, mentions, features } of stateCandidates(story, actors, stemOf)) {
    const score = probability(country, features, given(sideOfState(actors.get(location))));
    states.set(location, score);
    if (score >= (hosts.has(location) ? LIKELY_HOST : LIKELY)) found.push({ location, mentions, score });
  }
  for (const { location, mentions, features } of placeCandidates(story, states)) {
    const score = probability(place, features);
    if (score >= LIKELY) found.push({ location, mentions, score });
  }
  return found;
}

const SIDES = ['protected', 'rival', 'outsider'] as const;

/** What a state is to the pacts, by what the text says of it. */
export const sideOfState = (known: ReadonlySet<string> | undefined): NamedSide =>
  SIDES.find((side) => known?.has(side)) ?? 'unnamed';

const modelOf = ({ bias, weights }: { bias: number; weights: Record<string, number> }) =>
  createModels({
    models: { likely: { threshold: LIKELY, intercept: bias } },
    weights: Object.fromEntries(Object.entries(weights).map(([feature, weight]) => [feature, [weight]])),
  });
const country = modelOf(STORY_WEIGHTS.country);
const place = modelOf(STORY_WEIGHTS.place);
const aroundStates = createAround(country);

const probability = ({ probabilities }: Models, features: ReadonlySet<string>, given?: Float64Array): number =>
  probabilities(features, given).get('likely') ?? 0;

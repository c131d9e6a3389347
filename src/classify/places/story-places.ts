import { joiner } from '../joiner.ts';
import type { PlaceTag } from './place-tag.ts';
import { isTerritory, sovereignOf } from './states.ts';
import { type Story, type StoryCandidate, timesOf } from './story.ts';

const spaced = joiner(' ');

/** Is a tag the name of something below the states? */
const isBelow = ({ level, kind, country }: PlaceTag): boolean =>
  kind !== 'demonym' && level !== 'continent' && (level !== 'country' || (country !== null && isTerritory(country)));

/**
 * Every place below the states that the article names, with the features by which it is judged.
 * @param states by ISO alpha-2: how likely the story is in that state
 */
export function placeCandidates({ mentions: told }: Story, states: ReadonlyMap<string, number>): StoryCandidate[] {
  const found = new Map<string, StoryCandidate>();
  const mentioned = new Map<string, number>();
  for (const { where, tag, form, spot, contexts } of told) {
    const state = tag.country === null ? '' : sovereignOf(tag.country);
    mentioned.set(state, (mentioned.get(state) ?? 0) + 1);
    if (!isBelow(tag)) continue;
    const key = tag.full.toLowerCase();
    const { features, mentions } = found.get(key) ?? { location: tag.full, mentions: [], features: new Set<string>() };
    found.set(key, { location: tag.full, mentions, features });
    mentions.push({ where, tag });
    const kind = tag.capital ? 'capital' : tag.kind;
    features.add(form).add(kind).add(spaced(form, spot)).add(spaced(form, kind));
    for (const context of contexts) {
      features.add(spaced(form, context));
      features.add(spaced(tag.capital ? 'capital' : tag.level, context));
    }
    if (contexts.length === 2) features.add(spaced(contexts[0] as string, contexts[1] as string));
  }
  const all = [...found.values()];
  for (const { features, mentions } of all) {
    features.add(timesOf(mentions.length));
    features.add(`places ${all.length < 4 ? all.length : all.length < 8 ? '4' : '8'}`);
    const { country } = (mentions[0] as StoryCandidate['mentions'][number]).tag;
    if (!country) {
      features.add('state unknown');
      continue;
    }
    const state = sovereignOf(country);
    features.add(mentions.length * 2 > (mentioned.get(state) ?? 0) ? 'main in country' : 'one of country');
    const score = states.get(state) ?? 0;
    const likely = `state ${score < 0.2 ? 'unlikely' : score < 0.5 ? 'doubtful' : score < 0.8 ? 'likely' : 'sure'}`;
    features.add(likely);
    features.add(spaced(likely, features.has('capital') ? 'capital' : 'other'));
  }
  return withoutShort(all);
}

/** Of several names of one place, the longest: Gatwick Airport and not Gatwick, Senkaku Islands and not Senkakus. */
function withoutShort(candidates: readonly StoryCandidate[]): StoryCandidate[] {
  const nameOf = ({ mentions }: StoryCandidate) => mentions[0]?.tag.name ?? '';
  const longest = new Map<string, string>();
  for (const candidate of candidates) {
    const name = nameOf(candidate);
    if (candidate.location.length > (longest.get(name) ?? '').length) longest.set(name, candidate.location);
  }
  return candidates.filter((candidate) => longest.get(nameOf(candidate)) === candidate.location);
}

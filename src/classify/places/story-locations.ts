import { joiner } from '../joiner.ts';
import { createModel } from '../model.ts';
import { perForm, type Token } from '../tokens.ts';
import type { PlaceTag } from './place-tag.ts';
import { contextsOf, inDateline, inLongList, isRegistry, standingOf } from './standing.ts';
import { isTerritory, sovereignOf } from './states.ts';
import { STORY_WEIGHTS } from './story-weights.ts';

/** Title or text of an article with its places. */
export interface TaggedPart {
  where: 'title' | 'text';
  tokens: readonly Token[];
  places: readonly PlaceTag[];
}

/** A place that the story happens in or is about. */
export interface StoryLocation {
  /** ISO alpha-2 code of a state, or a place's name as the text writes it */
  location: string;
  /** where it is mentioned as a place; nowhere, where only its people or government are named */
  mentions: { where: 'title' | 'text'; tag: PlaceTag }[];
  /** probability that the story happens there or is about it */
  score: number;
}

/** A state or place that may be a location of the story, and what the text says of it. */
export interface StoryCandidate {
  location: string;
  mentions: { where: 'title' | 'text'; tag: PlaceTag }[];
  features: Set<string>;
}

/** What the caller knows of the story. */
export interface StoryOptions {
  /** by ISO alpha-2: what the text says of the states that it names, by names that weights use */
  actors: ReadonlyMap<string, ReadonlySet<string>>;
  /** ISO alpha-2 of the states that suffer the act where they are: less must speak for them */
  hosts: ReadonlySet<string>;
}

/** How likely a location must be, and how likely where the act falls on it. */
const LIKELY = 0.5;
const LIKELY_HOST = 0.18;

/**
 * Where a story happens or what it is about: states and the places below them (the `locations` of the codebook).
 * Capitals that stand for governments, names of organisations and datelines are left out, each by its weight.
 */
export function storyLocations(parts: readonly TaggedPart[], { actors, hosts }: StoryOptions): StoryLocation[] {
  const story = tell(parts);
  const found: StoryLocation[] = [];
  const states = new Map<string, number>();
  for (const { location, mentions, features } of countryCandidates(story, actors, weighedBeside)) {
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
const spaced = joiner(' ');

/** How a mention names its place. */
function formOf(tag: PlaceTag): string {
  if (tag.role !== 'place') return tag.role === 'demonym' ? 'people' : tag.role;
  return tag.level === 'country' ? 'name' : 'inside';
}

/** A mention with what stands around it. */
interface Told {
  where: 'title' | 'text';
  tag: PlaceTag;
  tokens: readonly Token[];
  /** the part's places before and after it */
  neighbours: readonly PlaceTag[];
  form: string;
  /** in the title, the first or second sentence, or later */
  spot: string;
  contexts: string[];
}

/** The mentions of a story. */
export interface Story {
  mentions: readonly Told[];
  /** ISO alpha-2 of states that datelines and the registries of ships name */
  aside: ReadonlySet<string>;
}

/** Every mention but datelines, the registries of ships, and what lies within another's name ("Washington, D.C."). */
export function tell(parts: readonly TaggedPart[]): Story {
  const mentions: Told[] = [];
  const aside = new Set<string>();
  for (const { where, tokens, places } of parts) {
    let end = 0;
    for (const [i, tag] of places.entries()) {
      if (isAside(where, tokens, tag)) {
        if (tag.country) aside.add(tag.country);
        continue;
      }
      if (tag.start < end) continue;
      end = tag.start + tag.full.length;
      const sentence = (tokens[tag.from] as Token).sentence;
      const spot = where === 'title' ? 'title' : sentence === 0 ? 'first' : sentence === 1 ? 'second' : 'later';
      const neighbours = spot === 'later' ? [] : places.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
      mentions.push({ where, tag, tokens, neighbours, form: formOf(tag), spot, contexts: contextsOf(tokens, tag) });
    }
  }
  return { mentions, aside };
}

/** Does a mention only say where a report was filed or a ship is registered? */
const isAside = (where: TaggedPart['where'], tokens: readonly Token[], tag: PlaceTag): boolean =>
  (where === 'text' && inDateline(tokens, tag, tag.level === 'country')) || isRegistry(tokens, tag);

/** Words and places so far from a mention are told of; sentences longer than that are lists. */
const NEAR = 40;
const NEIGHBOURS = 8;

/** The words of a mention's sentence, by whether they stand before or after it. */
function addWords({ tokens, tag }: Told, features: Set<string>, besideOf: typeof wordBeside): void {
  const { sentence } = tokens[tag.from] as Token;
  let first = tag.from;
  while (first > tag.from - NEAR && tokens[first - 1]?.sentence === sentence) first--;
  for (let i = first; i < tag.to + NEAR && tokens[i]?.sentence === sentence; i++) {
    if (i >= tag.from && i < tag.to) continue;
    const token = tokens[i] as Token;
    const beside = besideOf(token);
    if (beside && (!token.capital || tokens[i - 1]?.sentence !== sentence))
      features.add(i < tag.from ? beside.before : beside.after);
  }
}

/** What a word adds to a mention's features, by where it stands. */
interface WordBeside {
  before: string;
  after: string;
}
const wordBeside = perForm(({ kind, norm }): WordBeside | null =>
  kind === 'word' ? { before: `before word ${norm}`, after: `after word ${norm}` } : null,
);
/** The same of words that weigh anything. */
const weighedBeside = perForm((form): WordBeside | null => {
  const beside = wordBeside({ form });
  return beside && (beside.before in STORY_WEIGHTS.country.weights || beside.after in STORY_WEIGHTS.country.weights)
    ? beside
    : null;
});

/** How other states stand beside it in its sentence: "US sanctions on Venezuelan firms" is not about the US alone. */
function addNeighbours({ tokens, tag, form, neighbours }: Told, features: Set<string>): void {
  const { sentence } = tokens[tag.from] as Token;
  for (const other of neighbours) {
    if (!other.country || other.country === tag.country || tokens[other.from]?.sentence !== sentence) continue;
    features.add(spaced(spaced(form, other.from < tag.from ? 'behind' : 'before'), formOf(other)));
  }
}

const FORMS = ['name', 'people', 'inside', 'government', 'organisation'];
const timesOf = (count: number) => (count === 1 ? 'once' : count < 4 ? 'twice' : 'often');

/**
 * Every state that the article names, itself or by a place in it, with the features by which it is judged.
 * @param besideOf tells of the words around mentions: of all, where it is to be learnt what they weigh
 */
export function countryCandidates(
  { mentions: told, aside }: Story,
  actors: StoryOptions['actors'],
  besideOf = wordBeside,
): StoryCandidate[] {
  const found = new Map<string, StoryCandidate & { standings: Set<string> }>();
  const entry = (location: string) => {
    let candidate = found.get(location);
    if (!candidate) {
      candidate = { location, mentions: [], features: new Set(), standings: new Set() };
      found.set(location, candidate);
    }
    return candidate;
  };
  for (const mention of told) {
    const { where, tag, tokens, form, spot, contexts } = mention;
    if (!tag.country) continue;
    const { features, standings, mentions } = entry(sovereignOf(tag.country));
    mentions.push({ where, tag });
    const standing = spaced(form, standingOf(tokens, tag, contexts));
    standings.add(standing);
    features.add(form);
    features.add(spaced(form, spot));
    features.add(spaced('as', standing));
    for (const context of contexts) features.add(spaced(form, context));
    if (contexts.length === 2) features.add(spaced(form, spaced(contexts[0] as string, contexts[1] as string)));
    if (inLongList(tokens, tag)) features.add('in long list');
    if ((form === 'name' || form === 'inside') && (contexts.includes('<in') || contexts.includes('<near')))
      features.add('placed');
    if (spot === 'later') continue;
    features.add(spaced('lead as', standing));
    for (const context of contexts) features.add(spaced('lead', spaced(form, context)));
    addWords(mention, features, besideOf);
    addNeighbours(mention, features);
  }
  for (const [code, known] of actors) {
    if (!found.has(code) && (known.has('unnamed') || aside.has(code))) continue;
    const { features } = entry(code);
    for (const name of known) features.add(spaced('actor', name));
  }
  const all = [...found.values()];
  const placed = all.filter(({ features }) => features.has('placed')).length;
  const most = Math.max(0, ...all.map(({ mentions }) => mentions.length));
  for (const [i, { location, features, mentions, standings }] of all.entries()) {
    const forms = FORMS.filter((form) => features.has(form)).join('+');
    const formed = spaced('forms', forms);
    const code = spaced('code', location);
    features.add(code).add(spaced(code, forms)).add(formed);
    features.add(spaced('all', [...standings].sort().slice(0, 3).join('+')));
    features.add(spaced(`countries ${Math.min(3, all.length)}`, formed));
    features.add(`order ${Math.min(3, i + 1)} of ${Math.min(4, all.length)}`);
    features.add(`countries ${Math.min(5, all.length)}`);
    features.add(timesOf(mentions.length));
    if (mentions.length === most) features.add('most');
    if (all.length === 1) features.add('alone');
    if (placed > (features.has('placed') ? 1 : 0)) features.add('others placed');
    if (!['name', 'inside', 'organisation'].some((form) => features.has(form))) features.add('only people');
  }
  return all;
}

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

import { words as stopwords } from 'natural/lib/natural/util/stopwords.js';
import { type Token, tokenize } from '../classify/tokens.ts';
import type { PlaceMention } from '../classify/types.ts';
import type { ArticleText } from './article.ts';
import { COMMON_STEMS } from './common-words.ts';
import { kindsOf } from './event-kind.ts';
import { measuresOf } from './measures.ts';
import { numberOf } from './numbers.ts';
import { stemOf } from './same-meaning.ts';
import { type Sketch, sketch } from './sketch.ts';
import { type Days, dayOf, toldDates } from './told-dates.ts';
import { tollOf } from './toll.ts';

/**
 * What grouping keeps of an article: small, plain JSON (some 2 kB), enough to rebuild an index without the text. A
 * change of its make-up raises `SIGNATURE_VERSION`; signatures of another version are made anew from the text.
 */
export interface Signature {
  id: string;
  version: number;
  /** day of publication, counted from 1 January 1970; null when undated */
  day: number | null;
  /** days told in the text */
  told: Days[];
  /** the text goes on with an event told before: a toll rises, a suspect is held, "yesterday's blast" */
  followsUp: boolean;
  /** how many were killed, as the text tells first; null when it tells none */
  toll: number | null;
  sketch: Sketch;
  /** what it speaks of, each once: Porter stems, `#` before a number, `@` before a state; those of the lead first */
  terms: string[];
  /** `terms` as the text writes them first, states by their names, a line each: one string takes a quarter of a list's memory */
  spelled: string;
  /** how many of `terms` stand in the lead */
  lead: number;
  /** those of `terms` that are names, states left out */
  names: string[];
  /** kinds of event that title and opening speak of, in the order in which they do */
  kinds: string[];
  /** decisions that the opening tells, by their verbs' stems */
  measures: string[];
  /** states that the story is about, ISO alpha-2 */
  story: string[];
  /** places below states, by their names in the gazetteer */
  places: Spot[];
}

/** A place; degrees, null where nobody knows. */
export interface Spot {
  name: string;
  lat: number | null;
  lon: number | null;
}

export const SIGNATURE_VERSION = 4;

/** Words that count as lead; an event is told there, what stands below is mostly background. */
const LEAD = 60;
/** Words that tell the kind of event: the first sentence or two. */
const OPENING = 40;
const BODY = 300;
const TERMS = 72;
const TOLD = 8;
const PLACES = 8;
const STORY = 8;

const TRAITS = new Set('flagged registered owned operated built made'.split(' '));
const STOP = new Set([...stopwords, 'say', 'says', 'mr', 'mrs', 'ms']);
const FOLLOW_UP =
  /\b(?:(?:death |casualty )?toll|(?:rises|risen|rose|increas(?:es|ed)|climbs|climbed) to|yesterday|the day before|a day earlier|\w+ days? (?:ago|earlier)|weeks? ago|earlier this (?:week|month)|suspects?|suspected of carrying|aftermath|mourning|investigators|survivors?|condemn(?:s|ed)?|claims? responsibility)\b/i;
/** Sums up an article for grouping. Linear in its length; any string is fine. */
export function articleSignature(article: ArticleText): Signature {
  const { id, text, title = '', published, classification } = article;
  const heading = tokenize(title);
  const body = tokenize(text);
  const day = dayOf(published) ?? null;
  const places = classification?.places ?? [];
  const opening = `${title}\n${text}`.slice(0, 1500);
  return {
    id,
    version: SIGNATURE_VERSION,
    day,
    told: day === null ? [] : toldDates(body, day).slice(0, TOLD),
    followsUp: FOLLOW_UP.test(opening),
    toll: tollOf(body),
    sketch: sketch(body),
    ...spokenOf(heading, body, places),
    measures: measuresOf(heading, body),
    story: (classification?.locations ?? []).filter((location) => /^[A-Z]{2}$/.test(location)).slice(0, STORY),
    places: spotsOf(places),
  };
}

/** The terms of title and text, those of title and lead first, the commonest left out when there are too many. */
function spokenOf(
  title: readonly Token[],
  body: readonly Token[],
  places: readonly PlaceMention[],
): Pick<Signature, 'terms' | 'spelled' | 'lead' | 'names' | 'kinds'> {
  const lead = new Set<string>();
  const rest = new Set<string>();
  const opening = new Set<string>();
  const names = new Set<string>();
  const spelled = new Map<string, string>();
  const spell = (term: string, word: string) => {
    if (!spelled.has(term)) spelled.set(term, word);
  };
  for (const token of title) {
    const term = termOf(token);
    if (!term) continue;
    lead.add(term);
    opening.add(term);
  }
  const states = statesByStart(places);
  let stateEnd = 0;
  for (let i = 0; i < Math.min(body.length, BODY); i++) {
    const token = body[i] as Token;
    const terms = i < LEAD ? lead : rest;
    const state = states.get(token.start);
    if (state && !isTrait(body, i)) {
      terms.add(`@${state.country}`);
      spell(`@${state.country}`, state.name);
    }
    if (state) stateEnd = state.end;
    if (token.start < stateEnd) continue;
    const term = termOf(token);
    if (!term) continue;
    terms.add(term);
    if (i < OPENING && !isShooting(body, i)) opening.add(term);
    spell(term, token.text);
    const withinSentence = i > 0 && body[i - 1]?.sentence === token.sentence;
    if (token.capital && withinSentence && !COMMON_STEMS.has(term)) names.add(term);
  }
  // A title may be all capitals; how the text writes a word is how it is written.
  for (const token of title) spell(termOf(token) ?? '', token.text);
  const terms = [...lead, ...[...rest].filter((term) => !lead.has(term))];
  const kept = terms.length <= TERMS ? terms : withoutCommonest(terms);
  return {
    terms: kept,
    spelled: kept.map((term) => spelled.get(term) ?? term).join('\n'),
    lead: kept.filter((term) => lead.has(term)).length,
    names: kept.filter((term) => names.has(term)),
    kinds: kindsOf(opening),
  };
}

function withoutCommonest(terms: readonly string[]): string[] {
  const rate = (term: string) => COMMON_STEMS.get(term) ?? 0;
  const kept = new Set([...terms].sort((a, b) => rate(a) - rate(b)).slice(0, TERMS));
  return terms.filter((term) => kept.has(term));
}

/** States, also where they stand as demonyms ("Polish"), so that one term stands for all names of a state. */
function statesByStart(places: readonly PlaceMention[]): Map<number, PlaceMention> {
  return new Map(places.filter(isState).map((place) => [place.start, place]));
}

const isState = ({ kind, country }: PlaceMention) => country !== null && (kind === 'country' || kind === 'demonym');

/** "Opens fire", "missiles are fired", "the minister was fired": no fire. */
const isShooting = (tokens: readonly Token[], i: number) => {
  const { norm } = tokens[i] as Token;
  return (
    norm === 'fired' || norm === 'firing' || (norm === 'fire' && /^(?:open|under$|of$)/.test(tokens[i - 1]?.norm ?? ''))
  );
};

/** "Liberian-flagged", "Greek-owned": a trait of a ship or a firm, no party to the event. */
const isTrait = (tokens: readonly Token[], i: number) =>
  TRAITS.has(tokens[tokens[i + 1]?.text === '-' ? i + 2 : i + 1]?.norm ?? '');

function spotsOf(places: readonly PlaceMention[]): Spot[] {
  const spots = new Map<string, Spot>();
  for (const place of places)
    if (!isState(place) && place.kind !== 'continent' && spots.size < PLACES)
      spots.set(place.name, { name: place.name, lat: place.lat, lon: place.lon });
  return [...spots.values()];
}

function termOf(token: Token): string | undefined {
  if (token.kind === 'mark') return undefined;
  const number = numberOf(token);
  if (number !== undefined) return `#${number}`;
  const word = token.norm.replaceAll('.', '');
  if (word.length < 2 || word.startsWith("'") || STOP.has(word)) return undefined;
  return stemOf(word);
}

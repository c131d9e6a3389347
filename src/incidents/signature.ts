import { words as stopwords } from 'natural/lib/natural/util/stopwords.js';
import { type Token, tokenize } from '../classify/tokens.ts';
import type { PlaceMention } from '../classify/types.ts';
import type { ArticleText } from './article.ts';
import { COMMON_STEMS } from './common-words.ts';
import { stemOf } from './same-meaning.ts';
import { type Sketch, sketch } from './sketch.ts';
import { type Days, dayOf, toldDates } from './told-dates.ts';

/**
 * What grouping keeps of an article: small, plain JSON (some 1.5 kB), enough to rebuild an index without the text. A
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
  /** the text tells of dead or injured */
  casualties: boolean;
  sketch: Sketch;
  /** what it speaks of, each once: Porter stems, `#` before a number, `@` before a place; those of the lead first */
  terms: string[];
  /** how many of `terms` stand in the lead */
  lead: number;
  /** those of `terms` that are names */
  names: string[];
  threats: string[];
  affected: string[];
  actors: string[];
}

export const SIGNATURE_VERSION = 1;

/** Words that count as lead; an event is told there, what stands below is mostly background. */
const LEAD = 60;
const BODY = 300;
const TERMS = 72;
const TOLD = 8;

const STOP = new Set([...stopwords, 'say', 'says', 'mr', 'mrs', 'ms']);
const NUMBER_WORDS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, i) => [word, i]),
);
const FOLLOW_UP =
  /\b(?:(?:death |casualty )?toll|(?:rises|risen|rose|increas(?:es|ed)|climbs|climbed) to|yesterday['’]s|\w+ days? (?:ago|earlier)|weeks? ago|earlier this (?:week|month)|suspects?|suspected of carrying|aftermath|mourning|investigators|survivors?|condemn(?:s|ed)?|claims? responsibility|in response to)\b/i;
const CASUALTIES = /\b(?:kill(?:s|ed|ing)?|dead|deaths?|die[sd]?|injur(?:e[sd]?|ing|ies)|wound(?:s|ed|ing))\b/i;

/** Sums up an article for grouping. Linear in its length; any string is fine. */
export function articleSignature(article: ArticleText): Signature {
  const { id, text, title = '', published, classification } = article;
  const body = tokenize(text);
  const day = dayOf(published) ?? null;
  const opening = `${title}\n${text}`.slice(0, 1500);
  return {
    id,
    version: SIGNATURE_VERSION,
    day,
    told: day === null ? [] : toldDates(body, day).slice(0, TOLD),
    followsUp: FOLLOW_UP.test(opening),
    casualties: CASUALTIES.test(opening),
    sketch: sketch(body),
    ...spokenOf(tokenize(title), body, classification?.places ?? []),
    threats: classification?.threats ?? [],
    affected: classification?.affected ?? [],
    actors: classification?.actors ?? [],
  };
}

/** The terms of title and text, those of title and lead first, the commonest left out when there are too many. */
function spokenOf(
  title: readonly Token[],
  body: readonly Token[],
  places: readonly PlaceMention[],
): Pick<Signature, 'terms' | 'lead' | 'names'> {
  const lead = new Set<string>();
  const rest = new Set<string>();
  const names = new Set<string>();
  for (const token of title) {
    const term = termOf(token);
    if (term) lead.add(term);
  }
  const placeAt = new Map(places.map((place) => [place.start, place]));
  let placeEnd = 0;
  for (let i = 0; i < Math.min(body.length, BODY); i++) {
    const token = body[i] as Token;
    const terms = i < LEAD ? lead : rest;
    const place = placeAt.get(token.start);
    if (place && token.start >= placeEnd) {
      terms.add(placeTerm(place));
      names.add(placeTerm(place));
      placeEnd = place.end;
    }
    if (token.start < placeEnd) continue;
    const term = termOf(token);
    if (!term) continue;
    terms.add(term);
    const withinSentence = i > 0 && body[i - 1]?.sentence === token.sentence;
    if (token.capital && withinSentence && !COMMON_STEMS.has(term)) names.add(term);
  }
  const terms = [...lead, ...[...rest].filter((term) => !lead.has(term))];
  const kept = terms.length <= TERMS ? terms : withoutCommonest(terms);
  return {
    terms: kept,
    lead: kept.filter((term) => lead.has(term)).length,
    names: kept.filter((term) => names.has(term)),
  };
}

function withoutCommonest(terms: readonly string[]): string[] {
  const rate = (term: string) => COMMON_STEMS.get(term) ?? 0;
  const kept = new Set([...terms].sort((a, b) => rate(a) - rate(b)).slice(0, TERMS));
  return terms.filter((term) => kept.has(term));
}

function placeTerm({ kind, country, name }: PlaceMention): string {
  return (kind === 'country' || kind === 'demonym') && country ? `@${country}` : `@${name.toLowerCase()}`;
}

function termOf(token: Token): string | undefined {
  if (token.kind === 'mark') return undefined;
  if (token.kind === 'number') return `#${token.norm.replaceAll(',', '')}`;
  const word = token.norm.replaceAll('.', '');
  const number = NUMBER_WORDS.get(word);
  if (number !== undefined) return `#${number}`;
  if (word.length < 2 || word.startsWith("'") || STOP.has(word)) return undefined;
  return stemOf(word);
}

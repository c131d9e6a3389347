import { isRepeated, isSingle } from './event-kind.ts';
import { LIKENESS_WEIGHTS } from './likeness-weights.ts';
import type { Signature, Spot } from './signature.ts';
import { containment } from './sketch.ts';
import type { TermRates } from './term-rates.ts';
import type { Days } from './told-dates.ts';

/** How likely it is that two articles tell of one event, and what speaks for it. */
export interface Likeness {
  /** 0..1 */
  probability: number;
  /** the one is a copy, cut or update of the other's text */
  duplicate: boolean;
  /** in words, the strongest first; empty when nothing speaks for it */
  because: string[];
}

/** What the probability is weighed from; each grows with what its name says. */
export interface Features {
  /** cosine of the articles' term weights (TF-IDF), 0..1 */
  cosine: number;
  /** shared names by their rarity, 0..2 */
  names: number;
  /** other shared words by their rarity, 0..2 */
  words: number;
  /** both have names of their own: what the poorer one has beyond the shared, 0..2 */
  otherNames: number;
  /** shared numbers over a dozen, 0..2 */
  numbers: number;
  /** shared states of the story by their rarity, 0..2 */
  states: number;
  /** both name states, and none is shared: 1, less the more names are, or 0 */
  otherStates: number;
  /** both stories have states, and none is shared: 1, less the more names are, or 0 */
  otherStory: number;
  /** shared places below states, 0..2 */
  places: number;
  /** both tell such places, and the nearest two are far apart: 0 (next to each other) … 1 (300 km) */
  otherPlace: number;
  /** a kind of event is shared, 0 or 1 */
  kind: number;
  /** both speak of a kind, and what the one speaks of first is not in the other, 0 or 1 */
  otherFirst: number;
  /** a kind of event is shared of which a state seldom has two at a time, an election or a flood: `states`, or 0 */
  singleKind: number;
  /** both tell a kind of event, none is shared, and the later one does not go on with a told event, 0 or 1 */
  otherKind: number;
  /** the later one goes on with a told event: the cosine, or 0 */
  followsUp: number;
  /** the later one goes on with a told event, and such a kind and a state of the story are shared, 0 or 1 */
  followsKind: number;
  /** both tell the same number of dead, 0 or 1 */
  sameToll: number;
  /** `followsKind`, and the number of dead has not fallen, 0 or 1 */
  tollGrows: number;
  /** both tell another number of dead, and the later one does not go on with a told event, 0 or 1 */
  otherToll: number;
  /** the later one tells a day on which the earlier one's event was: the cosine, or 0 */
  toldDay: number;
  /** what the one decides is not in the other, 0 or 1 */
  otherMeasure: number;
  /** another day tells a kind that wars repeat day by day, and says nothing of going on with a told event, 0 or 1 */
  again: number;
  /** days between publications, 0 where the later one tells the earlier one's day */
  gap: number;
}

/** A logistic model: log-odds are the intercept and the weighed features. */
export interface LikenessModel {
  intercept: number;
  /** by feature; one that is missing weighs nothing */
  weights: Readonly<Record<string, number>>;
  /** from this probability on, two articles tell of one event */
  enough: number;
}

/** Share of the shorter text found in the longer one from which the two are one text. */
const COPY = 0.4;
/** The same for texts of a sentence or two, whose turns of phrase are anybody's. */
const COPY_SHORT = 0.8;
const SHORT = 24;
/** Of a copy's names, at least so many (by rarity) stand in the other: a template filled in for another event has its own. */
const COPY_NAMES = 0.6;
/** Probability that copies of one text tell of one event. */
const SAME_TEXT = 0.97;
/** Probability, at most, that a template filled in for another event tells of the same one. */
const OTHER_EVENT = 0.1;
/** Weight of what is not in the lead. */
const BELOW_LEAD = 0.5;
/** Rarity from which a shared term tells something: one article in 33. */
const TELLING = 3.5;
const DOZEN = 12;
/** Days in which a date that both tell is the event's, and not its history's. */
const RECENT = 7;
const RADIAN = Math.PI / 180;
const KM_A_DEGREE = 111.2;

/** Compares two articles. The one published later may go on with what the earlier one told; order makes no difference else. */
export function likeness(
  one: Prepared,
  other: Signature,
  rates: TermRates,
  model: LikenessModel = LIKENESS_WEIGHTS,
): Likeness {
  const shared = compareTerms(one, other, rates);
  const features = featuresOf(one.signature, other, shared);
  const probability = logistic(features, model);
  const because = reasons(features, shared, other);
  const copied = containment(one.signature.sketch, other.sketch);
  const short = Math.min(one.signature.sketch.shingles, other.sketch.shingles) < SHORT;
  if (copied < (short ? COPY_SHORT : COPY)) return { probability, duplicate: false, because };
  if (
    shared.nameShare < COPY_NAMES ||
    otherDay(one.signature, other) ||
    filledInAnew(one.signature, other, features, shared)
  )
    return { probability: Math.min(OTHER_EVENT, probability), duplicate: false, because };
  because.unshift(`${Math.round(copied * 100)} % of the shorter text stands in the other`);
  return { probability: Math.max(SAME_TEXT, probability), duplicate: true, because };
}

/** The numbers behind a likeness, for tuning and tests. */
export function likenessFeatures(one: Prepared, other: Signature, rates: TermRates): Features {
  return featuresOf(one.signature, other, compareTerms(one, other, rates));
}

function logistic(features: Features, { intercept, weights }: LikenessModel): number {
  let sum = intercept;
  for (const key of Object.keys(features) as (keyof Features)[]) sum += (weights[key] ?? 0) * features[key];
  return 1 / (1 + Math.exp(-sum));
}

interface SharedTerms {
  cosine: number;
  /** rarity of the shared names; what is not in the leads counts for less */
  names: number;
  /** rarity of the names that only the one with fewer of them has */
  otherNames: number;
  /** rarity of the shared names over that of the names of the one with fewer */
  nameShare: number;
  /** rarity of other shared words, weighed like the names */
  words: number;
  sharesState: boolean;
  /** rarity of the states that both stories are about */
  story: number;
  /** how many numbers are shared, and how many of them are over a dozen */
  numbers: number;
  largeNumbers: number;
  bothHaveNumbers: boolean;
  /** where shared names and words stand among the other's terms, the rarest first */
  told: number[];
}

interface Term {
  weight: number;
  rarity: number;
  isName: boolean;
  /** 1 in the lead, less below it */
  standing: number;
}

/** One side of a comparison, made ready to be compared with many. */
export interface Prepared {
  signature: Signature;
  terms: ReadonlyMap<string, Term>;
  /** length of its vector of weights */
  norm: number;
  /** rarity of its names together */
  names: number;
  hasNumbers: boolean;
}

/** Makes one side of a comparison ready. */
export function prepare(signature: Signature, rates: TermRates): Prepared {
  const terms = new Map<string, Term>();
  const isName = new Set(signature.names);
  let norm = 0;
  let names = 0;
  signature.terms.forEach((term, i) => {
    const rarity = rates.weight(term);
    const standing = i < signature.lead ? 1 : BELOW_LEAD;
    const weight = rarity * standing;
    norm += weight * weight;
    if (isName.has(term)) names += rarity;
    terms.set(term, { weight, rarity, isName: isName.has(term), standing });
  });
  return { signature, terms, norm: Math.sqrt(norm), names, hasNumbers: signature.terms.some(isNumber) };
}

function compareTerms(one: Prepared, other: Signature, rates: TermRates): SharedTerms {
  const otherNames = new Set(other.names);
  const told: [at: number, weight: number][] = [];
  let dot = 0;
  let norm = 0;
  let names = 0;
  let sharedNames = 0;
  let words = 0;
  let sharesState = false;
  let numbers = 0;
  let largeNumbers = 0;
  let hasNumbers = false;
  let oneNames = one.names;
  let ownNames = 0;
  for (let i = 0; i < other.terms.length; i++) {
    const term = other.terms[i] as string;
    const shared = one.terms.get(term);
    const rarity = shared?.rarity ?? rates.weight(term);
    const weight = i < other.lead ? rarity : rarity * BELOW_LEAD;
    const isName = otherNames.has(term);
    norm += weight * weight;
    hasNumbers ||= isNumber(term);
    if (!shared) {
      if (isName) ownNames += rarity;
      continue;
    }
    dot += weight * shared.weight;
    if (shared.isName) oneNames -= rarity;
    const standing = (i < other.lead ? 1 : BELOW_LEAD) * shared.standing;
    if (isNumber(term)) {
      numbers++;
      if (Number(term.slice(1)) > DOZEN) largeNumbers += standing;
    } else if (isName || shared.isName) {
      names += rarity;
      sharedNames += rarity * standing;
    } else if (isState(term)) sharesState = true;
    else words += Math.max(0, rarity - 2) * standing;
    if (rarity > TELLING && !isNumber(term)) told.push([i, rarity * standing]);
  }
  const fewer = Math.min(oneNames, ownNames) + names;
  return {
    cosine: dot / (one.norm * Math.sqrt(norm) || 1),
    names: sharedNames,
    otherNames: Math.min(oneNames, ownNames),
    nameShare: fewer === 0 ? 1 : names / fewer,
    words,
    sharesState,
    story: one.signature.story.reduce((sum, s) => sum + (other.story.includes(s) ? rates.weight(`@${s}`) : 0), 0),
    numbers,
    largeNumbers,
    bothHaveNumbers: hasNumbers && one.hasNumbers,
    told: told.sort((a, b) => b[1] - a[1]).map(([at]) => at),
  };
}

const isNumber = (term: string) => term.startsWith('#');
const isState = (term: string) => term.startsWith('@');

function featuresOf(one: Signature, other: Signature, shared: SharedTerms): Features {
  const [earlier, later] = (other.day ?? 0) <= (one.day ?? Number.POSITIVE_INFINITY) ? [other, one] : [one, other];
  const near = nearest(one.places, other.places);
  const kinds = one.kinds.filter((kind) => other.kinds.includes(kind));
  const states = Math.min(2, shared.story / 5);
  const singleKind = kinds.some(isSingle) ? states : 0;
  const followsKind = later.followsUp && singleKind > 0;
  const isTold = toldDay(later, earlier);
  const isAnew = later.day !== earlier.day && !later.followsUp && !isTold;
  const tolls = earlier.toll !== null && later.toll !== null;
  return {
    cosine: shared.cosine,
    names: Math.min(2, shared.names / 20),
    words: Math.min(2, shared.words / 10),
    otherNames: Math.min(2, shared.otherNames / 10),
    numbers: Math.min(2, shared.largeNumbers),
    states,
    otherStates:
      !shared.sharesState && one.terms.some(isState) && other.terms.some(isState)
        ? Math.max(0, 1 - shared.names / 10)
        : 0,
    otherStory: disjoint(one.story, other.story) ? Math.max(0, 1 - shared.names / 10) : 0,
    places: Math.min(2, one.places.filter(({ name }) => other.places.some((spot) => spot.name === name)).length),
    otherPlace: Math.min(1, (near ?? 0) / 300),
    kind: kinds.length > 0 ? 1 : 0,
    otherFirst: isElsewhere(one.kinds[0], other.kinds) || isElsewhere(other.kinds[0], one.kinds) ? 1 : 0,
    singleKind,
    otherKind: !later.followsUp && disjoint(one.kinds, other.kinds) ? 1 : 0,
    followsUp: later.followsUp ? shared.cosine : 0,
    followsKind: followsKind ? 1 : 0,
    sameToll: tolls && later.toll === earlier.toll ? 1 : 0,
    tollGrows: followsKind && tolls && (later.toll as number) >= (earlier.toll as number) ? 1 : 0,
    otherToll: tolls && later.toll !== earlier.toll && !later.followsUp ? 1 : 0,
    toldDay: isTold ? shared.cosine : 0,
    otherMeasure:
      one.measures.length + other.measures.length > 0 && !one.measures.some((m) => other.measures.includes(m)) ? 1 : 0,
    again: isAnew && kinds.some(isRepeated) ? 1 : 0,
    gap: tellsDayOf(later, earlier)
      ? 0
      : later.day === null || earlier.day === null
        ? 2
        : Math.min(14, Math.abs(later.day - earlier.day)),
  };
}

const isElsewhere = (kind: string | undefined, kinds: readonly string[]) =>
  kind !== undefined && kinds.length > 0 && !kinds.includes(kind);

/** Both have something, and nothing is in both. */
const disjoint = (some: readonly string[], others: readonly string[]) =>
  some.length > 0 && others.length > 0 && !some.some((each) => others.includes(each));

/** Kilometres between the nearest two places, 0 when one is in both lists; undefined when a list is empty or nobody knows. */
function nearest(some: readonly Spot[], others: readonly Spot[]): number | undefined {
  let least: number | undefined;
  for (const a of some)
    for (const b of others) {
      if (a.name === b.name) return 0;
      if (a.lat === null || a.lon === null || b.lat === null || b.lon === null) continue;
      const x = (a.lon - b.lon) * Math.cos(((a.lat + b.lat) / 2) * RADIAN);
      // Good to a per cent up to some 500 km; what is farther is far.
      const km = Math.hypot(x, a.lat - b.lat) * KM_A_DEGREE;
      if (least === undefined || km < least) least = Math.max(km, 1);
    }
  return least;
}

/**
 * A template ("detected 23 aircraft up to Thursday morning") is filled in anew for another day: with other days or other
 * numbers, and the rest is the same. What is only printed a day later keeps both.
 */
function filledInAnew(one: Signature, other: Signature, { otherToll, gap }: Features, shared: SharedTerms): boolean {
  if (gap < 1) return false;
  if (otherToll > 0 || (shared.bothHaveNumbers && shared.numbers === 0)) return true;
  return one.told.length > 0 && other.told.length > 0 && !one.told.some((a) => other.told.some((b) => overlap(a, b)));
}

/** The later one tells the day of the earlier one's news, or both tell one day not long ago. */
function toldDay(later: Signature, earlier: Signature): boolean {
  const recent = (later.day ?? Number.POSITIVE_INFINITY) - RECENT;
  return (
    tellsDayOf(later, earlier) ||
    later.told.some((days) => days.from >= recent && earlier.told.some((other) => isOneStretch(days, other)))
  );
}

function tellsDayOf(later: Signature, earlier: Signature): boolean {
  const { day } = earlier;
  if (day === null || later.day === null) return false;
  return later.told.some(({ from, to }) => to < (later.day as number) && from <= day && to >= day - 1);
}

/** The nights to Monday and to Tuesday both touch Monday, and are two. */
const isOneStretch = (a: Days, b: Days) =>
  2 * (Math.min(a.to, b.to) - Math.max(a.from, b.from) + 1) > Math.min(a.to - a.from, b.to - b.from) + 1;

/** Both tell days, and none of the one's is near any of the other's. */
function otherDay(later: Signature, earlier: Signature): boolean {
  if (later.told.length === 0 || earlier.told.length === 0) return false;
  return !later.told.some((a) => earlier.told.some((b) => overlap({ from: a.from - 1, to: a.to + 1 }, b)));
}

const overlap = (a: Days, b: Days) => a.from <= b.to && b.from <= a.to;

function reasons(features: Features, shared: SharedTerms, other: Signature): string[] {
  const spelled = other.spelled.split('\n');
  const told = shared.told.slice(0, 5).map((at) => spelled[at]);
  const because: string[] = [];
  if (told.length > 0) because.push(`both speak of ${told.join(', ')}`);
  if (features.toldDay) because.push('tells of the same day');
  if (features.followsUp) because.push('goes on with an event told before');
  return because;
}

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
  /** shared states by their rarity, 0..2 */
  states: number;
  /** a kind of event is shared, 0 or 1 */
  kind: number;
  /** both tell a kind of event, none is shared, and the later one does not go on with a told event, 0 or 1 */
  otherKind: number;
  /** other shared words by their rarity, 0..2 */
  words: number;
  /** both have names of their own: what the poorer one has beyond the shared, 0..2 */
  otherNames: number;
  /** both tell states, and none is shared, 0 or 1 */
  otherStates: number;
  /** both tell such places, and the nearest two are far apart: 0 (next to each other) … 1 (300 km) */
  otherPlace: number;
  /** the later one goes on with a told event: the cosine, or 0 */
  followsUp: number;
  /** both tell another number of dead, and the later one does not go on with a told event, 0 or 1 */
  otherToll: number;
  /** the later one tells a day on which the earlier one's event was: the cosine, or 0 */
  toldDay: number;
  /** told days that cannot be the same event, 0 or 1 */
  otherDay: number;
  /** days between publications */
  gap: number;
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
const RADIAN = Math.PI / 180;
const KM_A_DEGREE = 111.2;

// Weighed by logistic regression on pairs of reports of world news of 2025, not more than four days apart: 16 windows of four
// days labelled by event, 380 hard pairs labelled by hand, and pairs of one topic that lasted less than a week.
const INTERCEPT = -2.5;
const WEIGHTS: Record<keyof Features, number> = {
  cosine: 0.8,
  names: 1.05,
  states: 1.05,
  words: 0.65,
  kind: 0.4,
  otherKind: -0.9,
  otherNames: -0.3,
  otherStates: -1.2,
  otherPlace: -0.7,
  followsUp: 4.3,
  otherToll: -0.55,
  toldDay: 3.2,
  otherDay: -0.6,
  gap: -0.63,
};

/** Compares two articles. The one published later may go on with what the earlier one told; order makes no difference else. */
export function likeness(one: Prepared, other: Signature, rates: TermRates): Likeness {
  const shared = compareTerms(one, other, rates);
  const features = featuresOf(one.signature, other, shared);
  const probability = logistic(features);
  const because = reasons(features, shared);
  const copied = containment(one.signature.sketch, other.sketch);
  const short = Math.min(one.signature.sketch.shingles, other.sketch.shingles) < SHORT;
  if (copied < (short ? COPY_SHORT : COPY)) return { probability, duplicate: false, because };
  if (shared.nameShare < COPY_NAMES || features.otherDay || filledInAnew(one.signature, other, features, shared))
    return { probability: Math.min(OTHER_EVENT, probability), duplicate: false, because };
  because.unshift(`${Math.round(copied * 100)} % of the shorter text stands in the other`);
  return { probability: Math.max(SAME_TEXT, probability), duplicate: true, because };
}

/** The numbers behind a likeness, for tuning and tests. */
export function likenessFeatures(one: Prepared, other: Signature, rates: TermRates): Features {
  return featuresOf(one.signature, other, compareTerms(one, other, rates));
}

function logistic(features: Features): number {
  let sum = INTERCEPT;
  for (const key of Object.keys(WEIGHTS) as (keyof Features)[]) sum += WEIGHTS[key] * features[key];
  return 1 / (1 + Math.exp(-sum));
}

interface SharedTerms {
  cosine: number;
  /** rarity of the shared names, and of those that only the one with fewer of them has */
  names: number;
  otherNames: number;
  /** rarity of the shared names over that of the names of the one with fewer */
  nameShare: number;
  words: number;
  states: number;
  /** how many numbers are shared */
  numbers: number;
  bothHaveNumbers: boolean;
  /** shared names and words, the rarest first */
  terms: string[];
}

/** One side of a comparison, made ready to be compared with many. */
export interface Prepared {
  signature: Signature;
  terms: ReadonlyMap<string, { weight: number; rarity: number; isName: boolean }>;
  /** length of its vector of weights */
  norm: number;
  /** rarity of its names together */
  names: number;
  hasNumbers: boolean;
}

/** Makes one side of a comparison ready. */
export function prepare(signature: Signature, rates: TermRates): Prepared {
  const terms = new Map<string, { weight: number; rarity: number; isName: boolean }>();
  const isName = new Set(signature.names);
  let norm = 0;
  let names = 0;
  signature.terms.forEach((term, i) => {
    const rarity = rates.weight(term);
    const weight = i < signature.lead ? rarity : rarity * BELOW_LEAD;
    norm += weight * weight;
    if (isName.has(term)) names += rarity;
    terms.set(term, { weight, rarity, isName: isName.has(term) });
  });
  return { signature, terms, norm: Math.sqrt(norm), names, hasNumbers: signature.terms.some(isNumber) };
}

function compareTerms(one: Prepared, other: Signature, rates: TermRates): SharedTerms {
  const otherNames = new Set(other.names);
  const terms: [string, number][] = [];
  let dot = 0;
  let norm = 0;
  let names = 0;
  let words = 0;
  let states = 0;
  let numbers = 0;
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
    if (isNumber(term)) numbers++;
    else if (isName || shared.isName) names += rarity;
    else if (isState(term)) states += rarity;
    else words += Math.max(0, rarity - 2);
    if (rarity > TELLING) terms.push([term, rarity]);
  }
  const fewer = Math.min(oneNames, ownNames) + names;
  return {
    cosine: dot / (one.norm * Math.sqrt(norm) || 1),
    names,
    otherNames: Math.min(oneNames, ownNames),
    nameShare: fewer === 0 ? 1 : names / fewer,
    words,
    states,
    numbers,
    bothHaveNumbers: hasNumbers && one.hasNumbers,
    terms: terms.sort((a, b) => b[1] - a[1]).map(([term]) => term),
  };
}

const isNumber = (term: string) => term.startsWith('#');
const isState = (term: string) => term.startsWith('@');

function featuresOf(one: Signature, other: Signature, shared: SharedTerms): Features {
  const [earlier, later] = (other.day ?? 0) <= (one.day ?? Number.POSITIVE_INFINITY) ? [other, one] : [one, other];
  const near = nearest(one.places, other.places);
  return {
    cosine: shared.cosine,
    names: Math.min(2, shared.names / 20),
    states: Math.min(2, shared.states / 10),
    words: Math.min(2, shared.words / 10),
    kind: one.kinds.some((kind) => other.kinds.includes(kind)) ? 1 : 0,
    otherKind: !later.followsUp && disjoint(one.kinds, other.kinds) ? 1 : 0,

    otherNames: Math.min(2, shared.otherNames / 10),
    otherStates: shared.states === 0 && one.terms.some(isState) && other.terms.some(isState) ? 1 : 0,
    otherPlace: Math.min(1, (near ?? 0) / 300),
    followsUp: later.followsUp ? shared.cosine : 0,
    otherToll: later.toll !== null && earlier.toll !== null && later.toll !== earlier.toll && !later.followsUp ? 1 : 0,
    toldDay: toldDay(later, earlier) ? shared.cosine : 0,
    otherDay: otherDay(later, earlier) ? 1 : 0,
    gap: later.day === null || earlier.day === null ? 2 : Math.min(14, Math.abs(later.day - earlier.day)),
  };
}

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

function toldDay(later: Signature, earlier: Signature): boolean {
  const day = earlier.day;
  return later.told.some(
    (days) =>
      (day !== null && later.day !== null && days.to < later.day && days.from <= day && days.to >= day - 1) ||
      earlier.told.some((other) => overlap(days, other)),
  );
}

/** Both tell days, and none of the one's is near any of the other's. */
function otherDay(later: Signature, earlier: Signature): boolean {
  if (later.told.length === 0 || earlier.told.length === 0) return false;
  return !later.told.some((a) => earlier.told.some((b) => overlap({ from: a.from - 1, to: a.to + 1 }, b)));
}

const overlap = (a: Days, b: Days) => a.from <= b.to && b.from <= a.to;

function reasons(features: Features, shared: SharedTerms): string[] {
  const told = shared.terms.slice(0, 5).map((term) => term.replace(/^[@#]/, ''));
  const because: string[] = [];
  if (told.length > 0) because.push(`both speak of ${told.join(', ')}`);
  if (features.toldDay) because.push('tells of the same day');
  if (features.followsUp) because.push('goes on with an event told before');
  return because;
}

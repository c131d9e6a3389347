import type { Signature } from './signature.ts';
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
  /** the later one goes on with a told event, as far as names are shared, 0..1 */
  followsUp: number;
  /** both tell of casualties and share no number, 0 or 1; an update may */
  otherToll: number;
  /** the later one tells a day on which the earlier one's event was, 0 or 1 */
  toldDay: number;
  /** told days that cannot be the same event, 0 or 1 */
  otherDay: number;
  /** days between publications */
  gap: number;
  threats: number;
}

/** Share of the shorter text found in the longer one from which the two are one text. */
const COPY = 0.4;
/** Of a copy's names, at least so many (by rarity) stand in the other: a template filled in for another event has its own. */
const COPY_NAMES = 0.6;

const INTERCEPT = -4.3;
const WEIGHTS: Record<keyof Features, number> = {
  cosine: 5,
  names: 1.4,
  words: 0.6,
  otherNames: -0.5,
  followsUp: 1.2,
  otherToll: -1.5,
  toldDay: 1,
  otherDay: -2,
  gap: -0.3,
  threats: 0.3,
};

/**
 * Compares two articles.
 *
 * @param later the one published later; of two on one day, the one that arrived later
 */
export function likeness(later: Signature, earlier: Signature, rates: TermRates): Likeness {
  const shared = compareTerms(later, earlier, rates);
  const copied = containment(later.sketch, earlier.sketch);
  const features = featuresOf(later, earlier, shared);
  if (copied >= COPY && shared.nameShare >= COPY_NAMES && !features.otherDay && !changedToll(features, copied)) {
    const because = [
      `${Math.round(copied * 100)} % of the shorter text stands in the other`,
      ...reasons(features, shared),
    ];
    return { probability: Math.max(0.97, logistic(features)), duplicate: true, because };
  }
  return { probability: logistic(features), duplicate: false, because: reasons(features, shared) };
}

/** The numbers behind a likeness, for tuning and tests. */
export function likenessFeatures(later: Signature, earlier: Signature, rates: TermRates): Features {
  return featuresOf(later, earlier, compareTerms(later, earlier, rates));
}

function logistic(features: Features): number {
  let sum = INTERCEPT;
  for (const key of Object.keys(WEIGHTS) as (keyof Features)[]) sum += WEIGHTS[key] * features[key];
  return 1 / (1 + Math.exp(-sum));
}

interface SharedTerms {
  cosine: number;
  /** rarity of the shared names, and of those that only one has */
  names: number;
  laterNames: number;
  earlierNames: number;
  /** rarity of the shared names over that of the names of the one with fewer */
  nameShare: number;
  words: number;
  numbers: number;
  bothHaveNumbers: boolean;
  /** shared names and words, the rarest first */
  terms: string[];
}

function compareTerms(later: Signature, earlier: Signature, rates: TermRates): SharedTerms {
  const weights = termWeights(earlier);
  const earlierNames = new Set(earlier.names);
  const laterNames = new Set(later.names);
  const terms: [string, number][] = [];
  let dot = 0;
  let laterNorm = 0;
  let earlierNorm = 0;
  let names = 0;
  let words = 0;
  let numbers = 0;
  const own = { later: 0, earlier: 0 };
  later.terms.forEach((term, i) => {
    const rarity = rates.weight(term);
    const weight = (i < later.lead ? 1 : 0.5) * rarity;
    laterNorm += weight * weight;
    const other = weights.get(term);
    if (other === undefined) {
      if (laterNames.has(term)) own.later += rarity;
      return;
    }
    dot += weight * other * rarity;
    if (term.startsWith('#')) numbers += rarity > 3.2 ? 1 : 0;
    else if (laterNames.has(term) || earlierNames.has(term)) names += rarity;
    else words += Math.max(0, rarity - 2);
    if (rarity > 3.5) terms.push([term, rarity]);
  });
  earlier.terms.forEach((term, i) => {
    const rarity = rates.weight(term);
    const weight = (i < earlier.lead ? 1 : 0.5) * rarity;
    earlierNorm += weight * weight;
    if (earlierNames.has(term) && !later.terms.includes(term)) own.earlier += rarity;
  });
  const fewer = Math.min(own.later, own.earlier) + names;
  return {
    cosine: dot / Math.sqrt(laterNorm * earlierNorm || 1),
    names,
    laterNames: own.later,
    earlierNames: own.earlier,
    nameShare: fewer === 0 ? 1 : names / fewer,
    words,
    numbers,
    bothHaveNumbers: later.terms.some(isNumber) && earlier.terms.some(isNumber),
    terms: terms.sort((a, b) => b[1] - a[1]).map(([term]) => term),
  };
}

const isNumber = (term: string) => term.startsWith('#');

function termWeights({ terms, lead }: Signature): Map<string, number> {
  return new Map(terms.map((term, i) => [term, i < lead ? 1 : 0.5]));
}

function featuresOf(later: Signature, earlier: Signature, shared: SharedTerms): Features {
  const names = Math.min(2, shared.names / 20);
  const follows = later.followsUp ? Math.min(1, shared.names / 8) : 0;
  return {
    cosine: shared.cosine,
    names,
    words: Math.min(2, shared.words / 10),
    otherNames: Math.min(2, Math.min(shared.laterNames, shared.earlierNames) / 10),
    followsUp: follows,
    otherToll:
      later.casualties && earlier.casualties && shared.bothHaveNumbers && shared.numbers === 0 && !later.followsUp
        ? 1
        : 0,
    toldDay: toldDay(later, earlier) && shared.names > 3 ? 1 : 0,
    otherDay: otherDay(later, earlier) ? 1 : 0,
    gap: later.day === null || earlier.day === null ? 2 : Math.min(14, Math.abs(later.day - earlier.day)),
    threats: later.threats.some((threat) => earlier.threats.includes(threat)) ? 1 : 0,
  };
}

/** A template ("detected 23 aircraft") is filled in anew with another number and the rest is the same. */
function changedToll({ otherToll, gap }: Features, copied: number): boolean {
  return otherToll > 0 && gap >= 1 && copied < 0.9;
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
  if (features.threats) because.push('same type of threat');
  if (features.toldDay) because.push('tells of the same day');
  if (features.followsUp) because.push('goes on with an event told before');
  return because;
}

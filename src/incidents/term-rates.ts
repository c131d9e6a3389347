import { COMMON_STEMS, STATE_RATES } from './common-words.ts';
import { canonicalStem } from './same-meaning.ts';

/** How many articles a stem's measured rate weighs as much as; an index that has seen more believes its own count. */
const PRIOR = 300;
/** Rate of a word that is in no list: a name, mostly. */
const RARE = 0.0008;
/** Rate of each number from 0 to 12. */
const SMALL_NUMBER = 0.05;
/** Beyond this (one article in 1,100) a rarer word tells no more; keeps the scale the same for large and small indexes. */
const MOST = 7;

const PRIOR_RATES = new Map<string, number>(Array.from({ length: 13 }, (_, n) => [`#${n}`, SMALL_NUMBER]));
for (const [rate, states] of STATE_RATES) for (const state of states.split(' ')) PRIOR_RATES.set(`@${state}`, rate);
for (const [stem, rate] of COMMON_STEMS) {
  const term = canonicalStem(stem);
  PRIOR_RATES.set(term, Math.max(rate, PRIOR_RATES.get(term) ?? 0));
}

/** Counts in how many articles a term stands, and tells how much it says: its inverse document frequency, 0..7. */
export class TermRates {
  #articles = 0;
  readonly #counts = new Map<string, number>();

  add(terms: readonly string[], sign: 1 | -1 = 1): void {
    this.#articles += sign;
    for (const term of terms) {
      const count = (this.#counts.get(term) ?? 0) + sign;
      if (count > 0) this.#counts.set(term, count);
      else this.#counts.delete(term);
    }
  }

  /** −ln of the term's rate, the measured rate and the counted one weighed together. */
  weight(term: string): number {
    const prior = PRIOR_RATES.get(term) ?? RARE;
    const rate = (prior * PRIOR + (this.#counts.get(term) ?? 0)) / (PRIOR + this.#articles);
    return Math.min(MOST, Math.max(0, -Math.log(rate)));
  }
}

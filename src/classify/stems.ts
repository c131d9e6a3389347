import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';

/** Words of a language are few; a text of nonsense must not fill the memory. */
const CACHE_LIMIT = 50_000;

/**
 * Gives the stem of a normalised word: irregular forms first, then Porter's rules (M. F. Porter, An algorithm for suffix
 * stripping, 1980).
 * @param irregular form -> word
 * @param apart form -> stem, of words that Porter's rules would throw together with others ("several" with "sever")
 */
export function createStemmer(
  irregular: ReadonlyMap<string, string>,
  apart: ReadonlyMap<string, string> = new Map(),
): (word: string) => string {
  const cache = new Map<string, string>();
  return (word) => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const lemma = irregular.get(word) ?? word;
    // Longer "words" are addresses, hashes and the like.
    const stem =
      apart.get(lemma) ??
      (lemma.length < 3 || lemma.length > 40 || !/^[a-z]+$/.test(lemma) ? lemma : porter.stem(lemma));
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(word, stem);
    return stem;
  };
}

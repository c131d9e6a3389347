import { DamerauLevenshteinDistance } from 'natural/lib/natural/distance/levenshtein_distance.js';

/**
 * The candidate that a typo most likely meant, or undefined when none is near.
 * "Near" is a Damerau-Levenshtein distance of at most a third of the word's length (at least 1); a word of one letter is
 * near to none.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 2) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = DamerauLevenshteinDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

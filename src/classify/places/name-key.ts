import type { Token } from '../tokens.ts';

/**
 * The key that a place name is found by: a running 53-bit hash over its words, so that a text's names are looked up
 * word by word without building strings. Two of a million names share a key with a chance of one in ten thousand.
 */
export interface NameKey {
  high: number;
  low: number;
}

/** Words that names write in several ways. */
const SAME = new Map([
  ['st', 'saint'],
  ['ste', 'sainte'],
  ['mt', 'mount'],
  ['ft', 'fort'],
  ['&', 'and'],
]);

/** The empty key. */
export const startKey = (): NameKey => ({ high: 0x811c9dc5, low: 0x41c6ce57 });

/** Adds a word (normalised as in `Token.norm`) to a key, in place. */
export function addWord(key: NameKey, word: string): void {
  const same = word.length < 4 ? (SAME.get(word) ?? word) : word;
  let { high, low } = key;
  for (let i = 0; i < same.length; i++) {
    const code = same.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  // a space, so that "ab c" and "a bc" differ; and the halves are mixed
  key.high = Math.imul(high ^ (low >>> 15) ^ 32, 2246822507);
  key.low = Math.imul(low ^ (high >>> 13) ^ 32, 3266489909);
}

/** The key as a number, exact. */
export const keyNumber = ({ high, low }: NameKey): number =>
  ((high ^ (high >>> 16)) & 0x1fffff) * 4294967296 + (low >>> 0);

/** Is this token passed over within a name: the hyphen of "Guinea-Bissau", the full stop of "St. Louis"? */
export const isJoint = (token: Token): boolean =>
  token.kind === 'mark' && (token.text === '-' || token.text === '‑' || token.text === '–' || token.text === '.');

/** The words of a name that count towards its key. */
export const nameWords = (tokens: readonly Token[]): string[] =>
  tokens.filter((token) => !isJoint(token)).map(({ norm }) => norm);

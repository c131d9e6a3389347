import type { Token } from '../classify/tokens.ts';

/**
 * A bottom-k sketch of a text's word shingles (Broder 1997, "On the resemblance and containment of documents"): the
 * `SIZE` smallest hashes of its runs of three words, ascending. It is one MinHash per slot without the permutations, and,
 * unlike banded MinHash, tells containment too, which is what an outlet's cut of a wire story has and resemblance misses.
 */
export interface Sketch {
  hashes: number[];
  /** how many different shingles the text has */
  shingles: number;
}

const SIZE = 96;
const RUN = 3;
/** Words read of a text: more than the longest news report. Bounds the cost of a hostile one. */
const WORDS = 6000;

/** Sketches a text. Numbers are all one word, since updates change them; case, marks and clitics do not count. */
export function sketch(tokens: readonly Token[]): Sketch {
  const words: number[] = [];
  for (const token of tokens) {
    if (words.length === WORDS) break;
    if (token.kind === 'mark' || token.norm.startsWith("'")) continue;
    words.push(token.kind === 'number' ? 35 : hashWord(token.norm.replaceAll('.', '')));
  }
  const runs = new Set<number>();
  for (let i = 0; i + RUN <= words.length; i++) {
    let hash = 0;
    for (let j = i; j < i + RUN; j++) hash = mix(Math.imul(hash, 31) + (words[j] as number));
    runs.add(hash);
  }
  return { hashes: [...runs].sort((a, b) => a - b).slice(0, SIZE), shingles: runs.size };
}

/**
 * How much of the shorter text stands in the longer one, 0..1, estimated from their sketches (exact for texts of up to
 * `SIZE` shingles); 0 for texts too short to tell.
 */
export function containment(a: Sketch, b: Sketch): number {
  const smaller = Math.min(a.shingles, b.shingles);
  if (smaller === 0) return 0;
  // The smallest k hashes of the union are a random sample of it; the share found in both estimates the resemblance.
  const k = Math.min(SIZE, Math.max(a.hashes.length, b.hashes.length));
  let both = 0;
  let seen = 0;
  for (let i = 0, j = 0; seen < k && (i < a.hashes.length || j < b.hashes.length); seen++) {
    const x = a.hashes[i] ?? Number.POSITIVE_INFINITY;
    const y = b.hashes[j] ?? Number.POSITIVE_INFINITY;
    if (x === y) both++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  const resemblance = both / seen;
  return Math.min(1, (resemblance * (a.shingles + b.shingles)) / (1 + resemblance) / smaller);
}

/** FNV-1a, 32 bits. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash;
}

/** MurmurHash3's finaliser: every bit of the input moves every bit of the output; unsigned 32 bits. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

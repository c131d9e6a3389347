// A small generator of random numbers with a seed (mulberry32), so that each run makes up the same.
let state = 20_250_910;

/** A number from 0 up to, and without, 1. */
export function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

/** One of several, each as likely. */
export const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const SYLLABLES = 'ba de gi ko lu ma ne pi ro su ta ve wi zo dra stel mor gan'.split(' ');

/** The word of this number: a word for each. */
export function word(n: number): string {
  let rest = n + 20;
  let text = '';
  for (; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) text += SYLLABLES[rest % SYLLABLES.length];
  return text;
}

/** The name of this number; no word is the same. */
export const name = (n: number): string => word(n + 50_000).replace(/^./, (letter) => letter.toUpperCase());

/** Rank 0..size-1 with a probability of 1/rank, as words have it. */
export const zipf = (size: number): number => Math.floor(size ** random()) - 1;

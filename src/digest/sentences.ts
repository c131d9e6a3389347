import { tokenize } from '../classify/tokens.ts';
import type { Sentence } from './types.ts';

/** The sentences of a text, in order. Offsets count UTF-16 code units. Linear in length. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let end = 0;
  let current = -1;
  const close = () => {
    if (current >= 0) sentences.push({ text: oneLine(text.slice(start, end)), start, end });
  };
  for (const token of tokenize(text)) {
    if (token.sentence !== current) {
      close();
      current = token.sentence;
      start = token.start;
    }
    end = token.end;
  }
  close();
  return sentences;
}

/** Cuts a text to a length at a word's end. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > length / 2 ? space : length).replace(/[\uD800-\uDBFF]$|[\s,;:–—-]+$/, '')} …`;
}

/** White space, control and direction-changing characters made single blanks. */
export const oneLine = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters from outside end here
  text.replace(/[\s\u0000-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ').trim();

/** Share of words in common, 0..1 (Jaccard). */
export function likeness(a: string, b: string): number {
  const left = wordsOf(a);
  const right = wordsOf(b);
  let common = 0;
  for (const word of left) if (right.has(word)) common++;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

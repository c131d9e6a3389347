import { createHash } from 'node:crypto';
import type { FeedItem } from '../types.ts';

/**
 * What an item says, as 32 hexadecimal digits: equal for two readings of it that differ in markup, white space, case or
 * punctuation alone, another when title or text was edited. An item's versions are told apart by it.
 */
export function contentFingerprint({ title, text }: Pick<FeedItem, 'title' | 'text'>): string {
  return hash(`${wordsOf(title)}\n${wordsOf(text)}`);
}

/** A short name for any key, safe as a job id: 32 hexadecimal digits of SHA-256. */
export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

const wordsOf = (text: string | null) =>
  (text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

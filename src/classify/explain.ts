import { placeName } from '../config/place-name.ts';
import type { PatternRule } from '../config/rules.ts';
import type { HeldRule } from './rules-engine.ts';
import type { Flag } from './types.ts';

/** What a flag rests on. */
export interface Grounds {
  flag: Flag;
  score: number;
  patterns: readonly PatternRule[];
  gates: readonly HeldRule[];
  threats: readonly string[];
  affected: readonly string[];
}

/** One sentence for a person: why the flag is what it is. */
export function why({ flag, score, patterns, gates, threats, affected }: Grounds): string {
  const percent = `${Math.round(score * 100)} %`;
  const what = list(
    patterns.filter((p) => p.flag === (flag === 'above' ? 'above' : 'below')).map((p) => lower(p.title)),
  );
  const against = gates.length > 0 ? list(gates.map(({ title }) => lower(title))) : '';
  if (flag === 'above') return `Above the threshold: ${what}.`;
  if (flag === 'below')
    return `Below the threshold (${percent}): ${what}${affected.length > 0 ? `; falls on ${list(affected.map(placeName))}` : ''}${against ? `; against it speaks: ${against}` : ''}.`;
  if (patterns.length > 0)
    return `Not flagged: ${what || 'a pattern'} fits, but is too unlikely (${percent})${against ? `; against it speaks: ${against}` : ''}.`;
  if (threats.length > 0)
    return `Not flagged: ${list(threats.map((id) => id.replaceAll('-', ' ')))} is told of, but no pattern sees a protected state suffer from it${against ? ` (${against})` : ''}.`;
  return `Not flagged: no act is told of${against ? ` (${against})` : ''}.`;
}

const list = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;

const lower = (title: string) =>
  /^[A-Z](?:[a-z]| )/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;

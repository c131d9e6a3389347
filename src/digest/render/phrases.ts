import type { Card, Digest, Trend } from '../types.ts';
import { counted, figure } from '../words.ts';

/** "7 days: 6, usually 1.8 (rising, p = 0.004)"; what a trend says in words. */
export function trendPhrase({ days, observed, expected, p, direction }: Trend): string {
  const count = `${days} days: ${observed}`;
  if (expected === null) return `${count}, too little record for a usual`;
  const verdict = direction === 'usual' ? '' : ` (${direction}, ${probability(p ?? 1)})`;
  return `${count}, usually ${figure(expected)}${verdict}`;
}

export const probability = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toPrecision(1)}`);

/** "happened; Russia suspected by officials; Russia denies it". */
export function statusPhrase({ occurrence, attributions }: Card): string {
  const said = attributions.map(({ actor, status }) => (status === 'author unknown' ? status : `${actor} ${status}`));
  return [occurrence, ...(said.length > 0 ? said : ['no attribution'])].filter(Boolean).join('; ');
}

/** "412 articles of 30 feeds read, 2 feeds failing". */
export function readingPhrase({ reading }: Digest): string {
  const failing = reading.feedsFailing > 0 ? `, ${counted(reading.feedsFailing, 'feed')} failing` : '';
  return `${counted(reading.items, 'item')} and ${counted(reading.articles, 'article')} from ${counted(reading.feeds, 'feed')} read${failing}`;
}

/** "Airspace violation, Sabotage · Romania · Tulcea · 22 Nov, 14:05 EET". */
export const placePhrase = ({ threats, affected, places, time }: Card): string =>
  [threats.map(({ name }) => name).join(', '), affected.map(({ name }) => name).join(', '), places.join(', '), time]
    .filter(Boolean)
    .join(' · ');

/** Whether a text would only repeat what stands above it. */
export const repeats = (text: string, above: string): boolean => letters(above).startsWith(letters(text));

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

import type { DateTime } from 'luxon';
import { dayLabel } from './period.ts';
import { oneLine, shorten } from './sentences.ts';
import type { Correction } from './types.ts';

/** What a correction says before its reason. */
const CHANGES: Record<Correction['what'], string> = {
  dismissed: 'has been dismissed',
  restored: 'counts again',
  confirmed: 'has been confirmed',
  escalated: 'has been escalated',
  reopened: 'is open to review again',
  merged: 'has been joined with another incident',
  split: 'has been split',
  flag: 'has another flag',
  tags: 'has other tags',
  attribution: 'has another attribution',
};

/** A correction as a sentence: "“Title” (20 November) has another flag: below (before: above). Reason: …". */
export function correctionText({ title, digest, what, was, now, reason }: Correction, today: DateTime): string {
  const change = `${now ? `: ${oneLine(now)}` : ''}${was ? ` (before: ${oneLine(was)})` : ''}`;
  const why = reason ? ` Reason: ${shorten(oneLine(reason), 200).replace(/[.\s]+$/, '')}.` : '';
  return `“${shorten(oneLine(title), 160)}” (${dayLabel(digest, today)}) ${CHANGES[what]}${change}.${why}`;
}

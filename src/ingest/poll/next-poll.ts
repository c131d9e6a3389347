import type { PollingSettings } from '../../config/settings.ts';
import type { Freshness } from '../http/outcome.ts';
import { rhythmOf } from './rhythm.ts';

/** What decides when a feed is polled next; lengths of time in milliseconds. */
export interface PollEvidence {
  /** when the feed's known items were published, milliseconds since 1970, in any order */
  dates: readonly number[];
  /** the interval that the operator has set for this feed, null when the feed is to find its own */
  interval: number | null;
  /** how long the feed itself asks to be left alone (RSS ttl, sy:updatePeriod) */
  ttl: number | null;
  /** what the last answer's headers say; null when there was no answer */
  freshness: Freshness | null;
  /** failed polls in a row, 0 after a good one */
  failures: number;
}

/**
 * When to poll a feed next, milliseconds since 1970.
 *
 * The operator's interval counts, else half the feed's mean gap between items, or longer where the feed (ttl) or its
 * server (Cache-Control, Expires) says that nothing new is to be had before. Every failure in a row doubles the pause.
 * All of this lies between `minInterval` and `maxInterval`; Retry-After is obeyed up to `maxInterval`. At last a random
 * share of up to `jitter` is added, never taken away, so that nobody is asked earlier than they want.
 *
 * @param random a number from 0 to below 1
 */
export function nextPollAt(
  { dates, interval, ttl, freshness, failures }: PollEvidence,
  now: number,
  { minInterval, maxInterval, defaultInterval, jitter }: PollingSettings,
  random: number,
): number {
  const rhythm = rhythmOf(dates, now);
  const own = Math.max(
    rhythm ? rhythm.meanGap / 2 : defaultInterval,
    ttl ?? 0,
    freshness?.maxAge ?? 0,
    freshness?.expires ?? 0,
  );
  const wanted = Math.max(interval ?? own, minInterval) * 2 ** Math.min(failures, MOST_DOUBLINGS);
  const pause = Math.min(Math.max(wanted, freshness?.retryAfter ?? 0), maxInterval);
  return Math.round(now + pause * (1 + jitter * random));
}

// More would only lose precision: any interval has long reached its bound.
const MOST_DOUBLINGS = 20;

const DAY = 86_400_000;

/**
 * Whether an item that stands in a feed at its first poll is read: those of the last `firstPollDays` days. Items
 * without a date count as new, unless nothing old is wanted at all.
 * @param published milliseconds since 1970
 */
export function isReadAtFirstPoll(published: number | null, now: number, { firstPollDays }: PollingSettings): boolean {
  if (firstPollDays === 0) return false;
  return published === null || published >= now - firstPollDays * DAY;
}

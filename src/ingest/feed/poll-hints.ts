const PERIOD_MINUTES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    hourly: 60,
    daily: 24 * 60,
    weekly: 7 * 24 * 60,
    monthly: 30 * 24 * 60,
    yearly: 365 * 24 * 60,
  }),
);

/** What a feed says about how often to ask for it, as it stands there. */
export interface PollHints {
  /** RSS 2.0: minutes */
  ttl?: string | undefined;
  /** RSS 2.0: hours of the day (UTC), parted by white space, in which nobody need ask */
  skipHours?: string | undefined;
  /** RSS 1.0 syndication module */
  updatePeriod?: string | undefined;
  updateFrequency?: string | undefined;
}

/**
 * Minutes for which a feed asks to be left alone, or null where it does not say: `ttl`, else the syndication module's
 * period divided by its frequency, else an even spread of the hours that `skipHours` leaves.
 */
export function pollInterval({ ttl, skipHours, updatePeriod, updateFrequency }: PollHints): number | null {
  const minutes = whole(ttl);
  if (minutes) return minutes;
  const period = PERIOD_MINUTES.get((updatePeriod ?? '').trim().toLowerCase());
  if (period) return Math.max(1, Math.round(period / (whole(updateFrequency) || 1)));
  const skipped = new Set(
    (skipHours ?? '')
      .split(/\s+/)
      .map(whole)
      .filter((hour) => hour !== null && hour <= 24),
  );
  return skipped.size > 0 && skipped.size < 24 ? Math.round((24 * 60) / (24 - skipped.size)) : null;
}

function whole(text: string | undefined): number | null {
  const trimmed = (text ?? '').trim();
  return /^\d{1,6}$/.test(trimmed) ? Number(trimmed) : null;
}

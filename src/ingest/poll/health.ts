import { z } from 'zod';
import type { PollErrorKind, PollHistory } from './history.ts';
import { rhythmOf } from './rhythm.ts';

/** What is known of a feed; times in milliseconds since 1970. */
export interface FeedRecord extends PollHistory {
  /** when the feed's known items were published, in any order */
  dates: readonly number[];
  /** where the feed has moved for good (301, 308), null when it has not */
  movedTo: string | null;
}

/** How a feed is, in words. */
export const feedHealthSchema = z.object({
  state: z.enum(['new', 'ok', 'unchanged', 'empty', 'silent', 'broken', 'gone']),
  since: z
    .number()
    .nullable()
    .describe('since when it has been so, milliseconds since 1970; null where that says nothing'),
  message: z.string().describe('one sentence without a full stop'),
  advice: z.string().nullable().describe('what the operator can do; null when nothing is to be done'),
});
export type FeedHealth = z.infer<typeof feedHealthSchema>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** No silence shorter than this is remarkable: many desks rest at the weekend. */
const SHORTEST_SILENCE = 3 * DAY;
/** Of gaps that come at random, some twenty of them, one in 400 is twice as long as the longest so far. */
const SILENCE_FACTOR = 2;

/** How a feed is doing at `now`, from what is known of it. A feed is never dropped: it always has an answer here. */
export function feedHealth({ last, since, failures, dates, movedTo }: FeedRecord, now: number): FeedHealth {
  const lasting = since === null ? '' : ` for ${inWords(now - since)}`;
  switch (last?.result) {
    case undefined:
      return { state: 'new', since: null, message: 'not polled yet', advice: null };
    case 'gone':
      return {
        state: 'gone',
        since,
        message: 'its server says that it is gone for good (410); it is not polled any more',
        advice: 'look for its successor on the site and change its address, or take it off the list',
      };
    case 'failed':
      return {
        state: 'broken',
        since,
        message: `broken${lasting}, ${failures === 1 ? 'one poll' : `${failures} polls in a row`}: ${last.message}`,
        advice: ADVICE[last.kind],
      };
    case 'empty':
      return {
        state: 'empty',
        since,
        message: `answers, but holds no items${lasting && `, and has not${lasting}`}`,
        advice: 'look at the feed in a browser; if its site has news, the feed has probably moved',
      };
  }
  const silence = remarkableSilence(dates, now);
  if (silence) return { state: 'silent', ...silence };
  return {
    state: last?.result === 'unchanged' ? 'unchanged' : 'ok',
    since: null,
    message: last?.result === 'unchanged' ? 'answers; nothing new since the poll before' : 'answers, with items',
    advice: movedTo && `it has moved for good: edit the feed, and give it the address ${movedTo}`,
  };
}

/** A silence longer than the feed's rhythm explains, null when there is none. */
function remarkableSilence(dates: readonly number[], now: number): Omit<FeedHealth, 'state'> | null {
  const rhythm = rhythmOf(dates, now);
  if (!rhythm) return null;
  const silence = now - rhythm.newest;
  if (silence <= Math.max(SHORTEST_SILENCE, rhythm.longestGap * SILENCE_FACTOR)) return null;
  return {
    since: rhythm.newest,
    message: `answers, but without a new item for ${inWords(silence)}; before, its longest pause was ${inWords(rhythm.longestGap)}`,
    advice: 'look at the site: its feed may have moved or been left to itself',
  };
}

const CHECK_ADDRESS = 'look on the site for the new address, and edit the feed';
const WAIT = 'nothing for now: it is tried again ever more rarely; if it lasts for days, look at the site in a browser';
const THEIR_FAULT = 'look at the feed in a browser; if it fails there too, tell the site';

const ADVICE: Readonly<Record<PollErrorKind, string>> = {
  'bad-url': 'edit the feed, and correct its address',
  'blocked-address':
    'if the address is one of your own, list it in fetch.allowAddresses; else take the feed off the list',
  robots: 'nothing; the site does not want to be read by programs',
  resting: 'nothing: it is asked again when the pause is over',
  dns: CHECK_ADDRESS,
  'connection-refused': WAIT,
  'connection-reset': WAIT,
  unreachable: WAIT,
  tls: THEIR_FAULT,
  'timeout-connect': WAIT,
  'timeout-first-byte': WAIT,
  'timeout-total': WAIT,
  'too-large': 'look for a smaller feed of the site, or raise fetch.maxBytes',
  'too-many-headers': THEIR_FAULT,
  'too-many-redirects': CHECK_ADDRESS,
  'redirect-loop': CHECK_ADDRESS,
  'bad-redirect': CHECK_ADDRESS,
  'http-status': 'look at the feed in a browser; if it works there, write to the site that a news reader is shut out',
  'bad-response': THEIR_FAULT,
  'bad-encoding': THEIR_FAULT,
  truncated: WAIT,
  'bad-content-type': CHECK_ADDRESS,
  closed: 'nothing: it is polled when the system runs again',
  unexpected: 'look at the log, and report it',
  'not-a-feed': CHECK_ADDRESS,
};

/** A length of time (milliseconds) in its largest whole unit: "3 days". */
function inWords(duration: number): string {
  const [unit, length] =
    duration >= 2 * DAY
      ? (['day', DAY] as const)
      : duration >= 2 * HOUR
        ? (['hour', HOUR] as const)
        : (['minute', 60_000] as const);
  return new Intl.NumberFormat('en-GB', { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(0, Math.floor(duration / length)),
  );
}

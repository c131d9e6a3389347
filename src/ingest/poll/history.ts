import type { FailureKind } from '../http/outcome.ts';

/** Why a poll failed: the fetch did, or what came was no feed. */
export type PollErrorKind = FailureKind | 'not-a-feed';

/** How a poll ended. */
export type PollResult =
  | { result: 'items' } // a feed with items, known or new
  | { result: 'unchanged' } // the same as last time, by the server's word (304) or by its bytes
  | { result: 'empty' } // a feed without items
  | { result: 'gone' } // 410
  | { result: 'failed'; kind: PollErrorKind; message: string };

/** What a feed's polls have come to. */
export interface PollHistory {
  /** null before the first poll */
  last: PollResult | null;
  /** since when the feed has been broken, empty or gone, milliseconds since 1970; null when all is well */
  since: number | null;
  /** failed polls in a row */
  failures: number;
}

/** The history of a feed that has not been polled yet. */
export const NEVER_POLLED: PollHistory = { last: null, since: null, failures: 0 };

/**
 * The history after one more poll. A poll that did not take place, because the host is resting or the system is
 * shutting down, changes nothing.
 * @param now when the poll ended, milliseconds since 1970
 */
export function afterPoll(before: PollHistory, poll: PollResult, now: number): PollHistory {
  if (poll.result === 'failed' && (poll.kind === 'resting' || poll.kind === 'closed')) return before;
  // An empty feed that has not changed is still empty.
  const last = poll.result === 'unchanged' && before.last?.result === 'empty' ? before.last : poll;
  const well = last.result === 'items' || last.result === 'unchanged';
  return {
    last,
    since: well ? null : last.result === before.last?.result ? before.since : now,
    failures: last.result === 'failed' ? before.failures + 1 : 0,
  };
}

/** Whether a feed could be read at its last poll, or has not been polled yet. */
export const isWell = ({ last }: PollHistory): boolean => last?.result !== 'failed' && last?.result !== 'gone';

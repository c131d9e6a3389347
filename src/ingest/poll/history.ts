import { z } from 'zod';
import { FAILURE_KINDS } from '../http/outcome.ts';

/** Why a poll failed: the fetch did, or what came was no feed. */
const pollErrorKind = z.enum([...FAILURE_KINDS, 'not-a-feed']);
export type PollErrorKind = z.infer<typeof pollErrorKind>;

/** How a poll ended. */
const pollResult = z.discriminatedUnion('result', [
  z.object({ result: z.literal('items') }).describe('a feed with items, known or new'),
  z
    .object({ result: z.literal('unchanged') })
    .describe("the same as last time, by the server's word (304) or by its bytes"),
  z.object({ result: z.literal('empty') }).describe('a feed without items'),
  z.object({ result: z.literal('gone') }).describe('the server says so (410)'),
  z.object({ result: z.literal('failed'), kind: pollErrorKind, message: z.string() }),
]);
export type PollResult = z.infer<typeof pollResult>;

/** What a feed's polls have come to. */
export const pollHistorySchema = z.object({
  last: pollResult.nullable().describe('null before the first poll'),
  since: z
    .number()
    .nullable()
    .describe('since when the feed has been broken, empty or gone, milliseconds since 1970; null when all is well'),
  failures: z.int().describe('failed polls in a row'),
});
export type PollHistory = z.infer<typeof pollHistorySchema>;

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

import { expect, test } from 'vitest';
import { afterPoll, NEVER_POLLED, type PollResult } from '../../../src/ingest/poll/history.ts';

const items: PollResult = { result: 'items' };
const unchanged: PollResult = { result: 'unchanged' };
const empty: PollResult = { result: 'empty' };
const failed = (kind: 'dns' | 'resting' | 'closed' | 'timeout-total'): PollResult => ({
  result: 'failed',
  kind,
  message: kind,
});
/** The history after `polls`, at the times 1, 2, 3 … */
const after = (...polls: PollResult[]) =>
  polls.reduce((history, poll, index) => afterPoll(history, poll, index + 1), NEVER_POLLED);

test('a feed is broken since its first failure in a row, whatever the errors', () => {
  expect(after(items, failed('dns'), failed('timeout-total'), failed('dns'))).toEqual({
    last: failed('dns'),
    since: 2,
    failures: 3,
  });
});

test('one good poll makes all well', () => {
  expect(after(failed('dns'), failed('dns'), unchanged)).toEqual({ last: unchanged, since: null, failures: 0 });
  expect(after(items, failed('dns'), items, failed('dns'))).toMatchObject({ since: 4, failures: 1 });
});

test('an empty feed that has not changed is still empty, since it first was', () => {
  expect(after(items, empty, unchanged, empty, unchanged)).toEqual({ last: empty, since: 2, failures: 0 });
  expect(after(empty, items)).toEqual({ last: items, since: null, failures: 0 });
});

test('a feed is gone since the first time that it was said', () => {
  expect(after(items, { result: 'gone' }, { result: 'gone' })).toMatchObject({ last: { result: 'gone' }, since: 2 });
});

test('polls that did not take place are no failures', () => {
  expect(after(failed('resting'))).toEqual(NEVER_POLLED);
  expect(after(items, failed('dns'), failed('resting'), failed('closed'))).toMatchObject({ since: 2, failures: 1 });
});

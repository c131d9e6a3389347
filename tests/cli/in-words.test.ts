import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inWords } from '../../src/cli/in-words.ts';
import { Refusal } from '../../src/config/refusal.ts';

/** What `attempt` throws. */
function thrown(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each<[string, unknown]>([
  ['Node', Object.assign(new Error('write failed'), { code: 'ENOSPC', syscall: 'write' })],
  ['PostgreSQL', Object.assign(new Error('could not extend file'), { code: '53100' })],
  ['a query', new Error('Failed query', { cause: Object.assign(new Error('could not extend'), { code: '53100' }) })],
  ["the embedded database's file system, whose errors are none", { name: 'ErrnoError', errno: 51 }],
])('a full disk is told in words, as %s says it', (_, error) => {
  expect(inWords(error)).toMatch(/^no space is left on the disk: make room and run it again/);
});

test('a file that is not there is named', () => {
  expect(inWords(thrown(() => readFileSync('/nowhere/news.jsonl')))).toBe(
    "no such file or directory, open '/nowhere/news.jsonl'",
  );
});

test('a refusal speaks for itself, and a defect keeps its trace', () => {
  expect(inWords(new Refusal('no'))).toBe('no');
  expect(inWords(new TypeError('x is not a function'))).toBeUndefined();
  expect(inWords(undefined)).toBeUndefined();
});

import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { LiveRules } from '../../src/workers/live-rules.ts';
import { temporaryFolder } from '../support/folders.ts';

/** A configuration folder, to be changed. */
function configuration(): string {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(new URL('../../config/', import.meta.url)), folder, { recursive: true });
  return folder;
}

const BROKEN = '\n  - id: broken\n    tag: no-such-cue\n    title: Broken\n    selections: { a: [x] }\n';

test('a changed rule file is taken over; one with a mistake is refused, and the old set goes on', async () => {
  const folder = configuration();
  const rules = new LiveRules(folder);
  const logged: string[] = [];
  let changes = 0;
  onTestFinished(rules.follow(() => changes++, pino({}, { write: (line: string) => void logged.push(line) })));
  const first = rules.hash;
  const cues = join(folder, 'lexicon', 'cues.yaml');
  const good = readFileSync(cues, 'utf8');

  writeFileSync(cues, good + BROKEN);
  await expect.poll(() => logged.join(''), { timeout: 20_000 }).toContain('changed rules refused');
  expect(logged.join('')).toContain('cues.yaml');
  expect([rules.hash, changes]).toEqual([first, 0]);

  writeFileSync(cues, good);
  appendFileSync(cues, '\n# a remark\n');
  await expect.poll(() => changes, { timeout: 20_000 }).toBe(1);
  expect(rules.hash).not.toBe(first);
});

test('a mistake in the rules stands in the way only of those who ask for rules', () => {
  const folder = configuration();
  appendFileSync(join(folder, 'lexicon', 'cues.yaml'), BROKEN);
  const rules = new LiveRules(folder);
  expect(() => rules.rules).toThrow(/cues\.yaml:\d+/);
  expect(() => rules.follow(() => {}, pino({ level: 'silent' }))).toThrow(/cues\.yaml:\d+/);
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { addRuleVersion } from '../../src/store/rule-versions.ts';
import { takeOverRules } from '../../src/workers/shared-rules.ts';
import { useDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/folders.ts';

const database = useDatabase();
const FILE = 'lexicon/cues.yaml';

/** A machine whose configuration folder has this text of the file. */
function machine(content: string) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'lexicon'));
  writeFileSync(join(folder, FILE), content);
  const said: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void said.push(line) });
  return {
    said,
    takeOver: () => takeOverRules(database().db, folder, log),
    read: () => readFileSync(join(folder, FILE), 'utf8'),
  };
}

/** Saves on the desk of some machine. */
const save = (content: string, before: string) =>
  addRuleVersion(database().db, { file: FILE, content, by: 'olga', at: new Date(), note: null }, before);

test('what is saved on one machine reaches the folders of the others', async () => {
  const other = machine('first');
  await save('second', 'first');
  await other.takeOver();
  expect(other.read()).toBe('second');
  await save('third', 'second');
  await save('first', 'third');
  await other.takeOver();
  expect(other.read()).toBe('first');
});

test('a folder that was away for several changes takes over the last', async () => {
  await save('second', 'first');
  await save('third', 'second');
  const late = machine('first');
  await late.takeOver();
  expect(late.read()).toBe('third');
});

test('a file that somebody has changed by other means is left alone, and the log says so', async () => {
  const other = machine('by hand');
  await save('second', 'first');
  await other.takeOver();
  expect(other.read()).toBe('by hand');
  expect(other.said.join('')).toContain('the folder counts');
  // Once it is the base of what is saved on the desk, it is known there.
  await save('third', 'by hand');
  await other.takeOver();
  expect(other.read()).toBe('third');
});

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configDir } from '../../src/config/config-dir.ts';
import { ConfigError } from '../../src/config/read-yaml.ts';
import { readRules } from '../../src/config/rules.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rules-'));
  cpSync(configDir(), dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const edit = (file: string, change: (source: string) => string) =>
  writeFileSync(join(dir, file), change(readFileSync(join(dir, file), 'utf8')));
const problems = () => {
  try {
    readRules(dir);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ file, line, message }) => `${file.slice(dir.length + 1)}:${line}: ${message}`);
  }
};

test('the rules that ship are valid', () => {
  expect(problems()).toEqual([]);
});

test('any change of a rule file changes the hash of the set', () => {
  const before = readRules(dir).hash;
  edit('lexicon/cues.yaml', (source) => `${source}\n`);
  expect(readRules(dir).hash).not.toBe(before);
});

test('weights that cannot be read are refused, with the line', () => {
  const [row] = readFileSync(join(dir, 'weights.json'), 'utf8').match(/^ *"act": \[.*$/m) as [string];
  const line = readFileSync(join(dir, 'weights.json'), 'utf8').split('\n').indexOf(row) + 1;
  edit('weights.json', (source) => source.replace(row, '   "act": "heavy",'));
  expect(problems()).toEqual([`weights.json:${line}: must be array, is "heavy"`]);
  edit('weights.json', (source) => source.slice(0, 1000));
  expect(problems()[0]).toMatch(/^weights\.json:\d+: /);
});

test('a vocabulary that is not there is refused, with the line and a suggestion', () => {
  edit(
    'lexicon/threats.yaml',
    () => 'rules:\n  - id: flight\n    tag: airspace-violation\n    title: t\n    selections:\n      a: ["@dron"]\n',
  );
  expect(problems()[0]).toMatch(/^lexicon\/threats.yaml:6: @dron is no vocabulary .* did you mean "@drone"\?/);
});

test('a threat that the codebook does not know is refused', () => {
  edit(
    'lexicon/threats.yaml',
    () => 'rules:\n  - id: flight\n    tag: sabotag\n    title: t\n    selections:\n      a: [x]\n',
  );
  expect(problems()[0]).toContain('did you mean "sabotage"?');
});

test('a cue that is to yield to others is refused: only threats do', () => {
  edit(
    'lexicon/cues.yaml',
    () => 'rules:\n  - id: calm\n    tag: restraint\n    title: t\n    fallback: true\n    selections:\n      a: [x]\n',
  );
  expect(problems()[0]).toMatch(/^lexicon\/cues.yaml:5: .*is for threat rules/);
});

test('a condition that names no selection is refused', () => {
  edit('patterns/seabed.yaml', (source) => source.replace('condition: line', 'condition: lines'));
  expect(problems()[0]).toContain('"lines" is no selection of this rule');
});

test('a vocabulary that is defined by itself is refused', () => {
  edit('lexicon/words.yaml', (source) =>
    source
      .replace('  drone:\n', '  drone:\n    - "@aircraft"\n')
      .replace('  aircraft:\n', '  aircraft:\n    - "@drone"\n'),
  );
  expect(problems().some((problem) => problem.includes('is defined by itself'))).toBe(true);
});

test('two rules of one name are refused', () => {
  edit('patterns/seabed.yaml', (source) => source.replace('id: seabed', 'id: meddling'));
  expect(problems()[0]).toContain('"meddling" is taken by the rule at');
});

test('a member of a pact that is no state is refused', () => {
  edit('lexicon/pacts.yaml', (source) =>
    source.replace('{code: BE, since: 1949-08-24}', '{code: XX, since: 1949-08-24}'),
  );
  expect(problems()[0]).toContain('"XX" is no state');
});

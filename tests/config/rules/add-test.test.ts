import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configDir } from '../../../src/config/config-dir.ts';
import { listRuleFiles, readRuleFile } from '../../../src/config/rule-files.ts';
import { addTest } from '../../../src/config/rules/add-test.ts';
import { readRules } from '../../../src/config/rules.ts';

const FILE = `# Threats.
rules:
  - id: hit
    title: Something is hit   # a remark
    selections: { a: [hit] }
    tests:
      match:
        - A drone hit a depot.   # seen in spring

  # ------- next
  - id: cut
    title: Something is cut
    selections: { a: [cut] }
    tests: { match: [A cable was cut.] }
  - id: bare
    title: No tests yet
    selections:
      a: [bare]
`;

test('a test is added below the others, and nothing else of the file changes', () => {
  const { source, line } = addTest(FILE, { rule: 'hit', kind: 'match', text: 'A "drone": it hit.' });
  expect(source.split('\n').filter((one) => !FILE.split('\n').includes(one))).toEqual([
    '        - "A \\"drone\\": it hit."',
  ]);
  expect(source.split('\n')[line - 1]).toContain('it hit');
});

test.each([
  ['a kind that the rule has none of yet', 'hit', 'no-match'],
  ['tests in brackets', 'cut', 'match'],
  ['tests in brackets, another kind', 'cut', 'no-match'],
  ['a rule without tests', 'bare', 'match'],
] as const)('%s', (_, rule, kind) => {
  const { source } = addTest(FILE, { rule, kind, text: 'New.' });
  const found = parse(source).rules.find(({ id }: { id: string }) => id === rule);
  expect(found.tests[kind].at(-1)).toBe('New.');
  expect(source).toContain('# a remark');
  expect(source).toContain('# ------- next');
});

test('the same test twice is one test', () => {
  const once = addTest(FILE, { rule: 'hit', kind: 'match', text: 'Again.' }).source;
  expect(addTest(once, { rule: 'hit', kind: 'match', text: 'Again.' }).source).toBe(once);
});

test('a rule that is not there is named', () => {
  expect(() => addTest(FILE, { rule: 'gone', kind: 'match', text: 'x' })).toThrow('there is no rule "gone"');
});

test('every rule of the configuration can be given any sentence', () => {
  const dir = configDir();
  const rules = readRules(dir);
  const all = [...rules.rules, ...rules.patterns].map(({ id, file }) => ({ id, source: readFileSync(file, 'utf8') }));
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.constantFrom('match' as const, 'no-match' as const, 'todo' as const),
      fc.string({ unit: 'grapheme', minLength: 1 }),
      ({ id, source }, kind, text) => {
        const changed = parse(addTest(source, { rule: id, kind, text }).source);
        const rule = changed.id === id ? changed : changed.rules.find((one: { id: string }) => one.id === id);
        expect(rule.tests[kind]).toContain(text);
      },
    ),
    { numRuns: 40 },
  );
  expect(listRuleFiles(dir).every((file) => readRuleFile(dir, file) !== null)).toBe(true);
}, 60_000);

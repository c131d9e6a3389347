import { expect, test } from 'vitest';
import { holds, parseCondition, requiredBy } from '../../../src/config/rules/condition.ts';

const NAMES = ['craft', 'entry', 'drill'];
const judge = (source: string, ...found: string[]) =>
  holds(parseCondition(source, NAMES), (name) => found.includes(name));

test('and binds more closely than or, brackets more closely still', () => {
  expect(judge('craft or entry and drill', 'craft')).toBe(true);
  expect(judge('(craft or entry) and drill', 'craft')).toBe(false);
  expect(judge('craft and not drill', 'craft')).toBe(true);
  expect(judge('craft and not (drill or entry)', 'craft', 'entry')).toBe(false);
});

test('what no choice and no "not" leaves open is required', () => {
  const required = (source: string) => requiredBy(parseCondition(source, NAMES));
  expect(required('craft and (entry and not drill)')).toEqual(['craft', 'entry']);
  expect(required('craft or entry')).toEqual([]);
});

test.each([
  ['craft and', 'ends where a selection is expected'],
  ['craft entry', 'where "and" or "or" is expected'],
  ['(craft', 'closing bracket'],
  ['plane', '"plane" is no selection of this rule: craft, entry, drill'],
  ['and craft', 'where a selection is expected'],
])('what is wrong with "%s" is said in words', (source, message) => {
  expect(() => parseCondition(source, NAMES)).toThrow(message);
});

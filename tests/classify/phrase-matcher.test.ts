import { expect, test } from 'vitest';
import { PhraseMatcher } from '../../src/classify/phrase-matcher.ts';
import { createStemmer } from '../../src/classify/stems.ts';
import { tokenize } from '../../src/classify/tokens.ts';
import { parsePhrase } from '../../src/config/rules/phrase.ts';

const stem = createStemmer(new Map([['flew', 'fly']]), new Map([['several', 'several']]));
const find = (phrases: Record<string, string[]>, text: string) => {
  const matcher = new PhraseMatcher(
    new Map(Object.entries(phrases).map(([name, list]) => [name, list.map(parsePhrase)])),
    stem,
  );
  const found = matcher.find(tokenize(text), new Map());
  return new Map(
    Object.keys(phrases).flatMap((name) => {
      const spans = found.get(matcher.numberOf(name));
      return spans ? [[name, spans]] : [];
    }),
  );
};

test('a word matches in all its forms, an exact one as it stands', () => {
  expect(find({ a: ['violate'] }, 'Jets violated and violate.').get('a')).toHaveLength(2);
  expect(find({ a: ['fly over'] }, 'It flew over the base.').get('a')).toEqual([{ from: 1, to: 3 }]);
  expect(find({ a: ['=spying'] }, 'A spy was spying.').get('a')).toHaveLength(1);
  expect(find({ a: ['=Article'] }, 'The article on Article 5.').get('a')).toHaveLength(1);
});

test('a word that the stemmer would take for another is kept apart', () => {
  expect(find({ a: ['sever cable'] }, 'It lists several cables.').has('a')).toBe(false);
  expect(find({ a: ['sever cable'] }, 'They severed cables.').has('a')).toBe(true);
});

test('a gap spans so many words and no sentence', () => {
  expect(find({ a: ['drone ..2 airport'] }, 'A drone near the airport.').has('a')).toBe(true);
  expect(find({ a: ['drone ..1 airport'] }, 'A drone near the airport.').has('a')).toBe(false);
  expect(find({ a: ['drone ..9 airport'] }, 'A drone. The airport closed.').has('a')).toBe(false);
});

test('a vocabulary stands for any of its entries', () => {
  const words = { craft: ['drone', 'fighter jet'], entry: ['@craft ..3 enter'] };
  expect(find(words, 'Fighter jets then entered.').get('entry')).toEqual([{ from: 0, to: 4 }]);
});

test('a hostile phrase costs no more than its bounds', () => {
  const phrase = Array.from({ length: 12 }, () => 'a').join(' ..30 ');
  const text = `${'a '.repeat(20_000)}b`;
  expect(find({ hostile: [`${phrase}`] }, text).get('hostile')?.length).toBeGreaterThan(19_000);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenize } from '../../src/classify/tokens.ts';

const sentences = (text: string) => {
  const found: string[] = [];
  for (const { sentence, text: word } of tokenize(text)) found[sentence] = `${found[sentence] ?? ''} ${word}`.trim();
  return found;
};

test('a possessive is parted from its word, initials stay together', () => {
  expect(tokenize("Romania’s U.S. ally didn't").map((t) => t.text)).toEqual([
    'Romania',
    '’s',
    'U.S.',
    'ally',
    "didn't",
  ]);
  expect(tokenize("RUSSIA'S JETS").map((t) => t.text)).toEqual(['RUSSIA', "'S", 'JETS']);
});

test('sentences end at full stops, not at abbreviations', () => {
  expect(sentences('Gen. Popa spoke at 3.5 km. "We saw it." Then it fell!')).toEqual([
    'Gen . Popa spoke at 3.5 km .',
    '" We saw it . "',
    'Then it fell !',
  ]);
});

test('every token stands where it says, in any string', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const { text: word, start, end } of tokenize(text)) expect(text.slice(start, end)).toBe(word);
    }),
  );
});

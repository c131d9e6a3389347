import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePhrase } from '../../../src/config/rules/phrase.ts';

test('a phrase is words, alternatives, vocabularies, classes and gaps', () => {
  expect(parsePhrase('@drone|balloon ..6 =Article $rival').elements).toEqual([
    {
      gap: 0,
      alternatives: [
        { kind: 'words', name: 'drone' },
        { kind: 'word', text: 'balloon' },
      ],
    },
    { gap: 6, alternatives: [{ kind: 'exact', text: 'Article' }] },
    { gap: 0, alternatives: [{ kind: 'class', name: 'rival' }] },
  ]);
});

test('an underscore joins the words of one alternative', () => {
  expect(parsePhrase('peace_talk|truce').elements[0]?.alternatives[0]).toEqual({ kind: 'word', text: 'peace talk' });
});

test.each([
  ['', 'is empty'],
  ['..3 drone', 'begins with a gap'],
  ['drone ..3', 'ends with a gap'],
  ['drone ..99 airport', 'too wide'],
  ['drone ..x airport', 'no gap'],
  ['a||b', 'empty alternative'],
  ['$enemy', 'no class; allowed: $state'],
  ['a b c d e f g h i j k l m', 'at most 12'],
])('what is wrong with "%s" is said in words', (source, message) => {
  expect(() => parsePhrase(source)).toThrow(message);
});

test('any string is parsed or refused with a SyntaxError', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (source) => {
      try {
        parsePhrase(source);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
  );
});

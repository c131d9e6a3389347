import { load } from 'cheerio';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/classify/types.ts';
import { highlight, paragraphs } from '../../src/desk/pages/highlight.ts';

const evidence = (start: number, end: number, kind: Evidence['kind'] = 'threat', rule = 'r'): Evidence => ({
  rule,
  kind,
  start,
  end,
  in: 'text',
});
const marks = (html: string) =>
  load(html)('mark')
    .toArray()
    .map((mark) => [load(mark).text(), mark.attribs.title]);

test('evidence is marked with its kind and rule', () => {
  const { markup } = highlight('A drone fell', [{ ...evidence(2, 7), tag: 'airspace-violation' }]);
  expect(marks(markup)).toEqual([['drone', 'threat airspace-violation (r)']]);
});

test('where stretches overlap, each piece says all that applies to it', () => {
  const { markup } = highlight('Russian drone fell', [
    evidence(0, 13, 'threat', 'drone'),
    evidence(0, 7, 'actor', 'russia'),
  ]);
  expect(marks(markup)).toEqual([
    ['Russian', 'threat (drone); actor (russia)'],
    [' drone', 'threat (drone)'],
  ]);
});

test('evidence that reaches over a paragraph is marked in both', () => {
  const { markup } = paragraphs('one two\n\nthree four', [evidence(4, 14)]);
  expect(marks(markup).map(([text]) => text)).toEqual(['two', 'three']);
});

test('no evidence, however wrong its offsets, changes the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.tuple(fc.integer({ min: -5, max: 50 }), fc.integer({ min: -5, max: 50 }))),
      (text, spans) => {
        const shown = load('<p></p>');
        shown('p').html(
          highlight(
            text,
            spans.map(([a, b]) => evidence(a, b)),
          ).markup,
        );
        expect(shown('p').text()).toBe(text);
      },
    ),
  );
});

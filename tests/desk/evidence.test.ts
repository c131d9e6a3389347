import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/classify/types.ts';
import { foremost, paragraphs, pieces } from '../../src/desk/web/evidence.ts';

const mark = (start: number, end: number, kind: Evidence['kind'] = 'threat'): Evidence => ({
  rule: `${kind}-rule`,
  kind,
  start,
  end,
  in: 'text',
});

test('where stretches of evidence overlap, each piece says all that applies to it', () => {
  expect(
    pieces('Russian drones hit Tulcea', [mark(0, 14, 'actor'), mark(8, 18)]).map(({ text, evidence }) => [
      text,
      evidence.map(({ kind }) => kind),
    ]),
  ).toEqual([
    ['Russian ', ['actor']],
    ['drones', ['actor', 'threat']],
    [' hit', ['threat']],
    [' Tulcea', []],
  ]);
});

test('patterns cover whole sentences and are not marked; the rarer kind shows', () => {
  expect(pieces('A drone.', [mark(0, 8, 'pattern')])).toEqual([{ text: 'A drone.', evidence: [] }]);
  expect(foremost([mark(0, 1, 'location'), mark(0, 1, 'gate'), mark(0, 1, 'actor')])).toBe('gate');
});

test('a sentence that speaks for a tag as a whole hides nobody whom it names', () => {
  const sentence = { ...mark(0, 30, 'cue'), rule: 'words-speak-for' };
  expect(foremost([sentence, mark(3, 9, 'actor')])).toBe('actor');
  expect(foremost([sentence])).toBe('cue');
});

test('evidence keeps its place when the text is cut into paragraphs', () => {
  const text = 'First.\n\nDrones hit it.\n\nLast.';
  const marked = paragraphs(text, [mark(8, 14)]).map((paragraph) =>
    paragraph.filter(({ evidence }) => evidence.length > 0).map((piece) => piece.text),
  );
  expect(marked).toEqual([[], ['Drones'], []]);
});

test('no character is lost or doubled, whatever the evidence says', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.array(fc.tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: -5, max: 60 }))),
      (text, spans) => {
        const evidence = spans.map(([start, end]) => mark(start, end));
        expect(
          pieces(text, evidence)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      },
    ),
  );
});

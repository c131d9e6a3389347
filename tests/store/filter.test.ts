import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILTER_FIELDS, parseSearch, printSearch, SearchError } from '../../src/store/filter.ts';

test('words, phrases, exclusions and fields may stand in any order', () => {
  expect(parseSearch('drone country:ro,PL "fibre optic" -threat:sabotage score:0.8 -exercise')).toEqual({
    terms: [
      { field: 'country', values: ['RO', 'PL'] },
      { field: 'threat', values: ['sabotage'], not: true },
    ],
    text: 'drone "fibre optic" -exercise',
    minScore: 0.8,
  });
});

test('days are whole: until the end of the last one', () => {
  expect(parseSearch('since:2026-03-01 until:2026-03-02')).toEqual({
    terms: [],
    since: new Date('2026-03-01T00:00:00Z'),
    until: new Date('2026-03-03T00:00:00Z'),
  });
});

test('values with spaces stand in quotes, and addresses are words', () => {
  expect(parseSearch('place:"Gulf of Finland",Tulcea https://danubewire.example/1')).toEqual({
    terms: [{ field: 'place', values: ['Gulf of Finland', 'Tulcea'] }],
    text: 'https://danubewire.example/1',
  });
});

test.each([
  ['nation:RO', /no field "nation"/],
  ['since:monday', /no day/],
  ['since:2026-02-31x', /no day/],
  ['score:2', /no probability/],
])('%s is refused in words', (search, message) => {
  expect(() => parseSearch(search)).toThrow(message);
});

test('what is printed reads as the same filter', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          field: fc.constantFrom(...FILTER_FIELDS.filter((field) => field !== 'country' && field !== 'affected')),
          values: fc.array(fc.stringMatching(/^[\p{L}\d][\p{L}\d ,-]{0,10}$/u), { minLength: 1, maxLength: 3 }),
        }),
      ),
      fc.option(fc.constantFrom('drone', '"fibre optic" -drill', 'a or b'), { nil: undefined }),
      (terms, text) => {
        const filter = { terms, ...(text ? { text } : {}) };
        expect(parseSearch(printSearch(filter))).toEqual(filter);
      },
    ),
  );
});

test('any string is read or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (search) => {
      try {
        parseSearch(search);
      } catch (error) {
        expect(error).toBeInstanceOf(SearchError);
      }
    }),
  );
});

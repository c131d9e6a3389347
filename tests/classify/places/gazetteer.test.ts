import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openGazetteer } from '../../../src/classify/places/gazetteer.ts';
import { nameWords } from '../../../src/classify/places/name-key.ts';
import { tokenize } from '../../../src/classify/tokens.ts';
import { gazetteer } from './place-reader.ts';

const lookup = (name: string) => gazetteer.lookup(nameWords(tokenize(name)).join(' '));
const folder = new URL('../../../config/lexicon/', import.meta.url);

test('the index knows more than two hundred thousand places', () => {
  expect(gazetteer.size).toBeGreaterThan(200_000);
});

test.each([
  ['Saint Petersburg', 'St. Petersburg'],
  ['Zürich', 'Zurich'],
  ['Guinea-Bissau', 'Guinea Bissau'],
  ['Côte d’Ivoire', "Cote d'Ivoire"],
  ['Łódź', 'Lodz'],
])('%s and %s are one name', (one, other) => {
  expect(lookup(one).map(({ place }) => place)).toEqual(expect.arrayContaining([lookup(other)[0]?.place]));
});

test.each([
  ['Kyiv', 'Kiev', 'UA'],
  ['Kolkata', 'Calcutta', 'IN'],
  ['Mumbai', 'Bombay', 'IN'],
])('%s is found under its old name %s', (name, old, country) => {
  const found = lookup(old).map(({ place }) => [gazetteer.name(place), gazetteer.country(place)]);
  expect(found).toContainEqual([name, country]);
});

describe('every place of the hand-made lists is in the index', () => {
  interface Entry {
    names: string[];
    at?: [number, number];
  }
  const entries = readdirSync(folder)
    .filter((file) => file.startsWith('places-'))
    .flatMap((file) => {
      const content = parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, Entry | Entry[]>;
      return Object.entries(content).flatMap(([key, value]) => [value].flat().map((entry) => ({ file, key, entry })));
    });

  test('by each of its names, at its point', () => {
    const lost = entries.flatMap(({ file, key, entry: { names, at } }) =>
      names
        .filter((name) => {
          const found = lookup(name);
          return !found.some(
            ({ place }) =>
              !at || (Math.abs(gazetteer.lat(place) - at[0]) < 0.01 && Math.abs(gazetteer.lon(place) - at[1]) < 0.01),
          );
        })
        .map((name) => `${file}: ${key}: ${name}`),
    );
    expect(lost).toEqual([]);
  });

  test('on the globe', () => {
    for (const { entry } of entries)
      if (entry.at) {
        expect(Math.abs(entry.at[0])).toBeLessThanOrEqual(90);
        expect(Math.abs(entry.at[1])).toBeLessThanOrEqual(180);
      }
  });
});

test('bytes that are no index are refused in words', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => openGazetteer(bytes)).toThrow(/place index/);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCapitals } from '../../src/classify/capitals.ts';
import { openGazetteer } from '../../src/classify/places/gazetteer.ts';
import { configDir } from '../../src/config/config-dir.ts';
import { readGazetteer } from '../../src/config/gazetteer.ts';
import { readRules } from '../../src/config/rules.ts';

const capitalised = createCapitals(readRules(configDir()), openGazetteer(readGazetteer()));

test('a text in small letters gets the capitals of the names that are known, and of its sentences', () => {
  expect(capitalised('a drone fell near tulcea in romania. nato said it was russian, and told us so.')).toBe(
    'A drone fell near Tulcea in Romania. NATO said it was Russian, and told us so.',
  );
});

test('a text with capitals of its own stays as it is', () => {
  const text = 'drones over tulcea, says the ministry in Bucharest: russian ones.';
  expect(capitalised(text)).toBe(text);
});

test('no letter moves, whatever the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.lorem({ mode: 'sentences' })), (text) => {
      const small = text.toLowerCase();
      expect(capitalised(small)).toHaveLength(small.length);
      expect(capitalised(small).toLowerCase()).toBe(small);
    }),
  );
});

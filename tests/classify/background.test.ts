import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backgroundOf } from '../../src/classify/background.ts';
import { createClassifier } from '../../src/classify/classifier.ts';
import { tokenize } from '../../src/classify/tokens.ts';
import { configDir } from '../../src/config/config-dir.ts';
import { readRules } from '../../src/config/rules.ts';
import { gazetteer } from './places/place-reader.ts';

const classifier = createClassifier(readRules(configDir()), gazetteer);
const published = '2025-10-07';
const classify = (text: string) => classifier.classify({ title: '', text, published });

const MARKET =
  'The fish market of Tromsø was calm on Monday. Prices fell by two per cent. Traders hope for the holidays. Cod was cheapest.';
const DRONE =
  'A Russian drone crossed into Romanian airspace on Monday. Two jets followed it for an hour. It left towards Ukraine. Nobody was hurt.';

describe('what a report recalls at its end', () => {
  const recalled = [
    'Russia launched its full-scale invasion of Ukraine in February 2022. Thousands of soldiers have been killed.',
    'NATO was founded in 1949. Its Article 5 says that an attack on one ally is an attack on all.',
    'In recent months several European states have reported drones over airports. Moscow denies any involvement.',
    'Last year parcels caught fire at depots in Germany and Poland. Officials blamed Russian intelligence.',
    'A string of undersea cables has been damaged in the Baltic Sea. Finland has looked into several ships.',
    'Poland, which borders Belarus, has often accused Minsk of pushing migrants over the border.',
    'China claims almost all of the South China Sea and has used water cannon against Philippine boats.',
  ];

  test.each(recalled)('makes no flag: %s', (paragraph) => {
    const { flag, threats, actors, why } = classify(`${MARKET}\n\n${paragraph}`);
    expect({ flag, threats, actors, why }).toEqual({ ...pick(classify(MARKET)) });
  });

  test.each(recalled)('changes nothing in a report of an act: %s', (paragraph) => {
    expect(pick(classify(`${DRONE}\n\n${paragraph}`))).toEqual(pick(classify(DRONE)));
  });

  const pick = ({ flag, threats, actors, why }: ReturnType<typeof classify>) => ({ flag, threats, actors, why });

  test('is shown as such, and its places are still found', () => {
    const text = `${DRONE}\n\n${recalled[0]}`;
    const { evidence, places } = classify(text);
    const shown = evidence.flatMap(({ rule, start, end }) => (rule === 'background' ? [text.slice(start, end)] : []));
    expect(shown.join(' ')).toBe(recalled[0]);
    expect(places.filter(({ name }) => name === 'Ukraine')).toHaveLength(2);
  });
});

describe('none of it is', () => {
  test('what a report begins with', () => {
    expect(classify('In recent months Russian drones have crossed into Romania, the ministry found.').flag).toBe(
      'below',
    );
  });

  test('what somebody says, what happened on a day, and what is counted', () => {
    for (const news of [
      'The ministry said that Russian drones had crossed into Romania since the invasion.',
      'Since the invasion no drone had come so far until Monday, when one from Russia fell in Romania.',
      'It was the third Russian drone in Romanian airspace in recent weeks.',
    ])
      expect(classify(`${MARKET}\n\n${news} Jets were scrambled against the drone.`).evidence).not.toContainEqual(
        expect.objectContaining({ rule: 'background' }),
      );
  });

  test('the year that the report is of', () => {
    const { evidence } = classify(`${DRONE} The sirens had been tested in May 2025.`);
    expect(evidence.some(({ rule }) => rule === 'background')).toBe(false);
    expect(classify(`${DRONE} The sirens had been built in May 2024.`).evidence).toContainEqual(
      expect.objectContaining({ rule: 'background' }),
    );
  });
});

test('of any text the first three sentences are never background', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('It rained. ', 'In 2022 it rained. ', '\n', 'x ', '. ')), (parts) => {
      const text = parts.join('');
      const tokens = tokenize(text);
      const all = new Set(tokens.map(({ sentence }) => sentence));
      const background = backgroundOf(tokens, text, all, () => false);
      for (const sentence of background.keys()) expect(sentence).toBeGreaterThan(2);
    }),
  );
});

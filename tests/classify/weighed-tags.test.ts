import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classify/classifier.ts';
import { openGazetteer } from '../../src/classify/places/gazetteer.ts';
import { configDir } from '../../src/config/config-dir.ts';
import { readGazetteer } from '../../src/config/gazetteer.ts';
import { readRules } from '../../src/config/rules.ts';

const rules = readRules(configDir());
const gazetteer = openGazetteer(readGazetteer());
/** A classifier whose one model knows sabotage by these weights. */
const knowing = (weights: Record<string, number>) => {
  const item = {
    models: { 'threat:sabotage': { threshold: 0.5, intercept: 0 } },
    weights: Object.fromEntries(Object.entries(weights).map(([feature, weight]) => [feature, [weight]])),
  };
  const { classify } = createClassifier({ ...rules, weights: { ...rules.weights, item } }, gazetteer);
  return (text: string, title = '') => {
    const { threats, acts, evidence, why } = classify({ text, title });
    const shown = evidence.filter(({ kind }) => kind === 'threat');
    const words = shown.map(({ start, end, in: where }) => (where === 'title' ? title : text).slice(start, end));
    return { threats, acts, why, words, by: [...new Set(shown.map(({ rule }) => rule))] };
  };
};

const NO_PHRASE = 'The weather was fine. Something nasty befell the brewery in Riga last night.';
const PHRASE = 'Arson destroyed a warehouse in Riga.';

describe('an act told in words that no rule knows', () => {
  test('is tagged when they speak for it, and shows the words that do', () => {
    const told = knowing({ 'word:nasti': 2, 'word:befel': 1.5, 'word:breweri': 0.3, 'word:riga': 5 })(NO_PHRASE);
    expect(told).toMatchObject({ threats: ['sabotage'], words: ['nasty', 'befell'], by: ['words-speak-for'] });
    expect(told.acts).toMatchObject([{ threat: 'sabotage', place: 'Riga' }]);
  });

  test('shows the sentence where no word says it by itself', () => {
    const told = knowing({ 'word:nasti': 0.6, 'word:befel': 0.6, 'word:weather': -1 })(NO_PHRASE);
    expect(told).toMatchObject({
      threats: ['sabotage'],
      words: ['Something nasty befell the brewery in Riga last night.'],
    });
  });

  test('is not tagged when they do not speak for it enough', () => {
    expect(knowing({ 'word:nasti': 0.5, 'word:weather': -1 })(NO_PHRASE).threats).toEqual([]);
  });

  test('weighs more in title and first sentence', () => {
    const classify = knowing({ 'word:nasti': 0.5, 'opening:nasti': 1, 'word:weather': -1 });
    expect(classify(NO_PHRASE).threats).toEqual([]);
    expect(classify(NO_PHRASE, 'Nasty surprise for brewers')).toMatchObject({
      threats: ['sabotage'],
      words: ['Nasty'],
    });
  });

  test('is none in a film, in sport, or where a sentence denies it', () => {
    const classify = knowing({ 'word:nasti': 9 });
    expect(classify(`The film opens on Friday. ${NO_PHRASE}`).threats).toEqual([]);
    expect(classify('There is no evidence of a nasty sabotage at the brewery in Riga.').threats).toEqual([]);
  });
});

describe('an act that a rule finds', () => {
  test('keeps its tag and its phrase where the words leave it open', () => {
    const told = knowing({ 'word:warehous': -1 })(PHRASE);
    expect(told.threats).toEqual(['sabotage']);
    expect(told.by).not.toContain('words-speak-for');
  });

  test('loses it where the words speak against it, which a gate says', () => {
    const told = knowing({ 'word:warehous': -3 })(PHRASE);
    expect(told).toMatchObject({ threats: [], acts: [], words: [] });
    expect(told.why).toBe('Not flagged: no act is told of (the words of the item speak against the act).');
  });

  test('keeps it where no model knows the tag', () => {
    const { classify } = createClassifier(
      { ...rules, weights: { ...rules.weights, item: { models: {}, weights: {} } } },
      gazetteer,
    );
    expect(classify({ text: PHRASE, title: '' })).toMatchObject({ flag: 'none', score: 0, threats: ['sabotage'] });
  });
});

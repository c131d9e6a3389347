import { describe, expect, it } from 'vitest';
import { likeness, oneLine, sentencesOf, shorten } from '../../src/digest/sentences.ts';
import { actorName, counted, countryName, inSentence, listed, threatName } from '../../src/digest/words.ts';

describe('names in words', () => {
  it('knows states by both of their codes', () => {
    expect(countryName('RO')).toBe('Romania');
    expect(actorName('ROU')).toBe('Romania');
    expect(inSentence(countryName('NL'))).toBe('the Netherlands');
  });

  it('knows the codebook’s other actors, and writes unknown ones apart', () => {
    expect(actorName('ShadowFleet')).toBe('the shadow fleet');
    expect(actorName('RapidSupportForces')).toBe('Rapid Support Forces');
    expect(actorName('GRU')).toBe('GRU');
  });

  it('lets an unknown id stand for itself', () => {
    expect(countryName('Atlantis')).toBe('Atlantis');
    expect(threatName('weather-control')).toBe('weather control');
  });

  it('counts and lists as one writes', () => {
    expect([counted(0, 'feed'), counted(1, 'feed'), counted(12, 'country', 'countries')]).toEqual([
      'no feeds',
      'one feed',
      '12 countries',
    ]);
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});

describe('sentences', () => {
  it('are whole, on one line, with offsets into the text', () => {
    const text = 'Gen. Pop spoke.\n\nA drone\n fell.';
    const sentences = sentencesOf(text);
    expect(sentences.map((sentence) => sentence.text)).toEqual(['Gen. Pop spoke.', 'A drone fell.']);
    expect(text.slice(sentences[1]?.start, sentences[1]?.end)).toBe('A drone\n fell.');
  });

  it('are cut at a word’s end', () => {
    expect(shorten('A drone fell near the river.', 14)).toBe('A drone fell …');
    expect(shorten('A drone fell.', 14)).toBe('A drone fell.');
  });

  it('lose what would change their direction or break their line', () => {
    expect(oneLine(' a\u202Eb\u0000\n c\u200B ')).toBe('a b c');
  });

  it('are compared by their words', () => {
    expect(likeness('A drone fell.', 'a DRONE fell')).toBe(1);
    expect(likeness('A drone fell.', 'Two ships met.')).toBe(0);
    expect(likeness('', '')).toBe(0);
  });
});

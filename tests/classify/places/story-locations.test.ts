import { describe, expect, test } from 'vitest';
import { storyLocations } from '../../../src/classify/places/story-locations.ts';
import { tagPlaces } from '../../../src/classify/places/tag-places.ts';
import { tokenize } from '../../../src/classify/tokens.ts';
import { gazetteer } from './place-reader.ts';

function locations(text: string, title = '', options = {}): string[] {
  const part = (where: 'title' | 'text', words: string) => {
    const tokens = tokenize(words);
    return { where, tokens, tags: tagPlaces(tokens, words, gazetteer) };
  };
  return storyLocations([part('title', title), part('text', text)], options).map(({ location }) => location);
}

describe('where a story happens', () => {
  test('the state and the town of the act, not the state that is blamed', () => {
    const found = locations(
      'A Russian drone crashed in a field near Tulcea, Romania, overnight. Nobody was hurt, the Romanian defence ministry said.',
    );
    expect(found).toContain('RO');
    expect(found).toContain('Tulcea');
    expect(found).not.toContain('RU');
  });

  test('a sea is named as the text writes it', () => {
    const found = locations('Two telecom cables were cut in the Baltic Sea between Sweden and Lithuania on Sunday.');
    expect(found).toEqual(expect.arrayContaining(['Baltic Sea']));
  });

  test('the dateline is no location', () => {
    const found = locations(
      'BRUSSELS, March 3 (Agency) - Lithuania closed its airport in Vilnius after balloons had crossed from Belarus.',
    );
    expect(found).toContain('LT');
    expect(found).toContain('Vilnius');
    expect(found).not.toContain('BRUSSELS');
    expect(found).not.toContain('BE');
  });

  test('a capital that stands for its government is no location', () => {
    const found = locations(
      'Moscow denied on Friday that its jets had entered Estonian airspace near Vaindloo island.',
    );
    expect(found).not.toContain('Moscow');
    expect(found).toContain('EE');
  });

  test('an airport carries its whole name', () => {
    expect(
      locations('Flights at Vilnius Airport in Lithuania were halted for two hours after drones were seen.'),
    ).toContain('Vilnius Airport');
  });

  test('states that the caller knows to be only blamed are left out', () => {
    const text = 'Germany and France accused Belarus of a hacking campaign.';
    expect(locations(text, '', { blamed: new Set(['BY']) })).not.toContain('BY');
  });

  test('a text without places has none', () => {
    expect(locations('Nothing happened today.')).toEqual([]);
    expect(locations('')).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../../src/classify/classifier.ts';
import { type Told, tell } from '../../../src/classify/places/story.ts';
import { tagPlaces } from '../../../src/classify/places/tag-places.ts';
import { tokenize } from '../../../src/classify/tokens.ts';
import { configDir } from '../../../src/config/config-dir.ts';
import { readRules } from '../../../src/config/rules.ts';
import { gazetteer } from './place-reader.ts';

const classifier = createClassifier(readRules(configDir()), gazetteer);
const locations = (text: string, title = '') => classifier.classify({ title, text }).locations;
/** Of each mention the names in its row. */
const rows = (text: string) => {
  const tokens = tokenize(text);
  const { mentions } = tell([{ where: 'text', tokens, places: tagPlaces(tokens, text, gazetteer), body: 0 }]);
  const named = ({ tag }: Told) => tag.surface;
  return mentions.map(({ row }) => mentions.filter(({ tag }) => tag.from >= row.from && tag.to <= row.to).map(named));
};

describe('where a story happens', () => {
  test('the state and the town of the act, not the state that is blamed', () => {
    const found = locations(
      'A Russian drone crashed in a field near Tulcea, Romania, overnight. Nobody was hurt, the Romanian defence ministry said.',
    );
    expect(found).toContain('RO');
    expect(found).toContain('Tulcea');
    expect(found).not.toContain('RU');
  });

  test('what was signed in a town is not about it, nor about its state', () => {
    expect(locations('Estonia will leave the convention of Ottawa, which forbids mines.')).toEqual(['EE']);
  });

  test('a leader is no place, wherever the name stands', () => {
    expect(locations('Protesters threw eggs at Pistorius near Munich.')).toEqual(['DE', 'Munich']);
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

  test('nor is one of the sort that ends with the date', () => {
    const found = locations('MINSK, November 1. Some 5,000 lorries from Lithuania wait at the border near Medininkai.');
    expect(found).toEqual(['LT', 'Medininkai']);
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

  test('a region carries its generic word where that is part of the name', () => {
    expect(locations('A refinery burned in Ryazan Oblast in Russia on Monday.')).toContain('Ryazan Oblast');
    expect(locations('Drone parts were found in Tulcea county in Romania on Monday.')).toContain('Tulcea');
  });

  test('a state in whose name nothing but a ship is registered is no location', () => {
    const found = locations(
      'Finland boarded a tanker registered in the Cook Islands; a Liberia-flagged one sailed on.',
    );
    expect(found).toEqual(['FI']);
  });

  test('of a dateline neither the town nor its state is one', () => {
    expect(locations('FRANKFURT, Germany (Agency) - Oil producers cut their output on Monday.')).toEqual([]);
  });

  test('a territory is a place in the state that it belongs to', () => {
    const found = locations('Two divers were hurt in an explosion in a harbour in Greenland on Monday.');
    expect(found).toEqual(['DK', 'Greenland']);
  });

  test('a place named in short and in full is given once, in full', () => {
    const found = locations('The runway at Gatwick Airport was shut on Thursday.', 'Drones close Gatwick');
    expect(found.filter((name) => name.startsWith('Gatwick'))).toEqual(['Gatwick Airport']);
    expect(locations('Chinese ships entered waters off the Senkaku Islands.', 'Ships near the Senkakus')).toEqual(
      expect.not.arrayContaining(['Senkakus']),
    );
    expect(locations('A bomb was found at a bank in Washington, D.C., on Sunday.')).toEqual(['US', 'Washington, D.C.']);
  });

  test('a land whose rulers are an actor is a place as well', () => {
    const { actors, locations: found } = classifier.classify({
      title: '',
      text: 'Transnistria accuses Moldova of a drone attack on a base.',
    });
    expect(actors).toContain('Transnistria');
    expect(found).toEqual(expect.arrayContaining(['MD', 'Transnistria']));
  });

  test('a text without places has none', () => {
    expect(locations('Nothing happened today.')).toEqual([]);
    expect(locations('')).toEqual([]);
  });

  test('states in a row stand as the first and the last of them do', () => {
    const found = locations(
      'Police arrested nine people in Denmark, Germany, and the Netherlands on suspicion of planning an attack.',
    );
    expect(found).toEqual(expect.arrayContaining(['DK', 'DE', 'NL']));
  });

  test('a town and its state are no row, nor are names that commas alone part', () => {
    expect(rows('A fire broke out in Gdynia, Poland, and was put out.')).toEqual([['Gdynia'], ['Poland']]);
    expect(rows('In Rome, Greek officials signed the papers.')).toEqual([['Rome'], ['Greek']]);
    expect(rows('The border of Chile and Peru stays shut.')).toEqual([
      ['Chile', 'Peru'],
      ['Chile', 'Peru'],
    ]);
    expect(rows('Trucks queue at the Chile–Peru border.')).toEqual([
      ['Chile', 'Peru'],
      ['Chile', 'Peru'],
    ]);
  });

  test('what happens at sea happens in no state', () => {
    expect(locations('A Norwegian trawler and a Danish ferry collided in the North Sea.')).toEqual(['North Sea']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeIn, placesOf } from './place-reader.ts';

const surfaces = (text: string) => placesOf(text).map(({ surface }) => surface);

describe('which place a name means', () => {
  test.each([
    ['A fire broke out at a bakery in London, Ontario, on Friday.', 'London', 'CA', 'CA.08'],
    ['The ferry left London for Calais with sixty lorries on board.', 'London', 'GB', 'GB.ENG'],
    ['Firefighters in Paris, Texas, put out the flames.', 'Paris', 'US', 'US.TX'],
    ['The minister flew to Paris for talks with the French president.', 'Paris', 'FR', 'FR.11'],
    ['Police in Newark, N.J., are looking for two men.', 'Newark', 'US', 'US.NJ'],
    ['The plant in Hanover, Germany, makes tyres.', 'Hanover', 'DE', 'DE.06'],
  ])('the region named beside it decides: %s', (text, surface, country, admin1) => {
    expect(placeIn(text, surface)).toMatchObject({ country, admin1 });
  });

  test('the article’s other places decide', () => {
    const ohio =
      'Residents of Cleveland, Toledo and Akron heard the siren. A school in Dublin stayed closed, said a sheriff in Columbus, Ohio.';
    const ireland = 'Trains from Cork and Limerick to Dublin were late, the Irish railway said.';
    expect(placeIn(ohio, 'Dublin').country).toBe('US');
    expect(placeIn(ireland, 'Dublin').country).toBe('IE');
  });

  test('a country is not taken for a village of its name', () => {
    const text = 'Officials in Augusta, Maine, and Bangor, Maine, met investors from China and from Russia.';
    expect(placeIn(text, 'China')).toMatchObject({ country: 'CN', kind: 'country' });
    expect(placeIn(text, 'Russia')).toMatchObject({ country: 'RU', kind: 'country' });
  });

  test('Georgia is a country beside Tbilisi and a state beside Atlanta', () => {
    expect(placeIn('Protesters marched in Tbilisi, the capital of Georgia.', 'Georgia').country).toBe('GE');
    expect(placeIn('Storms crossed Atlanta and the rest of Georgia on Monday.', 'Georgia').country).toBe('US');
  });

  test('one name has one sense in an article', () => {
    const text =
      'A mill burned down in Manchester, New Hampshire. Manchester has seen three such fires; the mayor of Manchester is worried.';
    const found = placesOf(text).filter(({ surface }) => surface === 'Manchester');
    expect(found).toHaveLength(3);
    for (const place of found) expect(place.admin1).toBe('US.NH');
  });

  test('a name that the index does not know lies where the text says', () => {
    const place = placeIn('A drone came down in the village of Zzyrkovo, Latvia, at dawn.', 'Zzyrkovo');
    expect(place).toMatchObject({ country: 'LV', kind: 'feature' });
    expect(place.lat).toBeCloseTo(57, 0);
  });

  test('a name that the index does not know lies near the town beside it, not where officials spoke', () => {
    const text = 'The ministry in Bucharest said that it fell at Zzyrkovo, and that jets had taken off from Tulcea.';
    expect(placeIn(text, 'Zzyrkovo').lat).toBe(placeIn(text, 'Tulcea').lat);
  });

  test('a town is meant sooner than a county of its name far away, or a capital that was called so once', () => {
    expect(placeIn('In Salisbury police found traces of it.', 'Salisbury').country).toBe('GB');
  });
});

describe('what is a place', () => {
  test.each([
    ['Tankers queued off the Strait of Hormuz.', 'Strait of Hormuz', 'strait', null],
    ['The anchor was dragged across the Gulf of Finland.', 'Gulf of Finland', 'sea', null],
    ['A frigate shadowed the vessel through the Baltic Sea.', 'Baltic Sea', 'sea', null],
    ['Water cannon was used at Second Thomas Shoal again.', 'Second Thomas Shoal', 'island', 'PH'],
    ['Drone parts were found near the Danube.', 'Danube', 'river', null],
    ['Unknown drones circled Ramstein Air Base for an hour.', 'Ramstein Air Base', 'base', 'DE'],
    ['Guards at Medininkai stopped a lorry.', 'Medininkai', 'crossing', 'LT'],
    ['The Balticconnector pipeline lost pressure overnight.', 'Balticconnector', 'pipeline', null],
    ['Estlink 2 failed on Christmas Day.', 'Estlink 2', 'cable', null],
    ['Fighters flew low over Bornholm.', 'Bornholm', 'island', 'DK'],
    ['Shelling resumed in South Ossetia.', 'South Ossetia', 'region', 'GE'],
    ['He lives in Licking County.', 'Licking County', 'region', 'US'],
    ['Trenches were shelled in Sumy Oblast, Ukraine.', 'Sumy Oblast', 'region', 'UA'],
    ['Smoke rose over the Carpathians.', 'Carpathians', 'mountain', null],
    ['Police in Wash., Ore. and Calif. were told; the car was seen in Portland, Ore., later.', 'Ore.', 'region', 'US'],
  ])('%s', (text, surface, kind, country) => {
    expect(placeIn(text, surface)).toMatchObject({ kind, country });
  });

  test('adjectives and peoples are marked as demonyms of their country', () => {
    const text = 'Romanian jets met two Russian drones; Poles and Lithuanians were warned.';
    expect(placesOf(text).map(({ surface, country, kind, role }) => [surface, country, kind, role])).toEqual([
      ['Romanian', 'RO', 'demonym', 'demonym'],
      ['Russian', 'RU', 'demonym', 'demonym'],
      ['Poles', 'PL', 'demonym', 'demonym'],
      ['Lithuanians', 'LT', 'demonym', 'demonym'],
    ]);
  });

  test.each([
    ['Michael Jordan scored again. Jordan said he was tired.', 'Jordan'],
    ['Mr Washington denied it. "I was at home," Washington said.', 'Washington'],
    ['Charlotte Church and Paris Hilton sang together.', 'Paris'],
    ['Reading books is what he likes most.', 'Reading'],
    ['Nice weather is on its way.', 'Nice'],
    ['The Federal Court and the Capital Police disagree.', 'Federal'],
  ])('a person or a plain word is none: %s', (text, surface) => {
    expect(surfaces(text)).not.toContain(surface);
  });

  test('a district of cities is found in capitals and in small print', () => {
    expect(surfaces('NAIROBI, Kenya (Agency) - Schools reopened.')).toEqual(['NAIROBI', 'Kenya']);
  });
});

describe('any string at all', () => {
  const words = fc.constantFrom(
    'London',
    'Moscow',
    'U.S.',
    'St. Louis',
    ',',
    '.',
    '’s',
    'said',
    'in',
    'the',
    'Mr',
    'County',
    'River',
    '\n\n',
    '-',
    '(',
    '\u0000',
    '\ud800',
    'é',
    '45',
    'A',
    'ß',
    'المملكة',
  );

  test('places stand where they say, in order and apart', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 60 }).map((list) => list.join(' ')),
      fc.array(words, { maxLength: 60 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        let end = 0;
        for (const tag of placesOf(any)) {
          expect(any.slice(tag.start, tag.end)).toBe(tag.surface);
          expect(tag.start).toBeGreaterThanOrEqual(end);
          expect(tag.end).toBeGreaterThan(tag.start);
          expect(any.startsWith(tag.full, tag.start)).toBe(true);
          if (tag.lat !== null) expect(Math.abs(tag.lat)).toBeLessThanOrEqual(90);
          if (tag.lon !== null) expect(Math.abs(tag.lon)).toBeLessThanOrEqual(180);
          end = tag.end;
        }
      }),
    );
  });

  test('ten thousand commas and names do no harm', () => {
    expect(placesOf('London, '.repeat(10_000))).toHaveLength(10_000);
    expect(placesOf('San '.repeat(10_000)).length).toBeLessThan(10_000);
  });
});

describe('names that no gazetteer knows', () => {
  test.each([
    ['Two men died in the village of Ossowiec Dolny on Tuesday.', 'Ossowiec Dolny'],
    ['Another fire was lit at Thornby Marsh near Birmingham.', 'Thornby Marsh'],
    ['Gunmen held Vrelo Gornje, a small mountain village, for a day.', 'Vrelo Gornje'],
  ])('are places where the text says so: %s', (text, surface) => {
    expect(surfaces(text)).toContain(surface);
  });

  test('days and feasts are none', () => {
    expect(surfaces('From Friday, doctors treat emergencies only; by Christmas, all wards will be open.')).toEqual([]);
    expect(surfaces('In March, Russia struck a depot.')).toEqual(['Russia']);
    expect(surfaces('Fires broke out in the town of March.')).toEqual(['March']);
  });
});

test('a valley, a reef and a coast that news speaks of are known', () => {
  expect(surfaces('Soldiers clashed in the Galwan Valley.')).toEqual(['Galwan Valley']);
  expect(surfaces('The destroyer sailed by Gaven Reef.')).toEqual(['Gaven Reef']);
  expect(placeIn('The hurricane shut refineries along the Gulf Coast.', 'Gulf Coast').country).toBe('US');
  expect(placeIn('Trucks left Port-au-Prince at noon.', 'Port-au-Prince').country).toBe('HT');
});

test('a name goes on in small letters behind its hyphen', () => {
  expect(placeIn('Boats swarm around Pag-asa.', 'Pag-asa').country).toBe('PH');
  expect(placeIn('A tunnel collapsed at Punggye-ri.', 'Punggye-ri').country).toBe('KP');
});

test('a Korean province is known without the word for province', () => {
  expect(placeIn('Balloons came down in Gangwon on Sunday.', 'Gangwon').country).toBe('KR');
});

test('villages and crossings at the borders of pacts are known', () => {
  for (const [village, country] of Object.entries({ Plauru: 'RO', Przewodów: 'PL', Vasknarva: 'EE', Piedruja: 'LV' }))
    expect(placeIn(`Debris lay in a field near ${village}.`, village)).toMatchObject({ country, kind: 'city' });
});

test('a town is known by the name that English has for it, though nothing else in the text speaks of its country', () => {
  expect(placeIn('The prosecutor in Aarhus charged an engineer on Monday.', 'Aarhus').country).toBe('DK');
  expect(placeIn('A journalist was arrested in Grozny on Friday.', 'Grozny').country).toBe('RU');
});

test('a region of its own is not the one whose name its begins with', () => {
  expect(placeIn('An airstrike hit the South West State, where the group hides.', 'South West State').country).toBe(
    'SO',
  );
});

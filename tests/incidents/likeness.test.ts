import { expect, it } from 'vitest';
import type { PlaceMention } from '../../src/classify/types.ts';
import { likenessFeatures, prepare } from '../../src/incidents/likeness.ts';
import { articleSignature } from '../../src/incidents/signature.ts';
import { TermRates } from '../../src/incidents/term-rates.ts';

const place = (text: string, name: string, fields: Partial<PlaceMention>): PlaceMention => {
  const start = text.indexOf(name);
  return { start, end: start + name.length, name, country: null, lat: null, lon: null, kind: 'city', ...fields };
};

const features = (one: [string, string, PlaceMention[]?], other: [string, string, PlaceMention[]?]) => {
  const [a, b] = [one, other].map(([published, text, places = []]) =>
    articleSignature({
      id: published + text,
      text,
      published,
      classification: { places, locations: places.flatMap(({ country }) => country ?? []) },
    }),
  );
  if (!a || !b) throw new Error('two articles');
  const rates = new TermRates();
  return likenessFeatures(prepare(a, rates), b, rates);
};

it('finds the state that two stories are about, in whatever words', () => {
  const [polish, poland] = ['Polish jets shot down drones.', 'Drones fell in Poland.'];
  const { states, otherStates } = features(
    ['2025-09-10', polish, [place(polish, 'Polish', { country: 'PL', kind: 'demonym' })]],
    ['2025-09-10', poland, [place(poland, 'Poland', { country: 'PL', kind: 'country' })]],
  );
  expect(states).toBeGreaterThan(0);
  expect(otherStates).toBe(0);
});

it('tells places next to each other from places far apart', () => {
  const at = (name: string, lat: number, lon: number): [string, string, PlaceMention[]] => {
    const text = `A pipeline was damaged near ${name}.`;
    return ['2025-09-10', text, [place(text, name, { lat, lon })]];
  };
  expect(features(at('Tulcea', 45.18, 28.8), at('Tulcea', 45.18, 28.8)).otherPlace).toBe(0);
  expect(features(at('Tulcea', 45.18, 28.8), at('Izmail', 45.35, 28.84)).otherPlace).toBeLessThan(0.1);
  expect(features(at('Tulcea', 45.18, 28.8), at('Tallinn', 59.44, 24.75)).otherPlace).toBe(1);
});

it('holds different tolls against two reports, unless the later one is an update', () => {
  const first: [string, string] = ['2025-09-10', 'Three people were killed in a blast at a depot in Lielvarde.'];
  expect(features(['2025-09-11', 'Nine people were killed in a blast at a depot.'], first).otherToll).toBe(1);
  const update = features(['2025-09-11', 'The death toll of the blast at a depot in Lielvarde rises to nine.'], first);
  expect(update.otherToll).toBe(0);
  expect(update.followsUp).toBeGreaterThan(0);
});

it('sees that "yesterday" is the day of the earlier report, whichever of the two it is asked about first', () => {
  const first: [string, string] = ['2025-09-10', 'A blast shook the depot in Lielvarde.'];
  const next: [string, string] = ['2025-09-11', "Investigators search the depot in Lielvarde after yesterday's blast."];
  expect(features(next, first).toldDay).toBeGreaterThan(0);
  expect(features(first, next).toldDay).toBeCloseTo(features(next, first).toldDay);
});

it('takes no time for passed between an event and a report that dates itself to it', () => {
  const first: [string, string] = ['2025-09-10', 'A blast shook the depot in Lielvarde.'];
  expect(features(['2025-09-12', 'Two men are held for the blast in Lielvarde two days ago.'], first).gap).toBe(0);
  expect(features(['2025-09-12', 'Two men are held for a blast in Lielvarde.'], first).gap).toBe(2);
});

it('tells the next night of a war from the night before', () => {
  const night = 'drones hit the port of Lielvarde overnight.';
  expect(features(['2025-09-11', `More ${night}`], ['2025-09-10', `Many ${night}`]).toldDay).toBe(0);
  expect(features(['2025-09-11', `More ${night}`], ['2025-09-10', `Many ${night}`]).again).toBe(1);
  expect(features(['2025-09-10', `More ${night}`], ['2025-09-10', `Many ${night}`]).toldDay).toBeGreaterThan(0);
});

it('tells an answer that is a decision of its own from what it answers', () => {
  const blast: [string, string] = ['2025-09-10', 'A blast shook the airport in Lielvarde.'];
  expect(
    features(['2025-09-10', 'The ministry closes the border after a blast in Lielvarde.'], blast).otherMeasure,
  ).toBe(1);
  expect(
    features(['2025-09-10', 'A blast shook Lielvarde after the ministry closed the border.'], blast).otherMeasure,
  ).toBe(0);
});

it('leaves the flag of a ship out of the states that a report is about', () => {
  const text = 'A Liberian-flagged tanker sank off Yemen.';
  const terms = articleSignature({
    id: 'ship',
    text,
    classification: {
      places: [
        place(text, 'Liberian', { country: 'LR', kind: 'demonym' }),
        place(text, 'Yemen', { country: 'YE', kind: 'country' }),
      ],
      locations: ['YE'],
    },
  }).terms.filter((term) => term.startsWith('@'));
  expect(terms).toEqual(['@YE']);
});

// Fits the weights of story locations (src/classify/places/story-weights.ts) on labelled news items.
//   node scripts/fit-story.mjs GOLD.jsonl [MORE.jsonl ...] [--errors]  cross-validates, prints F1 of countries and places
//   node scripts/fit-story.mjs GOLD.jsonl [MORE.jsonl ...] --write     fits on all of them and writes the file
// Of our own there are tests/classify/{own,written,retold,brief,ticker,report,various}-items.jsonl.
// GOLD: {id, title, text, published?, labels: {locations}} a line. Run `npm run build` before and after. Cross-validated
// figures are of the model alone: the classifier also lets the states that an act falls on pass more easily.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { around } from '../dist/classify/around.js';
import { createExaminer } from '../dist/classify/classifier.js';
import { openGazetteer } from '../dist/classify/places/gazetteer.js';
import { tell } from '../dist/classify/places/story.js';
import { LIKELY, sideOfState } from '../dist/classify/places/story-locations.js';
import { placeCandidates } from '../dist/classify/places/story-places.js';
import { stateCandidates } from '../dist/classify/places/story-states.js';
import { configDir } from '../dist/config/config-dir.js';
import { readGazetteer } from '../dist/config/gazetteer.js';
import { readRules } from '../dist/config/rules.js';
import { fitRidge, foldOf } from './logistic.mjs';

const files = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const examine = createExaminer(readRules(configDir()), openGazetteer(readGazetteer()));
const FITS = { country: { l2: 10, least: 20 }, place: { l2: 6, least: 15 } };
const FOLDS = [0, 1, 2, 3, 4];
const plain = (name) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const isCountry = (location) => /^[A-Z]{2}$/.test(location);
const probability = ({ intercept, weights }, features) =>
  1 / (1 + Math.exp(-features.reduce((sum, name) => sum + (weights[name] ?? 0), intercept)));

const items = files.flatMap((source) =>
  readFileSync(source, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ id, title, text, published, labels }) => {
      const { reading, parties, features } = examine({ title: title ?? '', text, published });
      const story = tell(reading.parts);
      const actors = new Map(parties.flatMap(({ code, features }) => (code ? [[code, features]] : [])));
      const gold = {
        country: new Set(labels.locations.filter(isCountry)),
        place: new Set(labels.locations.filter((location) => !isCountry(location)).map(plain)),
      };
      return {
        id,
        source,
        text: `${title ?? ''} | ${text}`,
        story,
        actors,
        reading,
        facts: features,
        gold,
        fold: foldOf(id),
      };
    }),
);

/** Of each item the candidates of a kind, with their labels. */
function samplesOf(kind, candidatesOf) {
  return items.flatMap((item) =>
    candidatesOf(item).map(({ location, features }) => ({
      item,
      location,
      features: [...features],
      label: item.gold[kind].has(kind === 'country' ? location : plain(location)) ? 1 : 0,
    })),
  );
}

/** Sets of each sample what a model says of it that was not trained on its fold. */
function crossValidate(samples, settings) {
  for (const fold of FOLDS) {
    const model = fitRidge(
      samples.filter(({ item }) => item.fold !== fold),
      settings,
    );
    for (const sample of samples) if (sample.item.fold === fold) sample.p = probability(model, sample.features);
  }
}

const countries = samplesOf('country', ({ story, actors, reading, facts }) =>
  stateCandidates(story, actors, reading.stemOf).map(({ location, features }) => ({
    location,
    features: [...features, ...around(facts, sideOfState(actors.get(location)))],
  })),
);
crossValidate(countries, FITS.country);
// A place rests on how likely its state is: said by models that have not seen the item.
const states = new Map(items.map((item) => [item, new Map()]));
for (const { item, location, p } of countries) states.get(item).set(location, p);
const places = samplesOf('place', (item) => placeCandidates(item.story, states.get(item)));
crossValidate(places, FITS.place);
const samples = { country: countries, place: places };

if (process.argv.includes('--write')) {
  const round = (weight) => Math.round(weight * 100) / 100;
  const table = Object.fromEntries(
    Object.entries(samples).map(([kind, list]) => {
      const { intercept, weights } = fitRidge(list, FITS[kind]);
      const kept = Object.entries(weights).flatMap(([name, weight]) =>
        Math.abs(weight) >= 0.03 ? [[name, round(weight)]] : [],
      );
      return [kind, { bias: round(intercept), weights: Object.fromEntries(kept) }];
    }),
  );
  writeFileSync(
    fileURLToPath(new URL('../src/classify/places/story-weights.ts', import.meta.url)),
    `/**
 * What each feature of a state or place weighs, in log-odds that the story happens there or is about it. Fitted by
 * scripts/fit-story.mjs, not written by hand.
 */
export const STORY_WEIGHTS: Record<'country' | 'place', { bias: number; weights: Record<string, number> }> = ${JSON.stringify(table)};
`,
  );
} else
  for (const kind of ['country', 'place'])
    for (const source of files) {
      const here = samples[kind].filter(({ item }) => item.source === source);
      const gold = items.filter((item) => item.source === source).reduce((sum, item) => sum + item.gold[kind].size, 0);
      const found = here.filter(({ p }) => p >= LIKELY).length;
      const right = here.filter(({ p, label }) => p >= LIKELY && label).length;
      const reach = here.filter(({ label }) => label).length;
      console.log(
        `${kind}, ${basename(source)}: P ${(right / found).toFixed(3)} R ${(right / gold).toFixed(3)} F1 ${((2 * right) / (found + gold)).toFixed(3)} of candidates ${(reach / gold).toFixed(3)}`,
      );
      if (process.argv.includes('--errors'))
        for (const { item, location, p, label, features } of here)
          if (p >= LIKELY !== (label === 1))
            console.log(
              [
                kind,
                label ? 'missed' : 'wrong',
                p.toFixed(2),
                item.id,
                location,
                item.text.slice(0, 400),
                features.join(' / '),
              ]
                .join('\t')
                .replace(/\s*\n\s*/g, ' '),
            );
    }

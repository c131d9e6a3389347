// Fits the weights of story locations (src/classify/places/story-weights.ts) on labelled news items.
//   node scripts/fit-story.mjs GOLD.jsonl [--errors]  cross-validates (five folds), prints F1 of countries and places
//   node scripts/fit-story.mjs GOLD.jsonl --write     fits on all of them and writes the file
// GOLD: {id, title, text, labels: {locations}} a line. Run `npm run build` before and after.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openGazetteer } from '../dist/classify/places/gazetteer.js';
import { storyCandidates } from '../dist/classify/places/story-locations.js';
import { tagPlaces } from '../dist/classify/places/tag-places.js';
import { tokenize } from '../dist/classify/tokens.js';
import { readGazetteer } from '../dist/config/gazetteer.js';
import { foldOf, numbering, fit as regress, score } from './logistic.mjs';

const [file, mode] = process.argv.slice(2);
const gazetteer = openGazetteer(readGazetteer());
const plain = (name) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const FITS = { country: { support: 4, decay: 0.5 }, place: { support: 4, decay: 0.3 } };

const numbers = { country: numbering(), place: numbering() };
const items = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .map(({ id, title, text, labels }) => {
    const parts = [
      { where: 'title', text: title ?? '' },
      { where: 'text', text },
    ].map(({ where, text: part }) => {
      const tokens = tokenize(part);
      return { where, tokens, tags: tagPlaces(tokens, part, gazetteer) };
    });
    const gold = { country: new Set(), place: new Set() };
    for (const location of labels.locations) {
      if (/^[A-Z]{2}$/.test(location)) gold.country.add(location);
      else gold.place.add(plain(location));
    }
    const samples = storyCandidates(parts).map(({ kind, location, features }) => ({
      id,
      kind,
      location,
      label: gold[kind].has(kind === 'country' ? location : plain(location)) ? 1 : 0,
      names: [...features],
      features: [...features].map((name) => numbers[kind].of(name)),
    }));
    return { id, text: `${title ?? ''} | ${text}`, gold, samples, fold: foldOf(id) };
  });

const train = (kind, training) => {
  return regress(
    training.flatMap(({ samples }) => samples.filter((sample) => sample.kind === kind)),
    numbers[kind].numbers.size,
    FITS[kind],
  );
};

if (mode === '--write') {
  const table = Object.fromEntries(
    ['country', 'place'].map((kind) => {
      const { weights, bias } = train(kind, items);
      const kept = [...numbers[kind].numbers]
        .map(([name, f]) => [name, Math.round(weights[f] * 100) / 100])
        .filter(([, weight]) => Math.abs(weight) >= 0.03)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return [kind, { bias: Math.round(bias * 100) / 100, weights: Object.fromEntries(kept) }];
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
  for (const kind of ['country', 'place']) {
    let right = 0;
    let found = 0;
    let gold = 0;
    let reach = 0;
    for (let fold = 0; fold < 5; fold++) {
      const model = train(
        kind,
        items.filter((item) => item.fold !== fold),
      );
      for (const item of items.filter((one) => one.fold === fold)) {
        const samples = item.samples.filter((sample) => sample.kind === kind);
        gold += item.gold[kind].size;
        reach += samples.filter(({ label }) => label).length;
        for (const sample of samples) {
          const odds = score(model, sample.features);
          if (odds > 0) found++;
          if (odds > 0 && sample.label) right++;
          if (mode === '--errors' && odds > 0 !== (sample.label === 1))
            console.log(
              [
                kind,
                sample.label ? 'missed' : 'wrong',
                odds.toFixed(1),
                item.id,
                sample.location,
                item.text.slice(0, 400).replace(/\s+/g, ' '),
                sample.names.join(' / '),
              ].join('\t'),
            );
        }
      }
    }
    console.log(
      `${kind}: P ${(right / found).toFixed(3)} R ${(right / gold).toFixed(3)} F1 ${((2 * right) / (found + gold)).toFixed(3)} of candidates ${(reach / gold).toFixed(3)}`,
    );
  }

// Fits the weights of place recognition (src/classify/places/weights.ts) by logistic regression on a geoparsing set.
//   node scripts/fit-places.mjs GOLD.jsonl [ITEMS]           cross-validates (five folds by article), prints what it reaches
//   node scripts/fit-places.mjs GOLD.jsonl [ITEMS] --errors  and each miss
//   node scripts/fit-places.mjs GOLD.jsonl [ITEMS] --write   fits on all of it and writes the file
// GOLD: {id, corpus, text, toponyms: [{start, end}]} a line. ITEMS: {id, title, text, labels: {locations}} a line, news
// items of which only the story's places are known: they teach (what is named so is a place), they are not measured. Run `npm run build` before and after.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GROUPS, TEMPLATES } from '../dist/classify/places/evidence.js';
import { openGazetteer } from '../dist/classify/places/gazetteer.js';
import { compareMentions, gatherEvidence } from '../dist/classify/places/recognise.js';
import { tokenize } from '../dist/classify/tokens.js';
import { readGazetteer } from '../dist/config/gazetteer.js';

/** Evidence seen in fewer articles than this teaches nothing. */
const SUPPORT = 5;
/** How much of itself a weight loses at each of its samples. */
const DECAY = 0.03;
const EPOCHS = 30;
/** Log-odds taken off the bar: a missed place costs as much as a wrong one, and misses are more. */
const LENIENCE = 0.3;
const FOLDS = [0, 1, 2, 3, 4];

const files = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const mode = process.argv.slice(2).find((arg) => arg.startsWith('--'));
const gazetteer = openGazetteer(readGazetteer());
const hash = (id) => [...id].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 7);

/** number of each feature by name: "group|template|category", "all|template|category" */
const features = new Map();
const featureOf = (name) => {
  if (!features.has(name)) features.set(name, features.size);
  return features.get(name);
};
const featuresOf = ({ group, categories }) =>
  categories.flatMap((category, i) =>
    category === ''
      ? []
      : [featureOf(`all|${TEMPLATES[i]}|${category}`), featureOf(`${group}|${TEMPLATES[i]}|${category}`)],
  );

const articles = readFileSync(files[0], 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .map(({ id, corpus, text, toponyms }) => {
    const tokens = tokenize(text);
    const gold = new Set(toponyms.map(({ start, end }) => `${start}:${end}`));
    const samples = gatherEvidence(tokens, gazetteer).map(({ candidate, evidence }) => {
      const start = tokens[candidate.from].start;
      const end = tokens[candidate.to - 1].end;
      return {
        candidate,
        evidence,
        label: gold.has(`${start}:${end}`) ? 1 : 0,
        around: `${text.slice(Math.max(0, start - 40), start)}[${text.slice(start, end)}]${text.slice(end, end + 30)}`,
      };
    });
    return { id, corpus, gold, tokens, samples, fold: hash(String(id)) % FOLDS.length };
  });

/** Items teach the names of their stories' places, and that what lies within such a name or across its edge is none. */
const items = !files[1]
  ? []
  : readFileSync(files[1], 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ id, title, text: body, labels }) => {
        const text = title ? `${title}\n\n${body}` : body;
        const tokens = tokenize(text);
        const named = new Set(labels.locations);
        const gathered = gatherEvidence(tokens, gazetteer).map((found) => ({
          ...found,
          name: text.slice(tokens[found.candidate.from].start, tokens[found.candidate.to - 1].end),
        }));
        const right = gathered.filter(({ name }) => named.has(name));
        const samples = gathered.flatMap(({ candidate, evidence, name }) => {
          if (named.has(name)) return [{ candidate, evidence, label: 1 }];
          const across = right.some(({ candidate: { from, to } }) => candidate.from < to && from < candidate.to);
          return across ? [{ candidate, evidence, label: 0 }] : [];
        });
        return { id, tokens, samples, fold: -1 };
      });

/** Logistic regression by Adagrad, the same each time. */
function train(training) {
  const samples = training.flatMap((article) =>
    article.samples.map((sample) => ({ id: article.id, label: sample.label, features: sample.features })),
  );
  const seen = Array.from(features, () => new Set());
  for (const sample of samples) for (const f of sample.features) if (seen[f].size < SUPPORT) seen[f].add(sample.id);
  for (const sample of samples) sample.features = sample.features.filter((f) => seen[f].size >= SUPPORT);
  const weights = new Float64Array(features.size);
  const squares = new Float64Array(features.size).fill(1e-6);
  let bias = 0;
  let biasSquares = 1e-6;
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed / 4294967296;
  };
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = samples.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [samples[i], samples[j]] = [samples[j], samples[i]];
    }
    for (const sample of samples) {
      const error = sample.label - 1 / (1 + Math.exp(-sample.features.reduce((sum, f) => sum + weights[f], bias)));
      biasSquares += error * error;
      bias += (0.15 / Math.sqrt(biasSquares)) * error;
      for (const f of sample.features) {
        const gradient = error - DECAY * weights[f];
        squares[f] += gradient * gradient;
        weights[f] += (0.15 / Math.sqrt(squares[f])) * gradient;
      }
    }
  }
  return { weights, bias: bias + LENIENCE };
}

const score = ({ weights, bias }, sample) => sample.features.reduce((sum, f) => sum + (weights[f] ?? 0), bias);
const others = (fold) => [...articles, ...items].filter((article) => article.fold !== fold);

/** A model for each fold from the other folds. */
const crossTrain = () => FOLDS.map((fold) => train(others(fold)));

// The evidence "elsewhere" rests on scores: of a model without it, then of one with it
const elsewhere = TEMPLATES.indexOf('elsewhere');
const readFeatures = () => {
  for (const { samples } of [...articles, ...items])
    for (const sample of samples) sample.features = featuresOf(sample.evidence);
};
readFeatures();
let models = crossTrain();
for (let round = 0; round < 2; round++) {
  for (const { samples, tokens, fold } of [...articles, ...items]) {
    for (const { evidence } of samples) evidence.categories[elsewhere] = '';
    for (const sample of samples) sample.features = featuresOf(sample.evidence);
    compareMentions(
      samples,
      samples.map((sample) => score(models[Math.max(0, fold)], sample)),
      tokens,
    );
  }
  readFeatures();
  models = crossTrain();
}

function decode(samples, model) {
  const taken = new Set();
  return samples
    .map((sample) => ({ ...sample, score: score(model, sample) }))
    .filter((sample) => sample.score > 0)
    .sort((a, b) => b.score - a.score)
    .filter(({ candidate: { from, to } }) => {
      for (let i = from; i < to; i++) if (taken.has(i)) return false;
      for (let i = from; i < to; i++) taken.add(i);
      return true;
    });
}

if (mode === '--write') {
  const { weights, bias } = train([...articles, ...items]);
  const table = {};
  for (const [name, f] of features) {
    const weight = Math.round(weights[f] * 100) / 100;
    if (Math.abs(weight) < 0.03) continue;
    const [group, template, ...category] = name.split('|');
    table[template] ??= {};
    table[template][category.join('|')] ??= {};
    table[template][category.join('|')][group] = weight;
  }
  const inOrder = (by) =>
    Object.fromEntries(['all', ...GROUPS].filter((group) => by[group]).map((group) => [group, by[group]]));
  const sorted = Object.fromEntries(
    TEMPLATES.filter((template) => table[template]).map((template) => [
      template,
      Object.fromEntries(
        Object.keys(table[template])
          .sort()
          .map((category) => [category, inOrder(table[template][category])]),
      ),
    ]),
  );
  writeFileSync(
    fileURLToPath(new URL('../src/classify/places/weights.ts', import.meta.url)),
    `import type { Group, Template } from './evidence.ts';

/**
 * What each piece of evidence weighs, in log-odds that a stretch of text names a place: for all candidates, and what a
 * group of them adds to that. Fitted by scripts/fit-places.mjs, not written by hand.
 */
export const WEIGHTS: Partial<Record<Template, Record<string, Partial<Record<Group | 'all', number>>>>> = ${JSON.stringify(sorted)};

/** Log-odds before any evidence. */
export const BIAS = ${Math.round(bias * 100) / 100};
`,
  );
} else {
  const totals = {};
  for (const { id, corpus, gold, samples, fold } of articles) {
    const found = decode(samples, models[fold]);
    for (const key of [corpus, 'all']) {
      totals[key] ??= { right: 0, found: 0, gold: 0, reach: 0 };
      totals[key].right += found.filter(({ label }) => label).length;
      totals[key].found += found.length;
      totals[key].gold += gold.size;
      totals[key].reach += samples.filter(({ label }) => label).length;
    }
    if (mode !== '--errors') continue;
    const right = new Set(found.map(({ candidate }) => candidate));
    for (const sample of [
      ...found.filter(({ label }) => !label),
      ...samples.filter(({ label, candidate }) => label && !right.has(candidate)),
    ])
      console.log(
        [
          sample.label ? 'missed' : 'wrong',
          score(models[fold], sample).toFixed(1),
          id,
          sample.around.replace(/\s+/g, ' '),
          sample.evidence.group,
          sample.evidence.categories.join(' | '),
        ].join('\t'),
      );
  }
  for (const [key, { right, found, gold, reach }] of Object.entries(totals))
    console.log(
      `${key.padEnd(11)} P ${(right / found).toFixed(3)} R ${(right / gold).toFixed(3)} F1 ${((2 * right) / (found + gold)).toFixed(3)} of candidates ${(reach / gold).toFixed(3)}`,
    );
}

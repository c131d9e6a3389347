// Fits the weights of place recognition (src/classify/places/weights.ts) by logistic regression on a geoparsing set.
//   node scripts/fit-places.mjs GOLD.jsonl [ITEMS.jsonl]                 cross-validates (five folds by article)
//   node scripts/fit-places.mjs GOLD.jsonl [ITEMS.jsonl] --errors        and prints each miss
//   node scripts/fit-places.mjs GOLD.jsonl [ITEMS.jsonl] --predict FILE  and writes what each fold's model finds
//   node scripts/fit-places.mjs GOLD.jsonl [ITEMS.jsonl] --write         fits on all of it and writes the weights
// GOLD: {id, corpus, text, toponyms: [{start, end}]} a line. ITEMS: {id, title, text, labels: {locations}} a line, news
// items of which only the story's places are known: they teach (what is named so is a place), they are not measured.
// Run `npm run build` before and after.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GROUPS, TEMPLATES } from '../dist/classify/places/evidence.js';
import { openGazetteer } from '../dist/classify/places/gazetteer.js';
import { bestOf, compareMentions, gatherEvidence } from '../dist/classify/places/recognise.js';
import { describePlaces } from '../dist/classify/places/tag-places.js';
import { tokenize } from '../dist/classify/tokens.js';
import { readGazetteer } from '../dist/config/gazetteer.js';
import { foldOf, numbering, fit as regress, score } from './logistic.mjs';

/** Added to the log-odds: a missed place costs as much as a wrong one, and misses are more. */
const LENIENCE = 0.3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { errors: { type: 'boolean' }, write: { type: 'boolean' }, predict: { type: 'string' } },
});
const [goldFile, itemFile] = positionals;
const gazetteer = openGazetteer(readGazetteer());
const readLines = (file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const features = numbering();
const featuresOf = ({ group, categories }) =>
  categories.flatMap((category, i) =>
    category === ''
      ? []
      : [features.of(`all|${TEMPLATES[i]}|${category}`), features.of(`${group}|${TEMPLATES[i]}|${category}`)],
  );

const articles = readLines(goldFile).map(({ id, corpus, text, toponyms }) => {
  const tokens = tokenize(text);
  const gold = new Set(toponyms.map(({ start, end }) => `${start}:${end}`));
  const samples = gatherEvidence(tokens, gazetteer).map(({ candidate, evidence }) => {
    const start = tokens[candidate.from].start;
    const end = tokens[candidate.to - 1].end;
    return { id, candidate, evidence, start, end, label: gold.has(`${start}:${end}`) ? 1 : 0 };
  });
  return { id, corpus, text, gold, tokens, samples, fold: foldOf(id) };
});

/** Items teach the names of their stories' places, and that what lies within such a name or across its edge is none. */
const items = (itemFile ? readLines(itemFile) : []).map(({ id, title, text: body, labels }) => {
  const text = title ? `${title}\n\n${body}` : body;
  const tokens = tokenize(text);
  const named = new Set(labels.locations);
  const gathered = gatherEvidence(tokens, gazetteer).map((found) => ({
    ...found,
    name: text.slice(tokens[found.candidate.from].start, tokens[found.candidate.to - 1].end),
  }));
  const right = gathered.filter(({ name }) => named.has(name));
  const samples = gathered.flatMap(({ candidate, evidence, name }) => {
    if (named.has(name)) return [{ id, candidate, evidence, label: 1 }];
    const across = right.some(({ candidate: { from, to } }) => candidate.from < to && from < candidate.to);
    return across ? [{ id, candidate, evidence, label: 0 }] : [];
  });
  return { id, tokens, samples, fold: foldOf(id) };
});

/** Sentences of our own, each a whole article; they count more than one, being few. */
const SENTENCE_WEIGHT = 3;
const sentences = readFileSync(new URL('places-sentences.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line, i) => {
    const gold = new Set();
    let text = '';
    for (const part of line.split(/(\[[^\]]+\])/)) {
      const place = part.startsWith('[') ? part.slice(1, -1) : undefined;
      if (place) gold.add(`${text.length}:${text.length + place.length}`);
      text += place ?? part;
    }
    const id = `sentence ${i}`;
    const tokens = tokenize(text);
    const samples = gatherEvidence(tokens, gazetteer).map(({ candidate, evidence }) => {
      const span = `${tokens[candidate.from].start}:${tokens[candidate.to - 1].end}`;
      return { id, candidate, evidence, label: gold.has(span) ? 1 : 0, weight: SENTENCE_WEIGHT };
    });
    return { id, tokens, samples, fold: foldOf(id) };
  });
const all = [...articles, ...items, ...sentences];

function train(training) {
  const model = regress(
    training.flatMap(({ samples }) => samples),
    features.numbers.size,
    { decay: 0.01 },
  );
  return { ...model, bias: model.bias + LENIENCE };
}

/** A model for each fold from the other folds. */
const crossTrain = () => [0, 1, 2, 3, 4].map((fold) => train(all.filter((article) => article.fold !== fold)));

// The evidence "elsewhere" rests on scores: of a model without it first, then of one with it.
const elsewhere = TEMPLATES.indexOf('elsewhere');
const readFeatures = ({ samples }) => {
  for (const sample of samples) sample.features = featuresOf(sample.evidence);
};
all.forEach(readFeatures);
let models = crossTrain();
for (let round = 0; round < 2; round++) {
  for (const article of all) {
    for (const { evidence } of article.samples) evidence.categories[elsewhere] = '';
    readFeatures(article);
    const scores = article.samples.map((sample) => score(models[article.fold], sample.features));
    compareMentions(article.samples, scores, article.tokens);
    readFeatures(article);
  }
  models = crossTrain();
}

if (values.write) {
  const { weights, bias } = train(all);
  const table = {};
  for (const [name, f] of features.numbers) {
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
  const predictions = [];
  for (const { id, corpus, text, tokens, gold, samples, fold } of articles) {
    const judged = samples.map((sample) => ({ ...sample, score: score(models[fold], sample.features) }));
    const found = new Set(bestOf(judged));
    predictions.push(JSON.stringify({ id, locations: describePlaces([...found], tokens, text, gazetteer) }));
    for (const key of [corpus, 'all']) {
      totals[key] ??= { right: 0, found: 0, gold: 0, reach: 0 };
      totals[key].right += judged.filter(({ label, candidate }) => label && found.has(candidate)).length;
      totals[key].found += found.size;
      totals[key].gold += gold.size;
      totals[key].reach += samples.filter(({ label }) => label).length;
    }
    if (!values.errors) continue;
    for (const { label, candidate, score: odds, start, end, evidence } of judged) {
      if (found.has(candidate) === (label === 1)) continue;
      const around = `${text.slice(Math.max(0, start - 40), start)}[${text.slice(start, end)}]${text.slice(end, end + 30)}`;
      const why = [evidence.group, ...evidence.categories].join(' | ');
      console.log([label ? 'missed' : 'wrong', odds.toFixed(1), id, around.replace(/\s+/g, ' '), why].join('\t'));
    }
  }
  if (values.predict) writeFileSync(values.predict, `${predictions.join('\n')}\n`);
  for (const [key, { right, found, gold, reach }] of Object.entries(totals)) {
    const figures = [right / found, right / gold, (2 * right) / (found + gold), reach / gold].map((x) => x.toFixed(3));
    console.log(`${key.padEnd(11)} P ${figures[0]} R ${figures[1]} F1 ${figures[2]} of candidates ${figures[3]}`);
  }
}

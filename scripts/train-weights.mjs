// Trains the logistic models of config/weights.json on labelled items and cross-validates them. Of our own there are
// tests/classify/{own,written,retold,brief,ticker,report,various,chronicle,contrast,ordinary}-items.jsonl; items without
// labelled actors train the flag and the locations alone.
//   node scripts/train-weights.mjs GOLD.jsonl [MORE.jsonl ...] [--test OTHER.jsonl] [--folds 5] [--worst N] [--write]
// --test judges the models, trained on all of GOLD and MORE, by items of another source (may be given more than once).
// --worst prints what each cross-validated model gets most wrong.
// A file that is named several times counts as often: reports as they come should weigh more than retold ones.
// GOLD: {id, title, text, published?, labels} a line (labels as in the codebook). Needs dist/. Same input, same output.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { actFeatures } from '../dist/classify/acts.js';
import { around } from '../dist/classify/around.js';
import { authorFeatures } from '../dist/classify/authors.js';
import { createExaminer } from '../dist/classify/classifier.js';
import { sideOf } from '../dist/classify/parties.js';
import { openGazetteer } from '../dist/classify/places/gazetteer.js';
import { tell } from '../dist/classify/places/story.js';
import { sideOfState } from '../dist/classify/places/story-locations.js';
import { placeCandidates } from '../dist/classify/places/story-places.js';
import { stateCandidates } from '../dist/classify/places/story-states.js';
import { sentencesOf } from '../dist/classify/sentences.js';
import { wordFeatures } from '../dist/classify/words.js';
import { evaluateScores, isCode, plain, plainId, reliability } from '../dist/cli/evaluation.js';
import { configDir } from '../dist/config/config-dir.js';
import { readGazetteer } from '../dist/config/gazetteer.js';
import { CUES, THREATS } from '../dist/config/rules/schemas.js';
import { readRules } from '../dist/config/rules.js';
import { fitRidge as fit } from './logistic.mjs';

const usage =
  'usage: train-weights.mjs GOLD.jsonl [MORE.jsonl ...] [--test OTHER.jsonl] [--folds 5] [--worst N] [--write]';
const { positionals: files, values } = parseArgs({
  allowPositionals: true,
  options: {
    test: { type: 'string', multiple: true, default: [] },
    folds: { type: 'string', default: '5' },
    worst: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
  },
});
if (files.length === 0) {
  console.error(usage);
  process.exit(2);
}
const folds = Number(values.folds);
const worst = Number(values.worst);

/**
 * By group and model: ridge penalties, in how many examples a feature must be to be weighed, and thresholds, each on a wide
 * plateau. Those of tags and of how far an act got are low: more of them are missed than said wrongly.
 */
const SETTINGS = {
  'item below': { l2: 8, least: 12, threshold: 0.5 },
  ...Object.fromEntries(THREATS.map((tag) => [`item threat:${tag}`, { l2: 3, least: 12, threshold: 0.4 }])),
  ...Object.fromEntries(CUES.map((tag) => [`item cue:${tag}`, { l2: 10, least: 12, threshold: 0.35 }])),
  'party actor': { l2: 15, least: 10, threshold: 0.5 },
  'party affected': { l2: 15, least: 10, threshold: 0.5 },
  'author author': { l2: 8, least: 5, threshold: 0.5 },
  ...Object.fromEntries(
    ['suspected', 'foiled', 'denied'].map((status) => [`act ${status}`, { l2: 2, least: 6, threshold: 0.35 }]),
  ),
  // Places are weighed after the states, since they rest on how likely these are.
  'country location': { l2: 10, least: 20, threshold: 0.45 },
  'place location': { l2: 6, least: 15, threshold: 0.45 },
};

const read = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const examine = createExaminer(readRules(configDir()), openGazetteer(readGazetteer()));
const hash = (id) => createHash('md5').update(String(id)).digest()[0];

/** A feature that weighs less in every model is not written. */
const SLIGHTEST = 0.05;

/** model -> examples {item, subject?, features, label} of labelled items; those of places are made when the states are weighed */
function examplesOf(files) {
  const examples = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, []]));
  for (const source of files)
    for (const { id, title, text, url, published, labels } of read(source)) {
      const { features: facts, words, parties, reading } = examine({ title: title ?? '', text, url, published });
      const features = [...facts, ...wordFeatures(words)];
      const sentences = sentencesOf(reading);
      const standing = authorFeatures(sentences, parties);
      const tells = reading.parts.some(({ hits }) => hits.some(({ rule }) => rule.kind === 'threat'));
      const item = { source, id, text: `${title ?? ''} | ${text}`, story: tell(reading.parts), labels };
      examples['item below'].push({ item, features, label: labels.flag === 'below' ? 1 : 0 });
      const states = new Map(parties.flatMap(({ code, features }) => (code ? [[code, features]] : [])));
      for (const { location, features } of stateCandidates(item.story, states, reading.stemOf))
        examples['country location'].push({
          item,
          subject: location,
          features: [...features, ...around(facts, sideOfState(states.get(location)))],
          label: labels.locations.includes(location) ? 1 : 0,
        });
      for (const [kind, tags] of [
        ['threat', THREATS],
        ['cue', CUES],
      ])
        for (const tag of labels[`${kind}s`] ? tags : [])
          examples[`item ${kind}:${tag}`].push({
            item,
            features,
            label: labels[`${kind}s`].includes(tag) ? 1 : 0,
          });
      for (const act of labels.acts ?? []) {
        const [threat, status] = act.split(' ');
        if (!reading.parts.some(({ hits }) => hits.some(({ rule }) => rule.kind === 'threat' && rule.tag === threat)))
          continue;
        const acted = [...actFeatures(sentences, threat)];
        for (const name of Object.keys(SETTINGS))
          if (name.startsWith('act '))
            examples[name].push({ item, features: acted, label: name === `act ${status}` ? 1 : 0 });
      }
      if (!labels.actors) continue;
      const actors = new Set(labels.actors.map(plainId));
      for (const party of parties) {
        const known = [...party.features, ...around(facts, sideOf(party))];
        examples['party actor'].push({
          item,
          subject: party.id,
          features: known,
          label: actors.has(plainId(party.id)) ? 1 : 0,
        });
        if (party.code && labels.flag !== 'none' && party.features.has('protected'))
          examples['party affected'].push({
            item,
            subject: party.id,
            features: known,
            label: labels.affected.includes(party.code) ? 1 : 0,
          });
        // Authors are looked for among the actors of items that tell an act.
        if (tells && labels.attributions && actors.has(plainId(party.id)))
          examples['author author'].push({
            item,
            subject: party.id,
            features: [...standing.get(party)],
            label: labels.attributions.some(
              (line) => plainId(line.split(' ')[0]) === plainId(party.id) && !line.includes(' denied '),
            )
              ? 1
              : 0,
          });
      }
    }
  return examples;
}

/** Examples of places below the states: `states` says of each item by code how likely the story is there. */
const placeExamples = (items, states) =>
  items.flatMap((item) => {
    const gold = new Set(item.labels.locations.filter((location) => !isCode(location)).map(plain));
    return placeCandidates(item.story, states.get(item) ?? new Map()).map(({ location, features }) => ({
      item,
      subject: location,
      features: [...features],
      label: gold.has(plain(location)) ? 1 : 0,
    }));
  });

/** item -> state -> probability */
function statesOf(scored) {
  const states = new Map();
  for (const { item, subject, score } of scored) states.set(item, (states.get(item) ?? new Map()).set(subject, score));
  return states;
}

const scoreOf = ({ intercept, weights }, features) =>
  1 / (1 + Math.exp(-features.reduce((sum, f) => sum + (weights[f] ?? 0), intercept)));
const scoredBy = (model, rows) =>
  rows.map((row) => ({ ...row, score: scoreOf(model, row.features), below: row.label === 1 }));

/** What models say of examples that they were not trained on. */
function crossValidate(rows, settings, folds) {
  const foldOf = ({ item }) => hash(item.id) % folds;
  return Array.from({ length: folds }, (_, k) => {
    const model = fit(
      rows.filter((row) => foldOf(row) !== k),
      settings,
    );
    return scoredBy(
      model,
      rows.filter((row) => foldOf(row) === k),
    );
  }).flat();
}

const round = (x) => Math.round(x * 100) / 100;
const measured = (list, threshold) => {
  const { below, averagePrecision } = evaluateScores(list, threshold);
  const { precision, recall, f1 } = below;
  return `P ${precision.toFixed(3)} R ${recall.toFixed(3)} F1 ${f1.toFixed(3)} AP ${averagePrecision.toFixed(3)} (${list.length})`;
};

const examples = examplesOf(files);
const foreign = examplesOf(values.test);
const models = {};
for (const [name, settings] of Object.entries(SETTINGS)) {
  const { threshold } = settings;
  const model = fit(examples[name], settings);
  models[name] = { threshold, ...model };
  console.log(
    `${name}: ${Object.keys(model.weights).length} weights; on its own examples ${measured(scoredBy(model, examples[name]), threshold)}`,
  );
  // What places rest on has to be as uncertain in training as it will be.
  const scored = crossValidate(examples[name], settings, folds || (name === 'country location' ? 5 : 0));
  const tested = scoredBy(model, foreign[name]);
  if (name === 'country location') {
    examples['place location'] = placeExamples(
      examples['item below'].map(({ item }) => item),
      statesOf(scored),
    );
    foreign['place location'] = placeExamples(
      foreign['item below'].map(({ item }) => item),
      statesOf(tested),
    );
  }
  for (const [what, list] of [
    ['cross-validated', scored],
    ['tested', tested],
  ])
    for (const source of new Set(list.map(({ item }) => item.source))) {
      const of = list.filter(({ item }) => item.source === source);
      console.log(`  ${what} on ${basename(source)}: ${measured(of, threshold)}`);
    }
  if (name === 'item below' && folds)
    for (const { from, to, n, said, were } of reliability(scored))
      console.log(`  ${from} to ${to}: said ${said.toFixed(2)}, were ${were.toFixed(2)} (${n})`);
  for (const { item, subject, score, label, features } of scored
    .toSorted((a, b) => Math.abs(b.label - b.score) - Math.abs(a.label - a.score))
    .slice(0, worst)) {
    const facts = features.filter((feature) => !/^(?:word|opening):/.test(feature));
    console.log(
      `  ${label ? 'missed' : 'wrong'} ${item.id} ${subject ?? ''}, said ${score.toFixed(2)}: ${item.text.slice(0, 400)}`,
    );
    console.log(`    ${facts.join(' / ')}`);
  }
}

if (values.write) {
  const groups = {};
  for (const [name, model] of Object.entries(models)) {
    const [group, short] = name.split(' ');
    groups[group] ??= {};
    groups[group][short] = model;
  }
  const line = ([name, value]) => `   ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const block = (entries) => `{\n${Object.entries(entries).map(line).join(',\n')}\n  }`;
  const written = Object.entries(groups).map(([group, byName]) => {
    const { models: heads, weights } = rowsOf(byName);
    return ` "${group}": {\n  "models": ${block(heads)},\n  "weights": ${block(weights)}\n }`;
  });
  writeFileSync(fileURLToPath(new URL('../config/weights.json', import.meta.url)), `{\n${written.join(',\n')}\n}\n`);
}

/** The models of a group with a row of weights for each feature that weighs something in one of them. */
function rowsOf(byName) {
  const all = Object.values(byName);
  const features = [...new Set(all.flatMap(({ weights }) => Object.keys(weights)))].sort();
  const rows = features.map((feature) => [feature, all.map(({ weights }) => round(weights[feature] ?? 0))]);
  return {
    models: Object.fromEntries(
      Object.entries(byName).map(([name, { threshold, intercept }]) => [
        name,
        { threshold, intercept: round(intercept) },
      ]),
    ),
    weights: Object.fromEntries(rows.filter(([, row]) => row.some((weight) => Math.abs(weight) >= SLIGHTEST))),
  };
}

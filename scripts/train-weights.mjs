// Trains the logistic models of config/weights.json on labelled items and cross-validates them. Of our own there are
// tests/classify/{own,written,retold,brief,ticker,report,various}-items.jsonl; items without labelled actors train the flag alone.
//   node scripts/train-weights.mjs GOLD.jsonl [MORE.jsonl ...] [--test OTHER.jsonl] [--folds 5] [--worst N] [--write [GROUP]]
// --write writes all models, or only those of a group (item, party, author, act).
// --test judges the models, trained on all of GOLD and MORE, by items of another source (may be given more than once).
// --worst prints the items that the cross-validated flag model gets most wrong.
// A file that is named several times counts as often: reports as they come should weigh more than retold ones.
// GOLD: {id, title, text, published?, labels} a line (labels as in the codebook). Needs dist/. Same input, same output.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actFeatures } from '../dist/classify/acts.js';
import { around } from '../dist/classify/around.js';
import { authorFeatures } from '../dist/classify/authors.js';
import { createExaminer } from '../dist/classify/classifier.js';
import { sideOf } from '../dist/classify/parties.js';
import { openGazetteer } from '../dist/classify/places/gazetteer.js';
import { sentencesOf } from '../dist/classify/sentences.js';
import { wordFeatures } from '../dist/classify/words.js';
import { configDir } from '../dist/config/config-dir.js';
import { readGazetteer } from '../dist/config/gazetteer.js';
import { CUES, THREATS } from '../dist/config/rules/schemas.js';
import { readRules } from '../dist/config/rules.js';
import { fitRidge as fit } from './logistic.mjs';

const args = process.argv.slice(2);
const files = args.filter(
  (a, i) => !a.startsWith('--') && !['--folds', '--worst', '--test', '--write'].includes(args[i - 1]),
);
const tests = args.filter((_, i) => args[i - 1] === '--test');
const worst = args.includes('--worst') ? Number(args[args.indexOf('--worst') + 1]) : 0;
const folds = args.includes('--folds') ? Number(args[args.indexOf('--folds') + 1]) : 5;
if (files.length === 0) {
  console.error(
    'usage: train-weights.mjs GOLD.jsonl [MORE.jsonl ...] [--test OTHER.jsonl] [--folds 5] [--worst N] [--write [GROUP]]',
  );
  process.exit(2);
}
/**
 * By group and model: ridge penalties, in how many examples a feature must be to be weighed, and thresholds, each on a wide
 * plateau. Labelled items tell of more acts than news does, so the flag's is high; those of how far an act got are low, since
 * few got no further than that.
 */
const SETTINGS = {
  'item below': { l2: 15, least: 12, threshold: 0.55 },
  ...Object.fromEntries(THREATS.map((tag) => [`item threat:${tag}`, { l2: 6, least: 12, threshold: 0.5 }])),
  ...Object.fromEntries(CUES.map((tag) => [`item cue:${tag}`, { l2: 6, least: 12, threshold: 0.5 }])),
  'party actor': { l2: 15, least: 10, threshold: 0.5 },
  'party affected': { l2: 15, least: 10, threshold: 0.5 },
  'author author': { l2: 8, least: 5, threshold: 0.5 },
  ...Object.fromEntries(
    ['suspected', 'foiled', 'denied'].map((status) => [`act ${status}`, { l2: 2, least: 6, threshold: 0.35 }]),
  ),
};

const read = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const examine = createExaminer(readRules(configDir()), openGazetteer(readGazetteer()));
const fold = (id) => createHash('md5').update(String(id)).digest()[0] % folds;
const plain = (id) => id.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A feature that weighs less in every model is not written. */
const SLIGHTEST = 0.05;

/** model -> examples {source, fold, features, label} of labelled items */
function examplesOf(files) {
  const examples = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, []]));
  for (const source of files)
    for (const { id, title, text, url, published, labels } of read(source)) {
      const { features: facts, words, parties, reading } = examine({ title: title ?? '', text, url, published });
      const features = [...facts, ...wordFeatures(words)];
      const sentences = sentencesOf(reading);
      const standing = authorFeatures(sentences, parties);
      const tells = reading.parts.some(({ hits }) => hits.some(({ rule }) => rule.kind === 'threat'));
      const common = { source, fold: fold(id) };
      examples['item below'].push({
        ...common,
        id,
        text: `${title ?? ''} | ${text}`,
        features,
        label: labels.flag === 'below' ? 1 : 0,
      });
      for (const [kind, tags] of [
        ['threat', THREATS],
        ['cue', CUES],
      ])
        for (const tag of labels[`${kind}s`] ? tags : [])
          examples[`item ${kind}:${tag}`].push({
            ...common,
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
            examples[name].push({ ...common, features: acted, label: name === `act ${status}` ? 1 : 0 });
      }
      if (!labels.actors) continue;
      const actors = new Set(labels.actors.map(plain));
      for (const party of parties) {
        const known = [...party.features, ...around(facts, sideOf(party))];
        examples['party actor'].push({ ...common, features: known, label: actors.has(plain(party.id)) ? 1 : 0 });
        if (party.code && labels.flag !== 'none' && party.features.has('protected'))
          examples['party affected'].push({
            ...common,
            features: known,
            label: labels.affected.includes(party.code) ? 1 : 0,
          });
        // Authors are looked for among the actors of items that tell an act.
        if (tells && labels.attributions && actors.has(plain(party.id)))
          examples['author author'].push({
            ...common,
            features: [...standing.get(party)],
            label: labels.attributions.some(
              (line) => plain(line.split(' ')[0]) === plain(party.id) && !line.includes(' denied '),
            )
              ? 1
              : 0,
          });
      }
    }
  return examples;
}
const examples = examplesOf(files);
const foreign = examplesOf(tests);

const score = ({ intercept, weights }, features) =>
  1 / (1 + Math.exp(-features.reduce((sum, f) => sum + (weights[f] ?? 0), intercept)));

/** Precision, recall, F1 at a threshold. */
function f1At(scored, threshold) {
  let tp = 0,
    fp = 0,
    fn = 0;
  for (const { p, label } of scored) {
    if (p >= threshold) label ? tp++ : fp++;
    else if (label) fn++;
  }
  return { p: tp / (tp + fp || 1), r: tp / (tp + fn || 1), f1: (2 * tp) / (2 * tp + fp + fn || 1) };
}

function averagePrecision(scored) {
  let hits = 0,
    sum = 0;
  [...scored]
    .sort((a, b) => b.p - a.p)
    .forEach(({ label }, i) => {
      if (label) sum += ++hits / (i + 1);
    });
  return sum / (hits || 1);
}

const round = (x) => Math.round(x * 100) / 100;
const models = {};
for (const [name, settings] of Object.entries(SETTINGS)) {
  const rows = examples[name];
  // Out-of-fold predictions: what the model says of items that it was not trained on.
  const scored = [];
  for (let k = 0; k < folds; k++) {
    const model = fit(
      rows.filter((r) => r.fold !== k),
      settings,
    );
    for (const r of rows) if (r.fold === k) scored.push({ ...r, p: score(model, r.features) });
  }
  const best = settings.threshold;
  const at = f1At(scored, best);
  const model = fit(rows, settings);
  const own = rows.map((r) => ({ p: score(model, r.features), label: r.label }));
  console.log(
    `${name.padEnd(9)} ${rows.length} examples, ${Object.keys(model.weights).length} weights; cross-validated P ${at.p.toFixed(3)} R ${at.r.toFixed(3)} F1 ${at.f1.toFixed(3)} AP ${averagePrecision(scored).toFixed(3)} at ${best} (at 0.5: ${f1At(scored, 0.5).f1.toFixed(3)}); on its own examples F1 ${f1At(own, best).f1.toFixed(3)} AP ${averagePrecision(own).toFixed(3)}`,
  );
  const told = (what, source, list) => {
    const { p, r, f1 } = f1At(list, best);
    console.log(
      `  ${what} ${basename(source)}: P ${p.toFixed(3)} R ${r.toFixed(3)} F1 ${f1.toFixed(3)} AP ${averagePrecision(list).toFixed(3)} (${list.length})`,
    );
  };
  if (files.length > 1)
    for (const source of files)
      told(
        'cross-validated, of',
        source,
        scored.filter((r) => r.source === source),
      );
  for (const source of tests)
    told(
      'tested on',
      source,
      foreign[name].filter((r) => r.source === source).map((r) => ({ ...r, p: score(model, r.features) })),
    );
  if (name === 'item below') {
    const bins = Array.from({ length: 5 }, () => ({ n: 0, p: 0, hits: 0 }));
    for (const { p, label } of scored) {
      const bin = bins[Math.min(4, Math.floor(p * 5))];
      bin.n++;
      bin.p += p;
      bin.hits += label;
    }
    console.log(
      '  reliability (cross-validated):',
      bins
        .map(
          (b, i) =>
            `${i * 20}-${i * 20 + 20} %: said ${(b.p / (b.n || 1)).toFixed(2)}, were ${(b.hits / (b.n || 1)).toFixed(2)} (${b.n})`,
        )
        .join('; '),
    );
  }
  if (name === 'item below')
    for (const { id, p, label, text, features } of [...scored]
      .sort((a, b) => Math.abs(b.label - b.p) - Math.abs(a.label - a.p))
      .slice(0, worst))
      console.log(
        `${id} ${label ? 'below' : 'not below'}, said ${p.toFixed(2)}: ${text.slice(0, 260)}\n    ${features.filter((f) => /^(threat|cue|gate|pattern|sign|item):/.test(f)).join(' ')}`,
      );
  models[name] = { threshold: best, ...model };
}

if (args.includes('--write')) {
  const only = args[args.indexOf('--write') + 1] ?? '';
  const present = readRules(configDir()).weights;
  const groups = new Map(Object.keys(models).map((name) => [name.split(' ')[0], {}]));
  for (const [name, model] of Object.entries(models)) {
    const [group, short] = name.split(' ');
    groups.get(group)[short] = model;
  }
  const line = ([name, value]) => `   ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const block = (entries) => `{\n${entries.map(line).join(',\n')}\n  }`;
  const written = [...groups].map(([group, byName]) => {
    const { models: heads, weights } = group.startsWith(only) ? rowsOf(byName) : present[group];
    return ` "${group}": {\n  "models": ${block(Object.entries(heads))},\n  "weights": ${block(Object.entries(weights))}\n }`;
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

// Fits the weights by which two articles are said to tell of one event (src/incidents/likeness-weights.ts).
//   node scripts/train-likeness.mjs FILE.jsonl... [--show]   cross-validates by window, prints pairwise P, R, F1 by threshold
//   node scripts/train-likeness.mjs FILE.jsonl... --write    fits on the windows and writes the file
// Windows of files named `held-out…` are never fitted on: they are one more fold, and have a line of their own.
// Lines of all files are put together by `id`: {id, published, text} of the items and {id, window, event} of their labels;
// items without a label are left out. A window is a stretch of days in which every item is labelled. Build before and after.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readClassifier } from '../dist/cli/read-classifier.js';
import { IncidentIndex } from '../dist/incidents/incident-index.js';
import { likenessFeatures, prepare } from '../dist/incidents/likeness.js';
import { LIKENESS_WEIGHTS } from '../dist/incidents/likeness-weights.js';
import { articleSignature } from '../dist/incidents/signature.js';
import { TermRates } from '../dist/incidents/term-rates.js';
import { fitDense } from './logistic.mjs';

const FOLDS = 6;
/** How strongly a new weight is pulled to 0, and one fitted before to what it is, which rests on more labels than are at hand. */
const DECAY = { new: 2, old: 100 };
const THRESHOLDS = [0.12, 0.14, 0.17, 0.2, 0.23, 0.26, 0.3, 0.35, 0.4];
/** Pairs with hardly a word in common are nearly all of two events; one in so many stands for the rest. */
const SAMPLE = 10;
/** Articles by which the rates of terms are counted, about as many as an index holds in its first fortnight. */
const COUNTED = 500;

const files = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const flag = (name) => process.argv.includes(name);
const all = readWindows();
const [windows, apart] = [all.filter(({ name }) => !isHeldOut(name)), all.filter(({ name }) => isHeldOut(name))];
const names = Object.keys(pairsOf(windows[0], ratesOf(windows))[0].features);

function isHeldOut(window) {
  return window.startsWith('held-out');
}

function readWindows() {
  const classifier = readClassifier();
  const items = new Map();
  for (const file of files)
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
      const record = JSON.parse(line);
      const from = record.window === undefined ? {} : { window: `${basename(file)} ${record.window}` };
      items.set(record.id, { ...items.get(record.id), ...record, ...from });
    }
  const byWindow = new Map();
  for (const item of items.values()) {
    if (item.event === undefined || item.text === undefined) continue;
    const { id, text, published, event, window } = item;
    const classification = classifier.classify({ text, title: '', published });
    const signature = articleSignature({ id, text, published, classification });
    byWindow.set(window, [...(byWindow.get(window) ?? []), { event, text, signature }]);
  }
  return [...byWindow]
    .map(([name, labelled]) => ({ name, items: labelled.sort((a, b) => a.signature.day - b.signature.day) }))
    .sort((a, b) => a.items[0].signature.day - b.items[0].signature.day);
}

function ratesOf(some) {
  const rates = new TermRates();
  for (const { signature } of some.flatMap(({ items: labelled }) => labelled).slice(0, COUNTED))
    rates.add(signature.terms);
  return rates;
}

function pairsOf({ items }, rates) {
  return items.flatMap((later, i) => {
    const prepared = prepare(later.signature, rates);
    return items.slice(0, i).map((earlier) => ({
      same: later.event === earlier.event,
      features: likenessFeatures(prepared, earlier.signature, rates),
    }));
  });
}

/** The model of some windows. */
function train(some, enough = 0) {
  const rates = ratesOf(some);
  const samples = [];
  let passed = 0;
  for (const { same, features } of some.flatMap((window) => pairsOf(window, rates))) {
    const alike = same || features.cosine > 0.05;
    if (alike || passed++ % SAMPLE === 0)
      samples.push({ features: names.map((name) => features[name]), label: same ? 1 : 0, weight: alike ? 1 : SAMPLE });
  }
  const old = names.map((name) => LIKENESS_WEIGHTS.weights[name]);
  const { weights, bias } = fitDense(samples, {
    prior: [...old.map((weight) => weight ?? 0), LIKENESS_WEIGHTS.intercept],
    decay: [...old.map((weight) => (weight === undefined ? DECAY.new : DECAY.old)), DECAY.new],
  });
  const round = (value) => Math.round(value * 100) / 100;
  return {
    intercept: round(bias),
    weights: Object.fromEntries(names.map((name, i) => [name, round(weights[i])])),
    enough,
  };
}

/** Places the items of some windows, one window after the other, and counts pairs. */
function place(some, model) {
  const index = new IncidentIndex(model);
  const counts = { right: 0, found: 0, gold: 0 };
  for (const { items } of some) {
    const placed = items.map((item) => ({ ...item, incident: index.place(item.signature).incident }));
    for (const [i, a] of placed.entries())
      for (const b of placed.slice(0, i)) {
        const [same, found] = [a.event === b.event, a.incident === b.incident];
        if (same) counts.gold++;
        if (found) counts.found++;
        if (same && found) counts.right++;
        if (flag('--show') && same !== found && model.enough === THRESHOLDS[4])
          console.log(`${found ? 'wrong ' : 'missed'}\t${b.text.slice(0, 140)}\t${a.text.slice(0, 140)}`);
      }
  }
  return counts;
}

const f1 = ({ right, found, gold }) => (found + gold === 0 ? 0 : (2 * right) / (found + gold));
const sum = (some) =>
  some.reduce(
    (all, each) => ({ right: all.right + each.right, found: all.found + each.found, gold: all.gold + each.gold }),
    {
      right: 0,
      found: 0,
      gold: 0,
    },
  );
const told = (counts) =>
  `P ${(counts.right / counts.found).toFixed(3)} R ${(counts.right / counts.gold).toFixed(3)} F1 ${f1(counts).toFixed(3)}`;

/** Counts of each fold, by threshold, under a model of the others; those of the windows held out come last. */
function heldOut() {
  const folds = Array.from({ length: FOLDS }, (_, fold) => [
    windows.filter((_, i) => i % FOLDS !== fold),
    windows.filter((_, i) => i % FOLDS === fold),
  ]);
  if (apart.length > 0) folds.push([windows, apart]);
  return folds.map(([fitted, kept]) => {
    const model = train(fitted);
    return THRESHOLDS.map((enough) => place(kept, { ...model, enough }));
  });
}

/**
 * The lowest threshold whose F1 over some folds is within two hundredths of the best: the curve of few pairs is flat
 * there, and more events are missed than joined wrongly.
 */
function bestThreshold(folds) {
  const curve = THRESHOLDS.map((_, t) => f1(sum(folds.map((fold) => fold[t]))));
  return curve.findIndex((value) => value > Math.max(...curve) - 0.02);
}

function crossValidate() {
  const folds = heldOut();
  if (flag('--show')) return;
  THRESHOLDS.forEach((enough, t) => {
    const kept = apart.length > 0 ? `; held out: ${told(folds.at(-1)[t])}` : '';
    console.log(`from ${enough}: ${told(sum(folds.map((fold) => fold[t])))}${kept}`);
  });
  const nested = folds.map((fold, i) => fold[bestThreshold(folds.filter((_, j) => j !== i))]);
  console.log(
    `threshold from the other folds: ${told(sum(nested))} (${sum(nested).gold} pairs of ${all.length} windows)`,
  );
}

function write() {
  const model = train(windows, THRESHOLDS[bestThreshold(heldOut())]);
  const lines = Object.entries(model.weights).map(([name, weight]) => `    ${name}: ${weight},\n`);
  writeFileSync(
    fileURLToPath(new URL('../src/incidents/likeness-weights.ts', import.meta.url)),
    `import type { LikenessModel } from './likeness.ts';

/**
 * What each feature of a pair of articles weighs, in log-odds that they tell of one event. Fitted by
 * scripts/train-likeness.mjs, not written by hand.
 */
export const LIKENESS_WEIGHTS: LikenessModel = {
  intercept: ${model.intercept},
  weights: {
${lines.join('')}  },
  enough: ${model.enough},
};
`,
  );
}

if (flag('--write')) write();
else crossValidate();

// Measures the classifier beside its peers; see README.md.
import { readFileSync } from 'node:fs';
import nlp from 'compromise';
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { createClassifier } from '../../dist/classify/classifier.js';
import { openGazetteer } from '../../dist/classify/places/gazetteer.js';
import { configDir } from '../../dist/config/config-dir.js';
import { readGazetteer } from '../../dist/config/gazetteer.js';
import { parsePhrase } from '../../dist/config/rules/phrase.js';
import { readRules } from '../../dist/config/rules.js';

const items = process.argv
  .slice(2)
  .flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean))
  .map((line) => JSON.parse(line));
if (items.length === 0) {
  console.error('usage: run.mjs ITEMS.jsonl [ITEMS.jsonl ...]');
  process.exit(2);
}
const rules = readRules(configDir());
const gazetteer = openGazetteer(readGazetteer());
const classifier = createClassifier(rules, gazetteer);
const wink = winkNLP(model);

/** CPU seconds that `work` takes. */
const seconds = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};
// Peers are slow, so every fourth item is a sample that all engines read; the others warm the engines up. They take turns
// and the best of several rounds counts: what else the machine does at the moment slows whoever has his turn.
const seen = new Set();
const distinct = items.filter(({ text }) => !seen.has(text) && seen.add(text));
const sample = distinct.filter((_, i) => i % 4 === 0);
const warm = distinct.filter((_, i) => i % 4 !== 0);
const ROUNDS = 5;
const engines = {
  subthreshold: ({ text, title }) => classifier.classify({ text, title: title ?? '' }),
  'compromise, whole text': ({ text }) => nlp(text).document.length,
  'wink-nlp, full pipeline': ({ text }) => wink.readDoc(text).entities().length(),
};
const characters = distinct.reduce((sum, { text }) => sum + text.length, 0) / distinct.length;
console.log(
  `${distinct.length} items of ${characters.toFixed(0)} characters on average, ${sample.length} timed, Node ${process.version}`,
);
/** Reads other items for six seconds: a compiler that saw little of a slow engine would make it slower still. */
const warmUp = (work) => {
  const until = performance.now() + 6000;
  for (let i = 0; performance.now() < until; i++) work(warm[i % warm.length]);
};

// Long articles come before the peers, whose memory every later collection of garbage has to walk through.
warmUp(engines.subthreshold);
const prose = items.map(({ text }) => text).join('\n\n');
const long = prose.repeat(Math.ceil(2_000_000 / prose.length));
for (const length of [20_000, 200_000, 2_000_000]) {
  const text = long.slice(0, length);
  const took = Math.min(
    ...Array.from({ length: ROUNDS }, () => seconds(() => classifier.classify({ text, title: '' }))),
  );
  console.log(
    `one article of ${length / 1000} kB: ${took.toFixed(3)} s (${((took / length) * 1e9).toFixed(0)} ns a character)`,
  );
}

for (const work of Object.values(engines)) warmUp(work);
const best = {};
for (let round = 0; round < ROUNDS; round++)
  for (const [name, work] of Object.entries(engines))
    best[name] = Math.min(
      best[name] ?? Number.POSITIVE_INFINITY,
      seconds(() => sample.forEach(work)),
    );
const rates = {};
for (const [name, took] of Object.entries(best)) {
  rates[name] = sample.length / took;
  console.log(`${name.padEnd(26)} ${rates[name].toFixed(0).padStart(6)} articles/s`);
}
for (const [name, rate] of Object.entries(rates).slice(1))
  console.log(`subthreshold is ${(rates.subthreshold / rate).toFixed(1)} times as fast as ${name}`);

const phrase = parsePhrase(Array.from({ length: 12 }, () => 'a').join(' ..30 '));
const hostile = {
  ...rules,
  rules: [
    ...rules.rules,
    {
      ...rules.rules[0],
      id: 'hostile',
      selections: new Map([['a', [phrase]]]),
      condition: { kind: 'name', name: 'a' },
    },
  ],
};
const victim = createClassifier(hostile, gazetteer);
for (const length of [20_000, 200_000]) {
  const text = 'a '.repeat(length / 2);
  const took = seconds(() => victim.classify({ text, title: '' }));
  console.log(`hostile phrase (12 words, 11 gaps of 30) on ${length / 1000} kB of "a a a …": ${took.toFixed(3)} s`);
}

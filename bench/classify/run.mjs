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
// Every fifth item warms the engines up; the others are timed. Peers, being slow, are timed on every tenth.
const warm = items.filter((_, i) => i % 5 === 0);
const timed = items.filter((_, i) => i % 5 !== 0);
const few = timed.filter((_, i) => i % 10 === 0);
const engines = {
  subthreshold: [timed, ({ text, title }) => classifier.classify({ text, title: title ?? '' })],
  'compromise, whole text': [few, ({ text }) => nlp(text).document.length],
  'wink-nlp, full pipeline': [few, ({ text }) => wink.readDoc(text).entities().length()],
};
const characters = items.reduce((sum, { text }) => sum + text.length, 0) / items.length;
console.log(`${items.length} items of ${characters.toFixed(0)} characters on average, Node ${process.version}`);
const rates = {};
for (const [name, [sample, work]] of Object.entries(engines)) {
  for (const item of warm.slice(0, name === 'subthreshold' ? 2000 : 100)) work(item);
  rates[name] = sample.length / seconds(() => sample.forEach(work));
  console.log(`${name.padEnd(26)} ${rates[name].toFixed(0).padStart(6)} articles/s`);
}
for (const [name, rate] of Object.entries(rates).slice(1))
  console.log(`subthreshold is ${(rates.subthreshold / rate).toFixed(1)} times as fast as ${name}`);

const prose = items.map(({ text }) => text).join('\n\n');
const long = prose.repeat(Math.ceil(2_000_000 / prose.length));
for (const length of [20_000, 200_000, 2_000_000]) {
  const text = long.slice(0, length);
  const took = seconds(() => classifier.classify({ text, title: '' }));
  console.log(
    `one article of ${length / 1000} kB: ${took.toFixed(3)} s (${((took / length) * 1e9).toFixed(0)} ns a character)`,
  );
}

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

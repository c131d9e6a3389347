// Article text and time a page against peers, in one run.
//   node pages.mjs GOLD.jsonl [SECONDS]      lines {id, url, html, text}; build the project first (npm run build)
// F1: of mean precision and mean recall over bags of four-word shingles; page F1: mean of the pages' own.
// Time: median of the pages' best of three, and the ratio of sums to `cheerio.load` of the same pages. Every tool works
// in a process of its own; one that takes longer than SECONDS (20) for a page is ended, the page counts as empty and
// stands out of its time, and the tool goes on with the next one.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { TOOLS } from './page-tools.mjs';

const [file, limit = '20'] = process.argv.slice(2);
if (!file) {
  console.error('usage: node pages.mjs GOLD.jsonl [SECONDS]');
  process.exit(2);
}
const pages = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

/** What a tool makes of every page: `{text, ms}`, null where it did not end in time. */
async function runTool(name) {
  const answers = [];
  let child = await start(name);
  for (const { html, url } of pages) {
    child.send({ html, url });
    const settled = new AbortController();
    const { signal } = settled;
    const answer = await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message),
      once(child, 'exit', { signal }).then(() => null),
      wait(Number(limit) * 1000, null, { signal }),
    ]);
    settled.abort();
    if (answer === null) {
      child.kill('SIGKILL');
      child = await start(name);
    }
    answers.push(answer);
  }
  child.kill();
  return answers;
}

async function start(name) {
  const child = fork(new URL('page-runner.mjs', import.meta.url), [name], { silent: true, serialization: 'advanced' });
  child.stdout.resume();
  child.stderr.resume();
  await once(child, 'message');
  return child;
}

function shingles(text) {
  const words = (text ?? '').match(/[\p{L}\p{N}_]+/gu) ?? [];
  const bag = new Map();
  if (words.length === 0) return bag;
  for (let i = 0; i <= Math.max(0, words.length - 4); i++) {
    const key = words.slice(i, i + 4).join(' ');
    bag.set(key, (bag.get(key) ?? 0) + 1);
  }
  return bag;
}

const size = (bag) => [...bag.values()].reduce((a, b) => a + b, 0);

function score(found, gold) {
  let shared = 0;
  for (const [key, n] of gold) shared += Math.min(n, found.get(key) ?? 0);
  return { precision: shared / (size(found) || 1), recall: shared / (size(gold) || 1), empty: found.size === 0 };
}

const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const f1 = (p, r) => (p + r ? (2 * p * r) / (p + r) : 0);

const golds = pages.map((page) => shingles(page.text));
let bare;
console.log(`${'tool'.padEnd(24)}     F1  page F1  empty   ms/page  × load`);
for (const name of Object.keys(TOOLS)) {
  const answers = await runTool(name);
  bare ??= answers;
  const scores = answers.map((answer, i) => score(shingles(answer?.text), golds[i]));
  const found = scores.filter((s) => !s.empty);
  const quality =
    name === 'cheerio.load alone'
      ? ' '.repeat(23)
      : `${f1(mean(found.map((s) => s.precision)), mean(scores.map((s) => s.recall))).toFixed(3)}    ${mean(scores.map((s) => f1(s.precision, s.recall))).toFixed(3)}  ${String(scores.length - found.length).padStart(5)}  `;
  const timed = answers.flatMap((answer, i) => (answer && bare[i] ? [[answer.ms, bare[i].ms]] : []));
  const times =
    timed.length === 0
      ? '  none done in time'
      : `${median(timed.map(([own]) => own))
          .toFixed(1)
          .padStart(
            7,
          )}  ${(mean(timed.map(([own]) => own)) / mean(timed.map(([, load]) => load))).toFixed(2).padStart(6)}`;
  console.log(`${name.padEnd(24)}  ${quality}  ${times}`);
  for (const [i, answer] of answers.entries())
    if (answer === null) console.log(`  not done in ${limit} s: ${pages[i].id} ${pages[i].url ?? ''}`);
}

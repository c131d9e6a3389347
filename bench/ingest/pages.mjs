// Article text and time a page against peers, in one run.
//   node pages.mjs GOLD.jsonl      lines {id, url, html, text}; build the project first (npm run build)
// F1: of mean precision and mean recall over bags of four-word shingles; page F1: mean of the pages' own.
// Time: median of the pages' best of three, and its ratio to `cheerio.load` of the same page.
import { readFileSync } from 'node:fs';
import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { load } from 'cheerio';
import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';
import { extractArticle } from '../../dist/ingest/article/extract.js';

const file = process.argv[2];
if (!file) {
  console.error('usage: node pages.mjs GOLD.jsonl');
  process.exit(2);
}
const pages = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

const plain = (html) => {
  const $ = load(html);
  $('script, style').remove();
  $('p, li, h1, h2, h3, h4, h5, h6, div, blockquote, tr, br').after('\n');
  return $.root().text();
};

const tools = {
  'cheerio.load alone': (page) => void load(page.html),
  subthreshold: (page) => extractArticle(page.html, page.url).text,
  'article p': (page) =>
    load(page.html)('article p')
      .toArray()
      .map((p) => load(p).text())
      .join('\n'),
  'readability + linkedom': (page) => new Readability(parseHTML(page.html).document).parse()?.textContent,
  '@extractus': async (page) => plain((await extractFromHtml(page.html, page.url))?.content ?? ''),
  'defuddle + linkedom': async (page) => plain((await Defuddle(parseHTML(page.html).document, page.url)).content ?? ''),
};

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
let bare = [];
console.log(`${'tool'.padEnd(24)}     F1  page F1  empty   ms/page  × load`);
for (const [name, run] of Object.entries(tools)) {
  const scores = [];
  const times = [];
  for (const [i, page] of pages.entries()) {
    let text;
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      try {
        text = await run(page);
      } catch {
        text = '';
      }
      best = Math.min(best, performance.now() - start);
    }
    times.push(best);
    scores.push(score(shingles(text), golds[i]));
  }
  if (bare.length === 0) bare = times;
  const found = scores.filter((s) => !s.empty);
  const quality =
    name === 'cheerio.load alone'
      ? ' '.repeat(23)
      : `${f1(mean(found.map((s) => s.precision)), mean(scores.map((s) => s.recall))).toFixed(3)}    ${mean(scores.map((s) => f1(s.precision, s.recall))).toFixed(3)}  ${String(scores.length - found.length).padStart(5)}  `;
  console.log(
    `${name.padEnd(24)}  ${quality}  ${median(times).toFixed(1).padStart(7)}  ${(mean(times) / mean(bare)).toFixed(2).padStart(6)}`,
  );
}

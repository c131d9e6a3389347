// Feed parsing against its peers, in one run.
//   node feeds.mjs [EVAL_DIR]     build the project first; EVAL_DIR holds score.mjs and dev.jsonl
// Prints the time for a feed of 1,000 items (median of the runs, and as a ratio to bare rss-parser), and with EVAL_DIR
// the share of its cases that each parser meets.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor';
import { parseFeed as feedsmith } from 'feedsmith';
import iconv from 'iconv-lite';
import RssParser from 'rss-parser';
import { parseFeed } from '../../dist/ingest/feed/parse-feed.js';

const ITEMS = 1000;
const RUNS = 15;

/** Paragraphs as a newsroom's system writes them: links, an image, entities. */
const paragraph = (n) =>
  `<p>The harbour master reported at ${n % 24}:00 that vessel no. ${n} had left its lane &amp; drifted over the cable. ` +
  `<a href="https://coast.example/reports/${n}?ref=feed">The report</a> says the anchor&#8217;s chain was out for ` +
  `${n % 90} minutes.</p><figure><img src="/images/${n}.jpg" alt="Vessel ${n}"/></figure>`;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const date = (n) => new Date(Date.UTC(2025, 0, 1) + n * 3_600_000);

const rssItem = (n) =>
  `<item><title>Report ${n}: cable off the coast &amp; harbour</title><link>https://coast.example/news/${n}</link>` +
  `<guid isPermaLink="false">coast-${n}</guid><pubDate>${date(n).toUTCString()}</pubDate><dc:creator>Harbour desk</dc:creator>` +
  `<category>Sea</category><description>${escaped(paragraph(n))}</description>` +
  `<content:encoded><![CDATA[${paragraph(n).repeat(4)}]]></content:encoded></item>\n`;
const shortItem = (n) =>
  `<item><title>Report ${n}: cable off the coast</title><link>https://coast.example/news/${n}</link>` +
  `<guid>https://coast.example/news/${n}</guid><pubDate>${date(n).toUTCString()}</pubDate>` +
  `<description>Vessel no. ${n} had left its lane and drifted over the cable, the harbour master said.</description></item>\n`;
const rss = (item) =>
  '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" ' +
  'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Coast</title><link>https://coast.example/</link>' +
  `<description>News of the coast</description>${Array.from({ length: ITEMS }, (_, n) => item(n)).join('')}</channel></rss>`;
const atomEntry = (n) =>
  `<entry><title type="html">Report ${n}: cable &amp;amp; harbour</title><link href="https://coast.example/news/${n}"/>` +
  `<id>tag:coast.example,2025:${n}</id><published>${date(n).toISOString()}</published><updated>${date(n).toISOString()}</updated>` +
  `<author><name>Harbour desk</name></author><summary type="html">${escaped(paragraph(n))}</summary>` +
  `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${paragraph(n).repeat(4)}</div></content></entry>\n`;
const atom = () =>
  '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Coast</title><id>tag:coast.example,2025:feed</id>' +
  `<link href="https://coast.example/"/><updated>${date(0).toISOString()}</updated>${Array.from({ length: ITEMS }, (_, n) => atomEntry(n)).join('')}</feed>`;

const decoded = (body, contentType = '') => {
  const charset =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ??
    /<\?xml[^>]*encoding=["']([\w-]+)/i.exec(body.toString('latin1', 0, 200))?.[1] ??
    'utf-8';
  return iconv.decode(body, iconv.encodingExists(charset) ? charset : 'utf-8');
};
const list = (value) => (Array.isArray(value) ? value : value ? [value] : []);
const text = (value) => (typeof value === 'object' ? value?._ : value);
const words = (...values) =>
  values
    .flat()
    .map((value) => (typeof value === 'string' ? value : value?.value))
    .filter(Boolean);

/** Each parser: bytes in, the project's shape out (`{ok, feed, items}`), as its own documentation has one use it. */
const parsers = {
  subthreshold: (body, contentType, url) => parseFeed(body, { contentType, url }),
  'rss-parser': async (body) => fromRssParser(await new RssParser().parseString(body.toString('utf8'))),
  'rss-parser, decoded': async (body, contentType) =>
    fromRssParser(await new RssParser().parseString(decoded(body, contentType))),
  feedsmith: async (body, contentType) => fromFeedsmith(feedsmith(decoded(body, contentType))),
  '@extractus': async (body, contentType, url) => {
    const text = decoded(body, contentType);
    const options = { descriptionMaxLen: 0, ...(url && { baseUrl: url }) };
    const feed = text.trimStart().startsWith('{')
      ? extractFromJson(JSON.parse(text), options)
      : extractFromXml(text, options);
    return { ok: true, feed, items: feed.entries.map((entry) => ({ ...entry, text: words(entry.description) })) };
  },
};
function fromRssParser(feed) {
  const items = feed.items.map((item) => ({
    title: text(item.title),
    link: item.link,
    id: text(item.guid ?? item.id ?? item['rdf:about']),
    published: item.isoDate ?? null,
    text: words(item['content:encoded'], item.content, item.summary),
  }));
  return { ok: true, feed: { title: text(feed.title) }, items };
}
function fromFeedsmith({ feed }) {
  const items = list(feed.items ?? feed.entries).map((item) => ({
    title: item.title?.value ?? item.title,
    link:
      item.link ?? item.url ?? (item.links?.find(({ rel }) => !rel || rel === 'alternate') ?? item.links?.[0])?.href,
    id: item.guid?.value ?? item.id ?? item.rdf?.about,
    published:
      item.pubDate ??
      item.published ??
      item.date_published ??
      item.updated ??
      item.dc?.date ??
      item.dc?.dates?.[0] ??
      null,
    text: words(
      item.content?.encoded,
      item.content,
      item.description,
      item.summary,
      item.content_html,
      item.content_text,
    ),
  }));
  return { ok: true, feed: { title: feed.title?.value ?? feed.title }, items };
}

async function time() {
  for (const [name, feed] of Object.entries({
    'RSS 2.0, short items': rss(shortItem),
    'RSS 2.0': rss(rssItem),
    'Atom 1.0': atom(),
  })) {
    const body = Buffer.from(feed);
    const times = Object.fromEntries(Object.keys(parsers).map((parser) => [parser, []]));
    // The parsers take turns, so that none has the machine at a better hour.
    for (let run = -3; run < RUNS; run++)
      for (const [parser, parse] of Object.entries(parsers)) {
        const started = performance.now();
        const { items } = await parse(body);
        if (items.length !== ITEMS) throw new Error(`${parser} found ${items.length} items`);
        if (run >= 0) times[parser].push(performance.now() - started);
      }
    const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
    const bare = median(times['rss-parser']);
    console.log(`\n${name}, ${ITEMS} items, ${(body.length / 1e6).toFixed(1)} MB`);
    for (const [parser, values] of Object.entries(times))
      console.log(
        `${parser.padEnd(22)} ${median(values).toFixed(0).padStart(6)} ms  ${(median(values) / bare).toFixed(2)} x`,
      );
  }
}

async function conformance(folder) {
  const { readJsonl, score } = await import(pathToFileURL(join(folder, 'score.mjs')).href);
  const cases = readJsonl(join(folder, 'dev.jsonl'));
  console.log(`\n${cases.length} feeds, every expectation met: total / mean of the kinds`);
  for (const [parser, parse] of Object.entries(parsers)) {
    const predictions = new Map();
    for (const { id, body_base64, contentType, feedUrl } of cases) {
      try {
        const { ok, feed, items } = await parse(Buffer.from(body_base64, 'base64'), contentType, feedUrl);
        const texts = items.map((item) => ({
          ...item,
          text: [item.html, item.summary, ...list(item.text)].filter(Boolean),
        }));
        predictions.set(id, { ok, feed, items: texts });
      } catch (error) {
        predictions.set(id, { ok: false, error: error.message, items: [] });
      }
    }
    const { share, macro } = score(cases, predictions);
    console.log(
      `${parser.padEnd(22)} ${(100 * share).toFixed(1).padStart(6)} %  ${(100 * macro).toFixed(1).padStart(6)} %`,
    );
  }
}

await time();
if (process.argv[2]) await conformance(resolve(process.argv[2]));

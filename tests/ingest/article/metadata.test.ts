import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../../src/ingest/article/extract.ts';
import { FIRST, page, SECOND } from './page.ts';

const BODY = `<p>${FIRST}</p><p>${SECOND}</p>`;
const extract = (head: string, article = BODY) =>
  extractArticle(page(article, head), 'https://strait-ledger.example/sea/patrol-boat?utm_source=x');
const ld = (data: object) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('metadata', () => {
  it('is read from JSON-LD, also inside a graph', () => {
    const article = extract(
      ld({
        '@graph': [
          { '@type': 'WebSite', name: 'Strait Ledger' },
          {
            '@type': ['NewsArticle'],
            headline: 'Patrol boat rammed off the shoal',
            datePublished: '2025-03-04T09:05:00+08:00',
            dateModified: '2025-03-04T10:00:00+08:00',
            author: [
              { '@type': 'Person', name: 'Sea Desk' },
              { '@type': 'Person', name: 'Harbour Desk' },
            ],
            inLanguage: 'en-PH',
            articleSection: 'Sea',
          },
        ],
      }),
    );
    expect(article).toMatchObject({
      title: 'Patrol boat rammed off the shoal',
      published: '2025-03-04T01:05:00.000Z',
      modified: '2025-03-04T02:00:00.000Z',
      author: 'Sea Desk, Harbour Desk',
      language: 'en',
      section: 'Sea',
      siteName: 'Strait Ledger',
    });
  });

  it('is read from JSON-LD with raw line breaks in its strings', () => {
    const broken =
      '<script type="application/ld+json">{"@type":"NewsArticle","description":"one\ntwo","datePublished":"2025-03-04"}</script>';
    expect(extract(broken).published).toBe('2025-03-04T00:00:00.000Z');
  });

  it('is read from meta elements', () => {
    const article =
      extract(`<meta property="article:published_time" content="2025-03-04T01:05:00Z"><meta name="author" content="By Sea Desk">
      <meta property="article:section" content="Sea"><meta property="og:image" content="/boat.jpg"><link rel="canonical" href="/sea/patrol-boat">`);
    expect(article).toMatchObject({
      published: '2025-03-04T01:05:00.000Z',
      author: 'Sea Desk',
      section: 'Sea',
      image: { url: 'https://strait-ledger.example/boat.jpg', caption: null },
      url: 'https://strait-ledger.example/sea/patrol-boat',
    });
  });

  it.each([
    ['a time element', '<time datetime="2025-03-04T09:05+08:00">this morning</time>', '2025-03-04T01:05:00.000Z'],
    ['a visible date with zone', '<div>Published March 4, 2025 9:05 AM GMT</div>', '2025-03-04T09:05:00.000Z'],
    ['a visible date in another language', '<div>4 marca 2025, 9:05</div>', '2025-03-04T09:05:00.000Z'],
  ])('has the date of %s', (_, date, published) => {
    expect(extract('', date + BODY).published).toBe(published);
  });

  it('invents no date', () => {
    expect(extract('').published).toBeNull();
    expect(extract('', `<div>3/4/2025</div>${BODY}`).published).toBeNull();
  });

  it('takes the day in the address when the page has none', () => {
    expect(extractArticle(page(BODY), 'https://strait-ledger.example/2025/03/04/boat').published).toBe(
      '2025-03-04T00:00:00.000Z',
    );
  });

  it('has the headline without the name of the site when there is no h1', () => {
    expect(
      extractArticle(
        '<title>Patrol boat rammed - Strait Ledger</title><meta property="og:site_name" content="Strait Ledger">',
      ).title,
    ).toBe('Patrol boat rammed');
  });

  it('does not take the name of the site for the headline', () => {
    const html = `<title>Patrol boat rammed off the shoal | Strait Ledger</title><meta property="og:site_name" content="Strait Ledger"><h1>Strait Ledger</h1><h2>Patrol boat rammed off the shoal</h2>${BODY}`;
    expect(extractArticle(html).title).toBe('Patrol boat rammed off the shoal');
  });

  it('does not take a front page for the canonical address', () => {
    expect(extract('<link rel="canonical" href="https://strait-ledger.example/">').url).toBe(
      'https://strait-ledger.example/sea/patrol-boat?utm_source=x',
    );
  });
});

describe('the language', () => {
  it.each([
    ['en', FIRST + SECOND],
    [
      'pl',
      'Statek opuścił port w nocy i nie odpowiadał na wezwania, a straż graniczna podała, że kabel został przecięty oraz że nie jest to pierwszy taki przypadek w tym roku na tym akwenie.',
    ],
    [
      'lt',
      'Laivas naktį paliko uostą ir neatsakė į kvietimus, o pakrančių apsauga pranešė, kad kabelis yra nutrauktas ir kad tai buvo ne pirmas toks atvejis, bet apie jį dar tiriama su kaimynais.',
    ],
  ])('%s is guessed from the text where the page does not say', (language, paragraph) => {
    expect(extractArticle(`<article><p>${paragraph}</p></article>`).language).toBe(language);
  });
});

describe('a page whose text only scripts would show', () => {
  it('has the text that its JSON-LD tells', () => {
    const articleBody = `${`${FIRST} ${SECOND} `.repeat(3)}\n\nThe harbour stays closed.`;
    const data = JSON.stringify({ '@type': 'NewsArticle', articleBody });
    const { text, wall } = extractArticle(`<div id="root"></div><script type="application/ld+json">${data}</script>`);
    expect(text).toMatch(/closed\.$/);
    expect(wall).toBeNull();
  });
});

describe('a date', () => {
  const dated = (body: string, url?: string) => extractArticle(`<h1>Cable fails again</h1>${body}`, url).published;

  it('that the story tells of is not when the page was published', () => {
    const told = '<p>The first line to the island was opened on August 14, 1935, by the governor himself.</p>';
    expect(dated(told)).toBeNull();
    expect(dated(`<p>Opened August 14, 1935</p>${told}`, 'https://gazette.example/2026/03/04/cable/')).toBe(
      '2026-03-04T00:00:00.000Z',
    );
  });

  it.each([
    ['الأحد، 04 آب/اغسطس 2013', '2013-08-04'],
    ['Опубліковано 4 березня 2026', '2026-03-04'],
    ['2026년 3월 4일', '2026-03-04'],
    ['Publié le 29/10/2012', '2012-10-29'],
  ])('is read from the line “%s”', (line, day) => {
    expect(dated(`<div>${line}</div><p>The line to the island has failed for the second time in a month.</p>`)).toMatch(
      day,
    );
  });
});

it('a page whose article data is broken JSON is dated by what it says of the page', () => {
  const broken = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The "cable" fails"}</script>';
  const page = ld({ '@type': 'WebPage', datePublished: '2025-03-04T14:39:09+02:00' });
  expect(extract(broken + page, `<p>4 May 2025</p>${BODY}`).published).toBe('2025-03-04T12:39:09.000Z');
});

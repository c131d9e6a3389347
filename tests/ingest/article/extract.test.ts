import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../../src/ingest/article/extract.ts';
import { FIRST, page, SECOND, STORY, THIRD } from './page.ts';

const URL_OF_PAGE = 'https://strait-ledger.example/2025/03/04/patrol-boat';
const extract = (article: string, head = '') => extractArticle(page(article, head), URL_OF_PAGE);
const text = (article: string) => extract(article).text;

describe('the text of an article', () => {
  it('is its paragraphs, without menus, cookie banners, related stories, comments and footers', () => {
    expect(text(`<p>${FIRST}</p><p>${SECOND}</p><p>${THIRD}</p>`)).toBe(STORY);
  });

  it('is found when it is split over sibling containers', () => {
    const part = (p: string) => `<div class="chunk"><p>${p}</p></div><div class="ad-slot">Advertisement</div>`;
    expect(text(part(FIRST) + part(SECOND) + part(THIRD))).toBe(STORY);
  });

  it('is found when it stands outside of paragraphs', () => {
    expect(text(`<div class="story">${FIRST}<br><br>${SECOND}<br><br>${THIRD}</div>`)).toBe(STORY);
  });

  it('is found without any class, id or semantic element to go by', () => {
    const html = page(`<p>${FIRST}</p><p>${SECOND}</p><p>${THIRD}</p>`)
      .replace(/ (?:class|id)="[^"]*"/g, '')
      .replace(/<(\/?)(?:main|nav|footer|section)\b/g, '<$1div');
    expect(extractArticle(html, URL_OF_PAGE).text).toBe(STORY);
  });

  it('does not glue words together where blocks or line breaks part them', () => {
    expect(
      text(
        `<div><div>${FIRST}</div><div>${SECOND}</div><p>The crew of the tug<br>had seen nothing of it all.</p></div>`,
      ),
    ).toBe(`${FIRST}\n\n${SECOND}\n\nThe crew of the tug had seen nothing of it all.`);
  });

  it('keeps subheadings, lists, quotes and tables', () => {
    expect(
      text(`<p>${FIRST}</p><h2>What is known</h2><ul><li>Two sailors were hurt.</li><li>The hull is dented.</li></ul>
        <blockquote>We saw them turn towards us, said the boatswain.</blockquote><p>${SECOND}</p>
        <table><tr><th>Day</th><th>Sorties</th></tr><tr><td>Monday</td><td>4</td></tr></table>`),
    ).toBe(
      `${FIRST}\n\nWhat is known\n\nTwo sailors were hurt.\n\nThe hull is dented.\n\nWe saw them turn towards us, said the boatswain.\n\n${SECOND}\n\nDay Sorties\n\nMonday 4`,
    );
  });

  it.each([
    ['a linked headline between paragraphs', '<p><a href="/x">NAVY SENDS SECOND FRIGATE TO THE STRAIT</a></p>'],
    ['a call to join', '<p>Join our channel for alerts from the strait <a href="/t">here</a> →</p>'],
    ['a pointer to another story', '<p>Read more: <a href="/x">Frigate sails for the strait</a></p>'],
    [
      'a newsletter box',
      '<div class="newsletter"><h4>Morning watch</h4><p>The best of the strait in your inbox, every day before breakfast.</p></div>',
    ],
    [
      'a newsletter box without a telling name',
      '<div><p>Get the morning watch delivered to your inbox every day.</p></div>',
    ],
    ['share buttons', '<div><span>Share</span><a href="#">Facebook</a><a href="#">Telegram</a></div>'],
    [
      'a caption',
      '<figure><img src="/a.jpg"><figcaption>The patrol boat in its harbour last year.</figcaption></figure>',
    ],
    [
      'a caption that says so',
      '<div><img src="/a.jpg"><div>The patrol boat in harbour (Image: Coast Guard)</div></div>',
    ],
    [
      'what a picture says in its alt text',
      '<img src="/a.jpg" alt="The patrol boat leaves the harbour at dawn"><p>The patrol boat leaves the harbour at dawn</p>',
    ],
    [
      'a paywall note',
      '<div class="paywall"><p>Subscribe to continue reading this story and get full access.</p></div>',
    ],
    ['markup shown as text', '<p>&lt;img height="1" src="https://count.example/p"&gt;</p>'],
    ['what is hidden', '<p style="display: none">Do not look here, as this is meant for search engines alone.</p>'],
  ])('leaves out %s', (_, clutter) => {
    expect(text(`<p>${FIRST}</p>${clutter}<p>${SECOND}</p><p>${THIRD}</p>`)).toBe(STORY);
  });

  it('leaves out headline, standfirst, byline and date above it', () => {
    expect(
      text(`<p class="standfirst">Two are hurt in the third such collision of the year</p><div>By the sea desk</div>
        <div>Published: 4 March 2025, 9:05 GMT</div><p>${FIRST}</p><p>${SECOND}</p><p>${THIRD}</p>`),
    ).toBe(STORY);
  });

  it('leaves out related stories, author lines and tags below it', () => {
    expect(
      text(`<p>${FIRST}</p><p>${SECOND}</p><p>${THIRD}</p><h3>Related</h3><p>Why the shoal matters</p>
        <p><a href="/1">Ferry resumes</a></p><p>Tags: <a href="/t">shoal</a></p>`),
    ).toBe(STORY);
  });

  it('keeps agency datelines, as they are part of the first sentence', () => {
    expect(text(`<p>MANILA (Wire) — ${FIRST}</p><p>${SECOND}</p>`)).toMatch(/^MANILA \(Wire\) — A coast guard/);
  });

  it('is the first article of an endless page', () => {
    const other =
      'The harbour town of the north has a new ferry, which crosses the bay in half the time that the old one took. ';
    const html = `<body><article><h1>Patrol boat rammed</h1><p>${`${FIRST} `.repeat(3)}</p><p>${SECOND} ${THIRD}</p></article>
      <article><h1>New ferry</h1><p>${other.repeat(2)}</p><p>${other.repeat(3)}</p></article></body>`;
    expect(extractArticle(html).text).toMatch(/^A coast guard[\s\S]*compared\.$/);
  });

  it('is null on an empty page', () => {
    expect(extractArticle('').text).toBeNull();
  });
});

describe('live blogs', () => {
  it('are split into entries with title and time, and have all of them in the text', () => {
    const entry = (hour: string, title: string, p: string) =>
      `<div class="live-entry"><time datetime="2025-03-04T${hour}:00:00+01:00">${hour}:00</time><h3>${title}</h3><p>${p}</p></div>`;
    const { entries, text } = extract(
      entry('11', 'Divers arrive', THIRD) + entry('10', 'In harbour', SECOND) + entry('09', 'Collision', FIRST),
    );
    expect(entries).toEqual([
      { anchor: null, title: 'Divers arrive', text: THIRD, published: '2025-03-04T10:00:00.000Z' },
      { anchor: null, title: 'In harbour', text: SECOND, published: '2025-03-04T09:00:00.000Z' },
      { anchor: null, title: 'Collision', text: FIRST, published: '2025-03-04T08:00:00.000Z' },
    ]);
    expect(text).toContain(FIRST);
    expect(text).toContain(THIRD);
  });

  it('are not seen in a plain article', () => {
    expect(extract(`<p>${FIRST}</p><p>${SECOND}</p>`).entries).toEqual([]);
  });
});

describe('any page', () => {
  const pieces = fc.constantFrom(
    '<p>',
    '</p>',
    '<div class="article-body">',
    '</div>',
    '<a href="/x">',
    '</a>',
    '<table><tr><td>',
    '</table>',
    '<h1>',
    '<li>',
    '<br>',
    '<!--',
    '-->',
    '<script>',
    '</script>',
    '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"',
    '"}</script>',
    '<time datetime="2025-13-45">',
    '<meta property="og:title" content="',
    '">',
    '&amp;',
    '&#x0;',
    '\0',
    '\u2028',
    'A boat left the harbour at noon. ',
    'Read more: ',
    '12/13/2025',
    '<svg><p>',
    '<template>',
    '<noscript>',
    '<html lang="',
    '<base href="//">',
    '<link rel=canonical href="http://[">',
  );
  it('is read without throwing, twice the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }),
        fc.option(fc.string(), { nil: undefined }),
        (parts, url) => {
          const html = parts.join('');
          expect(extractArticle(html, url)).toEqual(extractArticle(html, url));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read when it nests 100,000 levels deep, closed or not', () => {
    const inside = `<p>${FIRST}</p><p>${SECOND}</p>`;
    expect(extractArticle(`${'<div>'.repeat(100_000)}${inside}${'</div>'.repeat(100_000)}`).text).toContain(FIRST);
    expect(extractArticle('<span>'.repeat(100_000) + inside).text).toContain(FIRST);
  });

  it('is read when it is 10 MB long, with 100,000 links or an attribute of 1 MB', () => {
    const story = `<article><p>${FIRST}</p><p>${SECOND}</p><p>${THIRD}</p></article>`;
    expect(extractArticle(story + '<li><a href="/x">Other story of the day</a></li>'.repeat(100_000)).text).toContain(
      FIRST,
    );
    expect(extractArticle(`<div class="${'x '.repeat(500_000)}">${story}</div>`).text).toBe(STORY);
    expect(extractArticle(`<p>${FIRST} </p>`.repeat(80_000)).text).toContain(FIRST);
  });
});

describe('what looks like furniture', () => {
  const story = `<p>${FIRST}</p><p>${SECOND}</p>`;
  it.each([
    'By joining the alliance, the state accepted that an attack on one is an attack on all, the minister said.',
    'The document is published in full on the site of the ministry, with the permission of both sides.',
    'Soldiers will receive compensation, the general staff wrote on Telegram.',
    'Sponsored by the neighbouring state, the channel has spread the video since Sunday.',
    'Von Schaden ist bisher nichts bekannt.',
    'RASA KALN: Wasted money is what the coast guard and its analyst call it.',
  ])('but is a sentence of the story stays: %s', (sentence) => {
    const head = '<meta name="author" content="Rasa Kaln">';
    expect(extract(`${story}<p>${sentence}</p><p>${THIRD}</p>`, head).text).toBe(
      [FIRST, SECOND, sentence, THIRD].join('\n\n'),
    );
  });

  it.each(['Visitor comments Add your comment', '15 » Comentarios', '24 Kommentare', 'Комментарии (3)', 'Коментарі'])(
    'ends the text where readers begin to speak: %s',
    (line) => {
      const said =
        '<div><p>I was on that ferry and nobody told us anything about it until the next morning came.</p></div>';
      expect(text(`${story}<p>${THIRD}</p><div><h4>${line}</h4>${said}${said}</div>`)).toBe(STORY);
    },
  );

  it('and stands over a part of the story is a subheading', () => {
    const part = 'Two more boats were rammed at the shoal in May, and the crews were held for a night each time.';
    expect(text(`${story}<p>${THIRD}</p><h3>Other incidents</h3><p>${part}</p>`)).toBe(
      `${STORY}\n\nOther incidents\n\n${part}`,
    );
  });
});

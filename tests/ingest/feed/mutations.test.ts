import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../src/ingest/feed/parse-feed.ts';

/** What every feed below says, in whatever form. */
const ITEMS = [
  {
    title: 'Kabel & Anker: “zerstört”, sagt der Minister',
    link: 'https://kueste.example/2026/kabel?id=7&ref=a',
    published: '2026-03-04T08:05:00.000Z',
    text: 'Das Kabel ist 40 < 60 Meter tief verlegt.\n\nDie Reparatur beginnt morgen – hofft man.',
  },
  {
    title: 'Балтика: порт закрыт',
    link: 'https://kueste.example/2026/port',
    published: '2026-03-03T22:30:00.000Z',
    text: 'Порт закрыт до утра.',
  },
];
type Item = (typeof ITEMS)[number];
const SITE = 'https://kueste.example/';

const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const html = ({ text }: Item) =>
  text
    .split('\n\n')
    .map((p) => `<p>${xml(p)}</p>`)
    .join('');
const rfc822 = ({ published }: Item) => new Date(published).toUTCString();

/** One feed in many dialects. */
const DIALECTS: Record<string, (items: readonly Item[]) => string> = {
  'RSS 2.0': (items) =>
    `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Küste</title><link>${SITE}</link><description>d</description>${items.map((i) => `<item><title>${xml(i.title)}</title><link>${xml(i.link)}</link><pubDate>${rfc822(i)}</pubDate><content:encoded>${xml(html(i))}</content:encoded></item>`).join('')}</channel></rss>`,
  'RSS 2.0 with CDATA': (items) =>
    `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title><![CDATA[Küste]]></title><link>${SITE}</link>${items.map((i) => `<item>\n<title><![CDATA[${i.title}]]></title>\n<link><![CDATA[${i.link}]]></link><guid isPermaLink="false">${i.published}</guid><pubDate><![CDATA[ ${rfc822(i)} ]]></pubDate><description><![CDATA[${html(i)}]]></description></item>`).join('')}</channel></rss>`,
  'RSS 2.0 escaped twice': (items) =>
    `<rss version="2.0"><channel><title>Küste</title>${items.map((i) => `<item><title>${xml(xml(i.title))}</title><link>${xml(i.link)}</link><pubDate>${rfc822(i)}</pubDate><description>${xml(html(i))}</description></item>`).join('')}</channel></rss>`,
  'RSS 2.0 with undeclared prefixes': (items) =>
    `<rss version="2.0"><channel><title>Küste</title>${items.map((i) => `<item><title>${xml(i.title)}</title><link>${xml(i.link)}</link><dc:date>${i.published}</dc:date><content:encoded><![CDATA[${html(i)}]]></content:encoded></item>`).join('')}</channel></rss>`,
  'RSS 2.0 with prefixes of its own': (items) =>
    `<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel><title>Küste</title>${items.map((i) => `<item><title>${xml(i.title)}</title><link>${xml(i.link)}</link><d:date>${i.published}</d:date><c:encoded><![CDATA[${html(i)}]]></c:encoded></item>`).join('')}</channel></rss>`,
  'RSS 2.0 with CDATA in pieces': (items) =>
    `<rss version="2.0"><channel><title>Küste</title>${items.map((i) => `<item><title>${xml(i.title)}</title><link>${xml(i.link)}</link><pubDate>${rfc822(i)}</pubDate><description><![CDATA[${html(i).slice(0, 20)}]]><![CDATA[${html(i).slice(20)}]]></description></item>`).join('')}</channel></rss>`,
  'RSS 0.91 with a DOCTYPE': (items) =>
    `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Küste</title><link>${SITE}</link>${items.map((i) => `<item><title>${xml(i.title)}</title><link>${xml(i.link)}</link><pubDate>${rfc822(i)}</pubDate><description>${xml(html(i))}</description></item>`).join('')}</channel></rss>`,
  'RDF, RSS 1.0': (items) =>
    `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="${SITE}"><title>Küste</title><link>${SITE}</link></channel>${items.map((i) => `<item rdf:about="${xml(i.link)}"><title>${xml(i.title)}</title><link>${xml(i.link)}</link><dc:date>${i.published}</dc:date><description>${xml(html(i))}</description></item>`).join('')}</rdf:RDF>`,
  'RDF with another prefix for RSS': (items) =>
    `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rss="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><rss:channel r:about="${SITE}"><rss:title>Küste</rss:title></rss:channel>${items.map((i) => `<rss:item r:about="${xml(i.link)}"><rss:title>${xml(i.title)}</rss:title><rss:link>${xml(i.link)}</rss:link><dc:date>${i.published}</dc:date><rss:description>${xml(html(i))}</rss:description></rss:item>`).join('')}</r:RDF>`,
  'Atom 1.0': (items) =>
    `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Küste</title><link href="${SITE}"/><updated>2026-03-04T08:05:00Z</updated>${items.map((i) => `<entry><id>tag:kueste.example,2026:${i.published}</id><title>${xml(i.title)}</title><link rel="alternate" type="text/html" href="${xml(i.link)}"/><published>${i.published}</published><content type="html">${xml(html(i))}</content></entry>`).join('')}</feed>`,
  'Atom 1.0 with XHTML': (items) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>Küste</title>${items.map((i) => `<entry><id>${i.published}</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${xml(i.title)}</div></title><link href="${xml(i.link)}"/><published>${i.published}</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${html(i)}</div></content></entry>`).join('')}</feed>`,
  'Atom 1.0 with prefixes': (items) =>
    `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:x="http://www.w3.org/1999/xhtml"><a:title>Küste</a:title>${items.map((i) => `<a:entry><a:id>${i.published}</a:id><a:title>${xml(i.title)}</a:title><a:link href="${xml(i.link)}"/><a:published>${i.published}</a:published><a:content type="xhtml"><x:div>${html(i).replace(/<(\/?)p>/g, '<$1x:p>')}</x:div></a:content></a:entry>`).join('')}</a:feed>`,
  'Atom 1.0 with relative links': (items) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://kueste.example/2026/"><title>Küste</title>${items.map((i) => `<entry><id>${i.published}</id><title>${xml(i.title)}</title><link href="${xml(i.link.replace('https://kueste.example/2026/', ''))}"/><published>${i.published}</published><content type="html"><![CDATA[${html(i)}]]></content></entry>`).join('')}</feed>`,
  'Atom 0.3': (items) =>
    `<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Küste</title>${items.map((i) => `<entry><id>${i.published}</id><title mode="escaped">${xml(i.title)}</title><link rel="alternate" type="text/html" href="${xml(i.link)}"/><issued>${i.published}</issued><modified>${i.published}</modified><content type="text/html" mode="escaped">${xml(html(i))}</content></entry>`).join('')}</feed>`,
  'Atom 0.3 in base64': (items) =>
    `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Küste</title>${items.map((i) => `<entry><id>${i.published}</id><title>${xml(i.title)}</title><link rel="alternate" href="${xml(i.link)}"/><issued>${i.published}</issued><content type="text/html" mode="base64">${Buffer.from(html(i)).toString('base64')}</content></entry>`).join('')}</feed>`,
  'JSON Feed 1.1': (items) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Küste',
      home_page_url: SITE,
      items: items.map((i) => ({
        id: i.published,
        title: i.title,
        url: i.link,
        date_published: i.published,
        content_html: html(i),
      })),
    }),
  'JSON Feed 1.0 in plain text with numbers as ids': (items) =>
    `\ufeff\n${JSON.stringify({ version: 'https://jsonfeed.org/version/1', title: 'Küste', items: items.map((i, n) => ({ id: n + 1, title: i.title, external_url: i.link, date_published: i.published.replace('.000Z', '+00:00'), content_text: i.text })) })}`,
};

/** What happens to feeds on their way; none of it may cost an item. */
const ACCIDENTS: Record<string, (feed: string) => string> = {
  nothing: (feed) => feed,
  'blank lines in front': (feed) => `\n\n  ${feed}`,
  'a byte order mark': (feed) => `\ufeff${feed}`,
  'a warning in front': (feed) =>
    feed.startsWith('<') ? `<br />\n<b>Warning</b>: Undefined index in /srv/feed.php on line 7<br />\n${feed}` : feed,
  'something behind': (feed) =>
    feed.startsWith('<') ? `${feed}\n<!-- served in 0.2 s -->\n<script>track()</script>` : feed,
  'Windows line ends': (feed) =>
    feed
      .replace(/\n/g, '\r\n')
      .replace(/></g, '>\r\n<')
      .replace(/\]\]>\r\n<!\[CDATA/g, ']]><![CDATA'),
  'bare ampersands': (feed) => feed.replace(/&amp;(?=ref)/g, '&'),
  'HTML entities': (feed) =>
    feed.startsWith('<')
      ? feed.replace(/ü/g, '&uuml;').replace(/–/g, '&ndash;').replace(/“/g, '&ldquo;').replace(/”/g, '&rdquo;')
      : feed,
  'numbered entities': (feed) =>
    feed.startsWith('<') ? feed.replace(/[ö“”–а-я]/gu, (c) => `&#x${c.codePointAt(0)?.toString(16)};`) : feed,
  'no XML declaration': (feed) => feed.replace(/^<\?xml[^>]*>/, ''),
  'control characters': (feed) => (feed.startsWith('<') ? feed.replace(/<title/g, '\u0008<title') : feed),
  'comments between': (feed) => feed.replace(/(<\/(?:a:|rss:)?(?:item|entry)>)/g, '$1<!-- -- <item> -->'),
  'an XML stylesheet': (feed) =>
    feed.startsWith('<?xml') ? feed.replace('?>', '?><?xml-stylesheet href="/f.xsl" type="text/xsl"?>') : feed,
  'the end cut off': (feed) =>
    feed.startsWith('<') ? feed.replace(/<\/(?:channel|a:feed|feed|rdf:RDF|r:RDF|rss)>/g, '') : feed,
};

/** How the text becomes bytes. */
const ENCODINGS: Record<string, (feed: string) => { body: Buffer; contentType?: string }> = {
  'UTF-8, said in HTTP': (feed) => ({ body: Buffer.from(feed), contentType: 'application/xml; charset=utf-8' }),
  'UTF-8, said nowhere': (feed) => ({
    body: Buffer.from(feed.replace(/ encoding="utf-8"/, '')),
    contentType: 'text/xml',
  }),
  'UTF-8, called latin-1 by the declaration': (feed) => ({
    body: Buffer.from(feed.replace('encoding="utf-8"', 'encoding="iso-8859-1"')),
    contentType: 'application/rss+xml; charset=utf-8',
  }),
  'UTF-16 with its mark': (feed) => ({ body: iconv.encode(feed, 'utf16', { addBOM: true }) }),
};

async function read(
  feed: string,
  encode = ENCODINGS['UTF-8, said in HTTP'] as (feed: string) => { body: Buffer; contentType?: string },
) {
  const { body, contentType } = encode(feed);
  const parsed = await parseFeed(body, { contentType, url: 'https://kueste.example/feed' });
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.items.map(({ title, link, published, text }) => ({ title, link, published, text }));
}

describe.each(Object.entries(DIALECTS))('%s', (_, dialect) => {
  test.each(Object.entries(ACCIDENTS))('says the same after: %s', async (_name, accident) => {
    expect(await read(accident(dialect(ITEMS)))).toEqual(ITEMS);
  });

  test.each(Object.entries(ENCODINGS))('says the same in %s', async (_name, encode) => {
    expect(await read(dialect(ITEMS), encode)).toEqual(ITEMS);
  });

  test('says the same whatever happens to it on its way', async () => {
    const accidents = fc.uniqueArray(fc.constantFrom(...Object.keys(ACCIDENTS)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(accidents, async (names) => {
        const feed = names.reduce((text, name) => (ACCIDENTS[name] as (feed: string) => string)(text), dialect(ITEMS));
        expect(await read(feed)).toEqual(ITEMS);
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  test('gives the items before the place where it was cut off', async () => {
    const many = Array.from({ length: 6 }, (_, i) => ({ ...(ITEMS[1] as Item), link: `${SITE}${i}` }));
    const feed = dialect(many);
    if (feed.trimStart().startsWith('<')) {
      const items = await read(feed.slice(0, Math.floor(feed.length * 0.8)));
      expect(items.length).toBeGreaterThanOrEqual(4);
      expect(items.slice(0, 4)).toEqual(many.slice(0, 4));
    }
  });
});

test.each([
  ['windows-1252', 'ISO-8859-1', 'Küste “zerstört” – sagt der Minister'],
  ['windows-1251', 'windows-1251', 'Порт закрыт до утра, сообщили в ведомстве'],
  ['koi8-r', 'koi8-r', 'Порт закрыт до утра, сообщили в ведомстве'],
  ['iso-8859-2', 'ISO-8859-2', 'Straż graniczna: łódź odpłynęła'],
  ['gb18030', 'gb2312', '海底电缆一个月内第二次中断'],
  ['shift_jis', 'Shift_JIS', '海底ケーブルが切断された'],
  ['euc-kr', 'euc-kr', '해저 케이블이 끊어졌다'],
])('a feed in %s, declared as %s, is read', async (encoding, label, title) => {
  const feed = `<?xml version="1.0" encoding="${label}"?><rss version="2.0"><channel><title>x</title><item><title>${title}</title></item></channel></rss>`;
  const parsed = await parseFeed(iconv.encode(feed, encoding), { contentType: 'application/rss+xml' });
  expect(parsed.items.map((item) => item.title)).toEqual([title]);
});

test.each([
  'Wed, 04 Mar 2026 08:05:00 GMT',
  'Wed, 4 Mar 2026 08:05 +0000',
  'Wed, 04 Mar 26 09:05:00 +0100',
  'Mi, 04 Mär 2026 09:05:00 +0100',
  'mer., 04 mars 2026 09:05:00 +0100',
  'mié, 04 mar 2026 09:05:00 +0100',
  'śr., 04 mar 2026 09:05:00 +0100',
  'Ср, 04 мар 2026 11:05:00 +0300',
  '2026-03-04T08:05:00Z',
  '2026-03-04T09:05:00+0100',
  '2026-03-04 08:05:00',
  '2026-03-04T08:05Z',
  '20260304T080500Z',
  'Wed Mar  4 08:05:00 2026',
  'Wed Mar 04 08:05:00 UTC 2026',
  '2026/03/04 08:05:00',
  '04.03.2026 08:05',
  '4 March 2026 08:05:00 UT',
  'March 4, 2026, 8:05 am',
  'Wednesday, 04-Mar-26 08:05:00 GMT',
  'Wed, 04 Mar 2026 03:05:00 EST',
  '1772611500',
])('the date “%s” is read', async (date) => {
  const feed = `<rss version="2.0"><channel><title>x</title><item><title>y</title><pubDate>${date}</pubDate></item></channel></rss>`;
  const parsed = await parseFeed(Buffer.from(feed));
  expect(parsed.items[0]?.published).toBe('2026-03-04T08:05:00.000Z');
});

import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../src/ingest/feed/parse-feed.ts';
import type { ParsedFeed } from '../../../src/ingest/types.ts';

const parse = (body: string, url?: string): Promise<ParsedFeed> => parseFeed(Buffer.from(body), { url });
const rss = (items: string, channel = '') => `<rss version="2.0"><channel>${channel}${items}</channel></rss>`;
const atom = (entries: string, attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>Coast Watch</title>${entries}</feed>`;
async function firstItem(body: string, url?: string) {
  const parsed = await parse(body, url);
  expect(parsed).toMatchObject({ ok: true });
  return parsed.items[0];
}

describe('an RSS feed', () => {
  it('gives what it says of itself and of each item', async () => {
    const parsed = await parse(
      `<?xml version="1.0"?>
      <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>Coast Watch</title><link>https://coast.example/</link><language>en-gb</language><ttl>30</ttl>
        <atom:link rel="self" href="https://coast.example/feed"/><atom:link rel="hub" href="https://hub.example/"/>
        <item><title>Anchor found beside cut cable</title><link>https://coast.example/anchor</link>
          <guid isPermaLink="false">coast-17</guid><pubDate>Tue, 04 Mar 2025 06:30:00 +0200</pubDate>
          <dc:creator>Sea desk</dc:creator><description>Divers found it.</description>
          <content:encoded><![CDATA[<p>Divers found it.</p><p>See <a href="/chart">the chart</a>.</p>]]></content:encoded>
        </item></channel></rss>`,
      'https://coast.example/feed',
    );
    expect(parsed).toEqual({
      ok: true,
      feed: {
        title: 'Coast Watch',
        link: 'https://coast.example/',
        language: 'en-gb',
        ttl: 30,
        self: 'https://coast.example/feed',
        hub: 'https://hub.example/',
      },
      items: [
        {
          id: 'coast-17',
          title: 'Anchor found beside cut cable',
          link: 'https://coast.example/anchor',
          published: '2025-03-04T04:30:00.000Z',
          updated: null,
          author: 'Sea desk',
          text: 'Divers found it.\n\nSee the chart.',
          html: '<p>Divers found it.</p><p>See <a href="https://coast.example/chart">the chart</a>.</p>',
          summary: 'Divers found it.',
        },
      ],
    });
  });

  it.each([
    ['without a version', '<rss><channel><item><title>A</title></item></channel></rss>'],
    ['of an odd version', '<rss version="two"><channel><item><title>A</title></item></channel></rss>'],
    ['in capitals', '<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>'],
    ['without a channel', '<rss version="2.0"><item><title>A</title></item></rss>'],
    [
      'under a prefix',
      '<r:rss xmlns:r="http://backend.userland.com/rss2"><r:channel><r:item><r:title>A</r:title></r:item></r:channel></r:rss>',
    ],
    ['in an unknown namespace', '<rss xmlns="urn:x"><channel><item><title>A</title></item></channel></rss>'],
    [
      'after junk',
      'Warning: line 3\n<br/>\n<?xml version="1.0"?><rss><channel><item><title>A</title></item></channel></rss>',
    ],
    ['before another', `${rss('<item><title>A</title></item>')}${rss('<item><title>B</title></item>')}`],
    ['cut off', '<rss version="2.0"><channel><item><title>A</title><description>It beg'],
    ['with an unclosed title', '<rss><channel><item><title>A</item></channel></rss>'],
    [
      'as RDF',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="u"><title>A</title></item></rdf:RDF>',
    ],
    ['as RDF without a channel', '<rdf:RDF><item><title>A</title></item></rdf:RDF>'],
    ['with closing tags that match nothing', rss('<item></b><title>A</title></p></item>')],
  ])('is read %s', async (_, body) => {
    const parsed = await parse(body);
    expect(parsed.items.map(({ title }) => title)).toEqual(['A']);
  });

  it('keeps items apart that were never closed', async () => {
    const parsed = await parse(
      '<rss><channel><item><title>A</title><item><title>B<item><title>C</title></channel></rss>',
    );
    expect(parsed.items.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
  });

  it('reads stray ampersands, HTML entities and forbidden characters', async () => {
    const item = await firstItem(
      rss('<item><title>R&D &amp; caf&eacute; &hellip; Q&A \u0008&#8; 3 < 4 &foo;</title></item>'),
    );
    expect(item?.title).toBe('R&D & café … Q&A 3 < 4 &foo;');
  });

  it('never expands the entities of a DOCTYPE', async () => {
    const item = await firstItem(
      `<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b SYSTEM "file:///etc/passwd">]>${rss('<item><title>x&a;&b;</title></item>')}`,
    );
    expect(item?.title).toBe('x&a;&b;');
  });

  it('does not lose the feed over one bad date', async () => {
    const parsed = await parse(
      rss('<item><pubDate>someday</pubDate></item><item><pubDate>2025-03-04</pubDate></item>'),
    );
    expect(parsed.items.map(({ published }) => published)).toEqual([null, '2025-03-04T00:00:00.000Z']);
  });

  it('falls back to the names of other vocabularies, under any prefix', async () => {
    const item = await firstItem(
      `<rss xmlns:a="http://www.w3.org/2005/Atom" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"
        xmlns:m="http://search.yahoo.com/mrss/"><channel><item><d:title>A title</d:title><a:link href="https://coast.example/1"/>
        <a:id>urn:1</a:id><t:issued>2025-03-04</t:issued><d:creator>Desk</d:creator>
        <m:group><m:description>A picture.</m:description></m:group></item></channel></rss>`,
    );
    expect(item).toMatchObject({
      title: 'A title',
      link: 'https://coast.example/1',
      id: 'urn:1',
      published: '2025-03-04T00:00:00.000Z',
      author: 'Desk',
      text: 'A picture.',
    });
  });

  it('puts back markup that should have been escaped, in its order', async () => {
    const item = await firstItem(
      rss('<item><description>Before <b>bold</b> between<br>after <a href="x?a&b">link</a>.</description></item>'),
    );
    expect(item?.text).toBe('Before bold between\nafter link.');
    expect(item?.html).toBe('Before <b>bold</b> between<br>after <a href="x?a&amp;b">link</a>.');
  });

  it('mends text that was decoded as windows-1252 once too often', async () => {
    const broken = iconv.decode(Buffer.from('Minister: “no further” – après la réunion'), 'windows-1252');
    const item = await firstItem(
      rss(`<item><title>${broken}</title><description>Déjà vu: “as is”</description></item>`),
    );
    expect(item).toMatchObject({ title: 'Minister: “no further” – après la réunion', text: 'Déjà vu: “as is”' });
  });

  it('leaves a summary by the side of a description', async () => {
    const item = await firstItem(rss('<item><description>All of it.</description><summary>In short.</summary></item>'));
    expect(item).toMatchObject({ text: 'All of it.', summary: 'In short.' });
  });
});

describe("an item's link", () => {
  const link = async (item: string, url?: string) =>
    (await firstItem(rss(item, '<link>https://coast.example/</link>'), url))?.link;

  it('is resolved against the site', async () => {
    expect(await link('<item><link> /a b </link></item>', 'https://feeds.example/x')).toBe(
      'https://coast.example/a%20b',
    );
  });

  it('is a guid that is a permalink, and no other', async () => {
    expect(await link('<item><guid>https://coast.example/g</guid></item>')).toBe('https://coast.example/g');
    expect(await link('<item><guid isPermaLink="true">/g</guid></item>')).toBe('https://coast.example/g');
    expect(await link('<item><guid isPermaLink="false">https://coast.example/g</guid></item>')).toBeNull();
    expect(await link('<item><guid>17</guid></item>')).toBeNull();
  });

  it('is no enclosure where there is a page', async () => {
    const entry = `<entry><link rel="enclosure" href="https://cdn.example/a.mp3"/><link rel="replies" href="https://coast.example/r"/>
      <link rel="alternate" type="application/json" href="https://coast.example/a.json"/><link href="https://coast.example/a"/></entry>`;
    expect((await firstItem(atom(entry)))?.link).toBe('https://coast.example/a');
  });

  it('is resolved against xml:base', async () => {
    const entry =
      '<entry xml:base="news/"><link href="a.html"/><content type="html">&lt;img src="i.png"></content></entry>';
    expect(await firstItem(atom(entry, 'xml:base="/top/"'), 'https://coast.example/feed')).toMatchObject({
      link: 'https://coast.example/top/news/a.html',
      html: '<img src="https://coast.example/top/news/i.png">',
    });
  });
});

describe('an Atom feed', () => {
  it('keeps XHTML in the order of its words', async () => {
    const item = await firstItem(
      atom(`<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Of <em>ships</em> &amp; cables</div></title>
        <content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>One <x:b>two</x:b> three 1 &lt; 2.</x:p></x:div></content></entry>`),
    );
    expect(item).toMatchObject({
      title: 'Of ships & cables',
      text: 'One two three 1 < 2.',
      html: '<div><p>One <b>two</b> three 1 &lt; 2.</p></div>',
    });
  });

  it('tells text from HTML by its type', async () => {
    const entry = (type: string) => `<entry><title type="${type}">a &lt;b&gt;b&lt;/b&gt; &amp;amp; c</title></entry>`;
    const parsed = await parse(atom(entry('text') + entry('html')));
    expect(parsed.items.map(({ title }) => title)).toEqual(['a <b>b</b> &amp; c', 'a b & c']);
  });

  it('reads base64, and leaves alone what only claims to be', async () => {
    const encoded = Buffer.from('<p>Łódź</p>').toString('base64');
    const parsed = await parse(
      atom(
        `<entry><content mode="base64" type="text/html">${encoded}</content></entry><entry><content type="application/x-y">test</content></entry>`,
      ),
    );
    expect(parsed.items.map(({ text }) => text)).toEqual(['Łódź', 'test']);
  });

  it('reads the dates of Atom 0.3, and takes what date there is', async () => {
    const parsed = await parse(
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><issued>2025-03-04T10:00:00Z</issued><modified>2025-03-05T10:00:00Z</modified></entry>
        <entry><updated>2025-03-06T10:00:00Z</updated></entry><entry><published>rubbish</published></entry></feed>`,
    );
    expect(parsed.items.map(({ published, updated }) => [published, updated])).toEqual([
      ['2025-03-04T10:00:00.000Z', '2025-03-05T10:00:00.000Z'],
      ['2025-03-06T10:00:00.000Z', '2025-03-06T10:00:00.000Z'],
      [null, null],
    ]);
  });

  it('may be a single entry, or stand under a prefix', async () => {
    expect((await firstItem('<entry xmlns="http://www.w3.org/2005/Atom"><title>A</title></entry>'))?.title).toBe('A');
    expect(
      (
        await firstItem(
          '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>A</a:title></a:entry></a:feed>',
        )
      )?.title,
    ).toBe('A');
  });

  it("does not take an extension's title or entry for its own", async () => {
    const parsed = await parse(
      atom(
        '<entry><x:y xmlns:x="urn:x"><title>No</title></x:y><x:title xmlns:x="urn:x">No</x:title><title>Yes</title></entry><x:y xmlns:x="urn:x"><entry/></x:y>',
      ),
    );
    expect(parsed.items.map(({ title }) => title)).toEqual(['Yes']);
  });

  it('lends its author to entries that nobody signed', async () => {
    const parsed = await parse(
      atom(
        '<author><name>The desk</name></author><entry/><entry><author><email>a@b.example</email><name>N</name></author></entry>',
      ),
    );
    expect(parsed.items.map(({ author }) => author)).toEqual(['The desk', 'N']);
  });
});

describe('a JSON Feed', () => {
  it.each(['https://jsonfeed.org/version/1', 'https://jsonfeed.org/version/1.1'])('of %s is read', async (version) => {
    const parsed = await parse(
      JSON.stringify({
        version,
        title: 'Coast Watch',
        home_page_url: 'https://coast.example/',
        feed_url: 'https://coast.example/feed.json',
        language: 'en',
        author: { name: 'The desk' },
        items: [
          {
            id: 7,
            url: '/7',
            title: 'A &amp; B',
            content_html: '<p>See <a href="x">x</a></p>',
            date_published: '2025-03-04T10:00:00+02:00',
          },
          {
            id: 'b',
            content_text: 'Plain <text>',
            summary: 'Short',
            authors: [{ name: 'N' }],
            date_modified: '2025-03-05',
          },
          null,
        ],
      }),
    );
    expect(parsed).toMatchObject({
      ok: true,
      feed: { title: 'Coast Watch', link: 'https://coast.example/', language: 'en' },
    });
    expect(parsed.items).toEqual([
      expect.objectContaining({
        id: '7',
        link: 'https://coast.example/7',
        title: 'A & B',
        html: '<p>See <a href="https://coast.example/x">x</a></p>',
        text: 'See x',
        published: '2025-03-04T08:00:00.000Z',
        author: 'The desk',
      }),
      expect.objectContaining({
        id: 'b',
        text: 'Plain <text>',
        summary: 'Short',
        author: 'N',
        published: '2025-03-05T00:00:00.000Z',
      }),
    ]);
  });
});

describe('characters that no database takes', () => {
  it('are gone, whichever way they came', async () => {
    const item = await firstItem(
      rss('<item><title>a&#1;b</title><description><![CDATA[<p>a\u0000b &#2;</p>]]></description></item>'),
    );
    expect(item).toMatchObject({ title: 'ab', text: 'ab', html: '<p>ab &#2;</p>' });
    const json = await parse(
      '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":"a\\u0000\\ud800b"}]}',
    );
    expect(json.items[0]?.text).toBe('ab');
  });
});

describe('what is no feed', () => {
  it.each([
    ['', /empty/],
    ['   \n', /empty/],
    ['just words', /no markup/],
    ['<!DOCTYPE html><html><head><title>News</title></head><body><p>x</p></body></html>', /web page/],
    ['<opml version="2.0"><body/></opml>', /neither RSS/],
    ['{"items": 3}', /JSON Feed/],
    ['{"title": ', /JSON/],
    ['[1, 2]', /JSON Feed/],
  ])('is refused in words: %s', async (body, reason) => {
    const parsed = await parse(body);
    expect(parsed).toMatchObject({ ok: false, items: [], error: expect.stringMatching(reason) });
  });
});

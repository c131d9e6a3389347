import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../src/ingest/feed/parse-feed.ts';

/** What neither a database nor XML takes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
const UNSTORABLE = /[\p{Cs}\0-\x08\x0b\x0c\x0e-\x1f]/u;

const times = (text: string, count: number) => text.repeat(count);

/** Bodies that took other parsers down; each is far beyond what a step of quadratic cost would do within the time limit. */
const HOSTILE: Record<string, string> = {
  'elements 100,000 deep': `<rss><channel><item><title>x</title>${times('<a>', 100_000)}`,
  'XHTML 100,000 deep': `<feed><entry><content type="xhtml">${times('<div>', 100_000)}x`,
  'HTML 100,000 deep': `<rss><channel><item><description><![CDATA[${times('<div>', 100_000)}x]]></description>`,
  'a million characters at the bottom of 300 elements': `<feed><entry><content type="xhtml">${times('<div>', 300)}${times('word ', 200_000)}`,
  '500,000 unmatched closing tags': `<rss><channel>${times('<b>', 300)}${times('</q>', 500_000)}`,
  '100,000 items in one another': `<rss><channel>${times('<item>', 100_000)}`,
  '100,000 namespaces declared, and one by each of 50,000 children': `<rss ${Array.from({ length: 100_000 }, (_, i) => `xmlns:a${i}="u"`).join(' ')}><channel>${times('<x xmlns:q="z"/>', 50_000)}`,
  'an entity bomb': `<!DOCTYPE r [<!ENTITY l0 "lol">${Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i + 1} "${times(`&l${i};`, 10)}">`).join('')}]><rss><channel><title>&l30;</title></channel></rss>`,
  'a million ampersands': `<rss><channel><title>${times('&', 1_000_000)}`,
  'half-open tags': `<rss><channel><item><description><![CDATA[${times('a<p', 300_000)}]]>`,
  'half a million spaces in an attribute': `<rss><channel><link>http://a.example/</link><item><description><![CDATA[<a href=${times(' ', 500_000)}http://x>y]]>`,
  'an author of signs': `<rss><channel><item><author>${times('@', 500_000)}</author>`,
  'half a million digits for a date': `<rss><channel><item><pubDate>${times('1', 500_000)}</pubDate>`,
  'unclosed comments': times('<!--', 300_000),
  'brackets of JSON': times('[', 500_000),
};

describe('a hostile feed', () => {
  it.each(Object.keys(HOSTILE))('ends in time: %s', async (name) => {
    const parsed = await parseFeed(Buffer.from(HOSTILE[name] as string), { url: 'https://coast.example/feed' });
    expect(typeof parsed.ok).toBe('boolean');
    expect(JSON.stringify(parsed).length).toBeLessThan(20_000_000);
  });
});

describe('any bytes', () => {
  const pieces = [
    '<rss version="2.0">',
    '<channel>',
    '<item>',
    '</item>',
    '<title>',
    '</title>',
    '<link>',
    '<link href="',
    '<guid isPermaLink="',
    '<description>',
    '<content:encoded>',
    '<![CDATA[',
    ']]>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<entry>',
    '<content type="xhtml">',
    '<content type="html" mode="base64">',
    '<pubDate>',
    '<updated>',
    '2025-03-04',
    'T06:30',
    '</',
    '>',
    '/>',
    '"',
    '&',
    '&#',
    '&#x110000;',
    ';',
    '&amp;',
    '<!DOCTYPE rss [',
    '<!ENTITY a "',
    '<!--',
    '-->',
    '<?xml version="1.0" encoding="',
    '?>',
    'xml:base="//',
    'xmlns:a="',
    '<a:b ',
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    'é',
    '{"items":[',
    '{"id":',
    ']}',
    ' ',
    '<rdf:RDF>',
    '<media:group>',
    '<author>',
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));
  const bodies = fc.oneof(
    soup,
    fc.uint8Array({ maxLength: 400 }),
    fc.json().map((text) => Buffer.from(text)),
  );

  it('give a feed or a reason, the same each time', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.option(fc.string(), { nil: undefined }), async (body, contentType) => {
        const parsed = await parseFeed(body, { contentType, url: 'https://coast.example/feed' });
        expect(await parseFeed(body, { contentType, url: 'https://coast.example/feed' })).toEqual(parsed);
        if (!parsed.ok) expect(parsed.error).not.toBe('');
        for (const item of parsed.items)
          for (const value of Object.values(item))
            expect(value === null || (typeof value === 'string' && value !== '' && !UNSTORABLE.test(value))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('cut a good feed anywhere and the items before the cut remain', async () => {
    const items = Array.from({ length: 5 }, (_, i) => `<item><title>Story ${i}</title><guid>${i}</guid></item>`);
    const whole = `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 70, max: whole.length }), async (cut) => {
        const { items: found } = await parseFeed(Buffer.from(whole.slice(0, cut)));
        const complete = items.filter((_, i) => whole.indexOf(items[i] as string) + (items[i] as string).length <= cut);
        expect(found.slice(0, complete.length).map(({ title }) => title)).toEqual(complete.map((_, i) => `Story ${i}`));
      }),
    );
  });

  it('any title comes back from RSS and Atom as it was meant', async () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'Ł', 'я', '日', '&', '<', '>', '"', "'", ' ', ';', '#', 'amp', '1', ']]>'),
    });
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    await fc.assert(
      fc.asyncProperty(words, async (title) => {
        const body = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="text">${escaped(title)}</title></entry></feed>`;
        const { items } = await parseFeed(Buffer.from(body));
        expect(items[0]?.title ?? '').toBe(title.replace(/\s+/g, ' ').trim());
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonFeedAddresses, feedLinks } from '../../../src/ingest/discover/feed-links.ts';
import { findFeeds } from '../../../src/ingest/discover/find-feeds.ts';

const FEED =
  '<rss version="2.0"><channel><title>Coast Watch</title><language>en</language><item><title>A</title></item></channel></rss>';
const site = (pages: Record<string, string>) => {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    const body = pages[url];
    return body === undefined ? null : { url, body: Buffer.from(body), contentType: 'text/html' };
  };
  return { fetch, asked };
};

describe('the feeds that a page names', () => {
  it('are its alternates, resolved against its base, and then what looks like one', () => {
    const html = `<!doctype html><head><base href="https://cdn.example/en/">
      <link rel="alternate" hreflang="fr" href="/fr"><link rel='ALTERNATE' TYPE="application/rss+xml" title="All &amp; sundry" href="feed">
      <link rel="alternate" type="application/json" href="/wp-json/posts/1"><link href=/atom rel=alternate type=application/atom+xml>
      </head><a href="/en/rss/world.xml">World</a> <a href="/about-us">Us</a><a href="feed">again</a> <a href="feed:https://x.example/y.rss">y</a>`;
    expect(feedLinks(html, 'https://coast.example/')).toEqual([
      { url: 'https://cdn.example/en/feed', title: 'All & sundry', from: 'link' },
      { url: 'https://cdn.example/atom', title: null, from: 'link' },
      { url: 'https://cdn.example/en/rss/world.xml', title: null, from: 'anchor' },
      { url: 'https://x.example/y.rss', title: null, from: 'anchor' },
    ]);
  });

  it('are none in a page of scripts, and found in any string', () => {
    expect(feedLinks('<script>"<a href=/feed>"</script><!-- <a href=/feed> -->', 'https://coast.example/')).toEqual([]);
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<link ',
            'rel="alternate"',
            ' type=application/rss+xml',
            ' href=',
            '"',
            '/feed',
            '>',
            '<a ',
            '<base href="//">',
          ),
        ),
        (parts) => {
          for (const { url } of feedLinks(parts.join(''), 'https://coast.example/'))
            expect(URL.canParse(url)).toBe(true);
        },
      ),
    );
  });
});

describe('finding the feeds of a site', () => {
  it('takes an address that is a feed itself', async () => {
    const { fetch } = site({ 'https://coast.example/x': FEED });
    expect(await findFeeds('https://coast.example/x', fetch)).toEqual([
      { url: 'https://coast.example/x', title: 'Coast Watch', language: 'en', items: 1 },
    ]);
  });

  it('reads what the page names, and leaves out what is no feed', async () => {
    const link = (href: string) => `<link rel="alternate" type="application/rss+xml" href="${href}">`;
    const { fetch, asked } = site({
      'https://coast.example/': `<html>${link('/a')}${link('/gone')}${link('/page')}${link('/b')}</html>`,
      'https://coast.example/a': FEED,
      'https://coast.example/page': '<html></html>',
      'https://coast.example/b': FEED,
    });
    const found = await findFeeds('https://coast.example/', fetch);
    expect(found.map(({ url }) => url)).toEqual(['https://coast.example/a', 'https://coast.example/b']);
    expect(asked).toHaveLength(5);
  });

  it('tries the usual paths when the page names none, and stops at the first', async () => {
    const { fetch, asked } = site({
      'https://coast.example/news': '<html></html>',
      'https://coast.example/rss.xml': FEED,
    });
    expect((await findFeeds('https://coast.example/news', fetch)).map(({ url }) => url)).toEqual([
      'https://coast.example/rss.xml',
    ]);
    expect(asked.at(-1)).toBe('https://coast.example/rss.xml');
  });

  it('gives up after a few tries, whatever fails', async () => {
    let asked = 0;
    const links = Array.from({ length: 500 }, (_, n) => `<a href="/rss/${n}">`).join('');
    const found = await findFeeds('https://coast.example/', async (url) => {
      asked++;
      if (url !== 'https://coast.example/') throw new Error('refused');
      return { url, body: Buffer.from(links) };
    });
    expect(found).toEqual([]);
    expect(asked).toBeLessThan(20);
  });

  it('passes on why the site itself cannot be reached', async () => {
    await expect(findFeeds('https://coast.example/', () => Promise.reject(new Error('no such host')))).rejects.toThrow(
      'no such host',
    );
  });

  it('looks below the page and at the root', () => {
    expect(commonFeedAddresses('https://coast.example/en/news?x#y')).toEqual(
      expect.arrayContaining(['https://coast.example/en/news/feed', 'https://coast.example/feed']),
    );
    expect(commonFeedAddresses('nonsense')).toEqual([]);
  });
});

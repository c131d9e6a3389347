import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanUrl, urlKey } from '../../../src/ingest/identity/canonical-url.ts';

describe('an address as one would pass it on', () => {
  it.each([
    ['https://coast.example/a?utm_source=rss&utm_medium=feed', 'https://coast.example/a'],
    ['https://coast.example/a?id=7&fbclid=x&page=2#comments', 'https://coast.example/a?id=7&page=2'],
    ['HTTPS://Coast.Example:443/A%20b?q=a%2Bb', 'https://coast.example/A%20b?q=a%2Bb'],
    ['https://reader:secret@coast.example/a', 'https://coast.example/a'],
    ['https://coast.example/a??', 'https://coast.example/a??'],
    ['https://coast.example/a?', 'https://coast.example/a'],
    ['https://www.google.com/url?q=https://coast.example/a%3Futm_source%3Dx&sa=D', 'https://coast.example/a'],
    ['https://www.google.co.uk/amp/s/coast.example/a/amp', 'https://coast.example/a/amp'],
    ['https://coast-example.cdn.ampproject.org/c/s/coast.example/a', 'https://coast.example/a'],
  ])('%s', (address, clean) => {
    expect(cleanUrl(address)).toBe(clean);
  });

  it.each(['', 'coast', '/a', 'mailto:a@coast.example', 'javascript:alert(1)', 'http://', 'ftp://coast.example/'])(
    'is none: "%s"',
    (address) => {
      expect(cleanUrl(address)).toBeNull();
      expect(urlKey(address)).toBeNull();
    },
  );

  it('stays a web address that is clean, whatever it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (address) => {
        const clean = cleanUrl(address);
        if (clean !== null) expect(cleanUrl(clean)).toBe(clean);
      }),
    );
  });
});

describe('two addresses', () => {
  const same = [
    'https://coast.example/news/anchor',
    'http://coast.example/news/anchor',
    'https://www.coast.example/news/anchor/',
    'https://m.coast.example/news/anchor?utm_campaign=x',
    'https://amp.coast.example/news/anchor',
    'https://coast.example/news/anchor/amp/',
    'https://coast.example/amp/news/anchor',
    'https://coast.example/news/anchor.amp',
    'https://coast.example/news/anchor?amp=1',
    'https://coast.example/news/anchor?outputType=amp#top',
    'https://coast.example//news/anchor/index.html',
    'https://www.google.com/amp/s/amp.coast.example/news/anchor',
  ];
  it.each(same)('are of one page: %s', (address) => {
    expect(urlKey(address)).toBe(urlKey(same[0] as string));
  });

  it('are of one page in whatever order their parameters stand, and however they are encoded', () => {
    expect(urlKey('https://coast.example/?b=2&a=1')).toBe(urlKey('https://coast.example/?a=1&b=2'));
    expect(urlKey('https://coast.example/%C5%81%C3%B3d%C5%BA')).toBe(urlKey('https://coast.example/Łódź'));
  });

  it.each([
    ['https://coast.example/a', 'https://coast.example/b'],
    ['https://coast.example/?id=1', 'https://coast.example/?id=2'],
    ['https://coast.example/a', 'https://harbour.example/a'],
    ['https://coast.example/A', 'https://coast.example/a'],
    ['https://news.coast.example/a', 'https://sport.coast.example/a'],
    ['https://coast.example:8080/a', 'https://coast.example/a'],
    ['https://coast.example/ampere', 'https://coast.example/ere'],
  ])('are of two pages: %s, %s', (one, other) => {
    expect(urlKey(one)).not.toBe(urlKey(other));
  });

  it('that differ in what is cleaned away alone have one key', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (address) => {
        const clean = cleanUrl(address);
        if (clean !== null) expect(urlKey(clean)).toBe(urlKey(address));
      }),
    );
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { extractArticle } from '../../../src/ingest/article/extract.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url));
const read = (file: string) => parse(readFileSync(fixtures + file, 'utf8'));
const site = read('site.yaml') as Record<string, { file: string }>;
const { items } = read('expected.yaml') as {
  items: { url: string; first?: string; last?: string; wall?: string; from?: string }[];
};

/** The page at `url`, its dates still open. */
function page(url: string): string {
  const { file = '' } = site[url] ?? {};
  return iconv.decode(readFileSync(fixtures + file), file.includes('kuesten-kurier') ? 'windows-1252' : 'utf8');
}

const extracted = (url: string) => {
  const article = extractArticle(page(url), url);
  return { ...article, text: (article.text ?? '').replace(/\s+/g, ' ') };
};

describe('the pages of the fixtures', () => {
  test.each(items.filter(({ first }) => first))(
    'give their article from $first … to … $last',
    ({ url, first, last }) => {
      const { text } = extracted(url);
      expect(text).toContain(first);
      expect(text).toContain(last);
      expect(text.indexOf(first as string)).toBeLessThan(text.indexOf(last as string));
      // Stands at the foot of every page.
      expect(text).not.toContain('sample material');
    },
  );

  test.each(items.filter(({ wall }) => wall))('say that they are no whole article: $url', ({ url, wall }) => {
    expect(extracted(url).wall).toBe(wall);
  });

  test('that give less than the feed give little', () => {
    for (const { url } of items.filter(({ from }) => from === 'feed'))
      expect(extracted(url).text.length, url).toBeLessThan(500);
  });
});

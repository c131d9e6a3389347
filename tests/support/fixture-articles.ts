import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { parse } from 'yaml';
import { extractArticle } from '../../src/ingest/article/extract.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const read = (file: string) => parse(readFileSync(fixtures + file, 'utf8'));

/** What a careful analyst says of a fixture (see fixtures/expected.yaml). */
export interface ExpectedItem {
  url: string;
  flag: 'below' | 'above' | 'none';
  threats?: string[];
  affected?: string[];
  cues?: string[];
  first?: string;
  last?: string;
  group?: string;
}

export interface FixtureArticle {
  url: string;
  title: string;
  text: string;
  published: string | undefined;
  expected: ExpectedItem;
}

const DAY = Date.UTC(2026, 2, 4);

/** The fixtures' articles that their pages give whole, as the pipeline has them, the oldest first. */
export function fixtureArticles(): FixtureArticle[] {
  const site = read('site.yaml') as Record<string, { file: string }>;
  const { items } = read('expected.yaml') as { items: ExpectedItem[] };
  return items
    .flatMap((expected) => {
      const { url, first, last } = expected;
      const file = site[url]?.file;
      if (!file || !first || !last) return [];
      const page = iconv
        .decode(readFileSync(fixtures + file), file.includes('kuesten-kurier') ? 'windows-1252' : 'utf8')
        .replace(/\{\{iso day-(\d+) (\d\d):(\d\d)\}\}/g, (_, day, hour, minute) =>
          new Date(DAY - day * 86_400_000 + hour * 3_600_000 + minute * 60_000).toISOString(),
        );
      const { title, text, published } = extractArticle(page, url);
      const told = (text ?? '').replace(/\s+/g, ' ');
      const own = told.slice(told.indexOf(first), told.indexOf(last) + last.length);
      return [{ url, title: title ?? '', text: own, published: published ?? undefined, expected }];
    })
    .sort((a, b) => ((a.published ?? '') < (b.published ?? '') ? -1 : 1));
}

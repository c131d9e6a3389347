import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readClassifier } from '../../src/cli/read-classifier.ts';
import { IncidentIndex } from '../../src/incidents/incident-index.ts';
import { articleSignature } from '../../src/incidents/signature.ts';
import { extractArticle } from '../../src/ingest/article/extract.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const read = (file: string) => parse(readFileSync(fixtures + file, 'utf8'));
const site = read('site.yaml') as Record<string, { file: string }>;
const { items } = read('expected.yaml') as {
  items: { url: string; first?: string; last?: string; group?: string }[];
};
const DAY = Date.UTC(2026, 2, 4);

/** The articles that their pages give whole, as the pipeline has them, the oldest first. */
const articles = items
  .flatMap(({ url, first, last, group = url }) => {
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
    return [{ url, group, title: title ?? '', text: own, published: published ?? undefined }];
  })
  .sort((a, b) => ((a.published ?? '') < (b.published ?? '') ? -1 : 1));

describe('the articles of the fixtures', () => {
  const classifier = readClassifier();
  const index = new IncidentIndex();
  const placed = articles.map((article) => {
    const classification = classifier.classify(article);
    const { incident, because } = index.place(articleSignature({ id: article.url, ...article, classification }));
    return { ...article, incident, because };
  });

  it('make an incident of their own each, however much background they share', () => {
    expect(placed.length).toBeGreaterThan(30);
    for (const { url, group, incident, because } of placed)
      for (const other of placed)
        if (other.url < url && other.group !== group)
          expect(other.incident, `${url} with ${other.url}: ${because}`).not.toBe(incident);
  });

  it('come together where they tell of one event', () => {
    for (const { url, group, incident } of placed)
      for (const other of placed)
        if (other.url < url && other.group === group) expect(other.incident, `${url} with ${other.url}`).toBe(incident);
  });
});

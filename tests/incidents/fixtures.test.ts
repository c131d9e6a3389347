import { describe, expect, it } from 'vitest';
import { readClassifier } from '../../src/cli/read-classifier.ts';
import { IncidentIndex } from '../../src/incidents/incident-index.ts';
import { articleSignature } from '../../src/incidents/signature.ts';
import { fixtureArticles } from '../support/fixture-articles.ts';

describe('the articles of the fixtures', () => {
  const classifier = readClassifier();
  const index = new IncidentIndex();
  const placed = fixtureArticles().map((article) => {
    const classification = classifier.classify(article);
    const { incident, because } = index.place(articleSignature({ id: article.url, ...article, classification }));
    return { ...article, group: article.expected.group ?? article.url, incident, because };
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

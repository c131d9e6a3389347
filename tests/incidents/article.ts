import type { Classification } from '../../src/classify/types.ts';
import type { Article } from '../../src/incidents/article.ts';

/** An article with what a test does not care about filled in. */
export function article(
  fields: Partial<Omit<Article, 'classification'>> & { classification?: Partial<Classification> } = {},
): Article {
  const id = fields.id ?? 'a';
  return {
    id,
    title: 'Drone falls in a field near Tulcea',
    text: 'A drone fell in a field near Tulcea on Tuesday night, the defence ministry said. Nobody was hurt.',
    published: '2025-09-10T08:00:00Z',
    seen: '2025-09-10T09:00:00Z',
    feed: 'coast',
    outlet: 'Coast Daily',
    reliability: 'B',
    copyOf: null,
    severity: 2,
    ...fields,
    classification: {
      flag: 'below',
      score: 0.8,
      patterns: [],
      threats: [],
      cues: [],
      actors: [],
      roles: {},
      affected: [],
      locations: [],
      places: [],
      evidence: [],
      acts: [],
      attributions: [],
      language: 'en',
      why: '',
      ...fields.classification,
    },
  };
}

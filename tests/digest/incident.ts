import type { Evidence } from '../../src/classify/types.ts';
import type { DigestArticle, DigestIncident, DigestInput, EarlierIncident } from '../../src/digest/types.ts';

/** Stretches of a text to be evidence of a tag: `{ cue: { protest: 'summoned the ambassador' } }`. */
type Marks = Partial<Record<Evidence['kind'], Record<string, string>>>;

/** An article whose evidence is given by the words it stands on. */
export function article({
  marks = {},
  ...given
}: Partial<Omit<DigestArticle, 'evidence'>> & { marks?: Marks } = {}): DigestArticle {
  const text = given.text ?? '';
  const evidence = Object.entries(marks).flatMap(([kind, tags]) =>
    Object.entries(tags).map(([tag, words]): Evidence => {
      const start = text.indexOf(words);
      if (start < 0) throw new Error(`"${words}" is not in the text`);
      return {
        rule: `${kind}.${tag}`,
        kind: kind as Evidence['kind'],
        start,
        end: start + words.length,
        in: 'text',
        tag,
      };
    }),
  );
  return {
    title: 'A headline',
    url: 'https://coastal-courier.example/news/1',
    source: 'Coastal Courier',
    reliability: 'B',
    published: '2026-11-22T09:00:00Z',
    text,
    ...given,
    evidence,
  };
}

let next = 1;

/** A flagged incident of 22 November 2026; give what the test is about. */
export function incident(given: Partial<DigestIncident> = {}): DigestIncident {
  const id = given.id ?? next++;
  return {
    id,
    title: `Incident number ${id}`,
    summary: '',
    flag: 'below',
    score: 0.9,
    priority: 0.5,
    severity: 2,
    state: 'new',
    firstSeen: '2026-11-22T09:00:00Z',
    lastSeen: '2026-11-22T12:00:00Z',
    threats: ['airspace-violation'],
    actors: [],
    roles: {},
    locations: [],
    affected: ['RO'],
    cues: [],
    acts: [],
    attributions: [],
    articles: [],
    ...given,
  };
}

/** An incident of a day before. */
export function past(day: string, given: Partial<EarlierIncident> = {}): EarlierIncident {
  const id = given.id ?? next++;
  return {
    id,
    title: `Incident number ${id}`,
    day,
    threats: ['airspace-violation'],
    affected: ['RO'],
    locations: [],
    ...given,
  };
}

/** The input of a daily digest for 22 November 2026 in Bucharest. */
export function input(given: Partial<DigestInput> = {}): DigestInput {
  return {
    period: { kind: 'day', from: '2026-11-22', zone: 'Europe/Bucharest' },
    generatedAt: '2026-11-22T18:05:00Z',
    ruleSet: '3f9a1c',
    incidents: [],
    earlier: [],
    since: '2026-06-01',
    corrections: [],
    reading: { feeds: 30, feedsFailing: 0, items: 640, articles: 412 },
    ...given,
  };
}

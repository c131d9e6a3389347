import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Act, Attribution } from '../../src/classify/types.ts';
import { incidentOf } from '../../src/incidents/incident.ts';
import { article } from './article.ts';

const act = (status: Act['status']): Act => ({ threat: 'territorial-strike', status, target: 'ROU', place: 'Tulcea' });
const says = (actor: string, confidence: Attribution['confidence'], source: Attribution['source'] = 'official') => ({
  actor,
  confidence,
  source,
  basis: 'the ministry said',
});

describe('what an incident is called', () => {
  it('takes title and summary from the most reliable of its flagged sources', () => {
    const incident = incidentOf([
      article({ id: 'a', outlet: 'Rumour Mill', reliability: 'E', title: 'WAR?!' }),
      article({ id: 'b', outlet: 'Harbour Wire', reliability: 'A', title: 'Drone debris found near Tulcea' }),
      article({
        id: 'c',
        outlet: 'Sky',
        reliability: 'A',
        title: 'Ministry budget grows',
        classification: { flag: 'none' },
      }),
    ]);
    expect(incident.title).toBe('Drone debris found near Tulcea');
    expect(incident.summary.article).toBe('b');
    expect(incident.sources.map((source) => source.article)).toEqual(['b', 'a', 'c']);
  });

  it('summarises with the sentence that holds the evidence, not with the scene that opens a feature', () => {
    const opening = 'It was a quiet evening in the reeds, and the fishermen had gone home early to their families.';
    const news = 'Then a Russian drone fell in a field near Tulcea and burned out.';
    const text = `${opening} ${news} The fields lie fallow in autumn.`;
    const start = text.indexOf('drone');
    const { summary } = incidentOf([
      article({
        text,
        classification: {
          evidence: [
            { rule: 'strike', kind: 'threat', start, end: start + 5, in: 'text' },
            { rule: 'RUS', kind: 'actor', start: start - 8, end: start - 1, in: 'text' },
          ],
        },
      }),
    ]);
    expect(summary.text).toBe(news);
    expect(text.slice(summary.start, summary.end)).toBe(news);
  });

  it('is called by its summary when no source has a title', () => {
    expect(incidentOf([article({ title: ' ' })]).title).toMatch(/^A drone fell in a field/);
  });

  it('is seen from the first to the last article, and a date in the future does not count', () => {
    const incident = incidentOf([
      article({ id: 'a', published: '2025-09-10T08:00:00Z' }),
      article({ id: 'b', published: '2052-09-10T08:00:00Z', seen: '2025-09-11T07:00:00Z' }),
      article({ id: 'c', published: '2025-09-09T23:30:00-05:00' }),
    ]);
    expect(incident.firstSeen).toBe('2025-09-09T23:30:00-05:00');
    expect(incident.lastSeen).toBe('2025-09-11T07:00:00Z');
  });

  it('needs an article', () => {
    expect(() => incidentOf([])).toThrow(RangeError);
  });
});

describe('flag and score of an incident', () => {
  it('is flagged above as soon as one article is', () => {
    const flags = (['none', 'below', 'above'] as const).map((flag, i) =>
      article({ id: `${i}`, classification: { flag } }),
    );
    expect(incidentOf(flags).flag).toBe('above');
    expect(incidentOf(flags.slice(0, 2)).flag).toBe('below');
  });

  const scored = (...scores: number[]) =>
    incidentOf(scores.map((score, i) => article({ id: `${i}`, outlet: `outlet ${i}`, classification: { score } })))
      .score;

  it('has the score of its article when there is but one', () => {
    expect(scored(0.73)).toBeCloseTo(0.73);
  });

  it('is surer when independent sources agree, and unsurer when they do not', () => {
    expect(scored(0.8, 0.8)).toBeGreaterThan(0.9);
    expect(scored(0.8, 0.1)).toBeLessThan(0.8);
  });

  it('does not add ten doubts up to a certainty', () => {
    expect(scored(...Array<number>(10).fill(0.2))).toBeCloseTo(0.2);
  });

  it('counts copies of one text, and one outlet, as one voice', () => {
    const wire = article({ id: 'a', outlet: 'Harbour Wire' });
    const copy = article({ id: 'b', outlet: 'Coast Daily', copyOf: 'a' });
    const again = article({ id: 'c', outlet: 'Coast Daily' });
    const other = article({ id: 'd', outlet: 'Delta Radio' });
    expect(incidentOf([wire, copy, again]).corroboration).toBe(1);
    expect(incidentOf([wire, copy, again]).score).toBeCloseTo(0.8);
    expect(incidentOf([wire, copy, again, other]).corroboration).toBe(2);
  });

  it('is a probability, whatever the articles, and the same in any order', () => {
    const any = fc.array(
      fc.record({
        id: fc.uuid(),
        outlet: fc.constantFrom('a', 'b', 'c', 'd'),
        reliability: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
        text: fc.string({ unit: 'grapheme' }),
        score: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(any, (list) => {
        const articles = list.map(({ score, ...fields }) => article({ ...fields, classification: { score } }));
        const incident = incidentOf(articles);
        expect(incident.score).toBeGreaterThanOrEqual(0);
        expect(incident.score).toBeLessThanOrEqual(1 + 1e-9);
        const reversed = incidentOf(articles.reverse());
        expect(reversed.title).toBe(incident.title);
        expect(reversed.score).toBeCloseTo(incident.score);
      }),
    );
  });

  it('lists the tags that most voices give first', () => {
    const incident = incidentOf([
      article({ id: 'a', outlet: '1', classification: { threats: ['espionage', 'territorial-strike'] } }),
      article({ id: 'b', outlet: '2', classification: { threats: ['territorial-strike'] } }),
    ]);
    expect(incident.threats).toEqual(['territorial-strike', 'espionage']);
  });
});

describe('occurrence and attribution, and how they changed', () => {
  it('tells when a suspicion was denied', () => {
    const { occurrence } = incidentOf([
      article({
        id: 'a',
        outlet: '1',
        published: '2025-09-10T08:00:00Z',
        classification: { acts: [act('suspected')] },
      }),
      article({ id: 'b', outlet: '2', published: '2025-09-10T09:00:00Z', classification: { acts: [act('happened')] } }),
      article({ id: 'c', outlet: '1', published: '2025-09-10T10:00:00Z', classification: { acts: [act('happened')] } }),
    ]);
    expect(occurrence.now).toBe('happened');
    expect(occurrence.since).toBe('2025-09-10T09:00:00Z');
    expect(occurrence.changes.map(({ state, article: by }) => [state, by])).toEqual([
      ['suspected', 'a'],
      ['happened', 'b'],
    ]);
    expect(occurrence.claims).toHaveLength(3);
  });

  it('believes two good sources over a bad one that is later', () => {
    const { occurrence } = incidentOf([
      article({ id: 'a', outlet: '1', reliability: 'A', classification: { acts: [act('happened')] } }),
      article({
        id: 'b',
        outlet: '2',
        reliability: 'E',
        published: '2025-09-10T09:00:00Z',
        classification: { acts: [act('denied')] },
      }),
    ]);
    expect(occurrence.now).toBe('happened');
  });

  it('goes from suspected to charged, and notes the denial', () => {
    const { attribution } = incidentOf([
      article({
        id: 'a',
        published: '2025-09-10T08:00:00Z',
        classification: { attributions: [says('RUS', 'suspected', 'media')] },
      }),
      article({
        id: 'b',
        published: '2025-09-11T08:00:00Z',
        seen: '2025-09-11T08:00:00Z',
        classification: { attributions: [says('RUS', 'denied')] },
      }),
      article({
        id: 'c',
        published: '2025-09-12T08:00:00Z',
        seen: '2025-09-12T08:00:00Z',
        classification: { attributions: [says('GRU', 'charged')] },
      }),
    ]);
    expect(attribution.changes.map(({ state }) => state)).toEqual([
      { actor: 'RUS', confidence: 'suspected', disputed: false },
      { actor: 'RUS', confidence: 'suspected', disputed: true },
      { actor: 'GRU', confidence: 'charged', disputed: false },
    ]);
    expect(attribution.claims.map(({ actor, confidence, outlet }) => `${outlet}: ${actor} ${confidence}`)).toEqual([
      'Coast Daily: RUS suspected',
      'Coast Daily: RUS denied',
      'Coast Daily: GRU charged',
    ]);
  });

  it('says that nothing is claimed when nothing is', () => {
    const { occurrence, attribution } = incidentOf([article()]);
    expect(occurrence).toEqual({ now: null, since: null, changes: [], claims: [] });
    expect(attribution.now).toEqual({ actor: null, confidence: 'unknown', disputed: false });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IncidentIndex, type IndexState } from '../../src/incidents/incident-index.ts';
import { articleSignature } from '../../src/incidents/signature.ts';
import { OUTLETS, STORIES } from './wire-stories.ts';

const signature = (id: string, text: string, published = '2025-09-10') => articleSignature({ id, text, published });

const FIRE = signature(
  'fire',
  'A parcel caught fire in a warehouse of the Ostrava freight centre, and two workers were injured. Prosecutors suspect arson.',
);
const FIRE_LATER = signature(
  'fire-later',
  "Police in Ostrava have arrested a suspect over yesterday's parcel fire in the freight centre warehouse, which injured two workers.",
  '2025-09-11',
);
const TRAWLER = signature(
  'trawler',
  'A trawler was rammed by a coast guard cutter off Sabina Shoal, the navy of the Philippines said. Nobody was hurt.',
);

const wire = STORIES.flatMap((story) =>
  Object.values(OUTLETS).map((make, i) => {
    const { event, title, paragraphs, published } = make(story);
    return {
      event,
      signature: articleSignature({ id: `${event} ${i}`, title, text: paragraphs.join('\n\n'), published }),
    };
  }),
);

describe('placing articles', () => {
  it('puts the follow-up with its event and another event apart, and says why', () => {
    const index = new IncidentIndex();
    expect(index.place(FIRE)).toMatchObject({ incident: 'fire', isNew: true, nearest: null });
    expect(index.place(TRAWLER)).toMatchObject({ incident: 'trawler', isNew: true });
    const placement = index.place(FIRE_LATER);
    expect(placement).toMatchObject({ incident: 'fire', isNew: false, nearest: 'fire', duplicate: false });
    expect(placement.because.join()).toContain('Ostrava');
    expect(index.articlesOf('fire')).toEqual(['fire', 'fire-later']);
    expect(index.incidents).toBe(2);
  });

  it('groups what outlets make of eleven wire stories into eleven incidents', () => {
    const index = new IncidentIndex();
    for (const item of wire) expect(index.place(item.signature).incident, item.signature.id).toMatch(item.event);
    expect(index.incidents).toBe(STORIES.length);
  });

  it('keeps an updated article where it is: a new version, not a new item', () => {
    const index = new IncidentIndex();
    index.place(FIRE);
    const placement = index.place({ ...TRAWLER, id: 'fire' });
    expect(placement).toMatchObject({ incident: 'fire', isNew: false });
    expect(index.articles).toBe(1);
  });

  it('gives the same incidents for the same articles in the same order', () => {
    const place = () => {
      const index = new IncidentIndex();
      return wire.map(({ signature: each }) => index.place(each));
    };
    expect(place()).toEqual(place());
  });

  it('goes on from a stored state, as JSON, as if it had never stopped', () => {
    const half = Math.floor(wire.length / 2);
    const index = new IncidentIndex();
    for (const item of wire.slice(0, half)) index.place(item.signature);
    const rebuilt = IncidentIndex.from(JSON.parse(JSON.stringify(index)) as IndexState);
    for (const item of wire.slice(half)) expect(rebuilt.place(item.signature)).toEqual(index.place(item.signature));
  });

  it('does not join articles of events that are weeks apart', () => {
    const index = new IncidentIndex();
    index.place(FIRE);
    expect(index.place({ ...FIRE, id: 'again', day: (FIRE.day as number) + 30, told: [] }).isNew).toBe(true);
  });

  it('forgets old incidents, but not those that still have news', () => {
    const index = new IncidentIndex();
    for (const each of [FIRE, TRAWLER, FIRE_LATER]) index.place(each);
    index.forgetBefore(FIRE_LATER.day as number);
    expect(index.incidentOf('trawler')).toBeUndefined();
    expect(index.articlesOf('fire')).toEqual(['fire', 'fire-later']);
  });

  it('takes any text, with any date', () => {
    const index = new IncidentIndex();
    let n = 0;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, published) => {
        const placement = index.place(articleSignature({ id: `${n++}`, text, title: text, published }));
        expect(placement.probability).toBeGreaterThanOrEqual(0);
        expect(placement.probability).toBeLessThanOrEqual(1);
      }),
    );
    expect(index.articles).toBe(n);
  });
});

describe("an analyst's decisions", () => {
  it('keep joined incidents one, for later versions and rebuilt indexes too', () => {
    const index = new IncidentIndex();
    index.place(FIRE);
    index.place(TRAWLER);
    index.join('fire', 'trawler');
    expect(index.articlesOf('fire')).toEqual(['fire', 'trawler']);
    const state = index.toJSON();
    const rebuilt = IncidentIndex.from({
      ...state,
      articles: state.articles.filter((a) => a.signature.id !== 'trawler'),
    });
    expect(rebuilt.place(TRAWLER)).toMatchObject({ incident: 'fire', because: ['an analyst put it here'] });
  });

  it('keep split articles apart, however alike they are', () => {
    const index = new IncidentIndex();
    for (const each of [FIRE, FIRE_LATER]) index.place(each);
    index.split(['fire-later'], 'arrest');
    expect(index.incidentOf('fire-later')).toBe('arrest');
    const state = index.toJSON();
    const rebuilt = IncidentIndex.from({ ...state, articles: state.articles.slice(0, 1) });
    expect(rebuilt.place(FIRE_LATER)).toMatchObject({ isNew: true });
    expect(rebuilt.incidents).toBe(2);
  });

  it('can be taken back: the last word counts', () => {
    const index = new IncidentIndex();
    for (const each of [FIRE, FIRE_LATER]) index.place(each);
    index.split(['fire-later'], 'arrest');
    index.join('fire', 'arrest');
    expect(index.articlesOf('fire')).toEqual(['fire', 'fire-later']);
    expect(index.toJSON().parted).toEqual([]);
    index.split(['fire-later'], 'arrest');
    expect(index.toJSON().joined).toEqual([]);
    expect(index.incidents).toBe(2);
  });

  it('give a new incident a name of its own when its first article was moved away', () => {
    const index = new IncidentIndex();
    index.place(FIRE);
    index.split(['fire'], 'elsewhere');
    expect(index.place(TRAWLER, 'elsewhere').incident).toBe('elsewhere~2');
  });

  it('pass over articles and incidents that are not there', () => {
    const index = new IncidentIndex();
    index.place(FIRE);
    index.join('fire', 'nothing');
    index.join('nothing', 'fire');
    index.split(['nobody'], 'fire');
    expect(index.articlesOf('fire')).toEqual(['fire']);
  });

  it('hold through any sequence of placing, joining and splitting', () => {
    const pool = wire.filter((_, i) => i % 9 < 3).slice(0, 15);
    const step = fc.oneof(
      fc.record({ do: fc.constant('place' as const), a: fc.nat(14) }),
      fc.record({ do: fc.constant('join' as const), a: fc.nat(14), b: fc.nat(14) }),
      fc.record({ do: fc.constant('split' as const), a: fc.nat(14) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const index = new IncidentIndex();
        let named = 0;
        const id = (i: number) => pool[i]?.signature.id as string;
        for (const each of steps) {
          const [a, b] = [index.incidentOf(id(each.a)), each.do === 'join' ? index.incidentOf(id(each.b)) : undefined];
          if (each.do === 'place' && pool[each.a]) index.place((pool[each.a] as (typeof pool)[number]).signature);
          if (each.do === 'join' && a && b) index.join(a, b);
          if (each.do === 'split' && a) index.split([id(each.a)], `split ${named++}`);
          const { articles, joined, parted } = index.toJSON();
          for (const [x, y] of joined) expect(index.incidentOf(x)).toBe(index.incidentOf(y));
          for (const [x, y] of parted) expect(index.incidentOf(x)).not.toBe(index.incidentOf(y));
          expect(new Set(articles.map((article) => article.incident)).size).toBe(index.incidents);
        }
      }),
      { numRuns: 60 },
    );
  });
});

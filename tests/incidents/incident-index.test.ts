import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IncidentIndex } from '../../src/incidents/incident-index.ts';
import { articleSignature, type Signature } from '../../src/incidents/signature.ts';
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

  it('goes on from stored signatures, as JSON, as if it had never stopped', () => {
    const half = Math.floor(wire.length / 2);
    const index = new IncidentIndex();
    const rebuilt = new IncidentIndex();
    for (const item of wire.slice(0, half)) {
      const { incident } = index.place(item.signature);
      rebuilt.restore(JSON.parse(JSON.stringify(item.signature)) as Signature, incident);
    }
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

describe('an article that is put elsewhere', () => {
  it('stays there with its newer versions, and takes its copies with it', () => {
    const index = new IncidentIndex();
    for (const each of [FIRE, FIRE_LATER, TRAWLER]) index.place(each);
    index.restore(FIRE_LATER, 'arrest');
    expect(index.articlesOf('fire')).toEqual(['fire']);
    expect(index.place(FIRE_LATER).incident).toBe('arrest');
    expect(index.place({ ...FIRE_LATER, id: 'copy' })).toMatchObject({ incident: 'arrest', duplicate: true });
    index.restore(TRAWLER, 'fire');
    expect(index.articlesOf('fire')).toEqual(['fire', 'trawler']);
    expect(index.incidents).toBe(2);
  });
});

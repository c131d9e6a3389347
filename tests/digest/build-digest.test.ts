import { describe, expect, it } from 'vitest';
import { buildDigest } from '../../src/digest/build-digest.ts';
import { article, incident, input, past } from './incident.ts';

describe('which incidents a digest tells of', () => {
  it('leaves out dismissed ones and those that are not flagged, unless an analyst confirmed them', () => {
    const digest = buildDigest(
      input({
        incidents: [
          incident({ id: 1, state: 'dismissed' }),
          incident({ id: 2, flag: 'none' }),
          incident({ id: 3, flag: 'none', state: 'confirmed' }),
          incident({ id: 4 }),
        ],
      }),
    );
    expect(digest.incidents.map(({ id }) => id).sort()).toEqual([3, 4]);
  });

  it('orders them by weight: above, escalated, severity, priority', () => {
    const digest = buildDigest(
      input({
        incidents: [
          incident({ id: 1, severity: 5, priority: 0.1 }),
          incident({ id: 2, severity: 5, priority: 0.9 }),
          incident({ id: 3, severity: 2, state: 'escalated' }),
          incident({ id: 4, severity: 1, flag: 'above' }),
        ],
      }),
    );
    expect(digest.incidents.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(digest.incidents.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('does not depend on the order in which incidents are given', () => {
    const incidents = [1, 2, 3].map((id) => incident({ id, severity: id, summary: `Summary ${id}.` }));
    expect(buildDigest(input({ incidents }))).toEqual(buildDigest(input({ incidents: [...incidents].reverse() })));
  });
});

describe('the breakdown', () => {
  it('counts by threat type and country, each with its incidents', () => {
    const { matrix, incidents } = buildDigest(
      input({
        incidents: [
          incident({ threats: ['sabotage'], affected: ['PL'], severity: 5 }),
          incident({ threats: ['sabotage', 'espionage'], affected: ['PL', 'DE'], severity: 4 }),
          incident({ threats: ['cyberattack'], affected: [], severity: 3 }),
        ],
      }),
    );
    expect(incidents).toHaveLength(3);
    expect(matrix.countries.map(({ name, incidents: of }) => [name, of])).toEqual([
      ['Poland', [1, 2]],
      ['Germany', [2]],
      ['No single state', [3]],
    ]);
    const row = (id: string) => matrix.rows.find((one) => one.id === id);
    expect(row('sabotage')).toMatchObject({ name: 'Sabotage', incidents: [1, 2] });
    expect(row('sabotage')?.cells.map(({ incidents: of }) => of)).toEqual([[1, 2], [2], []]);
    expect(row('cyberattack')?.cells.map(({ incidents: of }) => of)).toEqual([[], [], [3]]);
  });
});

describe('risk by country', () => {
  it('puts a country that rises above its usual first and says so in brief', () => {
    const earlier = [
      ...['2026-11-20', '2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17'].map((day) => past(day)),
      past('2026-11-02'),
    ];
    const { risk, brief } = buildDigest(
      input({ earlier, incidents: [incident(), incident({ affected: ['PL'], severity: 5 })] }),
    );
    expect(risk.map(({ name }) => name)).toEqual(['Romania', 'Poland']);
    expect(risk[0]?.week).toMatchObject({ days: 7, observed: 6, expected: 0.25, direction: 'rising' });
    expect(risk[0]?.rising.map(({ id }) => id)).toEqual(['airspace-violation']);
    expect(risk[0]?.daily.slice(-4)).toEqual([1, 2, 0, 1]);
    expect(brief.map(({ text }) => text)).toContain('Romania (6 incidents in 7 days, usually 0.3) is above its usual.');
  });

  it('says of each count which incidents it counts', () => {
    const earlier = [
      past('2026-11-20', { id: 101, title: 'Drones over a base' }),
      past('2026-11-19', { id: 102, threats: ['sabotage'], affected: ['RO', 'PL'] }),
      past('2026-11-18', { id: 103 }),
      past('2026-11-17', { id: 104 }),
      past('2026-11-16', { id: 105 }),
      past('2026-11-15', { id: 106 }),
      past('2026-10-26', { id: 107 }),
      past('2026-10-25', { id: 108 }),
      past('2026-11-20', { id: 109, affected: ['SE'] }),
    ];
    const { risk, past: told } = buildDigest(input({ earlier, incidents: [incident({ id: 110 })] }));
    const [romania] = risk;
    expect(romania?.week).toMatchObject({ observed: 6, ids: [110, 101, 102, 103, 104, 105] });
    expect(romania?.month).toMatchObject({ observed: 8, ids: [110, 101, 102, 103, 104, 105, 106, 107] });
    expect(romania?.rising[0]?.trend).toMatchObject({ observed: 5, ids: [110, 101, 103, 104, 105] });
    expect(told?.map(({ id }) => id)).toEqual([101, 102, 103, 104, 105, 106, 107]);
    expect(told?.slice(0, 2)).toMatchObject([
      { day: '2026-11-20', title: 'Drones over a base', threats: [{ name: 'Airspace violation' }] },
      { day: '2026-11-19', affected: ['RO', 'PL'], threats: [{ name: 'Sabotage' }] },
    ]);
  });

  it('raises no alarm when one incident becomes two', () => {
    const { risk, brief } = buildDigest(input({ earlier: [past('2026-11-10')], incidents: [incident(), incident()] }));
    expect(risk[0]?.week.direction).toBe('usual');
    expect(brief.some(({ text }) => text.includes('usual'))).toBe(false);
  });

  it('knows no usual while the record is young', () => {
    const incidents = Array.from({ length: 6 }, () => incident());
    const { risk, firsts } = buildDigest(input({ since: '2026-11-18', incidents }));
    expect(risk[0]?.week).toMatchObject({ observed: 6, expected: null, direction: 'unknown' });
    expect(firsts).toEqual([]);
  });

  it('is as heavy as its heaviest incident', () => {
    const { risk } = buildDigest(input({ incidents: [incident({ severity: 2 }), incident({ severity: 4 })] }));
    expect(risk[0]).toMatchObject({ id: 'RO', severity: 4, incidents: [1, 2] });
  });
});

describe('firsts', () => {
  it('names a threat type that the record has never had in a country', () => {
    const { firsts } = buildDigest(
      input({ earlier: [past('2026-07-01')], incidents: [incident({ threats: ['territorial-strike'] })] }),
    );
    expect(firsts).toMatchObject([
      {
        text: 'Strike on territory in Romania: the first on record, which begins on 1 June.',
        incidents: [1],
        quote: null,
      },
    ]);
  });

  it('names a place that is new where the country is not', () => {
    const { firsts } = buildDigest(
      input({
        earlier: [past('2026-07-01', { locations: ['Galați'] })],
        incidents: [incident({ locations: ['RO', 'Tulcea'] })],
      }),
    );
    expect(firsts.map(({ text }) => text)).toEqual([
      'Airspace violation in Tulcea: the first on record, which begins on 1 June.',
    ]);
  });

  it('tells a first at an airport as one there', () => {
    const incidents = [incident({ locations: ['RO', 'Tulcea Airport'] })];
    expect(
      buildDigest(input({ earlier: [past('2026-07-01', { locations: ['Galați'] })], incidents })).firsts[0]?.text,
    ).toBe('Airspace violation at Tulcea Airport: the first on record, which begins on 1 June.');
  });

  it('means the country in which it happened, not the one whose jets came to help', () => {
    const { firsts } = buildDigest(
      input({ since: '2026-06-01', incidents: [incident({ affected: ['EE', 'IT'], locations: ['EE'] })] }),
    );
    expect(firsts.map(({ text }) => text)).toEqual([
      'Airspace violation in Estonia: the first on record, which begins on 1 June.',
    ]);
  });

  it('takes a court case on an act of an earlier year for no first', () => {
    const about = (text: string) =>
      buildDigest(
        input({
          since: '2026-06-01',
          incidents: [
            incident({
              threats: ['sabotage'],
              articles: [article({ text, marks: { threat: { sabotage: 'explosions' } } })],
            }),
          ],
        }),
      ).firsts;
    expect(about('A court approves the extradition of a diver over the explosions of 2022.')).toEqual([]);
    expect(about('A court approves the extradition of a diver over the explosions of last week.')).toHaveLength(1);
    expect(about('New explosions recall those of 2022.')).toHaveLength(1);
  });

  it('quotes a report that calls it a first', () => {
    const text = 'It is the first time that a drone has hit a silo. The first of three fires is out.';
    const { firsts } = buildDigest(
      input({
        since: null,
        incidents: [
          incident({ articles: [article({ text, marks: { threat: { 'territorial-strike': 'hit a silo' } } })] }),
        ],
      }),
    );
    expect(firsts.map(({ quote }) => quote?.text)).toEqual(['It is the first time that a drone has hit a silo.']);
  });
});

describe('an incident’s card', () => {
  it('shows the whole sentence that is the evidence, from the most reliable source', () => {
    const text = 'Officials met on Sunday.\nA drone hit a silo near Tulcea, Gen. Pop said. Nobody was hurt.';
    const marks = { threat: { 'territorial-strike': 'hit a silo' }, location: { Tulcea: 'Tulcea' } };
    const { incidents } = buildDigest(
      input({
        incidents: [
          incident({
            articles: [
              article({
                text: 'Blogs say a drone hit a silo.',
                source: 'A blog',
                reliability: 'E',
                marks: { threat: { 'territorial-strike': 'hit a silo' } },
              }),
              article({ text, marks }),
            ],
          }),
        ],
      }),
    );
    expect(incidents[0]?.evidence).toMatchObject({ source: 'Coastal Courier', reliability: 'B' });
    expect(incidents[0]?.evidence?.text).toContain('A drone hit a silo near Tulcea, Gen. Pop said.');
    expect(incidents[0]?.evidence?.text).not.toContain('Nobody');
    expect(incidents[0]?.sources.map(({ source }) => source)).toEqual(['Coastal Courier', 'A blog']);
  });

  it('tells states, threats, times and who is blamed in words', () => {
    const { incidents } = buildDigest(
      input({
        incidents: [
          incident({
            affected: ['RO', 'GB'],
            threats: ['territorial-strike'],
            locations: ['RO', 'Tulcea'],
            acts: [{ threat: 'territorial-strike', status: 'happened', target: 'ROU', place: 'Tulcea' }],
            attributions: [
              { actor: 'RUS', source: 'official', confidence: 'blamed', basis: 'the minister' },
              { actor: 'RUS', source: 'official', confidence: 'blamed', basis: 'another' },
              { actor: 'ShadowFleet', source: 'claimed', confidence: 'denied', basis: '' },
            ],
          }),
        ],
      }),
    );
    expect(incidents[0]).toMatchObject({
      affected: [{ name: 'Romania' }, { name: 'United Kingdom' }],
      threats: [{ name: 'Strike on territory' }],
      places: ['Tulcea'],
      time: '22 Nov, 11:00 EET',
      stateName: 'not yet reviewed',
      occurrence: 'happened',
    });
    expect(incidents[0]?.attributions.map(({ actor, status }) => `${actor} ${status}`)).toEqual([
      'Russia blamed by officials',
      'the shadow fleet denies it',
    ]);
  });
});

describe('how allies answered', () => {
  it('groups answers by kind with the sentence that shows each', () => {
    const text =
      'A drone hit a silo. Romania asked for consultations under Article 4. Bucharest summoned the ambassador.';
    const { answers, brief } = buildDigest(
      input({
        incidents: [
          incident({
            cues: ['protest', 'consultation', 'deniability'],
            actors: ['RUS', 'ROU'],
            roles: { ROU: 'responder' },
            articles: [
              article({ text, marks: { cue: { consultation: 'consultations', protest: 'summoned the ambassador' } } }),
            ],
          }),
          incident({ title: 'Tagged by hand', cues: ['restraint'], affected: ['EE'] }),
        ],
      }),
    );
    expect(
      answers.map(({ name, answers: given }) => [name, given[0]?.who, given[0]?.quote?.text ?? given[0]?.title]),
    ).toEqual([
      ['Consultation', ['Romania'], 'Romania asked for consultations under Article 4.'],
      ['Protest and sanctions', ['Romania'], 'Bucharest summoned the ambassador.'],
      ['Restraint', ['Estonia'], 'Tagged by hand'],
    ]);
    expect(brief.map(({ text: line }) => line)).toContain(
      'Romania sought consultations; Romania protested; Estonia held back.',
    );
  });
});

describe('how allies answered, and who', () => {
  it('names who acts in the sentence, not everybody on whom the act fell', () => {
    const text = 'Estonia summoned the chargé d’affaires after jets entered its airspace; Italian fighters met them.';
    const { answers } = buildDigest(
      input({
        incidents: [
          incident({
            ...{ cues: ['protest'], actors: ['RUS', 'EST', 'ITA'], affected: ['EE', 'IT'] },
            articles: [
              article({ text, marks: { cue: { protest: 'summoned' }, actor: { EST: 'Estonia', ITA: 'Italian' } } }),
            ],
          }),
        ],
      }),
    );
    expect(answers[0]?.answers[0]?.who).toEqual(['Estonia']);
  });

  const closing = (text: string, actor: Record<string, string>) =>
    buildDigest(
      input({
        incidents: [
          incident({
            ...{ cues: ['unilateral'], actors: ['BLR', 'LTU'], affected: ['LT'] },
            roles: { BLR: 'responder', LTU: 'target' },
            articles: [article({ text, marks: { cue: { unilateral: 'crossings' }, actor } })],
          }),
        ],
      }),
    ).answers[0]?.answers[0]?.who;

  it('names the state on which the act fell, not another that is only named beside', () => {
    const text = 'The government says that Belarus lets balloons fly, and closed the crossings without asking.';
    expect(closing(text, { BLR: 'Belarus' })).toEqual(['Lithuania']);
  });

  it('names an ally who acts, though the act did not fall on it', () => {
    expect(closing('Latvia shuts its crossings as well.', { LVA: 'Latvia' })).toEqual(['Latvia']);
  });
});

describe('what is no answer of an ally', () => {
  const answersTo = (text: string, cue: string, words: string, actor: Record<string, string>) =>
    buildDigest(
      input({
        incidents: [
          incident({
            ...{ cues: [cue], actors: ['RUS', 'POL'], roles: { RUS: 'suspect', POL: 'target' }, affected: ['PL'] },
            articles: [article({ text, marks: { cue: { [cue]: words }, actor } })],
          }),
        ],
      }),
    ).answers;

  it('what the rival does', () => {
    const text = 'Russia ordered a Polish consulate to be closed.';
    expect(answersTo(text, 'protest', 'closed', { RUS: 'Russia', POL: 'Polish' })).toEqual([]);
    const answered = 'After Russia sent jets, Poland summoned the ambassador.';
    expect(answersTo(answered, 'protest', 'summoned', { RUS: 'Russia', POL: 'Poland' })).toMatchObject([
      { answers: [{ who: ['Poland'] }] },
    ]);
  });

  it('a step that is taken back', () => {
    const open = 'Poland reopens the crossings that it had closed on its own.';
    expect(answersTo(open, 'unilateral', 'on its own', { POL: 'Poland' })).toEqual([]);
    const close = 'Poland closes the crossings on its own.';
    expect(answersTo(close, 'unilateral', 'on its own', { POL: 'Poland' })).toHaveLength(1);
  });
});

describe('in brief', () => {
  it('says in two lines that a day brought nothing', () => {
    const { brief } = buildDigest(input({ reading: { feeds: 30, feedsFailing: 2, items: 500, articles: 412 } }));
    expect(brief.map(({ text }) => text)).toEqual([
      'No hostile act below the threshold was found on Sunday 22 November 2026.',
      '412 articles from 30 feeds were read; two feeds could not be read.',
    ]);
  });

  it('never has more than five lines, each a sentence', () => {
    const text =
      'A drone hit a silo for the first time. Romania asked for consultations. Parliament will vote on Thursday. Nobody has claimed it.';
    const incidents = Array.from({ length: 9 }, (_, index) =>
      incident({
        severity: 5,
        summary: 'A drone hit a silo near Tulcea',
        cues: ['consultation'],
        threats: ['territorial-strike', 'airspace-violation'],
        affected: ['RO', 'PL', 'EE', 'LV'].slice(0, 1 + (index % 4)),
        articles: [
          article({ text, marks: { threat: { strike: 'hit a silo' }, cue: { consultation: 'consultations' } } }),
        ],
      }),
    );
    const { brief } = buildDigest(input({ incidents }));
    expect(brief).toHaveLength(5);
    for (const line of brief) expect(line.text).toMatch(/^\p{L}|^\d.*[.]$/u);
    expect(brief[0]?.text).toBe(
      'Nine incidents in Romania, Poland, Estonia and Latvia: airspace violation (9) and strike on territory (9).',
    );
    expect(brief[1]?.text).toBe('A drone hit a silo near Tulcea (Coastal Courier).');
  });

  it('tells further incidents where lines are left, each with who says so', () => {
    const silo = article({ source: 'Danube Wire' });
    const { brief } = buildDigest(
      input({
        incidents: [
          incident({ severity: 3, summary: 'A drone hit a silo near Tulcea.', articles: [silo, article(), article()] }),
          incident({
            severity: 2,
            summary: 'Jets entered the airspace of Estonia.',
            affected: ['EE'],
            articles: [silo],
          }),
        ],
      }),
    );
    expect(brief.slice(1, 3).map(({ text }) => text)).toEqual([
      'A drone hit a silo near Tulcea (Coastal Courier and one other).',
      'Jets entered the airspace of Estonia (Danube Wire).',
    ]);
  });

  it('says when an incident crossed the threshold', () => {
    const { brief } = buildDigest(input({ incidents: [incident({ flag: 'above' }), incident()] }));
    expect(brief[0]?.text).toContain('1 of them above the threshold');
  });
});

describe('a rise in brief', () => {
  const daysBefore = (count: number, first: number) =>
    Array.from({ length: count }, (_, index) =>
      past(new Date(Date.UTC(2026, 10, 22 - first - (index % 3))).toISOString().slice(0, 10)),
    );
  const brief = (first: number) =>
    buildDigest(input({ incidents: [incident()], earlier: daysBefore(12, first), since: '2026-06-01' }))
      .brief.map(({ text }) => text)
      .join(' ');

  it('is told while it goes on, and not for weeks after a burst', () => {
    expect(brief(1)).toContain('above its usual');
    expect(brief(20)).not.toContain('above its usual');
  });
});

describe('periods', () => {
  it('tells of a week', () => {
    const digest = buildDigest(
      input({
        period: { kind: 'week', from: '2026-11-30', zone: 'America/New_York' },
        incidents: [incident({ firstSeen: '2026-12-02T03:00:00Z' })],
      }),
    );
    expect(digest.title).toBe('Weekly digest, 30 November to 6 December 2026');
    expect(digest.period).toMatchObject({ to: '2026-12-06', zoneName: 'EST' });
    expect(digest.incidents[0]?.time).toBe('1 Dec, 22:00 EST');
    expect(digest.risk[0]?.daily.slice(-7)).toEqual([0, 1, 0, 0, 0, 0, 0]);
  });

  it('refuses a day or zone that does not exist', () => {
    expect(() => buildDigest(input({ period: { kind: 'day', from: '2026-02-30', zone: 'UTC' } }))).toThrow(RangeError);
    expect(() => buildDigest(input({ period: { kind: 'day', from: '2026-02-20', zone: 'Mars/Olympus' } }))).toThrow(
      RangeError,
    );
  });

  it('counts days rightly when the clocks change', () => {
    const digest = buildDigest(
      input({
        period: { kind: 'day', from: '2026-10-25', zone: 'Europe/Bucharest' },
        incidents: [incident({ firstSeen: '2026-10-25T21:30:00Z' })],
        earlier: [past('2026-10-24'), past('2026-10-23')],
      }),
    );
    expect(digest.risk[0]?.daily.slice(-3)).toEqual([1, 1, 1]);
  });
});

describe('corrections', () => {
  it('tells what an earlier digest had wrong', () => {
    const { corrections } = buildDigest(
      input({
        corrections: [
          {
            at: '2026-11-22T10:00:00Z',
            digest: '2026-11-20',
            incident: 7,
            title: 'Fire in a depot',
            what: 'flag',
            was: 'above',
            now: 'below',
            reason: 'No deaths.',
          },
        ],
      }),
    );
    expect(corrections[0]?.text).toBe(
      '“Fire in a depot” (20 November) has another flag: below (before: above). Reason: No deaths.',
    );
  });
});

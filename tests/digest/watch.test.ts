import { describe, expect, it } from 'vitest';
import { buildDigest } from '../../src/digest/build-digest.ts';
import { article, incident, input } from './incident.ts';

/** What the digest of 22 November watches when the day's reports say this. */
const watched = (...texts: string[]) =>
  buildDigest(input({ incidents: [incident({ articles: texts.map((text) => article({ text })) })] })).watch;

describe('what to watch', () => {
  it.each([
    ['Parliament will vote next week on closing the border.', 'decision', '2026-11-23', '2026-11-29'],
    ['Results of the examination are expected on Friday.', 'result', '2026-11-27', '2026-11-27'],
    ['NATO ambassadors meet on Tuesday in Brussels.', 'meeting', '2026-11-24', '2026-11-24'],
    ['The prosecutor is due to publish her findings on 3 December.', 'result', '2026-12-03', '2026-12-03'],
    ['Poland will close two crossings from Wednesday.', 'measure', '2026-11-25', '2026-11-25'],
    ['A vote is scheduled for Thursday.', 'decision', '2026-11-26', '2026-11-26'],
    ['Next week the court will rule on the tanker.', 'result', '2026-11-23', '2026-11-29'],
    ['The airport stays closed until Tuesday.', 'measure', '2026-11-24', '2026-11-24'],
    ['Talks between the ministers are planned for 1 December.', 'meeting', '2026-12-01', '2026-12-01'],
  ])('finds "%s"', (text, kind, from, to) => {
    expect(watched(text)).toMatchObject([{ kind, from, to, quote: { text }, incidents: [1] }]);
  });

  it.each([
    'If the inquiry confirms it, parliament will vote next week.',
    'Parliament could vote next week on closing the border.',
    'The minister might meet his colleagues on Tuesday.',
    'Parliament will not vote next week.',
    "The council won't meet on Tuesday.",
    'Will parliament vote next week?',
    'Flights were halted on Friday due to fog.',
    'The ambassadors met on Tuesday.',
    'The vote on Tuesday was close.',
    'They were asked to meet on Tuesday.',
    'Parliament will vote some day.',
    'The May 30 Movement will leave the town.',
    'The council will meet on 22 November.',
  ])('leaves out "%s"', (text) => {
    expect(watched(text)).toEqual([]);
  });

  it('tells of an inquiry that has not named an author, unless somebody is charged', () => {
    const text = 'Investigators have not yet established who is responsible.';
    expect(watched(text)).toMatchObject([{ kind: 'attribution', from: null, when: '' }]);
    const charged = incident({
      articles: [article({ text })],
      attributions: [{ actor: 'RUS', source: 'official', confidence: 'charged', basis: '' }],
    });
    expect(buildDigest(input({ incidents: [charged] })).watch).toEqual([]);
  });

  it('resolves dates against the day the article was published, in the digest’s zone', () => {
    const text = 'The council will meet tomorrow.';
    // 23:30 on the 22nd in London is the 23rd in Bucharest
    const late = incident({ articles: [article({ text, published: '2026-11-22T23:30:00Z' })] });
    expect(buildDigest(input({ incidents: [late] })).watch[0]?.from).toBe('2026-11-24');
  });

  it('tells once what two outlets tell alike, and orders by date', () => {
    const found = watched(
      'The Polish parliament will vote on Thursday on closing the border.',
      'On Monday the court will rule on the tanker. The Polish parliament will vote on Thursday on closing its border.',
    );
    expect(found.map(({ when }) => when)).toEqual(['Mon 23 Nov', 'Thu 26 Nov']);
  });
});

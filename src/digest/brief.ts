import { likeness, shorten } from './sentences.ts';
import type { AnswerGroup, BriefLine, Card, CountryRisk, Digest, First, WatchItem } from './types.ts';
import { capitalised, counted, figure, inSentence, listed } from './words.ts';

/** What the lines are written from. */
export interface BriefParts
  extends Pick<Digest, 'matrix' | 'risk' | 'firsts' | 'incidents' | 'answers' | 'watch' | 'reading'> {
  label: string;
  kind: 'day' | 'week';
  filtered?: boolean;
}

const MOST = 5;
const LONGEST = 220;
/** Two sentences this alike (Jaccard over words) are one. */
const SAME = 0.8;

/**
 * The digest in at most five lines: how much and of what kind; the heaviest incident and who tells of it; what rises,
 * else what is new; how allies answered; what comes next; where lines are left, further incidents. Exactly two lines on a
 * day without incidents.
 */
export function briefOf(parts: BriefParts): BriefLine[] {
  const { incidents, matrix, risk, firsts, answers, watch, reading, label, kind, filtered } = parts;
  if (incidents.length === 0) {
    const failing = reading.feedsFailing > 0 ? `; ${counted(reading.feedsFailing, 'feed')} could not be read` : '';
    return [
      {
        text: `No hostile act below the threshold${filtered ? ' of those that this digest is about' : ''} was found ${kind === 'day' ? 'on' : 'in the week of'} ${label}.`,
        incidents: [],
      },
      {
        text: `${capitalised(counted(reading.articles, 'article'))} from ${counted(reading.feeds, 'feed')} ${reading.articles === 1 ? 'was' : 'were'} read${failing}.`,
        incidents: [],
      },
    ];
  }
  return [
    volume(incidents, matrix),
    ...heaviest(incidents),
    ...rising(risk),
    ...newest(firsts, incidents),
    ...answered(answers),
    ...next(watch),
  ]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .sort((a, b) => a.order - b.order)
    .map(({ text, incidents: numbers, counts }) => ({
      text,
      incidents: [...new Set(numbers)].sort((a, b) => a - b),
      ...(counts && { counts }),
    }));
}

/** A line with its place in the digest, and how much it would be missed. */
interface Line extends BriefLine {
  order: number;
  rank: number;
}

function volume(incidents: readonly Card[], { countries, rows }: Digest['matrix']): Line {
  const above = incidents.filter(({ flag }) => flag === 'above').length;
  const states = countries.filter(({ id }) => /^[A-Z]{2}$/.test(id));
  const where =
    states.length === 0
      ? ''
      : states.length <= 4
        ? ` in ${listed(states.map(({ name }) => inSentence(name)))}`
        : ` in ${counted(states.length, 'country', 'countries')}`;
  const crossed = above > 0 ? `, ${above === incidents.length ? 'all' : above} of them above the threshold` : '';
  const names = rows.map(({ name, incidents: of }) =>
    of.length > 1 && incidents.length > 1 ? `${name.toLowerCase()} (${of.length})` : name.toLowerCase(),
  );
  const repeated = rows.filter(({ incidents: of }) => of.length > 1).length;
  const kinds =
    names.length <= 3
      ? listed(names)
      : repeated > 0
        ? `most often ${listed(names.slice(0, Math.min(3, repeated)))}`
        : '';
  const mostly = kinds ? `: ${kinds}` : names.length > 0 ? `, of ${counted(names.length, 'kind')}` : '';
  return {
    text: `${capitalised(counted(incidents.length, 'incident'))}${where}${crossed}${mostly}.`,
    incidents: [],
    order: 0,
    rank: 0,
  };
}

/** The heaviest incidents, the first before all else. */
function heaviest(incidents: readonly Card[]): Line[] {
  return incidents.slice(0, MOST).map((card, i) => ({
    text: saidBy(sentence(card.summary || card.title), card.sources),
    incidents: [card.number],
    order: 1 + i / MOST,
    rank: i === 0 ? 1 : 5 + i,
  }));
}

/** A sentence with who says so: "Debris was found near Tulcea (Danube Wire and two more)." */
function saidBy(text: string, sources: Card['sources']): string {
  const [first, ...others] = new Set(sources.map(({ source }) => source));
  if (!first) return text;
  const who = others.length > 0 ? `${first} and ${counted(others.length, 'other', 'others')}` : first;
  return /[^.]\.$/.test(text) ? `${text.slice(0, -1)} (${who}).` : `${text} (${who})`;
}

function rising(risk: readonly CountryRisk[]): Line[] {
  const countries = risk
    .flatMap(({ id, name, week, month, incidents }) => {
      const trend = [week, ...(goesOn(week, month) ? [month] : [])].find(({ direction }) => direction === 'rising');
      return trend ? [{ id, name: inSentence(name), trend, incidents }] : [];
    })
    .slice(0, 2);
  if (countries.length > 0) {
    const told = countries.map(
      ({ name, trend }) =>
        `${name} (${trend.observed} incidents in ${trend.days} days, usually ${figure(trend.expected ?? 0)})`,
    );
    return [
      {
        text: `${capitalised(listed(told))} ${told.length > 1 ? 'are above their' : 'is above its'} usual.`,
        incidents: countries.flatMap(({ incidents }) => incidents),
        counts: countries.map(({ id, trend }) => ({ country: id, days: trend.days })),
        order: 2,
        rank: 2,
      },
    ];
  }
  const cell = risk.flatMap(({ id, name, rising: threats }) =>
    threats.map((threat) => ({ countryId: id, country: name, ...threat })),
  )[0];
  if (!cell) return [];
  return [
    {
      text: `${cell.name} is rising in ${inSentence(cell.country)}: ${counted(cell.trend.observed, 'incident')} in ${cell.trend.days} days, usually ${figure(cell.trend.expected ?? 0)}.`,
      incidents: [],
      counts: [{ country: cell.countryId, threat: cell.id, days: cell.trend.days }],
      order: 2,
      rank: 2,
    },
  ];
}

/** Whether a month's rise still shows in its last week: a burst of three weeks ago is no news every day since. */
const goesOn = (week: CountryRisk['week'], month: CountryRisk['month']) =>
  week.observed / week.days >= month.observed / month.days;

function newest(firsts: readonly First[], incidents: readonly Card[]): Line[] {
  // A place's first is for the section further down; a report's may be the sentence that its incident is told by.
  const isTold = ({ quote }: First) =>
    quote !== null && incidents.some(({ summary }) => likeness(summary, quote.text) > SAME);
  const first = firsts.find((one) => one.in === 'country') ?? firsts.find((one) => one.in === 'report' && !isTold(one));
  if (!first) return [];
  return [{ text: sentence(first.quote?.text ?? first.text), incidents: first.incidents, order: 3, rank: 5 }];
}

// What a group of answers says as a clause; `who` is a list of names.
const CLAUSES: Record<string, (who: string, many: boolean) => string> = {
  consultation: (who) => `${who} sought consultations`,
  'rules-of-engagement': (who) => `rules of engagement are in question in ${who}`,
  unilateral: (who, many) => `${who} ${many ? 'take' : 'takes'} steps alone`,
  protest: (who) => `${who} protested`,
  restraint: (who) => `${who} held back`,
  'trust-erosion': (who) => `doubts about allies are voiced over ${who}`,
};

function answered(answers: readonly AnswerGroup[]): Line[] {
  const clauses = answers.slice(0, 3).flatMap(({ id, answers: given }) => {
    const who = [...new Set(given.flatMap((answer) => answer.who))].map(inSentence);
    if (who.length === 0) return [];
    const named = who.length > 3 ? [...who.slice(0, 2), `${who.length - 2} more`] : who;
    return [CLAUSES[id]?.(listed(named), who.length > 1) ?? ''];
  });
  if (clauses.length === 0) return [];
  return [
    {
      text: `${capitalised(clauses.join('; '))}.`,
      incidents: answers.slice(0, 3).flatMap((group) => group.incidents),
      order: 4,
      rank: 3,
    },
  ];
}

function next(watch: readonly WatchItem[]): Line[] {
  const item = watch.find(({ from, to }) => from && from === to) ?? watch.find(({ from }) => from);
  if (!item) return [];
  return [{ text: `Ahead, ${item.when}: ${sentence(item.quote.text)}`, incidents: item.incidents, order: 5, rank: 4 }];
}

/** A text as one sentence of bearable length with its full stop. */
function sentence(text: string): string {
  const short = shorten(text, LONGEST);
  return /[.!?…]["'”’)]?$/.test(short) ? short : `${short}.`;
}

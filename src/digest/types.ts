import { z } from 'zod';
import { type Act, type ActorRole, type Attribution, type Evidence, FLAGS, type Flag } from '../classify/types.ts';
import { RELIABILITIES } from '../config/feed-words.ts';
import { REVIEW_STATES, type ReviewState } from '../config/review-states.ts';

/** Reliability of a source by the Admiralty code: A completely reliable … E unreliable, F cannot be judged. */
const reliability = z.enum(RELIABILITIES);
export type Reliability = z.infer<typeof reliability>;

/** The day or the week (seven days) that a digest tells of. */
const period = z.object({
  kind: z.enum(['day', 'week']),
  from: z.string().describe('its first day in `zone`, `2026-11-22`'),
  zone: z.string().describe('IANA time zone, `Europe/Bucharest`'),
  language: z
    .string()
    .optional()
    .describe('in which days and times are written, BCP 47; British English when left out'),
});
export type DigestPeriod = z.infer<typeof period>;

/** One report of an incident. Everything but `reliability` comes from outside and is not to be trusted. */
export interface DigestArticle {
  title: string;
  url: string | null;
  /** title of the feed or outlet */
  source: string;
  reliability: Reliability;
  /** ISO 8601 */
  published: string;
  text: string;
  evidence: Evidence[];
}

/** An incident as the digest reads it, with every report of it up to the period's end. */
export interface DigestIncident {
  id: number;
  title: string;
  /** one sentence of its best source */
  summary: string;
  flag: Flag;
  /** probability (0..1) that it is `below` */
  score: number;
  /** what the queue sorts by */
  priority: number;
  /** 1..5 as `severityOf` gives it */
  severity: number;
  state: ReviewState;
  /** ISO 8601; an incident belongs to the period in which it was first seen */
  firstSeen: string;
  lastSeen: string;
  threats: string[];
  /** ISO alpha-3 states and ids of other actors */
  actors: string[];
  roles: Record<string, ActorRole>;
  locations: string[];
  /** ISO alpha-2 */
  affected: string[];
  cues: string[];
  acts: Act[];
  attributions: Attribution[];
  articles: DigestArticle[];
}

/** An incident of the time before, for trends and firsts. Dismissed ones and those flagged `none` are left out. */
export interface EarlierIncident {
  id: number;
  title: string;
  /** the day on which it was first seen, in the digest's time zone, `2026-11-21` */
  day: string;
  threats: string[];
  affected: string[];
  locations: string[];
}

/** What has changed in an incident that an earlier digest told of. */
const correction = z.object({
  at: z.string().describe('ISO 8601'),
  digest: z.string().describe('day of the digest that told of it, `2026-11-20`'),
  incident: z.number(),
  title: z.string(),
  what: z.enum([
    'dismissed',
    'restored',
    'confirmed',
    'escalated',
    'reopened',
    'merged',
    'split',
    'flag',
    'tags',
    'attribution',
  ]),
  was: z.string().nullable().describe('in words; null where there is nothing to compare'),
  now: z.string().nullable(),
  reason: z.string().nullable().describe("the analyst's reason or note"),
});
export type Correction = z.infer<typeof correction>;

/** What was read in the period. */
const reading = z.object({
  feeds: z.int(),
  feedsFailing: z.int().describe('feeds that failed or fell silent'),
  items: z.int(),
  articles: z.int(),
});
export type Reading = z.infer<typeof reading>;

export interface DigestInput {
  period: DigestPeriod;
  /** ISO 8601 */
  generatedAt: string;
  /** version of the rule set */
  ruleSet: string;
  /** it is about some incidents only, by a reader's choice */
  filtered?: boolean;
  /** incidents first seen in the period, in any state */
  incidents: DigestIncident[];
  /** incidents of the days before the period: of the last 112 for trends; with more, firsts reach further back */
  earlier: EarlierIncident[];
  /** first day whose incidents are in store, `2026-06-01`; null when the period is the beginning */
  since: string | null;
  /** corrections made since the last digest */
  corrections: Correction[];
  reading: Reading;
}

/** A sentence of a text. Offsets count UTF-16 code units. */
export interface Sentence {
  /** on one line */
  text: string;
  start: number;
  end: number;
}

/** An article with its sentences and the evidence in each: what the digest's sections are written from. */
export interface ReadArticle extends DigestArticle {
  sentences: (Sentence & { evidence: Evidence[] })[];
}

/** An incident that the digest tells of. */
export interface ToldIncident {
  incident: DigestIncident;
  articles: ReadArticle[];
  card: Card;
}

/** A sentence with the article that it was taken from. */
const quote = z.object({ text: z.string(), source: z.string(), reliability, url: z.string().nullable() });
export type Quote = z.infer<typeof quote>;

/** A number of incidents, and which. */
const figure = z.object({ incidents: z.array(z.int()).describe('the `number`s of their cards') });
export type Figure = z.infer<typeof figure>;

/** A code with its name in words. */
const named = z.object({ id: z.string(), name: z.string() });
export type Named = z.infer<typeof named>;
const namedFigure = named.extend(figure.shape);

/** How often, against the usual. */
export const trendSchema = z
  .object({
    days: z.literal([7, 28]).describe('length of the recent window'),
    observed: z.number().describe('incidents in it'),
    expected: z
      .number()
      .nullable()
      .describe('the usual count for as many days; null: too little history to know what is usual'),
    p: z.number().nullable().describe('two-sided, exact, adjusted for the number of comparisons; null with `expected`'),
    direction: z.enum(['rising', 'falling', 'usual', 'unknown']),
  })
  .meta({ id: 'Trend', description: 'How often, against the usual' });
export type Trend = z.infer<typeof trendSchema>;

const briefLine = figure.extend({
  text: z.string(),
  counts: z
    .array(z.object({ country: z.string(), threat: z.string().optional(), days: trendSchema.shape.days }))
    .optional()
    .describe('the counts of `risk` that it tells'),
});
export type BriefLine = z.infer<typeof briefLine>;

const matrix = z.object({
  countries: z.array(namedFigure).describe('most incidents first'),
  rows: z
    .array(namedFigure.extend({ cells: z.array(figure).describe('in the order of `countries`') }))
    .describe('one a threat type'),
});
export type Matrix = z.infer<typeof matrix>;

const counted = trendSchema.extend({
  ids: z
    .array(z.int())
    .optional()
    .describe(
      'the `id`s of the incidents that are `observed`, newest first: each is in `incidents` or in `past`; digests made before there was `past` have none',
    ),
});
/** A trend with the incidents that it counts. */
export type CountedTrend = z.infer<typeof counted>;

const countryRisk = namedFigure.extend({
  severity: z.number().describe('the heaviest of the period, 1 to 5'),
  threats: z.array(namedFigure),
  week: counted,
  month: counted,
  rising: z.array(named.extend({ trend: counted })).describe('threat types that alone are out of the usual here'),
  daily: z.array(z.int()).describe('incidents a day of the 28 days that end with the period, oldest first'),
});
export type CountryRisk = z.infer<typeof countryRisk>;

/** An incident of the days before the period that a figure counts. */
const pastIncident = z.object({
  id: z.int(),
  day: z.string().describe('on which it was first seen, `2026-11-21`'),
  title: z.string(),
  threats: z.array(named),
  affected: z.array(z.string()).describe('ISO alpha-2'),
});
export type PastIncident = z.infer<typeof pastIncident>;

/** Something recorded, or reported as happening, for the first time. */
const first = figure.extend({
  in: z
    .enum(['country', 'place', 'report'])
    .describe('what is new: the threat type in a country or in a place by the record, or what a report calls a first'),
  text: z.string(),
  quote: quote.nullable().describe('the sentence that says so; null when the record says so'),
});
export type First = z.infer<typeof first>;

const attributionStatus = z.object({
  actor: z.string(),
  status: z.string().describe('`suspected by officials`, `charged`, `denied` …'),
  basis: z.string(),
});

/** An incident of the digest. */
const card = z.object({
  number: z.int().describe('counts from 1, heaviest first'),
  id: z.int(),
  title: z.string(),
  summary: z.string(),
  flag: z.enum(FLAGS),
  score: z.number(),
  severity: z.number(),
  severityName: z.string().describe('in words'),
  state: z.enum(REVIEW_STATES),
  stateName: z.string().describe('in words'),
  threats: z.array(named),
  affected: z.array(named),
  places: z.array(z.string()).describe('place names, without the countries'),
  firstSeen: z.string().describe("ISO 8601 in the digest's zone"),
  time: z.string().describe("the same in words with the zone's abbreviation"),
  occurrence: z.string().nullable().describe('what of it is said to have happened, in words'),
  attributions: z.array(attributionStatus),
  evidence: quote.nullable().describe('the sentence that shows it best'),
  sources: z.array(
    z.object({
      title: z.string(),
      source: z.string(),
      reliability,
      url: z.string().nullable(),
      published: z.string(),
    }),
  ),
});
export type Card = z.infer<typeof card>;

const answer = figure.extend({
  who: z.array(z.string()).describe('name of the states and alliances that answer, in words'),
  title: z.string(),
  quote: quote.nullable().describe("null when only an analyst's tag says so"),
});
export type Answer = z.infer<typeof answer>;

const answerGroup = namedFigure.extend({ answers: z.array(answer) });
export type AnswerGroup = z.infer<typeof answerGroup>;

const watchItem = figure.extend({
  kind: z.enum(['decision', 'meeting', 'result', 'attribution', 'measure']),
  from: z.string().nullable().describe('first day that it may fall on, `2026-11-26`; null when the text names none'),
  to: z.string().nullable().describe('the last one'),
  when: z.string().describe('in words; empty without a date'),
  quote,
});
export type WatchItem = z.infer<typeof watchItem>;

/** A day or week for a reader. Plain JSON. */
export const digestSchema = z
  .object({
    version: z.literal(1),
    title: z.string(),
    period: period.extend({
      to: z.string().describe('its last day'),
      label: z.string().describe('in words'),
      zoneName: z.string().describe("the zone's abbreviation, `EET`"),
    }),
    generatedAt: z.string().describe("ISO 8601 in the digest's zone"),
    generatedLabel: z.string(),
    ruleSet: z.string(),
    brief: z.array(briefLine),
    matrix,
    risk: z.array(countryRisk),
    past: z
      .array(pastIncident)
      .optional()
      .describe('what figures of `risk` count of the days before the period; newest first, each once'),
    firsts: z.array(first),
    incidents: z.array(card),
    answers: z.array(answerGroup),
    watch: z.array(watchItem),
    corrections: z.array(
      correction.pick({ at: true, incident: true, what: true, now: true }).extend({ text: z.string() }),
    ),
    reading,
    method: z.array(z.string()),
  })
  .meta({ id: 'Digest', description: 'A day or week for a reader' });
export type Digest = z.infer<typeof digestSchema>;

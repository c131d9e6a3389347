import type { Act, ActorRole, Attribution, Evidence, Flag } from '../classify/types.ts';

/** Reliability of a source by the Admiralty code: A completely reliable … E unreliable, F cannot be judged. */
export type Reliability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

export type ReviewState = 'new' | 'in-review' | 'confirmed' | 'dismissed' | 'escalated';

/** The day or the week (seven days) that a digest tells of. */
export interface DigestPeriod {
  kind: 'day' | 'week';
  /** its first day in `zone`, `2026-11-22` */
  from: string;
  /** IANA time zone, `Europe/Bucharest` */
  zone: string;
  /** in which days and times are written, BCP 47; British English when left out */
  language?: string | undefined;
}

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
  /** the day on which it was first seen, in the digest's time zone, `2026-11-21` */
  day: string;
  threats: string[];
  affected: string[];
  locations: string[];
}

/** What has changed in an incident that an earlier digest told of. */
export interface Correction {
  /** ISO 8601 */
  at: string;
  /** day of the digest that told of it, `2026-11-20` */
  digest: string;
  incident: number;
  title: string;
  what: 'dismissed' | 'restored' | 'confirmed' | 'escalated' | 'merged' | 'split' | 'flag' | 'tags' | 'attribution';
  /** in words; null where there is nothing to compare */
  was: string | null;
  now: string | null;
  /** the analyst's reason or note */
  reason: string | null;
}

/** What was read in the period. */
export interface Reading {
  feeds: number;
  /** feeds that failed or fell silent */
  feedsFailing: number;
  items: number;
  articles: number;
}

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
export interface Quote {
  text: string;
  source: string;
  reliability: Reliability;
  url: string | null;
}

/** A number of incidents, and which: `incidents` are the `number`s of their cards. */
export interface Figure {
  incidents: number[];
}

/** A code with its name in words. */
export interface Named {
  id: string;
  name: string;
}

export interface BriefLine extends Figure {
  text: string;
}

export interface Matrix {
  /** most incidents first */
  countries: (Named & Figure)[];
  /** one a threat type; `cells` in the order of `countries` */
  rows: (Named & Figure & { cells: Figure[] })[];
}

/** How often, against the usual. Counts are of incidents; `expected` is the usual count for as many days. */
export interface Trend {
  /** length of the recent window in days */
  days: 7 | 28;
  observed: number;
  /** null: too little history to know what is usual */
  expected: number | null;
  /** two-sided, exact, adjusted for the number of comparisons; null with `expected` */
  p: number | null;
  direction: 'rising' | 'falling' | 'usual' | 'unknown';
}

export interface CountryRisk extends Named, Figure {
  /** the heaviest of the period, 1..5 */
  severity: number;
  threats: (Named & Figure)[];
  week: Trend;
  month: Trend;
  /** threat types that alone are out of the usual here */
  rising: (Named & { trend: Trend })[];
  /** incidents a day of the 28 days that end with the period, oldest first */
  daily: number[];
}

/** Something recorded, or reported as happening, for the first time. */
export interface First extends Figure {
  /** what is new: the threat type in a country or in a place by the record, or what a report calls a first */
  in: 'country' | 'place' | 'report';
  text: string;
  /** the sentence that says so; null when the record says so */
  quote: Quote | null;
}

export interface AttributionStatus {
  actor: string;
  /** `suspected by officials`, `charged`, `denied` … */
  status: string;
  basis: string;
}

/** An incident of the digest. */
export interface Card {
  /** counts from 1, heaviest first */
  number: number;
  id: number;
  title: string;
  summary: string;
  flag: Flag;
  score: number;
  severity: number;
  /** in words */
  severityName: string;
  state: ReviewState;
  /** in words */
  stateName: string;
  threats: Named[];
  affected: Named[];
  /** place names, without the countries */
  places: string[];
  /** ISO 8601 in the digest's zone */
  firstSeen: string;
  /** the same in words with the zone's abbreviation */
  time: string;
  /** what of it is said to have happened, in words */
  occurrence: string | null;
  attributions: AttributionStatus[];
  /** the sentence that shows it best */
  evidence: Quote | null;
  sources: { title: string; source: string; reliability: Reliability; url: string | null; published: string }[];
}

export interface Answer extends Figure {
  /** name of the states and alliances that answer, in words */
  who: string[];
  title: string;
  /** null when only an analyst's tag says so */
  quote: Quote | null;
}

export interface AnswerGroup extends Named, Figure {
  answers: Answer[];
}

export interface WatchItem extends Figure {
  kind: 'decision' | 'meeting' | 'result' | 'attribution' | 'measure';
  /** first and last day that it may fall on, `2026-11-26`; null when the text names none */
  from: string | null;
  to: string | null;
  /** in words; empty without a date */
  when: string;
  quote: Quote;
}

/** A day or week for a reader. Plain JSON. */
export interface Digest {
  version: 1;
  title: string;
  period: DigestPeriod & {
    /** its last day */
    to: string;
    /** in words */
    label: string;
    /** the zone's abbreviation, `EET` */
    zoneName: string;
  };
  /** ISO 8601 in the digest's zone */
  generatedAt: string;
  generatedLabel: string;
  ruleSet: string;
  brief: BriefLine[];
  matrix: Matrix;
  risk: CountryRisk[];
  firsts: First[];
  incidents: Card[];
  answers: AnswerGroup[];
  watch: WatchItem[];
  corrections: ({ text: string } & Pick<Correction, 'at' | 'incident' | 'what' | 'now'>)[];
  reading: Reading;
  method: string[];
}

import { tokenize } from '../classify/tokens.ts';
import type { Act, Flag } from '../classify/types.ts';
import { type Article, type Reliability, TRUST, toldAt } from './article.ts';
import {
  type AttributionClaim,
  type AttributionState,
  attribution,
  type History,
  type OccurrenceClaim,
  occurrence,
} from './claims.ts';
import { voices } from './sources.ts';

/** One event, summed up from the articles that tell of it. Times are ISO 8601. */
export interface Incident {
  title: string;
  /** a sentence of the best source's text; empty when it has none */
  summary: { text: string; article: string; start: number; end: number };
  /** when the first and the latest of its articles told of it */
  firstSeen: string;
  lastSeen: string;
  /** best first */
  sources: Source[];
  occurrence: History<Act['status'] | null, OccurrenceClaim>;
  attribution: History<AttributionState, AttributionClaim>;
  flag: Flag;
  /** 0..1, the probability that the event is `below` */
  score: number;
  /** how many independent voices tell of it: copies and further articles of one outlet count once */
  corroboration: number;
  /** reliability of the best source */
  reliability: Reliability;
  /** 1 (slight) … 5 (grave): the gravest that an article tells */
  severity: number;
  /** tags by how many voices give them, most first */
  threats: string[];
  cues: string[];
  actors: string[];
  affected: string[];
  locations: string[];
  patterns: string[];
}

export interface Source {
  article: string;
  title: string;
  url: string | null;
  feed: string;
  outlet: string;
  reliability: Reliability;
  /** when it told of it */
  at: string;
  copyOf: string | null;
  flag: Flag;
  score: number;
}

const FLAG_RANK: Record<Flag, number> = { above: 2, below: 1, none: 0 };
const RELIABILITY_RANK: Record<Reliability, number> = { A: 5, B: 4, C: 3, F: 2, D: 1, E: 0 };
const SENTENCE = { shortest: 40, longest: 400 };
/** A tag of every article of a long story would bury the few that matter. */
const TAGS = 24;

/**
 * Sums up the articles of one incident. The order in which they are given does not matter.
 *
 * @throws RangeError when there is no article
 */
export function incidentOf(articles: readonly Article[]): Incident {
  const byTime = [...articles].sort((a, b) => Date.parse(toldAt(a)) - Date.parse(toldAt(b)) || (a.id < b.id ? -1 : 1));
  const [first, last] = [byTime[0], byTime.at(-1)];
  if (!first || !last) throw new RangeError('an incident has at least one article');
  const flag = byTime.reduce<Flag>((top, { classification }) => higher(top, classification.flag), 'none');
  const bestFirst = [...byTime].sort((a, b) => quality(b, flag) - quality(a, flag));
  const best = bestFirst[0] as Article;
  const summary = summaryOf(best);
  const independent = voices(byTime);
  const tags = (of: (article: Article) => readonly string[]) => commonest(independent, of);
  return {
    title: best.title.trim() || summary.text,
    summary,
    firstSeen: toldAt(first),
    lastSeen: toldAt(last),
    sources: bestFirst.map(sourceOf),
    occurrence: occurrence(byTime),
    attribution: attribution(byTime),
    flag,
    score: scoreOf(independent),
    corroboration: independent.length,
    reliability: bestFirst.reduce<Reliability>(
      (top, { reliability }) => (RELIABILITY_RANK[reliability] > RELIABILITY_RANK[top] ? reliability : top),
      best.reliability,
    ),
    severity: Math.max(...byTime.map(({ severity }) => severity)),
    threats: tags(({ classification }) => classification.threats),
    cues: tags(({ classification }) => classification.cues),
    actors: tags(({ classification }) => classification.actors),
    affected: tags(({ classification }) => classification.affected),
    locations: tags(({ classification }) => classification.locations),
    patterns: tags(({ classification }) => classification.patterns),
  };
}

const higher = (a: Flag, b: Flag): Flag => (FLAG_RANK[b] > FLAG_RANK[a] ? b : a);

/** The best source says what the incident is flagged for, is reliable, writes for itself, and is rich in evidence. */
function quality({ classification, reliability, copyOf }: Article, flag: Flag): number {
  const flagged = classification.flag === flag ? 1 : 0;
  const evidence = Math.min(30, classification.evidence.length) / 30;
  return 100 * flagged + 10 * RELIABILITY_RANK[reliability] + 5 * (copyOf === null ? 1 : 0) + 4 * evidence;
}

/** The sentence with most of the evidence, the earlier the better. */
function summaryOf({ id, text, classification }: Article): Incident['summary'] {
  let best = { value: Number.NEGATIVE_INFINITY, start: 0, end: 0 };
  const sentences = sentencesOf(text);
  const kinds = sentences.map(() => new Set<string>());
  for (const { kind, start, ...evidence } of classification.evidence) {
    if (evidence.in !== 'text') continue;
    const at = sentences.findLastIndex((sentence) => sentence.start <= start);
    kinds[at]?.add(kind);
  }
  sentences.forEach(({ start, end }, i) => {
    const length = end - start;
    const told = kinds[i] as Set<string>;
    const value =
      told.size +
      (told.has('threat') ? 2 : 0) +
      (told.has('pattern') ? 1 : 0) -
      Math.min(4, i * 0.5) -
      (length < SENTENCE.shortest || length > SENTENCE.longest ? 3 : 0);
    if (value > best.value) best = { value, start, end };
  });
  return { text: text.slice(best.start, best.end).replace(/\s+/g, ' '), article: id, start: best.start, end: best.end };
}

/** Sentences of the first 6,000 characters. */
function sentencesOf(text: string): { start: number; end: number }[] {
  const sentences: { start: number; end: number }[] = [];
  for (const { sentence, start, end } of tokenize(text.slice(0, 6000))) {
    const open = sentences[sentence];
    if (open) open.end = end;
    else sentences[sentence] = { start, end };
  }
  return sentences;
}

function sourceOf(article: Article): Source {
  const { id, title, url, feed, outlet, reliability, copyOf, classification } = article;
  const { flag, score } = classification;
  return { article: id, title, url: url ?? null, feed, outlet, reliability, at: toldAt(article), copyOf, flag, score };
}

/**
 * The probability that the event is `below`. Independent voices that agree make it surer than each is: a noisy-or,
 * 1 − ∏(1 − p). But ten voices that each doubt it are no proof, so the mean moves towards the noisy-or only by the share
 * of voices (by trust) that say `below`. One voice's score is its own; a voice's is that of its likeliest article.
 */
function scoreOf(independent: readonly (readonly Article[])[]): number {
  let trusted = 0;
  let mean = 0;
  let agreeing = 0;
  let noneRight = 1;
  for (const voice of independent) {
    const score = Math.max(...voice.map(({ classification }) => classification.score));
    const trust = Math.max(...voice.map(({ reliability }) => TRUST[reliability]));
    trusted += trust;
    mean += trust * score;
    if (score >= 0.5) agreeing += trust;
    noneRight *= 1 - score;
  }
  mean /= trusted;
  return mean + (1 - noneRight - mean) * (agreeing / trusted);
}

function commonest(
  independent: readonly (readonly Article[])[],
  of: (article: Article) => readonly string[],
): string[] {
  const counts = new Map<string, number>();
  for (const voice of independent)
    for (const tag of new Set(voice.flatMap(of))) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TAGS)
    .map(([tag]) => tag);
}

import type { Act, ActorRole, Attribution, Classification, Flag } from '../../classify/types.ts';
import type { ReviewState } from '../../config/review-states.ts';
import type { Reliability } from '../../digest/types.ts';

/** An incident as it leaves the house: plain data, the same for every format. Times are ISO 8601 in UTC. */
export interface ExportedIncident {
  id: number;
  title: string;
  /** a sentence of its best source */
  summary: string;
  flag: Flag;
  /** probability (0..1) that it is `below` */
  score: number;
  /** 1 to 5 */
  severity: number;
  state: ReviewState;
  /** the incident that it is told in now; null where it stands for itself */
  joinedInto: number | null;
  firstSeen: string;
  lastSeen: string;
  createdAt: string;
  updatedAt: string;
  threats: string[];
  /** ISO alpha-3 states and ids of other actors */
  actors: string[];
  roles: Record<string, ActorRole>;
  /** ISO alpha-2 */
  affected: string[];
  locations: string[];
  cues: string[];
  patterns: string[];
  acts: Act[];
  attributions: Attribution[];
  /** where it happened, as far as the text names places that can be put on a map; states are no points */
  points: Point[];
  /** its reports, the most reliable first */
  sources: ExportedSource[];
}

export interface Point {
  name: string;
  /** ISO alpha-2; null for seas */
  country: string | null;
  lat: number;
  lon: number;
}

export interface ExportedSource {
  title: string;
  url: string | null;
  source: string;
  reliability: Reliability;
  published: string;
}

/** An incident with its articles, as the store keeps it. */
export interface KeptIncident
  extends Pick<
    ExportedIncident,
    | 'id'
    | 'title'
    | 'summary'
    | 'flag'
    | 'score'
    | 'severity'
    | 'state'
    | 'joinedInto'
    | 'threats'
    | 'actors'
    | 'affected'
    | 'locations'
    | 'cues'
    | 'patterns'
  > {
  firstSeen: Date;
  lastSeen: Date;
  createdAt: Date;
  updatedAt: Date;
  articles: {
    title: string;
    url: string | null;
    source: string;
    reliability: string;
    publishedAt: Date;
    classification: Classification;
  }[];
}

/**
 * An incident that no longer stands: dismissed, told in another one now, or flagged no more. Whoever was given it before
 * has to learn of it.
 */
export const isWithdrawn = ({ state, flag }: Pick<ExportedIncident, 'state' | 'flag'>): boolean =>
  state === 'dismissed' || flag === 'none';

/** Makes of a kept incident what is exported. */
export function exportIncident(kept: KeptIncident): ExportedIncident {
  const { id, title, summary, flag, score, severity, state, joinedInto, articles } = kept;
  const { threats, actors, affected, locations, cues, patterns } = kept;
  const read = articles.map(({ classification }) => classification);
  return {
    id,
    title,
    summary,
    flag,
    // A single-precision number of the store, without the digits that doubling it makes up.
    score: Number(score.toFixed(4)),
    severity,
    state,
    joinedInto,
    firstSeen: kept.firstSeen.toISOString(),
    lastSeen: kept.lastSeen.toISOString(),
    createdAt: kept.createdAt.toISOString(),
    updatedAt: kept.updatedAt.toISOString(),
    threats,
    actors,
    roles: rolesOf(actors, read),
    affected,
    locations,
    cues,
    patterns,
    acts: uniqueBy(
      read.flatMap(({ acts }) => acts),
      ({ threat, status, target, place }) => [threat, status, target, place].join('\n'),
    ),
    attributions: uniqueBy(
      read.flatMap(({ attributions }) => attributions),
      ({ actor, confidence, source }) => [actor, confidence, source].join('\n'),
    ),
    points: pointsOf(locations, read),
    sources: articles.map((article) => ({
      title: article.title,
      url: article.url,
      source: article.source,
      reliability: article.reliability as Reliability,
      published: article.publishedAt.toISOString(),
    })),
  };
}

const ROLE_RANK: readonly ActorRole[] = ['perpetrator', 'suspect', 'target', 'responder', 'mentioned'];

/** The gravest part that an article gives each actor. */
function rolesOf(actors: readonly string[], read: readonly Classification[]): Record<string, ActorRole> {
  return Object.fromEntries(
    actors.flatMap((actor) => {
      const given = read.flatMap(({ roles }) => roles[actor] ?? []);
      const role = ROLE_RANK.find((one) => given.includes(one));
      return role ? [[actor, role]] : [];
    }),
  );
}

// States are no points; of a feature, which no gazetteer knows, only the neighbourhood is known.
const NO_POINT = new Set(['country', 'demonym', 'feature']);

function pointsOf(locations: readonly string[], read: readonly Classification[]): Point[] {
  const told = new Set(locations);
  const points = new Map<string, Point>();
  for (const { places } of read)
    for (const { name, country, lat, lon, kind } of places)
      if (told.has(name) && lat !== null && lon !== null && !NO_POINT.has(kind) && !points.has(name))
        points.set(name, { name, country, lat, lon });
  return [...points.values()];
}

function uniqueBy<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}

import { and, desc, gte, inArray, isNotNull, lt, ne, not, or, type SQL, sql } from 'drizzle-orm';
import type { Flag } from '../classify/types.ts';
import type { Database } from './database.ts';
import type { Filter, FilterField } from './filter.ts';
import type { Incident } from './incidents.ts';
import { articles, feeds, incidents, items, type ReviewState } from './schema.ts';

/** States of incidents that wait for an analyst. */
export const OPEN_STATES: readonly ReviewState[] = ['new', 'in-review'];

const overlap = (column: SQL | typeof incidents.threats, values: string[]) =>
  sql`${column} && ${sql.param(values)}::text[]`;

/** An incident of which an article fulfils a condition. */
const told = (condition: SQL) =>
  sql`exists (select 1 from ${articles} join ${items} on ${items.key} = ${articles.itemKey} where ${articles.incidentId} = ${incidents.id} and ${condition})`;

const INCIDENT: Record<FilterField, (values: string[]) => SQL> = {
  state: (values) => inArray(incidents.state, values as ReviewState[]),
  flag: (values) => inArray(incidents.flag, values as Flag[]),
  threat: (values) => overlap(incidents.threats, values),
  country: (values) => sql`(${overlap(incidents.affected, values)} or ${overlap(incidents.locations, values)})`,
  actor: (values) => overlap(incidents.actors, values),
  pattern: (values) => overlap(incidents.patterns, values),
  place: (values) => overlap(incidents.locations, values),
  cue: (values) => overlap(incidents.cues, values),
  feed: (values) => told(inArray(items.feedId, values)),
  language: (values) => told(inArray(articles.language, values)),
  assignee: (values) => sql`coalesce(${incidents.assignee}, 'nobody') = any(${sql.param(values)}::text[])`,
};

/** Full text: in an article of the incident. */
export const matching = (text: string) => sql`${articles.search} @@ websearch_to_tsquery('english', ${text})`;

/** The condition on `incidents` that a filter stands for; incidents that are not flagged are never meant. */
export function incidentsWhere({ terms, text, since, until, minScore }: Filter): SQL | undefined {
  return and(
    ne(incidents.flag, 'none'),
    ...terms.map(({ field, values, not: negated }) => {
      const condition = INCIDENT[field](values);
      return negated ? not(condition) : condition;
    }),
    text
      ? // Found through the words first: most words are in few articles.
        sql`${incidents.id} in (select ${articles.incidentId} from ${articles} where ${articles.incidentId} is not null and ${matching(text)})`
      : undefined,
    since && gte(incidents.lastSeen, since),
    until && lt(incidents.firstSeen, until),
    minScore === undefined ? undefined : gte(incidents.score, minScore),
  );
}

/** Where a page of the queue ends: the next begins after it. */
export interface QueueCursor {
  /** the last row's priority, or its time (ms since 1970) when the newest come first */
  key: number;
  id: number;
}

export type QueueOrder = 'priority' | 'newest';

/** What waits for an analyst. */
export const OPEN: Filter = { terms: [{ field: 'state', values: [...OPEN_STATES] }] };

/** Flagged incidents by priority (`above` first, see incidents/priority.ts) or by their last news. */
export async function queue(
  db: Database,
  filter: Filter = OPEN,
  {
    order = 'priority',
    after,
    limit = 50,
  }: { order?: QueueOrder; after?: QueueCursor | undefined; limit?: number } = {},
): Promise<{ incidents: Incident[]; next: QueueCursor | null }> {
  const key = order === 'priority' ? incidents.priority : incidents.lastSeen;
  const from =
    after &&
    (order === 'priority'
      ? sql`(${key}, ${incidents.id}) < (${after.key}::real, ${after.id}::bigint)`
      : sql`(${key}, ${incidents.id}) < (${new Date(after.key).toISOString()}::timestamptz, ${after.id}::bigint)`);
  const rows = await db
    .select()
    .from(incidents)
    .where(and(incidentsWhere(filter), from))
    .orderBy(desc(key), desc(incidents.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    incidents: page,
    next:
      rows.length > limit && last ? { key: order === 'priority' ? last.priority : +last.lastSeen, id: last.id } : null,
  };
}

export interface FacetCount {
  value: string;
  n: number;
}

/** Facets of the queue: the fields that it can be narrowed by, with their counts. */
export type FacetField = Exclude<FilterField, 'place' | 'cue'>;
export type Facets = Record<FacetField, FacetCount[]>;

const MOST = 60;

/** Of each facet's values, how many incidents there are under the filter's other terms, most first. */
export async function countFacets(db: Database, filter: Filter): Promise<Facets> {
  const counted = async (field: FacetField, value: SQL, joins: SQL = sql``) => {
    const where = incidentsWhere({ ...filter, terms: filter.terms.filter((term) => term.field !== field || term.not) });
    const { rows } = await db.execute<{ value: string; n: string }>(
      sql`select ${value} as value, count(distinct ${incidents.id}) as n from ${incidents} ${joins} where ${where} group by 1 order by 2 desc, 1 limit ${MOST}`,
    );
    return rows.flatMap(({ value, n }) => (value === null ? [] : [{ value, n: Number(n) }]));
  };
  const tag = (column: typeof incidents.threats) => sql`cross join lateral unnest(${column}) as tags(tag)`;
  const each = sql`tags.tag`;
  const reports = sql`join ${articles} on ${articles.incidentId} = ${incidents.id} join ${items} on ${items.key} = ${articles.itemKey}`;
  return {
    state: await counted('state', sql`${incidents.state}`),
    flag: await counted('flag', sql`${incidents.flag}`),
    threat: await counted('threat', each, tag(incidents.threats)),
    country: await counted('country', each, tag(incidents.affected)),
    actor: await counted('actor', each, tag(incidents.actors)),
    pattern: await counted('pattern', each, tag(incidents.patterns)),
    feed: await counted('feed', sql`${items.feedId}`, reports),
    language: await counted('language', sql`${articles.language}`, reports),
    assignee: await counted('assignee', sql`coalesce(${incidents.assignee}, 'nobody')`),
  };
}

/** An incident that has changed, for those who are watching. */
export type Change = Pick<
  Incident,
  'id' | 'title' | 'flag' | 'state' | 'assignee' | 'joinedInto' | 'version' | 'updatedAt' | 'score'
>;

/** Flagged incidents, and those joined into others, changed since a moment, the latest change first. */
export async function changesSince(db: Database, since: Date, limit: number): Promise<Change[]> {
  const { id, title, flag, state, assignee, joinedInto, version, updatedAt, score } = incidents;
  return db
    .select({ id, title, flag, state, assignee, joinedInto, version, updatedAt, score })
    .from(incidents)
    .where(and(or(ne(flag, 'none'), isNotNull(joinedInto)), gte(updatedAt, since)))
    .orderBy(desc(updatedAt))
    .limit(limit);
}

/** An incident on the map. */
export type MapPoint = Pick<Incident, 'id' | 'title' | 'flag' | 'state' | 'threats' | 'score' | 'lastSeen'> & {
  place: string;
  lat: number;
  lon: number;
};

/**
 * Incidents with the place that stands for them: one that the story is about, before one in a state that it falls on,
 * before any; a town before a state. Those without a place are left out.
 */
export async function mapPoints(db: Database, filter: Filter, limit: number): Promise<MapPoint[]> {
  const { id, title, flag, state, threats, score, lastSeen } = incidents;
  const place = sql`cross join lateral (
    select p ->> 'name' as place, (p ->> 'lat')::float8 as lat, (p ->> 'lon')::float8 as lon
    from ${articles} cross join lateral jsonb_array_elements(${articles.classification} -> 'places') as p
    where ${articles.incidentId} = ${incidents.id} and jsonb_typeof(p -> 'lat') = 'number' and jsonb_typeof(p -> 'lon') = 'number'
    order by p ->> 'kind' in ('country', 'demonym'), not (p ->> 'name' = any(${incidents.locations})),
      not (coalesce(p ->> 'country', '') = any(${incidents.affected})), (p ->> 'start')::int
    limit 1) as best`;
  const { rows } = await db.execute<Record<string, unknown>>(
    sql`select ${id} as id, ${title} as title, ${flag} as flag, ${state} as state, ${threats} as threats, ${score} as score,
      ${lastSeen} as last_seen, best.* from ${incidents} ${place} where ${incidentsWhere(filter)} order by ${incidents.priority} desc limit ${limit}`,
  );
  return rows.map(({ id, last_seen, ...row }) => ({
    ...(row as Omit<MapPoint, 'id' | 'lastSeen'>),
    id: Number(id),
    lastSeen: new Date(last_seen as string),
  }));
}

/** How many incidents of a threat there were in a country, in a period and in the one of the same length before it. */
export interface MatrixCell {
  threat: string;
  country: string;
  now: number;
  before: number;
}

/** Vector by country, for incidents first seen since `from` against those first seen in the time before, from `before` on. */
export async function matrix(db: Database, filter: Filter, from: Date, before: Date): Promise<MatrixCell[]> {
  const { rows } = await db.execute<Record<string, string>>(
    sql`select threat, country, count(*) filter (where ${incidents.firstSeen} >= ${from.toISOString()}) as now,
      count(*) filter (where ${incidents.firstSeen} < ${from.toISOString()}) as before
    from ${incidents} cross join lateral unnest(${incidents.threats}) as t(threat)
      cross join lateral unnest(${incidents.affected}) as c(country)
    where ${incidentsWhere(filter)} and ${incidents.firstSeen} >= ${before.toISOString()} group by 1, 2`,
  );
  return rows.map(({ threat, country, now, before }) => ({
    threat: threat as string,
    country: country as string,
    now: Number(now),
    before: Number(before),
  }));
}

/** Feeds that have brought something, by id and title. */
export async function feedNames(db: Database): Promise<{ id: string; title: string }[]> {
  return db.select({ id: feeds.id, title: feeds.title }).from(feeds).orderBy(feeds.title);
}

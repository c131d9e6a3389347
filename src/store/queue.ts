import { and, desc, gte, inArray, isNotNull, lt, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Flag } from '../classify/types.ts';
import type { ReviewState } from '../config/review-states.ts';
import { assigneeFor, incidentFor, type Reader, stateFor } from './blind.ts';
import type { Database } from './database.ts';
import type { Filter, FilterField } from './filter.ts';
import { type Incident, incidentSchema } from './incidents.ts';
import { pageOf } from './page.ts';
import { articles, incidents, isInIncident, items, type QUEUE_ORDERS } from './schema.ts';

/** States of incidents that wait for an analyst. */
export const OPEN_STATES: readonly ReviewState[] = ['new', 'in-review'];

const overlap = (column: SQL | typeof incidents.threats, values: string[]) =>
  sql`${column} && ${sql.param(values)}::text[]`;

/** An incident of which an article fulfils a condition. */
const told = (condition: SQL) =>
  sql`exists (select 1 from ${articles} join ${items} on ${items.key} = ${articles.itemKey} where ${articles.incidentId} = ${incidents.id} and ${condition})`;

const INCIDENT: Record<FilterField, (values: string[], reader: Reader) => SQL> = {
  state: (values, reader) => inArray(stateFor(reader), values as ReviewState[]),
  flag: (values) => inArray(incidents.flag, values as Flag[]),
  threat: (values) => overlap(incidents.threats, values),
  country: (values) => sql`(${overlap(incidents.affected, values)} or ${overlap(incidents.locations, values)})`,
  affected: (values) => overlap(incidents.affected, values),
  pact: (members) => overlap(incidents.affected, members),
  actor: (values) => overlap(incidents.actors, values),
  pattern: (values) => overlap(incidents.patterns, values),
  place: (values) => overlap(incidents.locations, values),
  cue: (values) => overlap(incidents.cues, values),
  feed: (values) => told(inArray(items.feedId, values)),
  language: (values) => told(inArray(articles.language, values)),
  assignee: (values, reader) => sql`coalesce(${assigneeFor(reader)}, 'nobody') = any(${sql.param(values)}::text[])`,
};

/** So many days ago. */
export const lastDays = (days: number) => sql`now() - make_interval(days => ${days}::int)`;

/** Full text: in an article of the incident. */
export const matching = (text: string) => sql`${articles.search} @@ websearch_to_tsquery('english', ${text})`;

/** The incidents of which an article has the words. */
const worded = (text: string) =>
  sql`select ${articles.incidentId} as id from ${articles} where ${isInIncident} and ${matching(text)}`;

/** The condition on `incidents` that a filter stands for; incidents that are not flagged are never meant. */
export function incidentsWhere({ terms, text, since, until, days, minScore, reader = null }: Filter): SQL | undefined {
  return and(
    ne(incidents.flag, 'none'),
    ...terms.map(({ field, values, not: negated }) => {
      const condition = INCIDENT[field](values, reader);
      return negated ? not(condition) : condition;
    }),
    // As an array, since the words are to be looked up first: the planner does not know how dear it is to read an article.
    text ? sql`${incidents.id} = any(array(${worded(text)}))` : undefined,
    since && gte(incidents.firstSeen, since),
    until && lt(incidents.firstSeen, until),
    days ? gte(incidents.lastSeen, lastDays(days)) : undefined,
    minScore === undefined ? undefined : gte(incidents.score, minScore),
  );
}

/** Where a page of the queue ends: the next begins after it. */
export const queuePlace = z.object({
  key: z
    .number()
    .min(-1e15)
    .max(1e14)
    .describe("the last row's priority, or its time (ms since 1970) when the newest come first"),
  id: z.int(),
});
export type QueuePlace = z.infer<typeof queuePlace>;

export type QueueOrder = (typeof QUEUE_ORDERS)[number];

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
  }: { order?: QueueOrder; after?: QueuePlace | undefined; limit?: number } = {},
): Promise<{ incidents: Incident[]; next: QueuePlace | null }> {
  const key = order === 'priority' ? incidents.priority : incidents.lastSeen;
  const from =
    after &&
    (order === 'priority'
      ? sql`(${key}, ${incidents.id}) < (${after.key}::real, ${after.id}::bigint)`
      : sql`(${key}, ${incidents.id}) < (${new Date(after.key).toISOString()}::timestamptz, ${after.id}::bigint)`);
  const rows = await db
    .select(incidentFor(filter.reader ?? null))
    .from(incidents)
    .where(and(incidentsWhere(filter), from))
    .orderBy(desc(key), desc(incidents.id))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ priority, lastSeen, id }) => ({
    key: order === 'priority' ? priority : +lastSeen,
    id,
  }));
  return { incidents: page.rows, next: page.next };
}

/** Facets of the queue: the fields that it can be narrowed by, with their counts. */
export const facetsSchema = z.record(
  z.enum([
    'state',
    'flag',
    'threat',
    'country',
    'pact',
    'actor',
    'pattern',
    'feed',
    'language',
    'assignee',
    'days',
    'score',
  ]),
  z.array(z.object({ value: z.string(), n: z.int() })),
);
export type Facets = z.infer<typeof facetsSchema>;
export type FacetField = keyof Facets;

const MOST = 60;
/** Spans and scores that are counted; each holds those before it. */
const DAYS = [1, 7, 28, 90];
const SCORES = [0.95, 0.9, 0.75, 0.5];

/**
 * Of each facet's values, how many incidents there are under the filter's other terms, most first.
 * @param pacts are told by their members
 * @param reports counts by feed and language too: that looks at every article, and takes longer than all others together
 */
export async function countFacets(
  db: Database,
  filter: Filter,
  pacts: readonly { id: string; members: readonly string[] }[],
  { reports }: { reports: boolean },
): Promise<Facets> {
  const { reader = null } = filter;
  // All facets are of the same words: these are looked up once.
  const found = filter.text && (await db.execute<{ id: string }>(worded(filter.text))).rows.map(({ id }) => id);
  const but = (change: Partial<Filter>) =>
    and(
      incidentsWhere({ ...filter, ...change, text: undefined }),
      found ? sql`${incidents.id} = any(${sql.param(found)}::bigint[])` : undefined,
    );
  const without = (field: FacetField) =>
    but({ terms: filter.terms.filter((term) => term.field !== field || term.not) });
  const counted = async (field: FacetField, value: SQL, joins: SQL = sql``) => {
    const { rows } = await db.execute<{ value: string; n: string }>(
      sql`select ${value} as value, count(*) as n from ${incidents} ${joins} where ${without(field)} group by 1 order by 2 desc, 1 limit ${MOST}`,
    );
    return rows.flatMap(({ value, n }) => (value === null ? [] : [{ value, n: Number(n) }]));
  };
  const each = async (values: readonly (string | number)[], where: SQL | undefined, of: (i: number) => SQL) => {
    const counts = await countEach(
      db,
      values.map((_, i) => of(i)),
      where,
    );
    return values.map((value, i) => ({ value: String(value), n: counts[i] ?? 0 }));
  };
  const tagged = sql`tags.tag`;
  const tag = (column: typeof incidents.threats) => sql`cross join lateral unnest(${column}) as tags(tag)`;
  const countries = sql`cross join lateral (select distinct tag from unnest(${incidents.affected} || ${incidents.locations}) as all_tags(tag) where tag ~ '^[A-Z]{2}$') as tags`;
  /** Incidents by what their articles have. */
  const told = async (field: FacetField, value: SQL, joins: SQL = sql``) => {
    if (!reports) return [];
    const { rows } = await db.execute<{ value: string; n: string }>(
      sql`select value, count(*) as n from (select distinct ${value} as value, ${incidents.id} as id from ${incidents} join ${articles} on ${articles.incidentId} = ${incidents.id} ${joins} where ${without(field)}) as told where value is not null group by 1 order by 2 desc, 1 limit ${MOST}`,
    );
    return rows.map(({ value, n }) => ({ value, n: Number(n) }));
  };
  const inPacts = await each(
    pacts.map(({ id }) => id),
    without('pact'),
    (i) => overlap(incidents.affected, [...(pacts[i]?.members ?? [])]),
  );
  return {
    state: await counted('state', stateFor(reader)),
    flag: await counted('flag', sql`${incidents.flag}`),
    threat: await counted('threat', tagged, tag(incidents.threats)),
    country: await counted('country', tagged, countries),
    pact: inPacts.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n),
    actor: await counted('actor', tagged, tag(incidents.actors)),
    pattern: await counted('pattern', tagged, tag(incidents.patterns)),
    feed: await told('feed', sql`${items.feedId}`, sql`join ${items} on ${items.key} = ${articles.itemKey}`),
    language: await told('language', sql`${articles.language}`),
    assignee: await counted('assignee', sql`coalesce(${assigneeFor(reader)}, 'nobody')`),
    days: await each(DAYS, but({ days: undefined }), (i) => gte(incidents.lastSeen, lastDays(DAYS[i] as number))),
    score: await each(SCORES, but({ minScore: undefined }), (i) => gte(incidents.score, SCORES[i] as number)),
  };
}

/** How many incidents each filter shows. */
export async function countQueues(db: Database, filters: readonly Filter[]): Promise<number[]> {
  return countEach(db, filters.map(incidentsWhere));
}

/** Counts under conditions that may overlap, in one look at the incidents. */
async function countEach(db: Database, conditions: readonly (SQL | undefined)[], where?: SQL): Promise<number[]> {
  const columns = conditions.map((one, i) => sql`count(*) filter (where ${one}) as ${sql.identifier(`n${i}`)}`);
  const { rows } = await db.execute<Record<string, string>>(
    sql`select ${sql.join(columns, sql`, `)} from ${incidents} where ${where ?? sql`true`}`,
  );
  return conditions.map((_, i) => Number(rows[0]?.[`n${i}`]));
}

/** An incident that has changed, for those who are watching. */
export const changeSchema = incidentSchema.pick({
  id: true,
  title: true,
  flag: true,
  state: true,
  assignee: true,
  joinedInto: true,
  version: true,
  updatedAt: true,
  score: true,
});
export type Change = z.infer<typeof changeSchema>;

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
export const mapPointSchema = incidentSchema
  .pick({ id: true, title: true, flag: true, state: true, threats: true, score: true, lastSeen: true })
  .extend({ place: z.string(), lat: z.number(), lon: z.number() });
export type MapPoint = z.infer<typeof mapPointSchema>;

/**
 * Incidents with the place that stands for them: one that the story is about, before one in a state that it falls on,
 * before any; a place on record before one that lies somewhere near it, and that before a state. Those without a place are
 * left out.
 */
export async function mapPoints(db: Database, filter: Filter, limit: number): Promise<MapPoint[]> {
  const { id, title, flag, threats, score, lastSeen } = incidents;
  const state = stateFor(filter.reader ?? null);
  const place = sql`cross join lateral (
    select p ->> 'name' as place, (p ->> 'lat')::float8 as lat, (p ->> 'lon')::float8 as lon
    from ${articles} cross join lateral jsonb_array_elements(${articles.classification} -> 'places') as p
    where ${articles.incidentId} = ${incidents.id} and jsonb_typeof(p -> 'lat') = 'number' and jsonb_typeof(p -> 'lon') = 'number'
    order by p ->> 'kind' in ('country', 'demonym'), p ->> 'kind' = 'feature', not (p ->> 'name' = any(${incidents.locations})),
      not (coalesce(p ->> 'country', '') = any(${incidents.affected})), (p ->> 'start')::int
    limit 1) as best`;
  const { rows } = await db.execute<Record<string, unknown>>(
    sql`select ${id} as id, ${title} as title, ${flag} as flag, ${state} as state, ${threats} as threats, ${score} as score,
      ${lastSeen} as last_seen, best.* from ${incidents} ${place} where ${incidentsWhere(filter)} order by ${incidents.priority} desc, ${incidents.id} desc limit ${limit}`,
  );
  return rows.map(({ id, last_seen, ...row }) => ({
    ...(row as Omit<MapPoint, 'id' | 'lastSeen'>),
    id: Number(id),
    lastSeen: new Date(last_seen as string),
  }));
}

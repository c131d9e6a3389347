import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { REVIEW_STATES, type ReviewState } from '../config/review-states.ts';
import { type Reader, stateFor } from './blind.ts';
import type { Database } from './database.ts';
import { articles, incidents, isInIncident, reviews } from './schema.ts';

/** What became of the incidents in which a rule spoke. An escalated incident counts as confirmed. */
export const ruleRecordSchema = z.object({
  confirmed: z.int(),
  dismissed: z.record(z.string(), z.int()).describe('by reason'),
  open: z.int().describe('not decided yet'),
});
export type RuleRecord = z.infer<typeof ruleRecordSchema>;

/** Incidents that were dismissed at some time, with the reason that was given last. */
const reasons = sql`(select distinct on (${reviews.incidentId}) ${reviews.incidentId} as incident, ${reviews.reason} as reason
  from ${reviews} where ${reviews.decision} = 'dismiss' order by ${reviews.incidentId}, ${reviews.id} desc)`;

/** Incidents with their state, as a reader may know it, and for dismissed ones the reason; worked out once for each. */
const decided = (reader: Reader) => sql`decided as materialized (
  select ${incidents.id} as id, ${stateFor(reader)} as state,
    case when ${stateFor(reader)} = 'dismissed' then coalesce(reason, 'other') end as reason
  from ${incidents} left join ${reasons} as reasons on reasons.incident = ${incidents.id})`;

const hasEvidence = (rule: string) => sql`${isInIncident} and ${articles.rules} @> array[${rule}]`;

/** The rules that spoke in each incident, or of one rule, in which it did. */
const spoke = (rule?: string) =>
  rule === undefined
    ? sql`cross join lateral (select distinct rule from ${articles} cross join lateral unnest(${articles.rules}) as rule
        where ${articles.incidentId} = decided.id) as spoke`
    : sql`join (select distinct ${articles.incidentId} as incident, ${rule}::text as rule from ${articles}
        where ${hasEvidence(rule)}) as spoke on spoke.incident = decided.id`;

/**
 * Each rule's record (or that of one), by the rule's id: those of patterns, threats, cues, gates, signs alike. As far as
 * a reader may know.
 */
export async function ruleRecords(db: Database, reader: Reader, rule?: string): Promise<Map<string, RuleRecord>> {
  const { rows } = await db.execute<{ rule: string; state: ReviewState; reason: string | null; n: string }>(
    sql`with ${decided(reader)} select rule, state, reason, count(*) as n from decided ${spoke(rule)} group by 1, 2, 3`,
  );
  const records = new Map<string, RuleRecord>();
  for (const { rule, state, reason, n } of rows) {
    let record = records.get(rule);
    if (!record) {
      record = { confirmed: 0, dismissed: {}, open: 0 };
      records.set(rule, record);
    }
    if (reason !== null) record.dismissed[reason] = Number(n);
    else if (state === 'confirmed' || state === 'escalated') record.confirmed += Number(n);
    else record.open += Number(n);
  }
  return records;
}

/** An incident in which a rule spoke, with a stretch that it points at. */
export const ruleCaseSchema = z.object({
  id: z.int(),
  title: z.string(),
  state: z.enum(REVIEW_STATES),
  reason: z.string().nullable(),
  updatedAt: z.iso.datetime(),
  quote: z.string(),
});
export type RuleCase = z.infer<typeof ruleCaseSchema>;

/** The latest incidents in which a rule spoke, decided ones first. */
export async function ruleCases(db: Database, reader: Reader, rule: string, limit: number): Promise<RuleCase[]> {
  const { rows } = await db.execute<Record<string, string | null>>(sql`
    with ${decided(reader)}, spoke as (
      select distinct on (${articles.incidentId}) ${articles.incidentId} as incident, ${articles.itemKey} as article
      from ${articles} where ${hasEvidence(rule)} order by ${articles.incidentId}, ${articles.publishedAt}
    ), cases as (
      select decided.*, ${incidents.title} as title, ${incidents.updatedAt} as updated, article
      from spoke join decided on decided.id = incident join ${incidents} on ${incidents.id} = incident
      order by decided.state in ('new', 'in-review'), updated desc limit ${limit}
    )
    select cases.*, case evidence ->> 'in' when 'title' then ${articles.title} else ${articles.text} end as source,
      evidence ->> 'start' as start, evidence ->> 'end' as stop
    from cases join ${articles} on ${articles.itemKey} = article cross join lateral (
      select evidence from jsonb_array_elements(${articles.classification} -> 'evidence') as evidence
      where evidence ->> 'rule' = ${rule} limit 1) as stretch
    order by cases.state in ('new', 'in-review'), updated desc`);
  return rows.map(({ id, title, state, reason, updated, source, start, stop }) => ({
    id: Number(id),
    title: title ?? '',
    state: state as ReviewState,
    reason: reason ?? null,
    updatedAt: new Date(updated as string).toISOString(),
    // Offsets count UTF-16 code units, which the database does not.
    quote: (source ?? '').slice(Number(start), Number(stop)),
  }));
}

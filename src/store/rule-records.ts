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

/** The last reason for which an incident was dismissed. */
const reason = sql`(select ${reviews.reason} from ${reviews}
  where ${reviews.incidentId} = ${incidents.id} and ${reviews.decision} = 'dismiss' order by ${reviews.id} desc limit 1)`;

const hasEvidence = (rule: string) =>
  sql`${isInIncident} and jsonb_path_query_array(${articles.classification}, '$.evidence[*].rule') ? ${rule}`;

/**
 * Each rule's record (or that of one), by the rule's id: those of patterns, threats, cues, gates, signs alike. As far as
 * a reader may know.
 */
export async function ruleRecords(db: Database, reader: Reader, rule?: string): Promise<Map<string, RuleRecord>> {
  const only = rule === undefined ? sql`` : sql`and ${hasEvidence(rule)} and evidence ->> 'rule' = ${rule}`;
  const { rows } = await db.execute<{ rule: string; state: ReviewState; reason: string | null; n: string }>(sql`
    with spoke as (
      select distinct ${articles.incidentId} as incident, evidence ->> 'rule' as rule
      from ${articles} cross join lateral jsonb_array_elements(${articles.classification} -> 'evidence') as evidence
      where ${articles.incidentId} is not null ${only}
    ), decided as (
      select ${incidents.id} as id, ${stateFor(reader)} as state,
        case when ${stateFor(reader)} = 'dismissed' then ${reason} end as reason
      from ${incidents}
    )
    select rule, state, reason, count(*) as n from spoke join decided on decided.id = spoke.incident group by 1, 2, 3`);
  const records = new Map<string, RuleRecord>();
  for (const { rule, state, reason, n } of rows) {
    let record = records.get(rule);
    if (!record) {
      record = { confirmed: 0, dismissed: {}, open: 0 };
      records.set(rule, record);
    }
    if (state === 'dismissed') record.dismissed[reason ?? 'other'] = Number(n);
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
  const state = stateFor(reader);
  const { rows } = await db.execute<Record<string, string | null>>(sql`
    with spoke as (
      select distinct on (${articles.incidentId}) ${articles.incidentId} as incident, ${articles.itemKey} as article,
        evidence ->> 'in' as part, evidence ->> 'start' as start, evidence ->> 'end' as stop
      from ${articles} cross join lateral jsonb_array_elements(${articles.classification} -> 'evidence') as evidence
      where ${hasEvidence(rule)} and evidence ->> 'rule' = ${rule}
      order by ${articles.incidentId}, ${articles.publishedAt}
    )
    select ${incidents.id} as id, ${incidents.title} as title, ${state} as state,
      case when ${state} = 'dismissed' then ${reason} end as reason, ${incidents.updatedAt} as updated,
      case part when 'title' then ${articles.title} else ${articles.text} end as source, start, stop
    from spoke join ${incidents} on ${incidents.id} = incident join ${articles} on ${articles.itemKey} = article
    order by ${state} in ('new', 'in-review'), ${incidents.updatedAt} desc limit ${limit}`);
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

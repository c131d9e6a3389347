import { and, eq, getTableColumns, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { ReviewState } from '../config/review-states.ts';
import type { Database } from './database.ts';
import { incidents, reviews, secondOpinions } from './schema.ts';

/**
 * Who reads what is said of incidents: the name of somebody who may review, or null for whoever is told everything. While
 * a second opinion on a decision is waited for, all who may give it read the incident as if nobody had reviewed it.
 */
export type Reader = string | null;

/**
 * Whoever reads digests and files that were made for no one in particular: analysts may be among them. What waits for a
 * second opinion is told to them as in review, which it is.
 */
export const STRANGER: Reader = '';

/** A second opinion is asked of somebody, or cannot be given; the message says why. */
export class OpinionError extends Error {
  override name = 'OpinionError';
}

/** Whether a reader owes an opinion on the incident with an id. */
const isBlind = (reader: string, id: SQL | typeof incidents.id | typeof reviews.incidentId = incidents.id) =>
  sql`${id} in (select ${secondOpinions.incidentId} from ${secondOpinions}
    join ${reviews} as first on first.id = ${secondOpinions.reviewId}
    where ${secondOpinions.at} is null and first.by <> ${reader})`;

/** An incident's state of review, as a reader may know it. */
export const stateFor = (reader: Reader): SQL<ReviewState> =>
  reader === null
    ? sql`${incidents.state}`
    : sql`case when ${isBlind(reader)} then ${reader === STRANGER ? 'in-review' : 'new'} else ${incidents.state} end`;

/** Who works on an incident, as a reader may know it. */
export const assigneeFor = (reader: Reader): SQL<string | null> =>
  reader === null
    ? sql`${incidents.assignee}`
    : sql`case when ${isBlind(reader)} then null else ${incidents.assignee} end`;

/** The columns of an incident, as a reader may know it. */
export const incidentFor = (reader: Reader) => ({
  ...getTableColumns(incidents),
  state: stateFor(reader),
  assignee: assigneeFor(reader),
});

/** Which reviews of an incident a reader may know: their own in any case. */
export const reviewsFor = (reader: Reader): SQL | undefined =>
  reader === null ? undefined : sql`(not ${isBlind(reader, reviews.incidentId)} or ${reviews.by} = ${reader})`;

/** Incidents whose decision waits for a second opinion, with who has decided; of all, or of some. */
export async function waitingDecisions(db: Database, ids?: readonly number[]): Promise<Map<number, string>> {
  if (ids?.length === 0) return new Map();
  const rows = await db
    .select({ id: secondOpinions.incidentId, by: reviews.by })
    .from(secondOpinions)
    .innerJoin(reviews, eq(reviews.id, secondOpinions.reviewId))
    .where(and(isNull(secondOpinions.at), ids && inArray(secondOpinions.incidentId, [...ids])));
  return new Map(rows.map(({ id, by }) => [id, by]));
}

/** Whether a reader owes an opinion on an incident of `waitingDecisions`. */
export const owes = (reader: Reader, waiting: ReadonlyMap<number, string>, id: number): boolean =>
  reader !== null && waiting.has(id) && waiting.get(id) !== reader;

/** Refuses whoever owes an opinion on one of the incidents: first comes that. @throws OpinionError */
export async function requireSight(db: Database, reader: Reader, ids: readonly number[]): Promise<void> {
  const waiting = await waitingDecisions(db, ids);
  if (ids.some((id) => owes(reader, waiting, id)))
    throw new OpinionError(
      'your second opinion is asked for on this incident: confirm, dismiss or escalate it first; what colleagues have decided is told then',
    );
}

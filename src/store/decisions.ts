import { and, desc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { placeInTurn } from './articles.ts';
import { corrected, effective, inverse } from './corrections.ts';
import type { Database } from './database.ts';
import type { Incident, Review } from './incidents.ts';
import { lockIncident } from './lock-incident.ts';
import { takeBack } from './regroup.ts';
import { type Decision, incidents, type ReviewState, reviews } from './schema.ts';
import type { TagCorrection } from './tags.ts';

/** There is nothing left on the incident that could be undone. */
export class NothingToUndoError extends Error {
  constructor(id: number) {
    super(`there is no decision on incident ${id} left to undo`);
    this.name = 'NothingToUndoError';
  }
}

export interface DecisionInput {
  decision: Exclude<Decision, 'join' | 'split'>;
  reason?: string | undefined;
  note?: string | undefined;
  /** for `correct`: what to add and remove */
  correction?: TagCorrection | undefined;
  /** for `assign`: to whom, null to give it back */
  assignee?: string | null | undefined;
  by: string;
  at: Date;
  /** the version that the decision rests on; any when left out */
  version?: number | undefined;
}

type Effect = Pick<Incident, 'state' | 'assignee'> & { correction: TagCorrection | null; undoes: number | null };

const STATE_AFTER: Partial<Record<Decision, ReviewState>> = {
  confirm: 'confirmed',
  dismiss: 'dismissed',
  escalate: 'escalated',
};

/**
 * Takes an analyst's decision on an incident and keeps it. `undo` takes the last decision back that is not undone yet;
 * notes stay.
 *
 * @returns the incident as it is now, undefined when there is none with this id
 * @throws StaleVersionError when `version` is not the present one; NothingToUndoError; RegroupError
 */
export async function decide(db: Database, id: number, input: DecisionInput): Promise<Incident | undefined> {
  return db.transaction(async (tx) => {
    if (input.decision === 'undo') await placeInTurn(tx);
    const incident = await lockIncident(tx, { id, version: input.version });
    if (!incident) return undefined;
    const effect = input.decision === 'undo' ? await undoing(tx, incident, input) : effectOf(incident, input);
    await tx.insert(reviews).values({
      incidentId: id,
      decision: input.decision,
      reason: input.reason ?? null,
      note: input.note ?? null,
      correction: effect.correction,
      assignee: effect.assignee,
      undoes: effect.undoes,
      stateBefore: incident.state,
      stateAfter: effect.state,
      by: input.by,
      at: input.at,
    });
    const { threats, actors, affected, locations, cues } = corrected(incident, effect.correction ?? {});
    const [now] = await tx
      .update(incidents)
      .set({
        state: effect.state,
        assignee: effect.assignee,
        ...(effect.correction && { threats, actors, affected, locations, cues }),
        version: incident.version + 1,
        updatedAt: input.at,
      })
      .where(eq(incidents.id, id))
      .returning();
    return now;
  });
}

function effectOf(incident: Incident, { decision, correction, assignee }: DecisionInput): Effect {
  const unchanged = { state: incident.state, assignee: incident.assignee, correction: null, undoes: null };
  if (decision === 'correct') return { ...unchanged, correction: effective(incident, correction ?? {}) };
  if (decision !== 'assign') return { ...unchanged, state: STATE_AFTER[decision] ?? incident.state };
  const to = assignee ?? null;
  // Whoever takes a new incident reviews it; given back, it waits again.
  const swap: Partial<Record<ReviewState, ReviewState>> = to ? { new: 'in-review' } : { 'in-review': 'new' };
  return { ...unchanged, assignee: to, state: swap[incident.state] ?? incident.state };
}

async function undoing(tx: Database, { id, ...incident }: Incident, input: DecisionInput): Promise<Effect> {
  const undone = tx
    .select({ id: sql<number>`${reviews.undoes}` })
    .from(reviews)
    .where(and(eq(reviews.incidentId, id), eq(reviews.decision, 'undo')));
  const [last, before]: (Review | undefined)[] = await tx
    .select()
    .from(reviews)
    .where(
      and(eq(reviews.incidentId, id), notInArray(reviews.decision, ['undo', 'note']), notInArray(reviews.id, undone)),
    )
    .orderBy(desc(reviews.id))
    .limit(2);
  if (!last) throw new NothingToUndoError(id);
  if (last.decision === 'join' || last.decision === 'split') await takeBack(tx, last, input);
  return {
    state: last.stateBefore,
    assignee: last.decision === 'assign' ? (before?.assignee ?? null) : incident.assignee,
    correction: last.correction && inverse(last.correction),
    undoes: last.id,
  };
}

/** The newest decisions on incidents, one each: who has done what last. */
export async function latestReviews(db: Database, ids: readonly number[]): Promise<Map<number, Review>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([reviews.incidentId])
    .from(reviews)
    .where(inArray(reviews.incidentId, [...ids]))
    .orderBy(reviews.incidentId, desc(reviews.id));
  return new Map(rows.map((review) => [review.incidentId, review]));
}

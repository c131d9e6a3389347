import { and, desc, eq, inArray, lt, ne, notInArray, type SQLWrapper, sql } from 'drizzle-orm';
import type { ReviewState } from '../config/review-states.ts';
import { articlesOf, placeInTurn } from './articles.ts';
import { OpinionError, requireSight } from './blind.ts';
import { corrected, effective, inverse } from './corrections.ts';
import type { Database } from './database.ts';
import { contentOf } from './incident-content.ts';
import { flagOf, type Incident, type Review } from './incidents.ts';
import { lockIncident } from './lock-incident.ts';
import { takeBack } from './regroup.ts';
import { type Decision, incidents, reviews } from './schema.ts';
import { askForSecondOpinion, decideAsOpinion, isVerdict, withdrawSecondOpinion } from './second-opinions.ts';
import type { TagCorrection } from './tags.ts';

/** There is nothing left on the incident that could be undone. */
export class NothingToUndoError extends Error {
  constructor(id: number) {
    super(`there is no decision on incident ${id} left to undo`);
    this.name = 'NothingToUndoError';
  }
}

export interface DecisionInput {
  decision: Exclude<Decision, 'join' | 'split' | 'opinion'>;
  reason?: string | undefined;
  note?: string | undefined;
  /** for `correct`: what to add and remove */
  correction?: TagCorrection | undefined;
  /** for `flag`: which */
  flag?: 'below' | 'above' | undefined;
  /** for `assign`: to whom, null to give it back */
  assignee?: string | null | undefined;
  by: string;
  at: Date;
  /** whoever decides was not told of decisions that wait for their second opinion (see blind.ts): then this is it */
  blind?: boolean;
  /** it was taken elsewhere: nobody is asked for a second opinion */
  elsewhere?: boolean;
  /** the version that the decision rests on; any when left out */
  version?: number | undefined;
}

type Effect = Pick<Incident, 'state' | 'assignee' | 'handFlag'> & {
  correction: TagCorrection | null;
  undoes: number | null;
};

const STATE_AFTER: Partial<Record<Decision, ReviewState>> = {
  confirm: 'confirmed',
  dismiss: 'dismissed',
  escalate: 'escalated',
};

/**
 * Takes an analyst's decision on an incident and keeps it. `undo` takes the last decision back that is not undone yet;
 * notes stay. A blind decision on what waits for a second opinion is that opinion.
 *
 * @returns the incident as it is now, undefined when there is none with this id
 * @throws StaleVersionError when `version` is not the present one; NothingToUndoError; RegroupError; OpinionError
 */
export async function decide(db: Database, id: number, input: DecisionInput): Promise<Incident | undefined> {
  return db.transaction(async (tx) => {
    if (input.decision === 'undo') await placeInTurn(tx);
    const incident = await lockIncident(tx, { id, version: input.version });
    if (!incident) return undefined;
    if (input.blind && isVerdict(input.decision)) {
      const { decision, reason, note, by, at } = input;
      if (await decideAsOpinion(tx, incident, { decision, reason, note, by, at })) return lockIncident(tx, { id });
    } else if (input.blind) await requireSight(tx, input.by, [id]);
    const effect = input.decision === 'undo' ? await undoing(tx, incident, input) : effectOf(incident, input);
    const [review] = await tx
      .insert(reviews)
      .values({
        incidentId: id,
        decision: input.decision,
        reason: input.reason ?? null,
        note: input.note ?? null,
        correction: effect.correction,
        flag: input.decision === 'flag' ? effect.handFlag : null,
        assignee: effect.assignee,
        undoes: effect.undoes,
        stateBefore: incident.state,
        stateAfter: effect.state,
        by: input.by,
        at: input.at,
      })
      .returning();
    if (!input.elsewhere) await askForSecondOpinion(tx, review as Review);
    const { threats, actors, affected, locations, cues } = corrected(incident, effect.correction ?? {});
    const [now] = await tx
      .update(incidents)
      .set({
        state: effect.state,
        assignee: effect.assignee,
        ...(effect.handFlag !== incident.handFlag && (await reflagged(tx, incident, effect.handFlag))),
        ...(effect.correction && { threats, actors, affected, locations, cues }),
        version: incident.version + 1,
        updatedAt: input.at,
      })
      .where(eq(incidents.id, id))
      .returning();
    return now;
  });
}

function effectOf(incident: Incident, { decision, correction, flag, assignee }: DecisionInput): Effect {
  const { state, handFlag } = incident;
  const unchanged = { state, handFlag, assignee: incident.assignee, correction: null, undoes: null };
  if (decision === 'flag') return { ...unchanged, handFlag: flag ?? 'below' };
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
  const [latest] = await tx
    .select()
    .from(reviews)
    .where(and(eq(reviews.incidentId, id), ne(reviews.decision, 'note')))
    .orderBy(desc(reviews.id))
    .limit(1);
  if (latest?.decision === 'opinion' && latest.by === input.by)
    throw new OpinionError('a second opinion stands once it is given: add a note, or decide anew');
  const [last, before]: (Review | undefined)[] = await tx
    .select()
    .from(reviews)
    .where(
      and(
        eq(reviews.incidentId, id),
        notInArray(reviews.decision, ['undo', 'note', 'opinion']),
        notInArray(reviews.id, undone),
      ),
    )
    .orderBy(desc(reviews.id))
    .limit(2);
  if (!last) throw new NothingToUndoError(id);
  if (last.decision === 'join' || last.decision === 'split') await takeBack(tx, last, input);
  await withdrawSecondOpinion(tx, last.id);
  return {
    state: last.stateBefore,
    handFlag: last.decision === 'flag' ? await flagBefore(tx, last, undone) : incident.handFlag,
    assignee: last.decision === 'assign' ? (before?.assignee ?? null) : incident.assignee,
    correction: last.correction && inverse(last.correction),
    undoes: last.id,
  };
}

/** The flag that an analyst had given before another one, which is taken back; null when there was none. */
async function flagBefore(tx: Database, { id, incidentId }: Review, undone: SQLWrapper): Promise<Incident['handFlag']> {
  const [before] = await tx
    .select({ flag: reviews.flag })
    .from(reviews)
    .where(
      and(
        eq(reviews.incidentId, incidentId),
        eq(reviews.decision, 'flag'),
        lt(reviews.id, id),
        sql`${reviews.id} not in ${undone}`,
      ),
    )
    .orderBy(desc(reviews.id))
    .limit(1);
  return before?.flag ?? null;
}

/** An incident's flag and priority with another flag by hand, or again those that its articles make. */
async function reflagged(tx: Database, { id }: Incident, handFlag: Incident['handFlag']) {
  const told = await articlesOf(tx, id);
  return told.length === 0 ? { handFlag } : { handFlag, ...flagOf(contentOf(told), handFlag) };
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

import { and, asc, count, desc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { PairCount } from '../incidents/agreement.ts';
import { OpinionError } from './blind.ts';
import type { Database } from './database.ts';
import type { Incident, Review } from './incidents.ts';
import { lockIncident } from './lock-incident.ts';
import { isAfter, type MomentPlace, type Page, pageOf } from './page.ts';
import { incidents, reviews, secondOpinionRule, secondOpinions, VERDICTS, type Verdict } from './schema.ts';

/** Which decisions a second analyst is to judge as well. */
export const opinionRuleSchema = z.object({
  share: z.int().min(0).max(100).describe('percent of decisions, by lot'),
  escalations: z.boolean().describe('every escalation'),
});
export type OpinionRule = z.infer<typeof opinionRuleSchema>;

const NONE: OpinionRule = { share: 0, escalations: false };

export async function opinionRule(db: Database): Promise<OpinionRule> {
  const [rule] = await db.select().from(secondOpinionRule);
  return rule ? { share: rule.share, escalations: rule.escalations } : NONE;
}

export async function setOpinionRule(db: Database, rule: OpinionRule): Promise<void> {
  await db.insert(secondOpinionRule).values(rule).onConflictDoUpdate({ target: secondOpinionRule.only, set: rule });
}

export const isVerdict = (decision: string): decision is Verdict =>
  ['confirm', 'dismiss', 'escalate'].includes(decision);

/**
 * Asks for a second opinion on a decision, where the rule says so. It holds nothing up: the decision stands meanwhile.
 * What was waited for on an earlier decision of the incident is of no interest any more.
 */
export async function askForSecondOpinion(tx: Database, { id, incidentId, decision, at }: Review): Promise<void> {
  if (!isVerdict(decision)) return;
  await tx.delete(secondOpinions).where(and(eq(secondOpinions.incidentId, incidentId), isNull(secondOpinions.at)));
  const { share, escalations } = await opinionRule(tx);
  const escalated = escalations && decision === 'escalate';
  if (!escalated && Math.random() * 100 >= share) return;
  await tx
    .insert(secondOpinions)
    .values({ incidentId, reviewId: id, why: escalated ? 'escalation' : 'lot', askedAt: at });
}

/** Of a decision that is taken back no opinion is asked any more; one that is given already stays. */
export async function withdrawSecondOpinion(tx: Database, reviewId: number): Promise<void> {
  await tx.delete(secondOpinions).where(and(eq(secondOpinions.reviewId, reviewId), isNull(secondOpinions.at)));
}

/** What waits for a second opinion, the oldest first. Nothing in it tells the first. */
export const waitingSchema = z.object({ id: z.int(), incidentId: z.int(), title: z.string(), askedAt: z.date() });
export type Waiting = z.infer<typeof waitingSchema>;

const first = alias(reviews, 'first');

/** @returns what `who` may judge, and how many of their own decisions wait for others */
export async function waitingOpinions(db: Database, who: string): Promise<{ forMe: Waiting[]; forOthers: number }> {
  const rows = await db
    .select({
      id: secondOpinions.id,
      incidentId: secondOpinions.incidentId,
      title: incidents.title,
      askedAt: secondOpinions.askedAt,
      by: first.by,
    })
    .from(secondOpinions)
    .innerJoin(incidents, eq(incidents.id, secondOpinions.incidentId))
    .innerJoin(first, eq(first.id, secondOpinions.reviewId))
    .where(and(isNull(secondOpinions.at), ne(incidents.flag, 'none')))
    .orderBy(asc(secondOpinions.askedAt), asc(secondOpinions.id));
  return {
    forMe: rows.filter(({ by }) => by !== who).map(({ by: _, ...waiting }) => waiting),
    forOthers: rows.filter(({ by }) => by === who).length,
  };
}

/** The incident that an opinion is asked on, when it is still waited for and not one's own. */
export async function opinionToGive(db: Database, id: number, who: string): Promise<Waiting | undefined> {
  return (await waitingOpinions(db, who)).forMe.find((one) => one.id === id);
}

/** Two judgements of one incident. */
const judgement = z.object({ by: z.string(), decision: z.enum(VERDICTS), reason: z.string().nullable() });
export const pairSchema = z.object({
  id: z.int(),
  incidentId: z.int(),
  title: z.string(),
  first: judgement,
  second: judgement.extend({ note: z.string().nullable() }),
  at: z.date(),
});
export type Pair = z.infer<typeof pairSchema>;

/** How often each first decision met each second one. */
export async function opinionTable(db: Database): Promise<PairCount[]> {
  const rows = await db
    .select({ first: first.decision, second: secondOpinions.decision, n: count() })
    .from(secondOpinions)
    .innerJoin(first, eq(first.id, secondOpinions.reviewId))
    .where(isNotNull(secondOpinions.by))
    .groupBy(first.decision, secondOpinions.decision);
  return rows.map((row) => ({ ...row, second: row.second as Verdict }));
}

/** Opinions that were given, the newest first. */
export async function givenOpinions(
  db: Database,
  { limit, after }: { limit: number; after?: MomentPlace | undefined },
): Promise<Page<Pair, MomentPlace>> {
  const rows = await db
    .select({ opinion: secondOpinions, title: incidents.title, review: first })
    .from(secondOpinions)
    .innerJoin(incidents, eq(incidents.id, secondOpinions.incidentId))
    .innerJoin(first, eq(first.id, secondOpinions.reviewId))
    .where(and(isNotNull(secondOpinions.by), after && isAfter(secondOpinions.at, secondOpinions.id, after)))
    .orderBy(desc(secondOpinions.at), desc(secondOpinions.id))
    .limit(limit + 1);
  const pairs = rows.map(({ opinion, title, review }) => ({
    id: opinion.id,
    incidentId: opinion.incidentId,
    title,
    first: { by: review.by, decision: review.decision as Verdict, reason: review.reason },
    second: {
      by: opinion.by as string,
      decision: opinion.decision as Verdict,
      reason: opinion.reason,
      note: opinion.note,
    },
    at: opinion.at as Date,
  }));
  return pageOf(pairs, limit, ({ at, id }) => ({ at: +at, key: String(id) }));
}

/** A second opinion as it is given. */
export interface GivenOpinion {
  decision: Verdict;
  reason?: string | undefined;
  note?: string | undefined;
  by: string;
  at: Date;
}

/**
 * Keeps a second opinion. Where it differs, the incident goes back to whoever has decided first, in review again.
 *
 * @returns both judgements; undefined when no opinion with this id is waited for
 * @throws OpinionError when it is on one's own decision
 */
export async function giveOpinion(db: Database, id: number, given: GivenOpinion): Promise<Pair | undefined> {
  return db.transaction(async (tx) => {
    const [opinion] = await tx
      .select()
      .from(secondOpinions)
      .where(and(eq(secondOpinions.id, id), isNull(secondOpinions.at)))
      .for('update');
    const incident = opinion && (await lockIncident(tx, { id: opinion.incidentId }));
    return incident && keepOpinion(tx, incident, opinion, given);
  });
}

/**
 * Takes a decision for the second opinion that its maker owes on the incident.
 *
 * @param incident locked
 * @returns false when none is owed
 */
export async function decideAsOpinion(tx: Database, incident: Incident, given: GivenOpinion): Promise<boolean> {
  const [owed] = await tx
    .select({ opinion: secondOpinions })
    .from(secondOpinions)
    .innerJoin(first, eq(first.id, secondOpinions.reviewId))
    .where(and(eq(secondOpinions.incidentId, incident.id), isNull(secondOpinions.at), ne(first.by, given.by)));
  if (!owed) return false;
  await keepOpinion(tx, incident, owed.opinion, given);
  return true;
}

async function keepOpinion(
  tx: Database,
  incident: Incident,
  { id, reviewId }: typeof secondOpinions.$inferSelect,
  given: GivenOpinion,
): Promise<Pair> {
  const [review] = (await tx.select().from(reviews).where(eq(reviews.id, reviewId))) as [Review];
  const { decision, by, at, reason = null, note = null } = given;
  if (review.by === by)
    throw new OpinionError('you have decided on this incident yourself: a second opinion is somebody else’s');
  await tx.update(secondOpinions).set({ by, decision, reason, note, at }).where(eq(secondOpinions.id, id));
  const differs = decision !== review.decision;
  const state = differs ? 'in-review' : incident.state;
  const assignee = differs ? review.by : incident.assignee;
  await tx.insert(reviews).values({
    ...{ incidentId: incident.id, decision: 'opinion', verdict: decision, reason, note, by, at, assignee },
    stateBefore: incident.state,
    stateAfter: state,
  });
  await tx
    .update(incidents)
    .set({ state, assignee, version: incident.version + 1, updatedAt: at })
    .where(eq(incidents.id, incident.id));
  return {
    id,
    incidentId: incident.id,
    title: incident.title,
    first: { by: review.by, decision: review.decision as Verdict, reason: review.reason },
    second: { by, decision, reason, note },
    at,
  };
}

/** Waits for an opinion no longer: the first decision is told to everybody. @returns false when none with this id is waited for */
export async function letOpinionGo(db: Database, id: number, at: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [gone] = await tx
      .update(secondOpinions)
      .set({ at })
      .where(and(eq(secondOpinions.id, id), isNull(secondOpinions.at)))
      .returning({ incidentId: secondOpinions.incidentId });
    if (!gone) return false;
    // Pages that are open show it as it is now.
    await tx
      .update(incidents)
      .set({ version: sql`${incidents.version} + 1`, updatedAt: at })
      .where(eq(incidents.id, gone.incidentId));
    return true;
  });
}

/** Decisions on incidents that waited for a second opinion, by their id: since when they are told to everybody. */
export async function toldSince(db: Database, incidentIds: readonly number[]): Promise<Map<number, Date>> {
  if (incidentIds.length === 0) return new Map();
  const rows = await db
    .select({ id: secondOpinions.reviewId, at: secondOpinions.at })
    .from(secondOpinions)
    .where(and(inArray(secondOpinions.incidentId, [...incidentIds]), isNotNull(secondOpinions.at)));
  return new Map(rows.map(({ id, at }) => [id, at as Date]));
}

import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { articlesOf, moveTo, placeInTurn, type SourcedArticle } from './articles.ts';
import type { Database } from './database.ts';
import { contentOf } from './incident-content.ts';
import { createIncident, type Incident, incidentSchema, type Review, updateIncident } from './incidents.ts';
import { lockIncident, type Seen } from './lock-incident.ts';
import { incidents, reviews } from './schema.ts';

/** Articles cannot be put together, or apart, as was asked. */
export class RegroupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RegroupError';
  }
}

/** Who decides, when, and why. */
interface Decided {
  note?: string | undefined;
  by: string;
  at: Date;
}

/** Both incidents as they are now. */
export const regroupedSchema = z.object({ from: incidentSchema, to: incidentSchema });
export type Regrouped = z.infer<typeof regroupedSchema>;

/**
 * An analyst's word that two incidents are one: all articles of `from` go to `to`. What is left of `from` is its history
 * and where it went (`joinedInto`). Kept as a `join` of the one and a `split` of the other; `undo` on `to` takes it back.
 *
 * @returns undefined when there is no such incident
 * @throws StaleVersionError, RegroupError
 */
export async function joinIncidents(
  db: Database,
  { from, to, ...decided }: { from: Seen; to: Seen } & Decided,
): Promise<Regrouped | undefined> {
  return db.transaction(async (tx) => {
    const sides = await lockBoth(tx, from, to);
    if (!sides) return undefined;
    const held = await articlesOf(tx, from.id);
    if (held.length === 0) throw new RegroupError(`incident ${from.id} has no articles that could go to ${to.id}`);
    return move(tx, sides, held, decided);
  });
}

/**
 * An analyst's word that articles of one incident tell of another event: they go to the incident `to`, or to a new one.
 * Kept as a `split` of the one and a `join` of the other; `undo` on either takes it back.
 *
 * @param articles keys of articles in `from`
 * @param to null for a new incident
 * @returns undefined when there is no such incident
 * @throws StaleVersionError, RegroupError
 */
export async function moveArticles(
  db: Database,
  { from, articles, to, ...decided }: { from: Seen; articles: readonly string[]; to: Seen | null } & Decided,
): Promise<Regrouped | undefined> {
  return db.transaction(async (tx) => {
    const sides = to ? await lockBoth(tx, from, to) : await lockBoth(tx, from);
    if (!sides) return undefined;
    const held = await articlesOf(tx, from.id);
    const chosen = held.filter(({ itemKey }) => articles.includes(itemKey));
    if (chosen.length === 0 || chosen.length < new Set(articles).size)
      throw new RegroupError(`incident ${from.id} does not have these articles: look again`);
    if (!to && chosen.length === held.length)
      throw new RegroupError(`a new incident of all articles of incident ${from.id} would be the same again`);
    return move(tx, sides, chosen, decided);
  });
}

/**
 * Takes a `join` or `split` of an incident back, as far as the articles are still where it has put them.
 *
 * @param tx a transaction that has waited for its turn
 */
export async function takeBack(tx: Database, review: Review, { by, at }: Decided): Promise<void> {
  const { incidentId, other, articles, decision } = review;
  const partner = other === null ? undefined : await lockIncident(tx, { id: other });
  if (!partner || !articles) throw new RegroupError(`incident ${other} is not kept any more: it cannot be undone`);
  const [from, to] = decision === 'join' ? [incidentId, partner.id] : [partner.id, incidentId];
  await moveTo(tx, articles, from, to);
  for (const [id, left] of [
    [from, to],
    [to, from],
  ] as const)
    await refresh(tx, id, left, at);
  const [counterpart] = await tx
    .select({ id: reviews.id })
    .from(reviews)
    .where(and(eq(reviews.incidentId, partner.id), eq(reviews.other, incidentId), eq(reviews.at, review.at)));
  await tx.insert(reviews).values({
    incidentId: partner.id,
    decision: 'undo',
    undoes: counterpart?.id ?? null,
    assignee: partner.assignee,
    stateBefore: partner.state,
    stateAfter: partner.state,
    by,
    at,
  });
}

/** The incidents, in the order of their ids, so that two who want both do not wait for each other. */
async function lockBoth(
  tx: Database,
  from: Seen,
  to?: Seen,
): Promise<{ from: Incident; to: Incident | null } | undefined> {
  if (from.id === to?.id) throw new RegroupError(`incident ${from.id} is one already`);
  await placeInTurn(tx);
  const found = new Map<number, Incident | undefined>();
  for (const seen of [from, ...(to ? [to] : [])].sort((a, b) => a.id - b.id))
    found.set(seen.id, await lockIncident(tx, seen));
  const [source, target] = [found.get(from.id), to && found.get(to.id)];
  return source && (target || !to) ? { from: source, to: target ?? null } : undefined;
}

async function move(
  tx: Database,
  { from, to }: { from: Incident; to: Incident | null },
  moved: readonly SourcedArticle[],
  { note, by, at }: Decided,
): Promise<Regrouped> {
  const target = to ?? { id: await createIncident(tx, contentOf(moved), at), state: 'new' as const, assignee: null };
  const articles = moved.map(({ itemKey }) => itemKey);
  await moveTo(tx, articles, from.id, target.id);
  const row = (incident: Pick<Incident, 'id' | 'state' | 'assignee'>, decision: 'join' | 'split', other: number) => ({
    ...{ incidentId: incident.id, decision, other, articles, note: note ?? null, by, at },
    assignee: incident.assignee,
    stateBefore: incident.state,
    stateAfter: incident.state,
  });
  await tx.insert(reviews).values([row(from, 'split', target.id), row(target, 'join', from.id)]);
  return { from: await refresh(tx, from.id, target.id, at), to: await refresh(tx, target.id, from.id, at) };
}

/** Brings an incident up to date with its articles; one that has none left says where they went. */
async function refresh(tx: Database, id: number, other: number, at: Date): Promise<Incident> {
  const left = await articlesOf(tx, id);
  if (left.length > 0) await updateIncident(tx, id, contentOf(left), at);
  else
    await tx
      .update(incidents)
      .set({ flag: 'none', joinedInto: other, version: sql`${incidents.version} + 1`, updatedAt: at })
      .where(eq(incidents.id, id));
  const [now] = await tx.select().from(incidents).where(eq(incidents.id, id));
  return now as Incident;
}

import { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, lt, min, ne, or, type SQL, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { REVIEW_STATES } from '../config/review-states.ts';
import { priorityByHand } from '../incidents/priority.ts';
import { articlesOf, sourcedArticleSchema } from './articles.ts';
import { incidentFor, type Reader, reviewsFor, stateFor } from './blind.ts';
import { corrected } from './corrections.ts';
import type { Database } from './database.ts';
import { incidents, reviews } from './schema.ts';
import { TAG_FIELDS } from './tags.ts';

export const incidentSchema = createSelectSchema(incidents, {
  title: (title) => title.meta({ examples: ['Drone debris found near Tulcea'] }),
  threats: (list) => list.meta({ examples: [['territorial-strike']] }),
  actors: (list) =>
    list.meta({ description: 'ISO alpha-3 states and ids of other actors', examples: [['RUS', 'ROU']] }),
  affected: (list) => list.meta({ description: 'states that it falls on, ISO alpha-2', examples: [['RO']] }),
  locations: (list) => list.meta({ examples: [['RO', 'Tulcea']] }),
  cues: (list) => list.meta({ examples: [['restraint']] }),
  patterns: (list) => list.meta({ examples: [['strike-on-protected-soil']] }),
  summary: (summary) => summary.describe('a sentence of its best source'),
  score: (score) => score.describe('probability (0..1) of `below`'),
  priority: (priority) => priority.describe('what the queue sorts by, without age'),
  severity: (severity) => severity.describe('1 to 5'),
  handFlag: (flag) => flag.describe('the flag that an analyst has given it, which stands whatever its articles say'),
  assignee: (name) => name.describe('the analyst who works on it'),
  firstSeen: (at) => at.describe('when the first of its articles was published'),
  lastSeen: (at) => at.describe('when the last of its articles was published'),
  joinedInto: (id) => id.describe('the incident that an analyst has joined this one into'),
  version: (version) => version.describe('counts up with each change: whoever decides says which version was read'),
}).meta({ id: 'Incident', description: 'An event that articles tell of: the unit of review' });
export type Incident = z.infer<typeof incidentSchema>;

const tagChange = z.object({ add: z.array(z.string()), remove: z.array(z.string()) });
export const reviewSchema = createSelectSchema(reviews, {
  reason: (reason) => reason.describe('for a dismissal: why'),
  correction: z.partialRecord(z.enum(TAG_FIELDS), tagChange).nullable().describe('tags that were added and removed'),
  verdict: (verdict) => verdict.describe('for a second opinion: what it is'),
  flag: (flag) => flag.describe('for a flag given by hand: which'),
  assignee: (name) => name.describe('for an assignment: to whom, null when it is given back'),
  undoes: (id) => id.describe('for an undoing: the decision that is undone'),
  other: (id) => id.describe('for articles that came from another incident (`join`) or went to one (`split`): which'),
  articles: (keys) => keys.describe('… and which articles'),
}).meta({ id: 'Review', description: 'A decision of an analyst; appended, never changed' });
export type Review = z.infer<typeof reviewSchema>;

/** What an incident's articles make of it. */
export type IncidentContent = Omit<
  Incident,
  'id' | 'handFlag' | 'state' | 'assignee' | 'joinedInto' | 'version' | 'createdAt' | 'updatedAt'
>;

export async function createIncident(db: Database, content: IncidentContent, now: Date): Promise<number> {
  const [row] = await db
    .insert(incidents)
    .values({ ...content, createdAt: now, updatedAt: now })
    .returning({ id: incidents.id });
  return (row as { id: number }).id;
}

/** Brings an incident up to date with its articles. What analysts have corrected, or flagged by hand, stays so. */
export async function updateIncident(db: Database, id: number, content: IncidentContent, now: Date): Promise<void> {
  const corrections = await db
    .select({ correction: reviews.correction })
    .from(reviews)
    .where(and(eq(reviews.incidentId, id), isNotNull(reviews.correction)))
    .orderBy(asc(reviews.id));
  const [kept] = await db.select({ handFlag: incidents.handFlag }).from(incidents).where(eq(incidents.id, id));
  await db
    .update(incidents)
    .set({
      ...corrections.reduce((tags, { correction }) => corrected(tags, correction ?? {}), content),
      ...flagOf(content, kept?.handFlag ?? null),
      joinedInto: null,
      version: sql`${incidents.version} + 1`,
      updatedAt: now,
    })
    .where(eq(incidents.id, id));
}

/** The flag that an incident has, and its priority with it: what an analyst has given stands before what articles say. */
export function flagOf(
  content: Pick<IncidentContent, 'flag' | 'score' | 'priority'>,
  handFlag: Incident['handFlag'],
): Pick<IncidentContent, 'flag' | 'priority'> {
  if (!handFlag) return { flag: content.flag, priority: content.priority };
  return { flag: handFlag, priority: priorityByHand(content, handFlag) };
}

/** Flagged incidents by state of review; a state that none is in is left out. */
export const incidentCountsSchema = z.partialRecord(z.enum(REVIEW_STATES), z.int());

/** How many flagged incidents there are in each state of review, as a reader may know it. */
export async function countIncidents(db: Database, reader: Reader): Promise<z.infer<typeof incidentCountsSchema>> {
  const rows = await db
    .select({ state: stateFor(reader).as('seen_state'), n: count() })
    .from(incidents)
    .where(ne(incidents.flag, 'none'))
    .groupBy(sql`1`);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** An incident with its articles and every decision on it that a reader may know. */
export const incidentFileSchema = incidentSchema
  .extend({ articles: z.array(sourcedArticleSchema), reviews: z.array(reviewSchema) })
  .meta({ id: 'IncidentFile', description: 'An incident with its articles and every decision on it' });
export type IncidentFile = z.infer<typeof incidentFileSchema>;

export async function incidentFile(db: Database, id: number, reader: Reader): Promise<IncidentFile | undefined> {
  const [incident] = await db.select(incidentFor(reader)).from(incidents).where(eq(incidents.id, id));
  if (!incident) return undefined;
  return {
    ...incident,
    articles: await articlesOf(db, id),
    reviews: await db
      .select()
      .from(reviews)
      .where(and(eq(reviews.incidentId, id), reviewsFor(reader)))
      .orderBy(asc(reviews.id)),
  };
}

/**
 * Incidents first seen in a period, also those that are flagged no more, or joined into others: all that anybody may have
 * been told of, with their articles and decisions, by id; one at a time.
 */
export function everFlaggedIncidents(
  db: Database,
  reader: Reader,
  from?: Date,
  until?: Date,
): AsyncGenerator<IncidentFile> {
  return incidentFiles(db, reader, seenBetween(from, until));
}

/**
 * What files written by schedule tell: incidents first seen since, and earlier ones that have been withdrawn since, except
 * for those that came in as withdrawn.
 */
export function incidentsToTell(db: Database, reader: Reader, since: Date): AsyncGenerator<IncidentFile> {
  const { updatedAt, createdAt } = incidents;
  const withdrawn = and(isWithdrawn(reader), gte(updatedAt, since), gt(updatedAt, createdAt));
  return incidentFiles(db, reader, or(seenBetween(since), withdrawn));
}

/** Dismissed, joined into another, or flagged no more. */
const isWithdrawn = (reader: Reader) => or(eq(incidents.flag, 'none'), eq(stateFor(reader), 'dismissed'));

const seenBetween = (from?: Date, until?: Date) =>
  and(from && gte(incidents.firstSeen, from), until && lt(incidents.firstSeen, until));

async function* incidentFiles(db: Database, reader: Reader, where: SQL | undefined): AsyncGenerator<IncidentFile> {
  const rows = await db.select({ id: incidents.id }).from(incidents).where(where).orderBy(asc(incidents.id));
  for (const { id } of rows) {
    const file = await incidentFile(db, id, reader);
    if (file) yield file;
  }
}

async function collected<T>(all: AsyncGenerator<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
}

/** Flagged incidents first seen in a period, with their articles and decisions. */
export async function incidentFilesBetween(
  db: Database,
  reader: Reader,
  from: Date,
  until: Date,
): Promise<IncidentFile[]> {
  return collected(incidentFiles(db, reader, and(ne(incidents.flag, 'none'), seenBetween(from, until))));
}

/** Flagged incidents that are not dismissed, with their articles and decisions; those first seen last come first. */
export async function newestIncidents(db: Database, reader: Reader, limit: number): Promise<IncidentFile[]> {
  const rows = await db
    .select({ id: incidents.id })
    .from(incidents)
    .where(and(ne(incidents.flag, 'none'), ne(stateFor(reader), 'dismissed')))
    .orderBy(desc(incidents.firstSeen), desc(incidents.id))
    .limit(limit);
  const files: IncidentFile[] = [];
  for (const { id } of rows) files.push((await incidentFile(db, id, reader)) as IncidentFile);
  return files;
}

/** Incidents that have been dismissed, joined into others, or are flagged no more; the latest change first. */
export async function withdrawnIncidents(db: Database, reader: Reader, limit: number): Promise<Incident[]> {
  return db
    .select(incidentFor(reader))
    .from(incidents)
    .where(isWithdrawn(reader))
    .orderBy(desc(incidents.updatedAt), desc(incidents.id))
    .limit(limit);
}

/** Flagged incidents that have changed since, oldest change first. */
export async function recentlyChanged(db: Database, since: Date): Promise<Incident[]> {
  return db
    .select()
    .from(incidents)
    .where(and(ne(incidents.flag, 'none'), gt(incidents.updatedAt, since)))
    .orderBy(asc(incidents.updatedAt), asc(incidents.id));
}

/** Those of the given incidents that have changed since, with their articles and decisions. */
export async function incidentsChangedSince(
  db: Database,
  reader: Reader,
  ids: readonly number[],
  since: Date,
): Promise<IncidentFile[]> {
  if (ids.length === 0) return [];
  return collected(incidentFiles(db, reader, and(inArray(incidents.id, [...ids]), gt(incidents.updatedAt, since))));
}

/** Flagged incidents first seen in a period and not dismissed: the history that trends are judged by. */
export async function earlierIncidents(db: Database, reader: Reader, from: Date, until: Date): Promise<Incident[]> {
  return db
    .select(incidentFor(reader))
    .from(incidents)
    .where(and(ne(incidents.flag, 'none'), ne(stateFor(reader), 'dismissed'), seenBetween(from, until)));
}

/** When the oldest incident was first seen; null when there is none. */
export async function firstIncidentAt(db: Database): Promise<Date | null> {
  const [row] = await db.select({ at: min(incidents.firstSeen) }).from(incidents);
  return row?.at ?? null;
}

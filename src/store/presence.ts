import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from './database.ts';
import { incidents, presence } from './schema.ts';

/** A page that has not been heard of for so long is gone, with whatever served it. */
const GONE_MS = 45_000;

/** Somebody who has an incident open. */
export const watcherSchema = z.object({ page: z.uuid(), who: z.string(), incident: z.int() });
export type Watcher = z.infer<typeof watcherSchema>;

/** Keeps that a page shows an incident, or (null) none any more. An incident that does not exist is none. */
export async function arrive(
  db: Database,
  { page, who, incident }: { page: string; who: string; incident: number | null },
  now: Date,
): Promise<void> {
  // A page is its owner's: whoever guesses its id moves nobody else about.
  if (incident === null) {
    await db.delete(presence).where(and(eq(presence.page, page), eq(presence.who, who)));
    return;
  }
  const [known] = await db.select({ id: incidents.id }).from(incidents).where(eq(incidents.id, incident));
  if (!known) return;
  await db
    .insert(presence)
    .values({ page, who, incidentId: incident, seenAt: now })
    .onConflictDoUpdate({
      target: presence.page,
      set: { incidentId: incident, seenAt: now },
      setWhere: eq(presence.who, who),
    });
}

/** Pages that are still open. */
export async function stay(db: Database, pages: readonly string[], now: Date): Promise<void> {
  if (pages.length > 0)
    await db
      .update(presence)
      .set({ seenAt: now })
      .where(inArray(presence.page, [...pages]));
}

/** Pages that are closed, and those of processes that are gone. */
export async function leave(db: Database, pages: readonly string[], now: Date): Promise<void> {
  if (pages.length > 0) await db.delete(presence).where(inArray(presence.page, [...pages]));
  await db.delete(presence).where(lt(presence.seenAt, new Date(+now - GONE_MS)));
}

/** Who has which incident open, on every process. */
export async function watchers(db: Database, now: Date): Promise<Watcher[]> {
  return db
    .select({ page: presence.page, who: presence.who, incident: presence.incidentId })
    .from(presence)
    .where(gte(presence.seenAt, new Date(+now - GONE_MS)))
    .orderBy(asc(presence.who), asc(presence.page));
}

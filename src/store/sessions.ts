import { and, desc, eq, gt, lt, ne, or } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import type { z } from 'zod';
import type { Database } from './database.ts';
import { sessions, users } from './schema.ts';
import { keyOf, newSecret } from './secret.ts';
import type { StoredUser } from './users.ts';

/** A session as its user sees it. */
export const sessionSchema = createSelectSchema(sessions).omit({ key: true, userId: true });
export type Session = z.infer<typeof sessionSchema>;

/** How long sessions last, milliseconds: without a request, and at most. */
export interface SessionLimits {
  idle: number;
  longest: number;
}

/** Whoever asks need not be written down more often, milliseconds. */
const SEEN_EVERY = 60_000;

/**
 * Logs a user in.
 * @returns what the browser keeps; the store has only its hash
 */
export async function beginSession(
  db: Database,
  user: Pick<StoredUser, 'id'>,
  { now, limits, address, userAgent }: { now: Date; limits: SessionLimits; address: string; userAgent: string | null },
): Promise<{ secret: string; expiresAt: Date }> {
  const secret = newSecret();
  const expiresAt = new Date(+now + limits.longest);
  await db.transaction(async (tx) => {
    await tx.delete(sessions).where(ended(now, limits));
    await tx.insert(sessions).values({
      ...{ key: keyOf(secret), userId: user.id, createdAt: now, lastSeenAt: now },
      ...{ expiresAt, address, userAgent: userAgent?.slice(0, 300) ?? null },
    });
    await tx.update(users).set({ lastLoginAt: now }).where(eq(users.id, user.id));
  });
  return { secret, expiresAt };
}

/**
 * Whose session a browser's secret stands for, undefined when it has ended or never was.
 * @param seen whether this counts as using it
 */
export async function findSession(
  db: Database,
  secret: string,
  { now, limits, seen }: { now: Date; limits: SessionLimits; seen: boolean },
): Promise<{ id: number; user: Pick<StoredUser, 'id' | 'name' | 'role'> } | undefined> {
  const [found] = await db
    .select({
      id: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      user: { id: users.id, name: users.name, role: users.role },
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.key, keyOf(secret)),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(+now - limits.idle)),
        eq(users.enabled, true),
      ),
    );
  if (found && seen && +now - +found.lastSeenAt > SEEN_EVERY)
    await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, found.id));
  return found && { id: found.id, user: found.user };
}

const ended = (now: Date, { idle }: SessionLimits) =>
  or(lt(sessions.expiresAt, now), lt(sessions.lastSeenAt, new Date(+now - idle)));

/** The sessions of a user that have not ended, the one used last first. */
export async function listSessions(db: Database, userId: number, now: Date, limits: SessionLimits): Promise<Session[]> {
  const { id, createdAt, lastSeenAt, expiresAt, address, userAgent } = sessions;
  return db
    .select({ id, createdAt, lastSeenAt, expiresAt, address, userAgent })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(expiresAt, now), gt(lastSeenAt, new Date(+now - limits.idle))))
    .orderBy(desc(lastSeenAt), desc(id));
}

/** Ends a session of a user. @returns false when it has none with this id */
export async function endSession(db: Database, userId: number, id: number): Promise<boolean> {
  const gone = await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
    .returning({ id: sessions.id });
  return gone.length > 0;
}

/** Ends all sessions of a user but one. @returns how many those were */
export async function endOtherSessions(db: Database, userId: number, kept: number): Promise<number> {
  const gone = await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), ne(sessions.id, kept)))
    .returning({ id: sessions.id });
  return gone.length;
}

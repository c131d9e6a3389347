import { and, asc, count, eq, isNotNull, ne, or, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import type { Role } from '../config/roles.ts';
import type { Database } from './database.ts';
import { sessions, users } from './schema.ts';

export type StoredUser = typeof users.$inferSelect;
/** A user as others may see one. */
export const userSchema = createSelectSchema(users, {
  issuer: (issuer) => issuer.describe('the OpenID provider by which they log in'),
})
  .omit({ passwordHash: true, subject: true })
  .extend({ hasPassword: z.boolean().describe('whether there is a password to log in with') })
  .meta({ id: 'User', description: 'Somebody who may use the desk' });
export type User = z.infer<typeof userSchema>;

/** What cannot be done to a user, and why. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
  }
}

const visible = {
  id: users.id,
  name: users.name,
  role: users.role,
  issuer: users.issuer,
  enabled: users.enabled,
  createdAt: users.createdAt,
  lastLoginAt: users.lastLoginAt,
  hasPassword: sql<boolean>`${users.passwordHash} is not null`,
};

export async function listUsers(db: Database): Promise<User[]> {
  return db.select(visible).from(users).orderBy(sql`lower(${users.name})`, asc(users.id));
}

/** Finds a user by name, whatever its case. */
export async function findUserByName(db: Database, name: string): Promise<StoredUser | undefined> {
  return (
    await db
      .select()
      .from(users)
      .where(eq(sql`lower(${users.name})`, name.toLowerCase()))
  )[0];
}

export async function findUser(db: Database, id: number): Promise<StoredUser | undefined> {
  return (await db.select().from(users).where(eq(users.id, id)))[0];
}

export async function hasUsers(db: Database): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length > 0;
}

/** @throws UserError when the name is taken */
export async function addUser(
  db: Database,
  user: Pick<StoredUser, 'name' | 'role' | 'createdAt'> &
    Partial<Pick<StoredUser, 'passwordHash' | 'issuer' | 'subject'>>,
): Promise<User> {
  const [added] = await db.insert(users).values(user).onConflictDoNothing().returning(visible);
  if (!added) throw new UserError(`there is a user named ${user.name} already`);
  return added;
}

/**
 * The user whom an OpenID provider knows as `subject`, with the role that it gives; made when there is none. Nobody gets
 * another's account by being named alike. With another role than before, sessions of before end.
 * @throws UserError when the name is somebody else's
 */
export async function userOfSubject(
  db: Database,
  comer: { issuer: string; subject: string; name: string; role: Role; now: Date },
): Promise<StoredUser> {
  const { issuer, subject, name, role, now } = comer;
  const found = and(eq(users.issuer, issuer), eq(users.subject, subject));
  const known = await db.transaction(async (tx) => {
    const [before] = await tx.select().from(users).where(found).for('update');
    if (!before || before.role === role) return before;
    await tx.delete(sessions).where(eq(sessions.userId, before.id));
    const [after] = await tx.update(users).set({ role }).where(found).returning();
    return after;
  });
  if (known) return known;
  await addUser(db, { name, role, issuer, subject, createdAt: now });
  const [added] = await db.select().from(users).where(found);
  return added as StoredUser;
}

/**
 * Changes what a user may do; whoever may do something else, or no longer come in, is logged out at once.
 * @returns the user, undefined when there is none with this id
 * @throws UserError when nobody would be left to keep the accounts
 */
export async function changeUser(
  db: Database,
  id: number,
  change: { role?: Role | undefined; enabled?: boolean | undefined },
): Promise<User | undefined> {
  return db.transaction(async (tx) => {
    // Two operators who disable each other at the same time must not both succeed.
    await tx.execute(sql`lock table ${users} in share row exclusive mode`);
    const before = await findUser(tx, id);
    if (!before) return undefined;
    const after = { role: change.role ?? before.role, enabled: change.enabled ?? before.enabled };
    const keeps = ({ role, enabled }: { role: Role; enabled: boolean }) => role === 'operator' && enabled;
    if (keeps(before) && !keeps(after) && !(await anotherOperator(tx, id)))
      throw new UserError(`${before.name} is the only operator: make somebody else one first`);
    if (!after.enabled || after.role !== before.role) await tx.delete(sessions).where(eq(sessions.userId, id));
    const [changed] = await tx.update(users).set(after).where(eq(users.id, id)).returning(visible);
    return changed;
  });
}

/** Whether somebody else can log in and keep the accounts. */
async function anotherOperator(db: Database, id: number): Promise<boolean> {
  const [row] = await db
    .select({ n: count() })
    .from(users)
    .where(
      and(
        ne(users.id, id),
        eq(users.role, 'operator'),
        eq(users.enabled, true),
        or(isNotNull(users.passwordHash), isNotNull(users.subject)),
      ),
    );
  return (row?.n ?? 0) > 0;
}

/** Keeps a new password's hash; every session of the user ends, but for the one named. */
export async function setPassword(
  db: Database,
  id: number,
  passwordHash: string,
  { keepSession }: { keepSession?: number } = {},
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, id));
    const ofUser = eq(sessions.userId, id);
    await tx.delete(sessions).where(keepSession === undefined ? ofUser : and(ofUser, ne(sessions.id, keepSession)));
  });
}

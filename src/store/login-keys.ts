import { and, eq, gt, lt, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { type LoginKeyPurpose, loginKeys, users } from './schema.ts';
import { keyOf, newSecret } from './secret.ts';
import { addUser, hasUsers, type StoredUser, setPassword } from './users.ts';

/** What a link is good for. */
export interface LoginKey {
  purpose: LoginKeyPurpose;
  /** whose it is; null for the first operator */
  user: StoredUser | null;
}

/**
 * A new link's secret. One that was made before for the same user and purpose is no longer good.
 * @param userId null for the first operator
 */
export async function createLoginKey(
  db: Database,
  key: { purpose: LoginKeyPurpose; userId: number | null; expiresAt: Date; now: Date },
): Promise<string> {
  const secret = newSecret();
  const { purpose, userId, expiresAt, now } = key;
  await db.transaction(async (tx) => {
    const replaced = userId === null ? undefined : and(eq(loginKeys.userId, userId), eq(loginKeys.purpose, purpose));
    await tx.delete(loginKeys).where(or(lt(loginKeys.expiresAt, now), replaced));
    await tx.insert(loginKeys).values({ key: keyOf(secret), purpose, userId, expiresAt });
  });
  return secret;
}

/** What a link's secret is good for, undefined when for nothing (any more). */
export async function findLoginKey(db: Database, secret: string, now: Date): Promise<LoginKey | undefined> {
  const [found] = await db
    .select({ purpose: loginKeys.purpose, user: users })
    .from(loginKeys)
    .leftJoin(users, eq(users.id, loginKeys.userId))
    .where(and(eq(loginKeys.key, keyOf(secret)), gt(loginKeys.expiresAt, now)));
  return found && (found.user === null || found.user.enabled) ? found : undefined;
}

/**
 * Makes the first operator by a link; all such links are used up by it.
 * @returns undefined when the link is not good (any more), or somebody was faster
 */
export async function createFirstOperator(
  db: Database,
  secret: string,
  operator: { name: string; passwordHash: string; now: Date },
): Promise<Pick<StoredUser, 'id' | 'name' | 'role'> | undefined> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${users} in share row exclusive mode`);
    const found = await findLoginKey(tx, secret, operator.now);
    if (found?.purpose !== 'first-operator' || (await hasUsers(tx))) return undefined;
    await tx.delete(loginKeys).where(eq(loginKeys.purpose, 'first-operator'));
    const { name, passwordHash, now } = operator;
    return addUser(tx, { name, passwordHash, role: 'operator', createdAt: now });
  });
}

/**
 * Sets a user's password by a link, which is used up by it; sessions of before end.
 * @returns undefined when the link is not good (any more)
 */
export async function choosePassword(
  db: Database,
  secret: string,
  { passwordHash, now }: { passwordHash: string; now: Date },
): Promise<StoredUser | undefined> {
  return db.transaction(async (tx) => {
    const found = await findLoginKey(tx, secret, now);
    if (found?.purpose !== 'password' || !found.user) return undefined;
    const used = await tx
      .delete(loginKeys)
      .where(eq(loginKeys.key, keyOf(secret)))
      .returning();
    if (used.length === 0) return undefined;
    await setPassword(tx, found.user.id, passwordHash);
    return found.user;
  });
}

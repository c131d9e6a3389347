import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { lesser, type Role, type Scope } from '../config/roles.ts';
import type { Database } from './database.ts';
import { apiTokens, users } from './schema.ts';
import { keyOf, newSecret } from './secret.ts';

/** A token as it is listed: what it is for, never what it is. */
export const apiTokenSchema = createSelectSchema(apiTokens, {
  name: (name) => name.describe('what it is for'),
  role: (role) => role.describe('what it may do, unless its user may less'),
  expiresAt: (at) => at.describe('null: good for ever'),
})
  .omit({ key: true })
  .extend({ user: z.string().describe('whose it is') })
  .meta({ id: 'Token', description: 'A token for programs: what it is for, never what it is' });
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** By which tokens are known where they should not be: in a log, in a repository. */
const TOKEN_PREFIX = 'sbt_';

/** Whoever uses one need not be written down more often, milliseconds. */
const USED_EVERY = 60_000;

const listed = {
  id: apiTokens.id,
  userId: apiTokens.userId,
  name: apiTokens.name,
  role: apiTokens.role,
  createdAt: apiTokens.createdAt,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
};

/** @returns the token itself, which is not kept: only its hash is */
export async function createToken(
  db: Database,
  token: { userId: number; name: string; role: Scope; expiresAt: Date | null; now: Date },
): Promise<{ id: number; token: string }> {
  const secret = TOKEN_PREFIX + newSecret();
  const { now, ...rest } = token;
  const [row] = await db
    .insert(apiTokens)
    .values({ ...rest, createdAt: now, key: keyOf(secret) })
    .returning({ id: apiTokens.id });
  return { id: (row as { id: number }).id, token: secret };
}

/** Whose token it is (`account`: the role of that) and what it may do now; undefined when it is none, or no longer. */
export async function findToken(
  db: Database,
  secret: string,
  now: Date,
): Promise<{ name: string; user: { id: number; name: string; role: Scope; account: Role } } | undefined> {
  const [found] = await db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      role: apiTokens.role,
      lastUsedAt: apiTokens.lastUsedAt,
      user: { id: users.id, name: users.name, role: users.role },
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(
      and(
        eq(apiTokens.key, keyOf(secret)),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
        eq(users.enabled, true),
      ),
    );
  if (!found) return undefined;
  if (!found.lastUsedAt || +now - +found.lastUsedAt > USED_EVERY)
    await db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, found.id));
  const { role: account } = found.user;
  return { name: found.name, user: { ...found.user, account, role: lesser(found.role, account) } };
}

/** Tokens of one user, or of all, the newest first. */
export async function listTokens(db: Database, userId?: number): Promise<ApiToken[]> {
  return db
    .select({ ...listed, user: users.name })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(userId === undefined ? undefined : eq(apiTokens.userId, userId))
    .orderBy(desc(apiTokens.id));
}

/** Takes a token back. @param userId when given, only if it is this user's @returns false when there is no such token */
export async function revokeToken(db: Database, id: number, userId?: number): Promise<boolean> {
  const gone = await db
    .delete(apiTokens)
    .where(and(eq(apiTokens.id, id), userId === undefined ? undefined : eq(apiTokens.userId, userId)))
    .returning({ id: apiTokens.id });
  return gone.length > 0;
}

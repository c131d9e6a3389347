import { and, desc, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { digests } from './schema.ts';

export type StoredDigest = typeof digests.$inferSelect;

/** Keeps a digest. One of the same day and zone is kept beside it as an older version. */
export async function saveDigest(db: Database, digest: Omit<StoredDigest, 'version'>): Promise<number> {
  return db.transaction(async (tx) => {
    const version = ((await latestDigest(tx, digest.day, digest.zone))?.version ?? 0) + 1;
    await tx.insert(digests).values({ ...digest, version });
    return version;
  });
}

/** The newest digest of a day (YYYY-MM-DD) in a time zone. */
export async function latestDigest(db: Database, day: string, zone: string): Promise<StoredDigest | undefined> {
  const rows = await db
    .select()
    .from(digests)
    .where(and(eq(digests.day, day), eq(digests.zone, zone)))
    .orderBy(desc(digests.version))
    .limit(1);
  return rows[0];
}

/** Days that have a digest, newest first. */
export async function digestDays(db: Database, zone: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ day: digests.day })
    .from(digests)
    .where(eq(digests.zone, zone))
    .orderBy(desc(digests.day))
    .limit(limit);
  return rows.map(({ day }) => day);
}

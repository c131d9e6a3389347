import { and, asc, desc, eq, lt } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { digestSchema } from '../digest/types.ts';
import type { Database } from './database.ts';
import { type Page, pageOf } from './page.ts';
import { digests } from './schema.ts';

/** A digest as it was made. */
export const storedDigestSchema = createSelectSchema(digests, { content: digestSchema });
export type StoredDigest = z.infer<typeof storedDigestSchema>;

/** Which digest: of a day, or of the week that begins with it (YYYY-MM-DD), in a time zone. */
export type DigestName = Pick<StoredDigest, 'kind' | 'day' | 'zone'>;

const named = ({ kind, day, zone }: DigestName) =>
  and(eq(digests.kind, kind), eq(digests.day, day), eq(digests.zone, zone));

/** Keeps a digest. One of the same name is kept beside it as an older version. */
export async function saveDigest(db: Database, digest: Omit<StoredDigest, 'version'>): Promise<number> {
  return db.transaction(async (tx) => {
    const version = ((await latestDigest(tx, digest))?.version ?? 0) + 1;
    await tx.insert(digests).values({ ...digest, version });
    return version;
  });
}

/** The newest version of a digest. */
export async function latestDigest(db: Database, name: DigestName): Promise<StoredDigest | undefined> {
  const rows = await db.select().from(digests).where(named(name)).orderBy(desc(digests.version)).limit(1);
  return rows[0];
}

/** When a digest was first made; undefined when it never was. */
export async function firstMadeAt(db: Database, name: DigestName): Promise<Date | undefined> {
  const rows = await db
    .select({ madeAt: digests.madeAt })
    .from(digests)
    .where(named(name))
    .orderBy(asc(digests.version))
    .limit(1);
  return rows[0]?.madeAt;
}

/** The digests of a kind before one as they were first made, newest day first. */
export async function firstDigestsBefore(
  db: Database,
  { kind, day, zone }: DigestName,
  limit: number,
): Promise<StoredDigest[]> {
  return db
    .selectDistinctOn([digests.day])
    .from(digests)
    .where(and(eq(digests.kind, kind), eq(digests.zone, zone), lt(digests.day, day)))
    .orderBy(desc(digests.day), asc(digests.version))
    .limit(limit);
}

/** The newest digests of a kind, the newest version of each, newest day first. */
export async function newestDigests(
  db: Database,
  { kind, zone }: Omit<DigestName, 'day'>,
  limit: number,
): Promise<StoredDigest[]> {
  return db
    .selectDistinctOn([digests.day])
    .from(digests)
    .where(and(eq(digests.kind, kind), eq(digests.zone, zone)))
    .orderBy(desc(digests.day), desc(digests.version))
    .limit(limit);
}

/** Places in the list of days: the day itself. */
export const dayPlace = z.object({ day: z.iso.date() });
export type DayPlace = z.infer<typeof dayPlace>;

/** Days that have a digest, the newest first. */
export async function digestDays(
  db: Database,
  zone: string,
  { limit, after }: { limit: number; after?: DayPlace | undefined },
): Promise<Page<string, DayPlace>> {
  const rows = await db
    .selectDistinct({ day: digests.day })
    .from(digests)
    .where(and(eq(digests.kind, 'day'), eq(digests.zone, zone), after && lt(digests.day, after.day)))
    .orderBy(desc(digests.day))
    .limit(limit + 1);
  return pageOf(
    rows.map(({ day }) => day),
    limit,
    (day) => ({ day }),
  );
}

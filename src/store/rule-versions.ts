import { and, desc, eq, getTableColumns, lt, max, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import type { z } from 'zod';
import type { Database } from './database.ts';
import { type IdPlace, type Page, pageOf } from './page.ts';
import { ruleVersions } from './schema.ts';

export const ruleVersionSchema = createSelectSchema(ruleVersions, {
  file: (file) => file.describe('within the configuration folder: `lexicon/cues.yaml`'),
  content: (text) => text.describe('null: there was no such file'),
  by: (name) => name.describe('null: it was found so, changed by other means than the desk'),
});
export type RuleVersion = z.infer<typeof ruleVersionSchema>;
/** A version as it is listed: without its text. */
export const listedVersionSchema = ruleVersionSchema
  .omit({ content: true })
  .meta({ id: 'RuleVersion', description: 'A rule file as it was saved, by whom and when' });
export type ListedVersion = z.infer<typeof listedVersionSchema>;

/** A rule file as somebody saves it. */
export interface RuleChange {
  file: string;
  /** null takes the file away */
  content: string | null;
  by: string;
  at: Date;
  note: string | null;
}

/** Runs what reads and changes rule files, one at a time over all processes. */
export async function changingRules<T>(db: Database, change: (tx: Database) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('subthreshold.rules'))`);
    return change(tx);
  });
}

/**
 * Keeps a change of a rule file. What the file said before is kept too, where it is not what was saved last: so there is
 * always a way back.
 * @param before the file's text until now, null when there was none
 */
export async function addRuleVersion(tx: Database, change: RuleChange, before: string | null): Promise<RuleVersion> {
  const newest = await newestVersion(tx, change.file);
  if (!newest || newest.content !== before)
    await tx.insert(ruleVersions).values({ file: change.file, content: before, by: null, at: change.at, note: null });
  const [row] = await tx.insert(ruleVersions).values(change).returning();
  return row as RuleVersion;
}

async function newestVersion(db: Database, file: string): Promise<RuleVersion | undefined> {
  const [row] = await db
    .select()
    .from(ruleVersions)
    .where(eq(ruleVersions.file, file))
    .orderBy(desc(ruleVersions.id))
    .limit(1);
  return row;
}

/** The newest version of each file that was ever saved on the desk. */
export async function newestVersions(db: Database): Promise<RuleVersion[]> {
  return db.selectDistinctOn([ruleVersions.file]).from(ruleVersions).orderBy(ruleVersions.file, desc(ruleVersions.id));
}

/** Whether a file has had this text before. */
export async function isKnownVersion(db: Database, file: string, content: string | null): Promise<boolean> {
  const rows = await db
    .select({ id: ruleVersions.id })
    .from(ruleVersions)
    .where(and(eq(ruleVersions.file, file), sql`${ruleVersions.content} is not distinct from ${content}`))
    .limit(1);
  return rows.length > 0;
}

/** The id of the newest version of any file: another one, when something was saved. */
export async function newestVersionId(db: Database): Promise<number> {
  const [row] = await db.select({ id: max(ruleVersions.id) }).from(ruleVersions);
  return row?.id ?? 0;
}

/** What has become of a file, newest first; of all files when none is named. */
export async function listVersions(
  db: Database,
  { file, limit, after }: { file?: string | undefined; limit: number; after?: IdPlace | undefined },
): Promise<Page<ListedVersion, IdPlace>> {
  const { content: _, ...listed } = getTableColumns(ruleVersions);
  const { id } = listed;
  const rows = await db
    .select(listed)
    .from(ruleVersions)
    .where(and(file === undefined ? undefined : eq(ruleVersions.file, file), after && lt(id, after.id)))
    .orderBy(desc(id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => ({ id }));
}

export async function findVersion(db: Database, id: number): Promise<RuleVersion | undefined> {
  return (await db.select().from(ruleVersions).where(eq(ruleVersions.id, id)))[0];
}

import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';
import { audit } from './schema.ts';

/** Something that was done, and by whom. */
export type AuditEntry = typeof audit.$inferSelect;
export type NewAuditEntry = Omit<AuditEntry, 'id'>;

export interface AuditFilter {
  by?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

export async function keepAudit(db: Database, entry: NewAuditEntry): Promise<void> {
  await db.insert(audit).values(entry);
}

/** A page of the log, the newest entry first. @param before id of the last entry of the page before */
export async function auditPage(
  db: Database,
  { by, since, until }: AuditFilter,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<AuditEntry[]> {
  const conditions: (SQL | undefined)[] = [
    before === undefined ? undefined : lt(audit.id, before),
    by === undefined ? undefined : eq(audit.by, by),
    since && gte(audit.at, since),
    until && lt(audit.at, until),
  ];
  return db
    .select()
    .from(audit)
    .where(and(...conditions))
    .orderBy(desc(audit.id))
    .limit(limit);
}

import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import type { Database } from './database.ts';
import { type IdPlace, type Page, pageOf } from './page.ts';
import { audit } from './schema.ts';

/** Something that was done, and by whom. */
export const auditEntrySchema = createSelectSchema(audit, {
  via: (via) => via.describe("how they came in: `session`, `token NAME`, `command` for the machine's owner"),
  action: (action) => action.describe('in words'),
  request: (request) => request.describe('method and path'),
  detail: z.unknown().describe('what was sent along, without secrets, long texts and lists cut'),
}).meta({ id: 'AuditEntry', description: 'Something that was done, and by whom' });
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type NewAuditEntry = Omit<AuditEntry, 'id'>;

export interface AuditFilter {
  by?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

export async function keepAudit(db: Database, entry: NewAuditEntry): Promise<void> {
  await db.insert(audit).values(entry);
}

/** A page of the log, the newest entry first. */
export async function auditPage(
  db: Database,
  { by, since, until }: AuditFilter,
  { limit, after }: { limit: number; after?: IdPlace | undefined },
): Promise<Page<AuditEntry, IdPlace>> {
  const conditions: (SQL | undefined)[] = [
    after && lt(audit.id, after.id),
    by === undefined ? undefined : eq(audit.by, by),
    since && gte(audit.at, since),
    until && lt(audit.at, until),
  ];
  const rows = await db
    .select()
    .from(audit)
    .where(and(...conditions))
    .orderBy(desc(audit.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => ({ id }));
}

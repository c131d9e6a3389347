import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { csvLine } from '../deliver/export/csv.ts';
import { type AuditEntry, type AuditFilter, auditPage } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, readCursor } from './cursor.ts';

/** Entries fetched at once for an export. */
const BATCH = 500;

const filter = {
  by: z.string().max(100).optional().describe('whose'),
  since: z.iso.datetime({ offset: true }).optional().describe('then or later'),
  until: z.iso.datetime({ offset: true }).optional().describe('before then'),
};

/** Who has changed what, below `/api/v1`. */
export function auditApi(app: FastifyInstance, { db }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { role: 'operator' } as const;

  routes.get(
    '/audit',
    {
      config,
      schema: {
        summary: 'The audit log, the newest entry first',
        querystring: z.object({
          ...filter,
          limit: z.coerce.number().int().min(1).max(500).default(100),
          cursor: z.string().max(200).optional().describe('`next` of the page before'),
        }),
      },
    },
    async ({ query: { limit, cursor, ...query } }) => {
      const entries = await auditPage(db, filterOf(query), { limit, before: readCursor(cursor)?.[0] });
      const last = entries.at(-1);
      return { entries, next: cursorOf(last && entries.length === limit ? { id: last.id, by: last.by } : null) };
    },
  );

  routes.get(
    '/audit/export/:format',
    {
      config,
      schema: {
        summary: 'The audit log as CSV or JSON Lines, the newest entry first',
        params: z.object({ format: z.enum(['csv', 'jsonl']) }),
        querystring: z.object(filter),
      },
    },
    async ({ params: { format }, query }, reply) =>
      reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .send(Readable.from((format === 'csv' ? asCsv : asJsonLines)(allEntries(db, filterOf(query))))),
  );
}

const filterOf = ({ by, since, until }: { by?: string; since?: string; until?: string }): AuditFilter => ({
  by,
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
});

async function* allEntries(db: Database, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  let before: number | undefined;
  for (;;) {
    const page = await auditPage(db, filter, { limit: BATCH, before });
    yield* page;
    if (page.length < BATCH) return;
    before = page.at(-1)?.id;
  }
}

async function* asJsonLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

async function* asCsv(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield csvLine(['id', 'at', 'by', 'via', 'address', 'action', 'request', 'detail']);
  for await (const { id, at, by, via, address, action, request, detail } of entries)
    yield csvLine([
      ...[id, at.toISOString(), by, via, address ?? '', action, request],
      detail === null ? '' : JSON.stringify(detail),
    ]);
}

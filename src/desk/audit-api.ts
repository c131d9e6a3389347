import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { csvLine } from '../deliver/export/csv.ts';
import { type AuditEntry, type AuditFilter, auditPage } from '../store/audit.ts';
import { owes, type Reader, waitingDecisions } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { readerOf } from './access.ts';
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
    async (request) => {
      const { limit, cursor, ...query } = request.query;
      const page = { limit, before: readCursor(cursor)?.[0] };
      const entries = await pageFor(db, readerOf(request), filterOf(query), page);
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
    async (request, reply) => {
      const { format } = request.params;
      const entries = allEntries(db, readerOf(request), filterOf(request.query));
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .send(Readable.from((format === 'csv' ? asCsv : asJsonLines)(entries)));
    },
  );
}

const filterOf = ({ by, since, until }: { by?: string; since?: string; until?: string }): AuditFilter => ({
  by,
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
});

/** A page of the log, without what colleagues have decided where the reader's second opinion is asked for. */
async function pageFor(
  db: Database,
  reader: Reader,
  filter: AuditFilter,
  page: Parameters<typeof auditPage>[2],
): Promise<AuditEntry[]> {
  const entries = await auditPage(db, filter, page);
  const waiting = await waitingDecisions(db);
  return entries.map((entry) =>
    entry.by !== reader && incidentsOf(entry).some((id) => owes(reader, waiting, id))
      ? { ...entry, detail: { withheld: 'until your second opinion is given' } }
      : entry,
  );
}

/** The incidents that an entry tells a decision on: in its address, or in what was sent along. */
function incidentsOf({ request, detail }: AuditEntry): number[] {
  const inAddress = /^POST \/api\/v1\/incidents\/(\d+)\//.exec(request)?.[1];
  const { incident, incidents = [] } = (detail ?? {}) as { incident?: { id?: number }; incidents?: unknown };
  return [inAddress, incident?.id, ...[incidents].flat().map((one) => (one as { id?: number } | null)?.id)]
    .map(Number)
    .filter(Number.isInteger);
}

async function* allEntries(db: Database, reader: Reader, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  let before: number | undefined;
  for (;;) {
    const page = await pageFor(db, reader, filter, { limit: BATCH, before });
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

import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { csvLine } from '../deliver/export/csv.ts';
import { type AuditEntry, type AuditFilter, auditEntrySchema, auditPage } from '../store/audit.ts';
import { owes, type Reader, waitingDecisions } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { type IdPlace, idPlace, type Page } from '../store/page.ts';
import { readerOf } from './access.ts';
import { stream } from './answers.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';

/** Entries fetched at once for an export. */
const BATCH = 500;

const filter = {
  by: z.string().max(100).optional().describe('whose'),
  since: z.iso.datetime({ offset: true }).optional().describe('then or later'),
  until: z.iso.datetime({ offset: true }).optional().describe('before then'),
};

/** Who has changed what, below `/api/v1`. */
export function auditRoutes(app: FastifyInstance, { db }: DeskContext): void {
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
          limit: limitSchema(500, 100),
          cursor: cursorSchema,
        }),
        response: { 200: z.object({ entries: z.array(auditEntrySchema), next: nextSchema }) },
      },
    },
    async (request) => {
      const { limit, cursor, ...query } = request.query;
      const page = { limit, after: readCursor(cursor, idPlace) };
      const { rows, next } = await pageFor(db, readerOf(request), filterOf(query), page);
      return { entries: rows, next: cursorOf(next) };
    },
  );

  routes.get(
    '/audit/export/:format',
    {
      config,
      schema: {
        summary: 'The audit log as CSV or JSON Lines, the newest entry first',
        params: z.object({ format: z.enum(['csv', 'jsonl']).describe('what it is written in') }),
        querystring: z.object(filter),
        response: { 200: stream('A file', ['text/csv', 'application/x-ndjson']) },
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
  place: Parameters<typeof auditPage>[2],
): Promise<Page<AuditEntry, IdPlace>> {
  const { rows, next } = await auditPage(db, filter, place);
  const waiting = await waitingDecisions(db);
  const told = rows.map((entry) =>
    entry.by !== reader && incidentsOf(entry).some((id) => owes(reader, waiting, id))
      ? { ...entry, detail: { withheld: 'until your second opinion is given' } }
      : entry,
  );
  return { rows: told, next };
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
  let after: IdPlace | undefined;
  do {
    const page = await pageFor(db, reader, filter, { limit: BATCH, after });
    yield* page.rows;
    after = page.next ?? undefined;
  } while (after);
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

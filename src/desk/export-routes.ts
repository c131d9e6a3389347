import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { EXPORT_FORMATS } from '../config/settings.ts';
import { WRITERS } from '../deliver/export/formats.ts';
import { type ExportedIncident, exportIncident } from '../deliver/export/incident.ts';
import { pastIncidentSchema } from '../deliver/import/past-incident.ts';
import type { Reader } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { importIncident } from '../store/import-incident.ts';
import { everFlaggedIncidents } from '../store/incidents.ts';
import { installationId } from '../store/installation.ts';
import { readerOf, userOf } from './access.ts';
import { stream } from './answers.ts';
import type { DeskContext } from './context.ts';

/** Incidents out, as data for other tools, and past ones in. */
export function exportRoutes(app: FastifyInstance, { db, settings, now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const startOf = (date: string) => DateTime.fromISO(date, { zone: settings.timezone }).startOf('day');

  routes.get(
    '/export/:format',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Incidents that are or were flagged as STIX 2.1, MISP events, CSV, JSON Lines or GeoJSON',
        params: z.object({ format: z.enum(EXPORT_FORMATS).describe('what it is written in') }),
        querystring: z.object({
          since: z.iso.date().optional().describe('first seen on this day or later'),
          until: z.iso.date().optional().describe('first seen on this day or before'),
        }),
        response: {
          200: stream(
            'A file',
            Object.values(WRITERS).map(({ mediaType }) => mediaType),
          ),
        },
      },
    },
    async (request, reply) => {
      const { format } = request.params;
      const { since, until } = request.query;
      const sender = {
        installation: await installationId(db),
        organisation: settings.export.organisation,
        tlp: settings.export.tlp,
      };
      const incidents = exported(
        db,
        readerOf(request),
        since === undefined ? undefined : startOf(since).toJSDate(),
        until === undefined ? undefined : startOf(until).plus({ days: 1 }).toJSDate(),
      );
      const { mediaType, extension, write } = WRITERS[format];
      return reply
        .type(mediaType)
        .header('content-disposition', `attachment; filename="incidents.${extension}"`)
        .send(Readable.from(write(incidents, sender)));
    },
  );

  routes.post(
    '/import',
    {
      config: { role: 'operator' },
      bodyLimit: 16_777_216,
      schema: {
        summary: 'Take over past incidents with their sources; those whose sources are there already are passed over',
        body: z.object({ incidents: z.array(pastIncidentSchema).max(1_000) }),
        response: { 201: z.object({ imported: z.int(), known: z.int().describe('those that were there already') }) },
      },
    },
    async (request, reply) => {
      const imported = await request.change(async (tx) => {
        let n = 0;
        for (const incident of request.body.incidents)
          if (await importIncident(tx, incident, userOf(request).name, now())) n++;
        return n;
      });
      return reply.code(201).send({ imported, known: request.body.incidents.length - imported });
    },
  );
}

async function* exported(db: Database, reader: Reader, from?: Date, until?: Date): AsyncGenerator<ExportedIncident> {
  for await (const file of everFlaggedIncidents(db, reader, from, until)) yield exportIncident(file);
}

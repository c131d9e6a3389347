import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dayPlace, digestDays, latestDigest, storedDigestSchema } from '../store/digests.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { Problem } from './problem.ts';

const digestKind = z.enum(['day', 'week']).default('day').describe('of a day, or of a week');

/** Digests of days and weeks: which there are, one as data, and one made anew; below `/api/v1`. */
export function digestRoutes(app: FastifyInstance, { db, actions, settings }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/digests',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Days that have a digest, newest first',
        querystring: z.object({ limit: limitSchema(1_000, 366), cursor: cursorSchema }),
        response: { 200: z.object({ days: z.array(z.iso.date()), next: nextSchema }) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const page = await digestDays(db, settings.timezone, { limit, after: readCursor(cursor, dayPlace) });
      return { days: page.rows, next: cursorOf(page.next) };
    },
  );

  routes.get(
    '/digests/:day',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'The digest of a day, or of the week that begins with it, as data; the newest that was made',
        params: z.object({ day: z.iso.date().describe('which, or the first of the week') }),
        querystring: z.object({ kind: digestKind }),
        response: { 200: storedDigestSchema },
      },
    },
    async ({ params, query: { kind } }) => {
      const digest = await latestDigest(db, { kind, day: params.day, zone: settings.timezone });
      if (!digest) throw new Problem(404, 'not found', `there is no digest of ${params.day} yet`);
      return digest;
    },
  );

  routes.post(
    '/digests',
    {
      config: { role: 'analyst' },
      schema: {
        summary: 'Make the digest of a day, or of the week (Monday to Sunday) with that day, anew',
        body: z.object({ day: z.iso.date(), kind: digestKind }),
        response: { 201: storedDigestSchema },
      },
    },
    async ({ body }, reply) => reply.code(201).send(await actions.makeDigest(body)),
  );
}

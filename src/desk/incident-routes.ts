import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { REVIEW_STATES } from '../config/review-states.ts';
import {
  countIncidents,
  incidentCountsSchema,
  incidentFile,
  incidentFileSchema,
  incidentSchema,
} from '../store/incidents.ts';
import { countFacets, facetsSchema, mapPointSchema, mapPoints, queue, queuePlace } from '../store/queue.ts';
import { QUEUE_ORDERS } from '../store/schema.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { pactsOf, queueFilter, searchSchema } from './search.ts';

/** A page of the queue. */
const queuePageSchema = z.object({
  incidents: z.array(incidentSchema),
  next: nextSchema,
  counts: incidentCountsSchema.describe('of the whole queue'),
});
export type QueuePage = z.infer<typeof queuePageSchema>;

const state = z
  .preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(z.enum(REVIEW_STATES)))
  .optional()
  .describe('states of review, comma-separated; the open ones when the search names none either');

/** Incidents: the queue, how many there are of what, where they are, and one with all that is known of it; below `/api/v1`. */
export function incidentRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/incidents',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'The queue: flagged incidents by priority',
        querystring: z.object({
          q: searchSchema,
          state,
          order: z.enum(QUEUE_ORDERS).default('priority').describe('what comes first'),
          limit: limitSchema(1_000, 50),
          cursor: cursorSchema,
        }),
        response: {
          200: queuePageSchema,
        },
      },
    },
    async (request) => {
      const { q, state, order, limit, cursor } = request.query;
      const reader = readerOf(request);
      const page = await queue(db, queueFilter(q, context.rules, reader, state), {
        order,
        limit,
        after: readCursor(cursor, queuePlace),
      });
      return { incidents: page.incidents, next: cursorOf(page.next), counts: await countIncidents(db, reader) };
    },
  );

  routes.get(
    '/incidents/counts',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'How many incidents there are by each filter',
        querystring: z.object({
          q: searchSchema,
          state,
          reports: z.stringbool().default(true).describe('by feed and language too, which takes longer'),
        }),
        response: { 200: facetsSchema },
      },
    },
    async (request) => {
      const { q, state, reports } = request.query;
      const filter = queueFilter(q, context.rules, readerOf(request), state);
      return countFacets(db, filter, pactsOf(context.rules), { reports });
    },
  );

  routes.get(
    '/map',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Incidents with the place that stands for them',
        querystring: z.object({ q: searchSchema, state }),
        response: { 200: z.object({ points: z.array(mapPointSchema) }) },
      },
    },
    async (request) => {
      const { q, state } = request.query;
      return { points: await mapPoints(db, queueFilter(q, context.rules, readerOf(request), state), 3_000) };
    },
  );

  routes.get(
    '/incidents/:id',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'An incident with its articles, evidence and decisions',
        params: byId('an incident'),
        response: { 200: incidentFileSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const file = await incidentFile(db, id, readerOf(request));
      if (!file) throw new Problem(404, 'not found', `there is no incident ${id}`);
      return file;
    },
  );
}

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { trends, trendsSchema } from '../store/trends.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { queueFilter } from './search.ts';

/** Incidents over time, by threat and by threat and country; below `/api/v1`. */
export function trendRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db, now } = context;
  app.withTypeProvider<ZodTypeProvider>().get(
    '/trends',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Incidents over time, by threat, and by threat and country, with what is usual',
        description: 'The last 7 or 28 days (UTC) beside three times as many before them.',
        querystring: z.object({
          q: z.string().max(1000).default('state:any').describe('as for the queue'),
          days: z.enum(['7', '28']).default('28').describe('length of the window'),
        }),
        response: { 200: trendsSchema },
      },
    },
    async (request) => {
      const { q, days } = request.query;
      return trends(db, queueFilter(q, context.rules, readerOf(request)), days === '7' ? 7 : 28, now());
    },
  );
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { requireSight } from '../store/blind.ts';
import { flagArticle } from '../store/flag-article.ts';
import { incidentSchema } from '../store/incidents.ts';
import { joinIncidents, moveArticles, regroupedSchema } from '../store/regroup.ts';
import { readerOf, userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { byId, byKey } from './params.ts';
import { Problem } from './problem.ts';

const seen = z.object({
  id: z.int().positive(),
  version: z.int().optional().describe('the version of the incident that the decision rests on'),
});
const note = z.string().trim().max(10_000).optional();

/** Which articles make up which incident, by an analyst's word; below `/api/v1`. */
export function regroupRoutes(app: FastifyInstance, { now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const deciding = (request: FastifyRequest) => ({ by: userOf(request).name, at: now() });

  routes.post(
    '/incidents/:id/join',
    {
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Join an incident into another one: they are one event',
        params: byId('an incident'),
        body: z.object({ version: seen.shape.version, into: seen, note }),
        response: { 201: regroupedSchema },
      },
    },
    async (request, reply) => {
      const { version, into, note } = request.body;
      const { id } = request.params;
      const joined = await request.change(async (tx) => {
        const done = await joinIncidents(tx, { from: { id, version }, to: into, note, ...deciding(request) });
        if (!done) throw new Problem(404, 'not found', `there is no incident ${id}, or no ${into.id}`);
        await requireSight(tx, readerOf(request), [id, into.id]);
        return done;
      });
      return reply.code(201).send(joined);
    },
  );

  routes.post(
    '/incidents/:id/move',
    {
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Move articles of an incident to another one, or to one of their own',
        params: byId('an incident'),
        body: z.object({
          version: seen.shape.version,
          articles: z.array(z.string()).min(1).max(500),
          to: seen.nullable().describe('null: a new incident'),
          note,
        }),
        response: { 201: regroupedSchema },
      },
    },
    async (request, reply) => {
      const { version, articles, to, note } = request.body;
      const { id } = request.params;
      const moved = await request.change(async (tx) => {
        const done = await moveArticles(tx, { from: { id, version }, articles, to, note, ...deciding(request) });
        if (!done) throw new Problem(404, 'not found', 'there is no such incident (any more)');
        await requireSight(tx, readerOf(request), [id, ...(to ? [to.id] : [])]);
        return done;
      });
      return reply.code(201).send(moved);
    },
  );

  routes.post(
    '/articles/:key/flag',
    {
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Flag an article by hand',
        params: byKey('an article'),
        body: z.object({ flag: z.enum(['below', 'above']), note }),
        response: { 201: incidentSchema },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const incident = await request.change(async (tx) => {
        const blind = readerOf(request) !== null;
        const flagged = await flagArticle(tx, params.key, { ...body, ...deciding(request), blind });
        if (!flagged) throw new Problem(404, 'not found', `there is no article ${params.key}`);
        return flagged;
      });
      return reply.code(201).send(incident);
    },
  );
}

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Reader } from '../store/blind.ts';
import { type Filter, SearchError } from '../store/filter.ts';
import { countQueues, OPEN } from '../store/queue.ts';
import { changeView, listViews, removeView, saveView } from '../store/views.ts';
import { readerOf, userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';
import { queueFilter } from './search.ts';

const id = z.object({ id: z.coerce.number().int().positive() });
const name = z.string().trim().min(1).max(60);
const search = z.string().trim().max(1000);
const order = z.enum(['priority', 'newest']);

/** Searches of the queue that are kept under a name, below `/api/v1`. */
export function viewRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db, now } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/views',
    { config: { role: 'viewer' }, schema: { summary: 'Views, with how many incidents each shows' } },
    async (request) => {
      const reader = readerOf(request);
      const views = (await listViews(db)).map((view) => ({ ...view, ...read(view.search, reader) }));
      const filters = views.flatMap(({ filter }) => filter ?? []);
      const [review, mine, escalated, all, ...counts] = await countQueues(db, [
        queueFilter('', context.rules, reader),
        ofUser(userOf(request).name, reader),
        queueFilter('state:escalated', context.rules, reader),
        queueFilter('state:any', context.rules, reader),
        ...filters,
      ]);
      return {
        views: views.map(({ filter, ...view }) => ({ ...view, n: filter ? counts.shift() : null })),
        builtIn: { review, mine, escalated, all },
      };
    },
  );

  /** A search that was good once may not be any more: a pact can be gone. */
  const read = (search: string, reader: Reader): { filter: Filter | null; problem: string | null } => {
    try {
      return { filter: queueFilter(search, context.rules, reader), problem: null };
    } catch (error) {
      if (error instanceof SearchError) return { filter: null, problem: error.message };
      throw error;
    }
  };

  routes.post(
    '/views',
    {
      config: { role: 'analyst' },
      schema: {
        summary: 'Keep a search under a name',
        body: z.object({ name, search, order: order.default('priority') }),
      },
    },
    async (request, reply) => {
      queueFilter(request.body.search, context.rules, null);
      const view = { ...request.body, by: userOf(request).name, at: now() };
      return reply.code(201).send(await request.change((tx) => saveView(tx, view)));
    },
  );

  routes.patch(
    '/views/:id',
    {
      config: { role: 'analyst' },
      schema: {
        summary: 'Rename a view, or give it another search',
        params: id,
        body: z.object({ name, search, order }).partial(),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { name, search, order } = request.body;
      if (search !== undefined) queueFilter(search, context.rules, null);
      const change = { ...(name && { name }), ...(search !== undefined && { search }), ...(order && { order }) };
      return request.change(async (tx) => (await changeView(tx, id, change)) ?? missing(id));
    },
  );

  routes.delete(
    '/views/:id',
    { config: { role: 'analyst' }, schema: { summary: 'Remove a view', params: id } },
    async (request, reply) => {
      const { id } = request.params;
      await request.change(async (tx) => (await removeView(tx, id)) || missing(id));
      return reply.code(204).send();
    },
  );
}

const ofUser = (name: string, reader: Reader): Filter => ({
  reader,
  terms: [...OPEN.terms, { field: 'assignee', values: [name] }],
});

function missing(id: number): never {
  throw new Problem(404, 'not found', `there is no view ${id}`);
}

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Reader } from '../store/blind.ts';
import { type Filter, SearchError } from '../store/filter.ts';
import { countQueues, OPEN } from '../store/queue.ts';
import { QUEUE_ORDERS } from '../store/schema.ts';
import { changeView, listViews, removeView, saveView, viewSchema } from '../store/views.ts';
import { readerOf, userOf } from './access.ts';
import { nothing } from './answers.ts';
import type { DeskContext } from './context.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { queueFilter } from './search.ts';

const name = z.string().trim().min(1).max(60);
const search = z.string().trim().max(1000);
const order = z.enum(QUEUE_ORDERS);

const shownViewSchema = viewSchema.extend({
  n: z.int().nullable().describe('how many incidents it shows; null: its search is not good any more'),
  problem: z.string().nullable().describe('why not'),
});
export type ShownView = z.infer<typeof shownViewSchema>;

const viewsSchema = z.object({
  views: z.array(shownViewSchema),
  builtIn: z
    .record(z.enum(['review', 'mine', 'escalated', 'all']), z.int())
    .describe('how many incidents the views show that everybody has'),
});

/** Searches of the queue that are kept under a name, below `/api/v1`. */
export function viewRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db, now } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/views',
    {
      config: { role: 'viewer' },
      schema: { summary: 'Views, with how many incidents each shows', response: { 200: viewsSchema } },
    },
    async (request) => {
      const reader = readerOf(request);
      const views = (await listViews(db)).map((view) => ({ ...view, ...read(view.search, reader) }));
      const filters = views.flatMap(({ filter }) => filter ?? []);
      const [review = 0, mine = 0, escalated = 0, all = 0, ...counts] = await countQueues(db, [
        queueFilter('', context.rules, reader),
        ofUser(userOf(request).name, reader),
        queueFilter('state:escalated', context.rules, reader),
        queueFilter('state:any', context.rules, reader),
        ...filters,
      ]);
      return {
        views: views.map(({ filter, ...view }) => ({ ...view, n: filter ? (counts.shift() ?? 0) : null })),
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
      config: { role: 'analyst', problems: [409] },
      schema: {
        summary: 'Keep a search under a name',
        body: z.object({ name, search, order: order.default('priority') }),
        response: { 201: viewSchema },
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
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Rename a view, or give it another search',
        params: byId('a view'),
        body: z.object({ name, search, order }).partial(),
        response: { 200: viewSchema },
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
    {
      config: { role: 'analyst', problems: [404] },
      schema: { summary: 'Remove a view', params: byId('a view'), response: { 204: nothing } },
    },
    async (request, reply) => {
      const { id } = request.params;
      await request.change(async (tx) => (await removeView(tx, id)) || missing(id));
      return reply.code(204).send(undefined);
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

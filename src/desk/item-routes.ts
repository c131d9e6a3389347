import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findArticle, sourcedArticleSchema } from '../store/articles.ts';
import { failedItems, findItem, itemSchema } from '../store/items.ts';
import { momentPlace } from '../store/page.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { byKey } from './params.ts';
import { Problem } from './problem.ts';

/** Items of feeds, above all those that could not be read; below `/api/v1`. */
export function itemRoutes(app: FastifyInstance, { db, actions }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/items',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Items that could not be read',
        querystring: z.object({ limit: limitSchema(1_000, 100), cursor: cursorSchema }),
        response: { 200: z.object({ items: z.array(itemSchema), next: nextSchema }) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const { rows, next } = await failedItems(db, { limit, after: readCursor(cursor, momentPlace) });
      return { items: rows, next: cursorOf(next) };
    },
  );

  routes.get(
    '/items/:key',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'An item and what was read of it',
        params: byKey('an item or article'),
        response: { 200: itemSchema.extend({ article: sourcedArticleSchema.nullable() }) },
      },
    },
    async ({ params: { key } }) => {
      const item = await findItem(db, key);
      if (!item) throw new Problem(404, 'not found', `no item has the key ${key}`);
      return { ...item, article: (await findArticle(db, key)) ?? null };
    },
  );

  routes.post(
    '/items/:key/retry',
    {
      config: { role: 'operator', problems: [404] },
      schema: {
        summary: 'Read an item again that could not be read',
        params: byKey('an item or article'),
        response: { 202: z.object({ key: z.string() }) },
      },
    },
    async ({ params: { key } }, reply) => {
      if (!(await actions.readAgain(key))) throw new Problem(404, 'not found', `no failed item has the key ${key}`);
      return reply.code(202).send({ key });
    },
  );
}

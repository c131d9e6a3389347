import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { webAddress } from '../config/feeds.ts';
import { findArticle, sourcedArticleSchema } from '../store/articles.ts';
import { itemSchema } from '../store/items.ts';
import { momentPlace } from '../store/page.ts';
import { foundArticleSchema, searchArticles } from '../store/search-articles.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { byKey } from './params.ts';
import { Problem } from './problem.ts';
import { readSearch, searchSchema } from './search.ts';

/** Articles, flagged or not: found, read and handed in; below `/api/v1`. */
export function articleRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db, actions } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/articles',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Search over all articles, flagged or not, the newest first',
        querystring: z.object({ q: searchSchema, limit: limitSchema(100, 30), cursor: cursorSchema }),
        response: { 200: z.object({ articles: z.array(foundArticleSchema), next: nextSchema }) },
      },
    },
    async (request) => {
      const { q, limit, cursor } = request.query;
      const after = readCursor(cursor, momentPlace);
      const filter = readSearch(q, context.rules, readerOf(request));
      const { articles, next } = await searchArticles(db, filter, { limit, after });
      return { articles, next: cursorOf(next) };
    },
  );

  routes.get(
    '/articles/:key',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'An article with its text and evidence',
        params: byKey('an item or article'),
        response: { 200: sourcedArticleSchema },
      },
    },
    async ({ params: { key } }) => {
      const article = await findArticle(db, key);
      if (!article) throw new Problem(404, 'not found', `there is no article ${key}`);
      return article;
    },
  );

  routes.post(
    '/articles',
    {
      config: { role: 'analyst', problems: [422] },
      schema: {
        summary: 'Hand in an article by its address',
        body: z.object({ url: webAddress }),
        response: { 202: itemSchema },
      },
    },
    async ({ body: { url } }, reply) => {
      const item = await actions.handIn(url);
      if (!item) throw new Problem(422, 'no address', `${url} is no address of the web`);
      return reply.code(202).send(item);
    },
  );
}

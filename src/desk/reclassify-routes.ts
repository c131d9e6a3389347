import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reclassificationSchema } from '../store/preview-articles.ts';
import type { DeskContext } from './context.ts';

/** Stored articles under the present rules, below `/api/v1`. */
export function reclassifyRoutes(app: FastifyInstance, { actions }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post(
    '/reclassify',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Run stored articles through the present rules and say what changes',
        body: z.object({
          since: z.iso.datetime().describe('articles published since then'),
          apply: z.boolean().default(false).describe('keep the result'),
        }),
        response: { 200: reclassificationSchema },
      },
    },
    async ({ body: { since, apply } }) => actions.reclassify({ since: new Date(since), apply }),
  );
}

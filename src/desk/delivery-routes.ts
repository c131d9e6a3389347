import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listDeliveries } from '../store/deliveries.ts';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';

/** What has left the house, and what could not. */
export function deliveryRoutes(app: FastifyInstance, { db, actions }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/deliveries',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Digests and alerts by subscriber, and whether they have been delivered; newest first',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
      },
    },
    async ({ query: { limit } }) => ({ deliveries: await listDeliveries(db, limit) }),
  );

  routes.post(
    '/deliveries/:key/retry',
    {
      config: { role: 'operator' },
      schema: { summary: 'Try a delivery again that has failed', params: z.object({ key: z.uuid() }) },
    },
    async ({ params: { key } }, reply) => {
      if (!(await actions.deliverAgain(key)))
        throw new Problem(404, 'not found', `no failed delivery has the key ${key}`);
      return reply.code(202).send({ key });
    },
  );
}

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listDeliveries, listedDeliverySchema } from '../store/deliveries.ts';
import { momentPlace } from '../store/page.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
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
        querystring: z.object({ limit: limitSchema(1_000, 100), cursor: cursorSchema }),
        response: { 200: z.object({ deliveries: z.array(listedDeliverySchema), next: nextSchema }) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const { rows, next } = await listDeliveries(db, { limit, after: readCursor(cursor, momentPlace) });
      return { deliveries: rows, next: cursorOf(next) };
    },
  );

  routes.post(
    '/deliveries/:key/retry',
    {
      config: { role: 'operator', problems: [404] },
      schema: {
        summary: 'Try a delivery again that has failed',
        params: z.object({ key: z.uuid().describe('which delivery') }),
        response: { 202: z.object({ key: z.uuid() }) },
      },
    },
    async ({ params: { key } }, reply) => {
      if (!(await actions.deliverAgain(key)))
        throw new Problem(404, 'not found', `no failed delivery has the key ${key}`);
      return reply.code(202).send({ key });
    },
  );
}

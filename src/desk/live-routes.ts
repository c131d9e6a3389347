import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { arrive } from '../store/presence.ts';
import { isStillIn, userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { LiveEvents } from './events.ts';

const page = z.uuid().describe('chosen by the page for itself');

/** What happens while a page is open, and who else has an incident open; below `/api/v1`. */
export function liveRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const events = new LiveEvents(db, app.log);
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });

  routes.get(
    '/events',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'What happens, as it happens',
        description:
          'Server-sent events: `incident` for new flags, new reports and decisions; `presence` for who has which incident open.',
        querystring: z.object({ page: page.optional() }),
      },
    },
    async (request, reply) => {
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write('retry: 5000\n\n');
      const stop = events.listen(
        ({ name, data }) => raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
        request.query.page,
      );
      const beat = setInterval(async () => {
        // Whoever has logged out, or is no longer let in, hears no more.
        if (await isStillIn(request, context)) raw.write(': still here\n\n');
        else end();
      }, 25_000);
      const end = () => {
        clearInterval(beat);
        if (open.delete(end)) stop();
        raw.end();
      };
      open.add(end);
      raw.once('close', end);
    },
  );

  routes.post(
    '/presence',
    {
      config: { role: 'viewer', audit: false },
      schema: {
        summary: 'Say which incident a page shows; it counts for as long as the page listens to events',
        body: z.object({ page, incident: z.int().positive().nullable() }),
      },
    },
    async (request, reply) => {
      await arrive(db, { ...request.body, who: userOf(request).name }, new Date());
      return reply.code(204).send();
    },
  );
}

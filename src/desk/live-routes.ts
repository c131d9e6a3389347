import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { arrive, watcherSchema } from '../store/presence.ts';
import { isStillIn, readerOf, userOf } from './access.ts';
import { nothing, stream } from './answers.ts';
import type { DeskContext } from './context.ts';
import { incidentEventSchema, LiveEvents } from './events.ts';
import { Problem } from './problem.ts';

/** How often a page that nothing happens on is told that it is still heard; also how long it is open without a session. */
const BEAT_MS = 10_000;

/** How many pages and programs of one user may listen at once; each costs the process a look at the session with all it is told. */
const STREAMS_OF_ONE = 20;
/** Seconds after which it may be worth to ask again. */
const STREAMS_PAUSE = 30;

const page = z.uuid().describe('chosen by the page for itself');

const eventStream = stream(
  'Events until the connection is closed; their data as JSON',
  ['text/event-stream'],
  z.union([
    incidentEventSchema.describe('data of `incident`'),
    z.array(watcherSchema).describe('data of `presence`: everybody who has an incident open'),
  ]),
);

/** What happens while a page is open, and who else has an incident open; below `/api/v1`. */
export function liveRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const events = new LiveEvents(db, app.log);
  /** what ends a stream, and whose it is */
  const open = new Map<() => void, string>();
  app.addHook('preClose', async () => {
    for (const end of open.keys()) end();
  });

  routes.get(
    '/events',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'What happens, as it happens',
        description: `Server-sent events: \`incident\` for new flags, new reports and decisions; \`presence\` for who has which incident open. One user may listen ${STREAMS_OF_ONE} times at once; more get 429.`,
        querystring: z.object({ page: page.optional() }),
        response: { 200: eventStream },
      },
    },
    async (request, reply) => {
      const { name } = userOf(request);
      if ([...open.values()].filter((one) => one === name).length >= STREAMS_OF_ONE) throw tooManyStreams();
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
      let said = Promise.resolve();
      /** Says one thing after the other. Whoever has logged out, or is no longer let in, hears no more. */
      const say = (text: string) => {
        said = said.then(async () => {
          if (!open.has(end)) return;
          if (await isStillIn(request, context)) raw.write(text);
          else end();
        });
      };
      const stop = events.listen(
        (event) => say(`event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`),
        readerOf(request),
        request.query.page,
      );
      const beat = setInterval(() => say(': still here\n\n'), BEAT_MS);
      const end = () => {
        clearInterval(beat);
        if (open.delete(end)) stop();
        raw.end();
      };
      open.set(end, name);
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
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      await arrive(db, { ...request.body, who: userOf(request).name }, new Date());
      return reply.code(204).send(undefined);
    },
  );
}

const tooManyStreams = () =>
  new Problem(
    429,
    'too many streams',
    `you listen ${STREAMS_OF_ONE} times already: close a page of the desk, or a program that listens, and try again`,
    { 'retry-after': String(STREAMS_PAUSE) },
  );

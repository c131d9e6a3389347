import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { renderHtml } from '../../digest/render/html.ts';
import { html } from '../../digest/render/safe-html.ts';
import type { Digest } from '../../digest/types.ts';
import { digestDays, latestDigest } from '../../store/digests.ts';
import { feedsWithHealth } from '../../store/feeds.ts';
import { countIncidents, decide, incidentFile, OPEN_STATES, queue } from '../../store/incidents.ts';
import type { ReviewState } from '../../store/schema.ts';
import { day, decisionSchema } from '../api.ts';
import type { DeskContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { feedsPage } from './feeds-page.ts';
import { incidentPage } from './incident-page.ts';
import { layout } from './layout.ts';
import { queuePage } from './queue-page.ts';

const ROWS = 200;
const params = z.object({ id: z.coerce.number().int().positive() });

/** The pages: queue, incident, digest, feeds. Plain HTML that needs no script. */
export function pages(
  app: FastifyInstance,
  context: DeskContext,
  userOf: (request: Pick<FastifyRequest, 'headers'>) => string,
): void {
  const { db, settings, now } = context;
  const zone = settings.timezone;
  const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
  const send = (reply: FastifyReply, page: string) => reply.type('text/html; charset=utf-8').send(page);
  const hide = { schema: { hide: true } };

  app.get('/style.css', hide, async (_, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(style),
  );

  app.get('/', hide, async (request, reply) => {
    const { state } = request.query as { state?: ReviewState };
    const shown = state ? [state] : OPEN_STATES;
    const found = await queue(db, { states: shown, limit: ROWS });
    return send(reply, layout('Queue', '/', queuePage(found, await countIncidents(db), shown, zone)));
  });

  app.get('/incidents/:id', hide, async (request, reply) => {
    const incident = await incidentFile(db, idOf(request));
    if (!incident) throw new Problem(404, 'not found', 'there is no such incident');
    return send(reply, layout(incident.title, '/', incidentPage(incident, zone)));
  });

  app.post('/incidents/:id/decisions', hide, async (request, reply) => {
    const { note, reason, ...form } = (request.body ?? {}) as Record<string, string>;
    const input = decisionSchema.safeParse({
      ...form,
      note: note || undefined,
      ...(form.decision === 'dismiss' ? { reason } : {}),
    });
    if (!input.success)
      throw new Problem(400, 'bad request', input.error.issues.map(({ message }) => message).join('; '));
    const id = idOf(request);
    if (!(await decide(db, id, { ...input.data, by: userOf(request), at: now() })))
      throw new Problem(404, 'not found', 'there is no such incident');
    return reply.redirect(input.data.decision === 'note' ? `/incidents/${id}` : '/', 303);
  });

  app.get('/feeds', hide, async (_, reply) =>
    send(reply, layout('Feeds', '/feeds', feedsPage(await feedsWithHealth(db, now()), zone))),
  );

  app.get('/digest', hide, async (_, reply) => {
    const [newest] = await digestDays(db, zone, 1);
    if (newest) return reply.redirect(`/digest/${newest}`, 303);
    return send(
      reply,
      layout(
        'Digest',
        '/digest',
        html`<h1>Digest</h1><p class="empty">None has been made yet. The next one comes by schedule; “subthreshold digest” makes one now.</p>`,
      ),
    );
  });

  app.get('/digest/:day', hide, async (request, reply) => {
    const wanted = day.safeParse((request.params as { day: string }).day);
    const kind = (request.query as { kind?: string }).kind === 'week' ? 'week' : 'day';
    const digest = wanted.success && (await latestDigest(db, { kind, day: wanted.data, zone }));
    if (!digest) throw new Problem(404, 'not found', 'there is no digest of that day');
    // The digest is a mail: it carries its styles inline.
    reply.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    );
    return send(reply, renderHtml(digest.content as Digest));
  });
}

function idOf(request: FastifyRequest): number {
  const parsed = params.safeParse(request.params);
  if (!parsed.success) throw new Problem(404, 'not found', 'there is no such incident');
  return parsed.data.id;
}

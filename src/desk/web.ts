import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { renderHtml } from '../digest/render/html.ts';
import { latestDigest } from '../store/digests.ts';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';

/** The web client as `npm run build` makes it. Beside the sources there is none. */
const CLIENT = fileURLToPath(new URL('./web/', import.meta.url));
/** Addresses that are the client's to show. */
export const PAGES = [
  '/account',
  '/users',
  '/audit',
  '/api',
  '/',
  '/incidents/:id',
  '/articles',
  '/articles/:key',
  '/map',
  '/timeline',
  '/opinions',
  '/opinions/:id',
  '/digest',
  '/digest/:day',
  '/feeds',
  '/feeds/add',
  '/rules',
  '/rules/:page',
  '/system',
];
const hide = { config: { role: 'viewer' }, schema: { hide: true } } as const;

const page = (reply: FastifyReply, file: string) =>
  reply.header('cache-control', 'no-cache').sendFile(file, CLIENT, { immutable: false, maxAge: 0 });

/** The web client, and digests as they are sent. */
export async function web(app: FastifyInstance, { db, settings }: DeskContext): Promise<void> {
  app.get<{ Params: { day: string } }>('/digests/:day.html', hide, async ({ params }, reply) => {
    const day = z.iso.date().safeParse(params.day);
    const digest = day.success && (await latestDigest(db, { kind: 'day', day: day.data, zone: settings.timezone }));
    if (!digest) throw new Problem(404, 'not found', 'there is no digest of that day');
    // The digest is a mail: it carries its styles inline.
    reply.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    );
    return reply.type('text/html; charset=utf-8').send(renderHtml(digest.content));
  });

  await app.register(async (scope) => {
    // There is nothing in them that the source does not tell.
    scope.addHook('onRoute', (route) => {
      if (route.url.startsWith('/assets/')) route.config = { ...route.config, role: 'public' };
    });
    await scope.register(fastifyStatic, {
      root: `${CLIENT}assets`,
      prefix: '/assets/',
      preCompressed: true,
      index: false,
      // Their names change with what is in them.
      immutable: true,
      maxAge: '1y',
    });
    scope.get('/login', { config: { role: 'public' }, schema: { hide: true } }, async (_, reply) =>
      page(reply, 'login.html'),
    );
    for (const path of PAGES) scope.get(path, hide, async (_, reply) => page(reply, 'index.html'));
  });
}

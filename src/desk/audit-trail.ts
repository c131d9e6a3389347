import type { FastifyInstance, FastifyRequest } from 'fastify';
import { keepAudit } from '../store/audit.ts';
import type { DeskContext } from './context.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `false`: a request that changes nothing, although its method says so */
    audit?: false;
  }
}

const SECRETS = new Set(['password', 'current', 'key', 'token', 'secret']);
const LONGEST_TEXT = 500;
const LONGEST_LIST = 50;

/** Writes down every change that is made through the desk, before whoever made it is told that it is done. */
export function auditTrail(app: FastifyInstance, { db, now }: Pick<DeskContext, 'db' | 'now'>): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { config, url, schema } = request.routeOptions;
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method) && config.audit !== false && !request.is404;
    if (!changes || reply.statusCode >= 400 || !request.user) return payload;
    const { summary } = (schema ?? {}) as { summary?: string };
    await keepAudit(db, { ...whoAsks(request), at: now(), action: summary ?? `${request.method} ${url}` });
    return payload;
  });
}

/** Who sends a request, from where, and what it says. */
export function whoAsks(request: FastifyRequest) {
  const { user, body } = request;
  return {
    by: user?.name ?? 'nobody',
    via: user?.via.kind === 'token' ? `token ${user.via.name}` : (user?.via.kind ?? 'nothing'),
    // Commands come from the machine itself.
    address: user?.via.kind === 'command' ? null : request.ip,
    request: `${request.method} ${request.url.slice(0, LONGEST_TEXT)}`,
    detail: body === undefined || body === null ? null : inBrief(body),
  };
}

/** What was sent, without secrets, long texts and long lists cut. */
function inBrief(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (Array.isArray(value)) {
    const brief = value.slice(0, LONGEST_LIST).map(inBrief);
    return value.length > LONGEST_LIST ? [...brief, `… ${value.length - LONGEST_LIST} more`] : brief;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (SECRETS.has(name) ? [] : [[name, inBrief(inner)]])),
  );
}

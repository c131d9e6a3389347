import type { FastifyInstance, FastifyRequest } from 'fastify';
import { keepAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { DeskContext } from './context.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `false`: a request that changes nothing, although its method says so */
    audit?: false;
  }
  interface FastifyRequest {
    /**
     * Makes a change of the store in a transaction, with an entry in the audit log: both are kept, or neither.
     * @param work asks nothing but `tx`: an embedded store answers nobody else meanwhile
     * @param detail what is done, where that is not the request's body
     */
    change<T>(work: (tx: Database) => Promise<T>, detail?: unknown): Promise<T>;
    /** Writes the request down in a transaction, for changes by which it first becomes known who asks. */
    writeDown(tx: Database, detail?: unknown): Promise<void>;
    isWrittenDown: boolean;
  }
}

const SECRETS = new Set(['password', 'current', 'key', 'token', 'secret']);
const LONGEST_TEXT = 500;
const LONGEST_LIST = 50;

/**
 * Writes down every change that is made through the desk. What is not one transaction (work for the queues, files) is
 * written down when it is done, before whoever asked for it is told so; where that fails, they are told of a failure.
 */
export function auditTrail(app: FastifyInstance, { db, now }: Pick<DeskContext, 'db' | 'now'>): void {
  app.decorateRequest('isWrittenDown', false);
  app.decorateRequest('writeDown', async function (this: FastifyRequest, tx: Database, detail?: unknown) {
    const { schema, url } = this.routeOptions;
    const action = (schema as { summary?: string } | undefined)?.summary ?? `${this.method} ${url}`;
    await keepAudit(tx, {
      ...{ ...whoAsks(this), at: now(), action },
      ...(detail === undefined ? {} : { detail: inBrief(detail) }),
    });
    this.isWrittenDown = true;
  });
  app.decorateRequest('change', async function (this: FastifyRequest, work, detail) {
    return db.transaction(async (tx) => {
      await this.writeDown(tx, detail);
      return work(tx);
    });
  } as FastifyRequest['change']);
  app.addHook('onSend', async (request, reply, payload) => {
    const changes =
      !['GET', 'HEAD', 'OPTIONS'].includes(request.method) &&
      request.routeOptions.config.audit !== false &&
      !request.is404;
    if (changes && reply.statusCode < 400 && request.user && !request.isWrittenDown) await request.writeDown(db);
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

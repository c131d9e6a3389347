import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';

const hide = { schema: { hide: true } };
const monitor = { ...hide, config: { role: 'monitor' } } as const;

/** Milliseconds that a store or queue may take to answer. */
const PATIENCE = 3_000;

/** For whoever watches over the process: is it there, can it work, and how is it doing. */
export function probes(app: FastifyInstance, { db, queues, registry }: DeskContext): void {
  app.get('/healthz', { ...hide, config: { role: 'public' } }, async () => ({ status: 'ok' }));
  app.get('/readyz', monitor, async () => {
    await answers('the database', () => db.execute(sql`select 1`));
    await answers('the queues', async () => Promise.all((await queues()).map((queue) => queue.getJobCounts())));
    return { status: 'ready' };
  });
  app.get('/metrics', monitor, async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}

async function answers(what: string, ask: () => PromiseLike<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    await Promise.race([ask(), late]);
  } catch (error) {
    throw new Problem(503, 'not ready', `${what}: no answer (${(error as Error).message})`);
  } finally {
    clearTimeout(timer);
  }
}

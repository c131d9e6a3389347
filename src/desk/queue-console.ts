import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { answerProblem } from './problem.ts';

const PATH = '/queues';

// It is a program of scripts, and needs more than the desk's pages. Its fonts would come from a third party, which need
// not know who looks at the queues when: nothing is loaded from elsewhere.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/** The queue console (Bull Board) at `/queues`. */
export async function queueConsole(app: FastifyInstance, queues: readonly Queue[]): Promise<void> {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(PATH);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Subthreshold: queues' } },
  });
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, role: 'operator' };
      // Not the console's own, which knows no problem documents.
      route.errorHandler = answerProblem;
    });
    scope.addHook('onSend', async (_, reply) => {
      reply.header('content-security-policy', POLICY);
    });
    await scope.register(adapter.registerPlugin(), { prefix: PATH });
  });
}

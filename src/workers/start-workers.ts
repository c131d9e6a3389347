import type { WorkerContext } from './context.ts';
import { pollFeed } from './poll-feed.ts';
import { QUEUE_NAMES, type QueueName } from './queues.ts';
import { readArticle } from './read-article.ts';
import { scheduledDigest } from './scheduled-digest.ts';

/** Starts a worker on each of these queues. */
export function startWorkers(context: WorkerContext, names: readonly QueueName[] = QUEUE_NAMES): void {
  const { queues, settings } = context;
  const start = {
    poll: () => queues.work('poll', settings.workers.pollConcurrency, ({ data }) => pollFeed(context, data)),
    read: () => queues.work('read', settings.workers.readConcurrency, (job) => readArticle(context, job)),
    digest: () => queues.work('digest', 1, ({ data }) => scheduledDigest(context, data.kind ?? 'day')),
  };
  for (const name of names) start[name]();
}

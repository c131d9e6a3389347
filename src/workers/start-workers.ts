import type { WorkerContext } from './context.ts';
import { deliver } from './deliver.ts';
import { pollFeed } from './poll-feed.ts';
import { QUEUE_NAMES, type QueueName } from './queues.ts';
import { readArticle } from './read-article.ts';
import { routine } from './routine.ts';
import { scheduledDigest } from './scheduled-digest.ts';

/** Starts a worker on each of these queues. */
export function startWorkers(context: WorkerContext, names: readonly QueueName[] = QUEUE_NAMES): void {
  const { queues, settings } = context;
  const start = {
    poll: () => queues.work('poll', settings.workers.pollConcurrency, ({ data }) => pollFeed(context, data)),
    read: () => queues.work('read', settings.workers.readConcurrency, (job) => readArticle(context, job)),
    digest: () => queues.work('digest', 1, ({ data }) => scheduledDigest(context, data.kind ?? 'day')),
    deliver: () => queues.work('deliver', 2, (job) => deliver(context, job)),
    routine: () => queues.work('routine', 1, ({ data }) => routine(context, data.what)),
  };
  for (const name of names) start[name]();
}

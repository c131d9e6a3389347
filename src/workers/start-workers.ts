import type { WorkerContext } from './context.ts';
import { deliver } from './deliver.ts';
import { pollFeed } from './poll-feed.ts';
import { readArticle } from './read-article.ts';
import { routine } from './routine.ts';
import { scheduledDigest } from './scheduled-digest.ts';
import { sweep } from './sweep.ts';

/** Starts a worker on each queue, after a first sweep of what an earlier run has left unfinished. */
export async function startWorkers(context: WorkerContext): Promise<void> {
  const { queues, settings } = context;
  await sweep(context);
  queues.work('poll', settings.workers.pollConcurrency, ({ data }) => pollFeed(context, data));
  queues.work('read', settings.workers.readConcurrency, (job) => readArticle(context, job));
  queues.work('digest', 1, ({ data }) => scheduledDigest(context, data.kind ?? 'day'));
  queues.work('deliver', 2, (job) => deliver(context, job));
  queues.work('routine', 1, ({ data }) => routine(context, data.what));
  queues.work('sweep', 1, () => sweep(context));
}

import type { WorkerContext } from './context.ts';
import { deliver } from './deliver.ts';
import type { Measures } from './measure.ts';
import { pollFeed } from './poll-feed.ts';
import { QUEUE_NAMES, type QueueName } from './queues.ts';
import { readArticle } from './read-article.ts';
import { routine } from './routine.ts';
import { scheduledDigest } from './scheduled-digest.ts';

/** Starts a worker on each of these queues. */
export function startWorkers(
  unmeasured: WorkerContext,
  measures: Measures,
  names: readonly QueueName[] = QUEUE_NAMES,
): void {
  const context = measures.stages(unmeasured);
  const { queues, settings } = context;
  const { pollConcurrency, readConcurrency } = settings.workers;
  const start = {
    poll: () =>
      queues.work(
        'poll',
        pollConcurrency,
        measures.job('poll', ({ data }) => pollFeed(context, data)),
      ),
    read: () =>
      queues.work(
        'read',
        readConcurrency,
        measures.job('read', (job) => readArticle(context, job)),
      ),
    digest: () =>
      queues.work(
        'digest',
        1,
        measures.job('digest', ({ data }) => scheduledDigest(context, data.kind ?? 'day')),
      ),
    deliver: () =>
      queues.work(
        'deliver',
        2,
        measures.job('deliver', (job) => deliver(context, job)),
      ),
    routine: () =>
      queues.work(
        'routine',
        1,
        measures.job('routine', ({ data }) => routine(context, data.what)),
      ),
  };
  for (const name of names) start[name]();
}

import type { WorkerContext } from './context.ts';
import type { Jobs, Queues } from './queues.ts';
import { enqueue } from './queues.ts';

/** Has a feed polled now, whatever its rhythm says. */
export function enqueuePoll(queues: Queues, feedId: string): Promise<void> {
  return enqueue(queues.queue.poll, 'poll', { feedId, force: true }, `now-${feedId}`);
}

export async function pollFeed(_context: WorkerContext, _data: Jobs['poll']): Promise<void> {}

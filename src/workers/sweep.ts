import { pendingItems } from '../store/items.ts';
import type { WorkerContext } from './context.ts';
import { enqueue } from './queues.ts';

/** Items looked at in one sweep; what is left over waits for the next. */
const BATCH = 5_000;

/**
 * Enqueues what the store says is unfinished. The store is the truth: a queue that was lost, or a process that was
 * killed between the two, loses nothing.
 */
export async function sweep({ db, queues, log }: WorkerContext): Promise<void> {
  const pending = await pendingItems(db, BATCH);
  for (const { key, version } of pending) await enqueueRead(queues, key, version);
  if (pending.length > 0) log.info({ items: pending.length }, 'unfinished items enqueued');
}

export function enqueueRead(queues: WorkerContext['queues'], key: string, version: number): Promise<void> {
  return enqueue(queues.queue.read, 'read', { key, version }, `${key}-${version}`);
}

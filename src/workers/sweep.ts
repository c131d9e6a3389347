import { pendingItems } from '../store/items.ts';
import type { WorkerContext } from './context.ts';
import { enqueue } from './queues.ts';
import { applySchedules } from './schedules.ts';

/** Items looked at in one sweep; what is left over waits for the next. */
const BATCH = 5_000;

const EVERY = 5 * 60_000;

type SweepContext = Pick<WorkerContext, 'settings' | 'db' | 'queues' | 'log'>;

/**
 * Sweeps now, then every five minutes (`every`, ms). By a timer of this process and not by a job: a queue that was lost
 * has lost that job as well.
 *
 * @param schedules also keeps the schedules of feeds and digest
 * @returns stops it, after the sweep under way
 */
export async function startSweeping(
  context: SweepContext,
  { schedules, every = EVERY }: { schedules: boolean; every?: number },
): Promise<() => Promise<void>> {
  const run = async () => {
    await sweep(context);
    if (schedules) await applySchedules(context);
  };
  await run();
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(run).catch((error) => context.log.error({ err: error }, 'the sweep failed'));
  }, every);
  return () => {
    clearInterval(timer);
    return last;
  };
}

/**
 * Enqueues what the store says is unfinished. The store is the truth: a queue that was lost, or a process that was
 * killed between the two, loses nothing.
 */
export async function sweep({ db, queues, log }: Pick<SweepContext, 'db' | 'queues' | 'log'>): Promise<void> {
  const pending = await pendingItems(db, BATCH);
  for (const { key, version } of pending) await enqueueRead(queues, key, version);
  if (pending.length > 0) log.info({ items: pending.length }, 'unfinished items enqueued');
}

export function enqueueRead(queues: WorkerContext['queues'], key: string, version: number): Promise<void> {
  return enqueue(queues.queue.read, 'read', { key, version }, `${key}-${version}`);
}

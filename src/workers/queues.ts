import {
  createPostgresBackend,
  DelayedError,
  type Job,
  type JobsOptions,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import type pg from 'pg';
import type { Logger } from 'pino';

/** What each queue's jobs carry. */
export interface Jobs {
  /** poll a feed; `force`: now, whatever its rhythm says */
  poll: { feedId: string; force?: boolean };
  /** read an item of that version */
  read: { key: string; version: number };
  /** make the digest of the day or week that has just ended */
  digest: { kind?: 'day' | 'week' };
  /** make a delivery */
  deliver: { key: string };
  /** what comes round: look for deliveries to be made, write exports, clear away what is kept no longer */
  routine: { what: 'deliveries' | 'exports' | 'retention' };
  /** enqueue what the store says is unfinished */
  sweep: Record<string, never>;
}

export type QueueName = keyof Jobs;

const NAMES: readonly QueueName[] = ['poll', 'read', 'digest', 'deliver', 'routine', 'sweep'];

/** The queues, and workers on them, whatever backend they live on. */
export interface Queues {
  readonly queue: { readonly [N in QueueName]: Queue<Jobs[N]> };
  /** Starts to work on a queue's jobs. A job that throws is tried again, `ATTEMPTS` times in all. */
  work<N extends QueueName>(name: N, concurrency: number, process: (job: Job<Jobs[N]>) => Promise<void>): void;
  /** Has the workers finish the jobs at hand and take no more. Jobs that wait keep waiting. */
  stopWork(): Promise<void>;
  close(): Promise<void>;
}

/** How often a job is tried in all. */
export const ATTEMPTS = 4;

const DAY = 24 * 3600;

/** Opens the queues in a PostgreSQL database or in the embedded one. */
export async function openQueues(pool: pg.Pool, log: Logger): Promise<Queues> {
  const client = await pool.connect();
  try {
    await runMigrations(client as never);
  } finally {
    client.release();
  }
  await pool.query('SET search_path TO bullmq');

  const connection = { connection: pool } as unknown as QueueOptions;
  const open = <N extends QueueName>(name: N): Queue<Jobs[N]> => {
    const queue = new Queue<Jobs[N]>(
      name,
      {
        ...connection,
        defaultJobOptions: {
          attempts: ATTEMPTS,
          backoff: { type: 'exponential', delay: 5_000, jitter: 0.5 },
          removeOnComplete: true,
          removeOnFail: { age: 14 * DAY, count: 1_000 },
        },
      },
      createPostgresBackend as never,
    );
    queue.on('error', (error) => log.error({ queue: name, err: error }, 'queue failed'));
    return queue as unknown as Queue<Jobs[N]>;
  };
  const queue = Object.fromEntries(NAMES.map((name) => [name, open(name)])) as unknown as Queues['queue'];
  await Promise.all(NAMES.map((name) => queue[name].waitUntilReady()));

  const workers: Worker[] = [];
  return {
    queue,
    work(name, concurrency, process) {
      const options = {
        ...connection,
        concurrency,
        // A worker that was killed is noticed by its lock: the shorter, the sooner another takes over.
        lockDuration: 10_000,
        stalledInterval: 5_000,
        maxStalledCount: 3,
      } as unknown as WorkerOptions;
      const worker = new Worker(name, process as (job: Job) => Promise<void>, options, createPostgresBackend as never);
      worker.on('failed', (job, error) =>
        log.warn({ queue: name, job: job?.id, attempt: job?.attemptsMade, err: error }, 'job failed'),
      );
      worker.on('error', (error) => log.error({ queue: name, err: error }, 'worker failed'));
      workers.push(worker);
    },
    async stopWork() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
    async close() {
      await Promise.all(NAMES.map((name) => queue[name].close()));
    },
  };
}

/** Has a job wait for `pause` milliseconds; does not count as an attempt. Throws what makes BullMQ do so. */
export async function postpone(job: Job, pause: number): Promise<never> {
  await job.moveToDelayed(Date.now() + pause, job.token);
  throw new DelayedError();
}

/**
 * Adds a job under an id of its own, also when an earlier one under that id has failed and is still kept (BullMQ would
 * ignore the new one in silence). One that waits or runs stays as it is.
 */
export async function enqueue<T>(
  queue: Queue<T>,
  name: string,
  data: T,
  jobId: string,
  options: Pick<JobsOptions, 'attempts' | 'backoff'> = {},
): Promise<void> {
  const earlier = await queue.getJob(jobId);
  if (await earlier?.isFailed()) await earlier?.remove();
  await queue.add(name as never, data as never, { ...options, jobId });
}

import {
  assertSchemaCompatibility,
  type BackendFactory,
  createPostgresBackend,
  DelayedError,
  type Job,
  type JobsOptions,
  LATEST_SCHEMA_VERSION,
  Queue,
  type QueueOptions,
  runMigrations,
  SchemaMigrationRequiredError,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';
import type { Logger } from 'pino';
import { withoutCredentials } from '../config/credentials.ts';
import { Refusal } from '../config/refusal.ts';

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
}

export type QueueName = keyof Jobs;

export const QUEUE_NAMES: readonly QueueName[] = ['poll', 'read', 'digest', 'deliver', 'routine'];

/** Where the queues live: in PostgreSQL (connections whose search path is BullMQ's schema), or in Redis or Valkey. */
export type QueueHome = { postgres: pg.Pool } | { redis: string };

/** The queues, and workers on them, whatever backend they live on. */
export interface Queues {
  readonly queue: { readonly [N in QueueName]: Queue<Jobs[N]> };
  /** Starts to work on a queue's jobs. A job that throws is tried again, `ATTEMPTS` times in all. */
  work<N extends QueueName>(name: N, concurrency: number, process: (job: Job<Jobs[N]>) => Promise<void>): void;
  /** Has the workers finish the jobs at hand and take no more. Jobs that wait keep waiting. */
  stopWork(): Promise<void>;
  close(): Promise<void>;
  /** What Redis does when its memory is full; null when it does not say, or is not where the queues live. */
  evictionPolicy(): Promise<string | null>;
}

/** How often a job is tried in all. */
export const ATTEMPTS = 4;

const DAY = 24 * 3600;

/**
 * Opens the queues.
 * @param options.readOnly only looks: the queues stay as they are
 * @throws Refusal when Redis does not answer; with `readOnly`, when tables of the queues are missing or behind
 */
export async function openQueues(
  where: QueueHome,
  log: Logger,
  { readOnly = false }: { readOnly?: boolean } = {},
): Promise<Queues> {
  const home = 'redis' in where ? await redisHome(where.redis, log) : await postgresHome(where.postgres, readOnly);
  const open = <N extends QueueName>(name: N): Queue<Jobs[N]> => {
    const queue = new Queue<Jobs[N]>(
      name,
      {
        ...home.forQueues,
        skipMetasUpdate: readOnly,
        defaultJobOptions: {
          attempts: ATTEMPTS,
          backoff: { type: 'exponential', delay: 5_000, jitter: 0.5 },
          removeOnComplete: true,
          removeOnFail: { age: 14 * DAY, count: 1_000 },
        },
      },
      home.backend,
    );
    queue.on('error', (error) => log.error({ queue: name, err: error }, 'queue failed'));
    return queue as unknown as Queue<Jobs[N]>;
  };
  const queue = Object.fromEntries(QUEUE_NAMES.map((name) => [name, open(name)])) as unknown as Queues['queue'];
  await Promise.all(QUEUE_NAMES.map((name) => queue[name].waitUntilReady()));

  const workers: Worker[] = [];
  return {
    queue,
    work(name, concurrency, process) {
      const options = {
        ...home.forWorkers,
        concurrency,
        // A worker that was killed is noticed by its lock: the shorter, the sooner another takes over.
        lockDuration: 10_000,
        stalledInterval: 5_000,
        maxStalledCount: 3,
      } as WorkerOptions;
      const worker = new Worker(name, process as (job: Job) => Promise<void>, options, home.backend);
      worker.on('failed', (job, error) =>
        log.warn({ queue: name, job: job?.id, attempt: job?.attemptsMade, err: error }, 'job failed'),
      );
      worker.on('error', (error) => log.error({ queue: name, err: error }, 'worker failed'));
      workers.push(worker);
    },
    evictionPolicy: () => home.evictionPolicy(),
    async stopWork() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
    async close() {
      await Promise.all(QUEUE_NAMES.map((name) => queue[name].close()));
      await home.close();
    },
  };
}

/** What BullMQ needs to know of the place where its queues live. */
interface Home {
  forQueues: Pick<QueueOptions, 'connection' | 'prefix'>;
  forWorkers: Pick<QueueOptions, 'connection' | 'prefix'>;
  /** undefined: BullMQ's own, Redis */
  backend?: never;
  evictionPolicy(): Promise<string | null>;
  close(): Promise<void>;
}

async function postgresHome(pool: pg.Pool, readOnly: boolean): Promise<Home> {
  const client = await pool.connect();
  try {
    await (readOnly ? requireTables(client) : runMigrations(client as never));
  } finally {
    client.release();
  }
  const options = { connection: pool } as unknown as QueueOptions;
  const backend = createPostgresBackend as BackendFactory as never;
  return { forQueues: options, forWorkers: options, backend, evictionPolicy: async () => null, close: async () => {} };
}

async function requireTables(client: pg.PoolClient): Promise<void> {
  const version = await assertSchemaCompatibility(client as never).catch((error) => {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  });
  if (version < LATEST_SCHEMA_VERSION)
    throw new Refusal(
      `${LATEST_SCHEMA_VERSION - version} of ${LATEST_SCHEMA_VERSION} migrations of their tables are pending`,
    );
}

/** All keys begin with it, so that one Redis can serve others too. */
const PREFIX = 'subthreshold';

async function redisHome(url: string, log: Logger): Promise<Home> {
  // Whoever adds a job is told soon when Redis is away; a worker waits until it is back.
  const adding = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 2, connectionName: PREFIX });
  const working = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, connectionName: PREFIX });
  let last: Error | undefined;
  for (const redis of [adding, working])
    redis.on('error', (error) => {
      last = error;
      log.warn({ err: error }, 'the connection to Redis failed');
    });
  try {
    await adding.connect();
    await working.connect();
  } catch (error) {
    for (const redis of [adding, working]) redis.disconnect();
    // The promise says only that the connection is closed; the event before it says why.
    throw new Refusal(`${redisAddress(url)} cannot be used: ${withoutCredentials((last ?? (error as Error)).message)}`);
  }
  return {
    forQueues: { connection: adding, prefix: PREFIX },
    forWorkers: { connection: working, prefix: PREFIX },
    // Hosted servers may keep their configuration to themselves.
    evictionPolicy: () =>
      adding.config('GET', 'maxmemory-policy').then(
        (answer) => (answer as string[])[1] ?? null,
        () => null,
      ),
    async close() {
      for (const redis of [adding, working]) redis.disconnect();
    },
  };
}

/** The address of a Redis server without user and password. */
function redisAddress(url: string): string {
  const { hostname, port } = new URL(url);
  return `Redis at ${hostname}:${port || 6379}`;
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

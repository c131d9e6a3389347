import { Histogram, type Registry } from 'prom-client';
import type { WorkerContext } from './context.ts';
import type { QueueName } from './queues.ts';

/** Seconds: from a cache's answer to the longest fetch. */
const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Takes the time of what the workers do, for `/metrics`. */
export interface Measures {
  /** The context with its stages measured: fetching feeds and pages, and analysing. */
  stages(context: WorkerContext): WorkerContext;
  /** A queue's work, measured by how it ended. */
  job<A extends unknown[]>(queue: QueueName, work: (...args: A) => Promise<void>): (...args: A) => Promise<void>;
}

export function createMeasures(registry: Registry): Measures {
  const stage = new Histogram({
    name: 'subthreshold_stage_duration_seconds',
    help: 'How long a stage took: fetch-feed, fetch-page (with their turn at the host), analyse; by outcome',
    labelNames: ['stage', 'outcome'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const job = new Histogram({
    name: 'subthreshold_job_duration_seconds',
    help: 'How long a job took, by queue and outcome',
    labelNames: ['queue', 'outcome'],
    buckets: BUCKETS,
    registers: [registry],
  });
  /** Runs `work` and notes how long it took; `outcomeOf` names how it ended, when it did not throw. */
  const timed = async <T>(
    note: (outcome: string, seconds: number) => void,
    work: () => Promise<T>,
    outcomeOf: (result: T) => string,
  ): Promise<T> => {
    const start = performance.now();
    let outcome = 'failed';
    try {
      const result = await work();
      outcome = outcomeOf(result);
      return result;
    } finally {
      note(outcome, (performance.now() - start) / 1000);
    }
  };
  const inStage = (name: string) => (outcome: string, seconds: number) =>
    stage.observe({ stage: name, outcome }, seconds);
  return {
    stages: ({ fetcher, analysis, ...context }) => ({
      ...context,
      fetcher: {
        get: (url, options) =>
          timed(
            inStage(options?.accept === 'feed' ? 'fetch-feed' : 'fetch-page'),
            () => fetcher.get(url, options),
            ({ outcome }) => outcome,
          ),
        close: () => fetcher.close(),
      },
      analysis: {
        analyse: (input) =>
          timed(
            inStage('analyse'),
            () => analysis.analyse(input),
            () => 'ok',
          ),
        reload: () => analysis.reload(),
        close: () => analysis.close(),
      },
    }),
    job:
      (queue, work) =>
      (...args) =>
        timed(
          (outcome, seconds) => job.observe({ queue, outcome }, seconds),
          () => work(...args),
          () => 'ok',
        ),
  };
}

import type { Logger } from 'pino';
import type { Deliveries } from '../config/deliveries.ts';
import type { Settings } from '../config/settings.ts';
import type { Fetcher } from '../ingest/http/fetcher.ts';
import type { Database } from '../store/database.ts';
import type { AnalysisPool } from './analysis-pool.ts';
import type { Placer } from './place-article.ts';
import type { Queues } from './queues.ts';

/** What the workers work with. */
export interface WorkerContext {
  settings: Settings;
  db: Database;
  queues: Queues;
  fetcher: Fetcher;
  analysis: AnalysisPool;
  placer: Placer;
  /** subscribers and alert rules */
  deliveries: Deliveries;
  /** the rule set in use */
  rules: { readonly hash: string };
  /** aborted when what is under way should be given up */
  stopping: AbortSignal;
  log: Logger;
  now: () => Date;
}

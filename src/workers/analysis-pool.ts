import { Piscina } from 'piscina';
import type { Settings } from '../config/settings.ts';
import type { Analysis, AnalysisInput } from './analysis.thread.ts';
import { threadFile } from './thread-file.ts';

/** Extraction and classification in worker threads, so that a long page holds up nobody. */
export interface AnalysisPool {
  analyse(input: AnalysisInput): Promise<Analysis>;
  /** Takes over the rules that are on disk now. What is under way ends with the old ones. */
  reload(): void;
  close(): Promise<void>;
}

/** Milliseconds after which a page is given up: far more than any page needs. */
const LIMIT = 30_000;

export function openAnalysisPool(settings: Pick<Settings, 'configDir' | 'workers'>): AnalysisPool {
  const open = () =>
    new Piscina({
      filename: threadFile('analysis'),
      workerData: { configDir: settings.configDir },
      minThreads: 1,
      maxThreads: settings.workers.threads,
      idleTimeout: 60_000,
    });
  let pool = open();
  return {
    async analyse(input) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), LIMIT);
      try {
        return (await pool.run(input, { signal: abort.signal })) as Analysis;
      } catch (error) {
        if (abort.signal.aborted) throw new Error(`the page took longer than ${LIMIT / 1000} s to analyse`);
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    reload() {
      const old = pool;
      pool = open();
      void old.close();
    },
    close: () => pool.destroy(),
  };
}

import { Piscina } from 'piscina';
import type { DraftCheck } from '../classify/rule-tests.ts';
import type { Classification, ClassifierInput } from '../classify/types.ts';
import { textHash } from '../config/rule-files.ts';
import type { RuleEdits } from '../config/rules.ts';
import type { Settings } from '../config/settings.ts';
import type { Draft } from './draft.thread.ts';
import { threadFile } from './thread-file.ts';

/** Rules that are not saved yet, tried in worker threads. */
export interface DraftRules {
  /** Checks rules and runs their tests. */
  check(draft: Draft, signal?: AbortSignal): Promise<DraftCheck>;
  /** Classifies texts. @throws what is wrong with the rules, when they cannot be used */
  classify(draft: Draft, inputs: ClassifierInput[], signal?: AbortSignal): Promise<Classification[]>;
  /** how many texts are read at the same time */
  readonly threads: number;
  close(): Promise<void>;
}

export function openDraftRules({ configDir, workers }: Pick<Settings, 'configDir' | 'workers'>): DraftRules {
  const pool = new Piscina({
    filename: threadFile('draft'),
    workerData: { configDir },
    minThreads: 0,
    maxThreads: workers.threads,
    idleTimeout: 120_000,
  });
  const run = <T>(name: string, task: unknown, signal: AbortSignal | undefined): Promise<T> =>
    pool.run(task, { name, ...(signal ? { signal } : {}) });
  return {
    check: (draft, signal) => run('check', draft, signal),
    classify: (draft, inputs, signal) => run('classify', { draft, inputs }, signal),
    threads: workers.threads,
    close: () => pool.destroy(),
  };
}

/** @param present hash of the rules in use, on which the edits rest */
export function draftOf(present: string, edits: RuleEdits): Draft {
  const changes = [...edits].map(([file, content]) => `${file} ${textHash(content)}`);
  return { id: [present, ...changes].join(' '), edits };
}

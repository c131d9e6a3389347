import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The built program, running. Killed with the test, if it still runs then. */
export interface Running {
  process: ChildProcess;
  /** Resolves with the match when the output (of both kinds) so far matches; rejects when the program ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  finished: Promise<Finished>;
}

/** Starts `subthreshold` with `args`, and the environment's settings replaced by `env`. */
export function start(args: readonly string[], env: Record<string, string>): Running {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...inherited, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  const heard = () => {
    for (const check of waiting) check();
  };
  child.stdout.on('data', (data) => {
    stdout += data;
    heard();
  });
  child.stderr.on('data', (data) => {
    stderr += data;
    heard();
  });
  const finished = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  return {
    process: child,
    finished,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const said = pattern.exec(stdout + stderr);
          if (!said) return;
          waiting.delete(check);
          resolve(said);
        };
        waiting.add(check);
        check();
        finished.then(() => reject(new Error(`it ended without saying ${pattern}:\n${stdout}${stderr}`)));
      }),
  };
}

/** Runs `subthreshold` to its end. `input` goes to its standard input. */
export async function run(args: readonly string[], env: Record<string, string> = {}, input = ''): Promise<Finished> {
  const running = start(args, env);
  running.process.stdin?.end(input);
  return running.finished;
}

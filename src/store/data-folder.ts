import { createHash, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Who has a data folder open. */
export interface Holder {
  pid: number;
  host: string;
  /** what it runs as, e.g. `start` */
  command: string;
  /** ISO 8601 */
  since: string;
  /** when the process started, in the system's own ticks: tells a reused process number from the holder */
  started: string | null;
}

/** Another process has the data folder open. */
export class FolderInUseError extends Error {
  readonly holder: Holder;

  constructor(folder: string, holder: Holder) {
    super(
      `${folder} is in use by process ${holder.pid} on ${holder.host} ("subthreshold ${holder.command}", since ${holder.since}). ` +
        (holder.host === hostname()
          ? 'Stop that process, or give another folder in SUBTHRESHOLD_DATA_DIR.'
          : `If that machine no longer runs it, remove ${join(folder, 'lock')}.`),
    );
    this.name = 'FolderInUseError';
    this.holder = holder;
  }
}

/**
 * Takes a data folder for this process alone (made when missing): PGlite does not guard its files, and two processes on
 * one folder lose rows in silence. A lock left by a process that is gone is taken over.
 *
 * @returns gives the folder back
 * @throws FolderInUseError when a living process has it
 */
export function lockFolder(folder: string, command: string): () => void {
  // The store is its owner's: nobody else on the machine reads it.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    command,
    since: new Date().toISOString(),
    started: startOf(process.pid),
  };
  // A link to a finished file appears at once and whole, or not at all.
  const draft = join(folder, `lock.${randomUUID()}`);
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (;;) {
      try {
        linkSync(draft, path);
        return () => {
          if (holderOf(folder)?.pid === mine.pid) rmSync(path, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderOf(folder);
      if (holder && isAlive(holder)) throw new FolderInUseError(folder, holder);
      removeStale(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who has the folder open, undefined when nobody has. */
export function folderHolder(folder: string): Holder | undefined {
  const holder = holderOf(folder);
  return holder && isAlive(holder) ? holder : undefined;
}

/**
 * Where a running `start` listens for commands. In the data folder, unless its path is longer than a Unix socket's
 * address may be (108 bytes on Linux, 104 on macOS); on Windows a named pipe.
 */
export function socketPath(folder: string): string {
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\subthreshold-${name}`;
  const path = join(resolve(folder), 'socket');
  return Buffer.byteLength(path) < 100 ? path : join(tmpdir(), `subthreshold-${name}.socket`);
}

function holderOf(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** Moves a stale lock out of the way; puts it back when somebody was faster and it is not the stale one. */
function removeStale(path: string, stale: Holder | undefined) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody was faster
  }
  const moved = readFileSync(aside, 'utf8');
  if (stale && moved !== JSON.stringify(stale)) linkSync(aside, path);
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true; // cannot be told from here
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return holder.started === null || holder.started === startOf(holder.pid);
}

/** Start time of a process from /proc (Linux), null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name, in brackets, may hold anything; the start time is the 22nd field.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

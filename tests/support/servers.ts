import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';

/** A private server: its own port, its own folder, gone when it is stopped. */
export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** Folder of PostgreSQL's programs: the newest of Debian's, else that on the PATH. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...onPath()].find((folder) =>
    existsSync(join(folder, 'initdb')),
  );
}

/** The program that serves Redis: Redis itself or Valkey. */
export function findRedis(): string | undefined {
  return onPath()
    .flatMap((folder) => [join(folder, 'redis-server'), join(folder, 'valkey-server')])
    .find((file) => existsSync(file));
}

const onPath = () => (process.env.PATH ?? '').split(delimiter);

/** Starts a private PostgreSQL. It refuses to run as root, so root runs it as `nobody`. */
export async function startPostgres(): Promise<Server> {
  const programs = findPostgres();
  if (!programs) throw new Error('PostgreSQL is not installed (Debian: apt-get install postgresql)');
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-postgres-'));
  const user = asNobody(folder);
  const data = join(folder, 'data');
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'subthreshold', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: 'off', port };
  const child = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...user, cwd: folder, stdio: 'ignore' },
  );
  const url = `postgresql://subthreshold@127.0.0.1:${port}/postgres`;
  const stop = stopper(child, folder, 'SIGINT');
  await until(stop, async () => {
    const client = new pg.Client(url);
    await client.connect().finally(() => client.end());
  });
  return { url, stop };
}

/** Starts a private Redis (or Valkey) that keeps nothing on disk. */
export async function startRedis(): Promise<Server> {
  const program = findRedis();
  if (!program) throw new Error('Redis is not installed (Debian: apt-get install redis-server)');
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-redis-'));
  const port = await freePort();
  const child = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
    { ...asNobody(folder), cwd: folder, stdio: 'ignore' },
  );
  const url = `redis://127.0.0.1:${port}`;
  const stop = stopper(child, folder, 'SIGTERM');
  await until(stop, async () => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: null });
    client.on('error', () => {});
    await client.connect().finally(() => client.disconnect());
  });
  return { url, stop };
}

/** For root: the ids of the user `nobody`, who gets the folder. */
function asNobody(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  const [uid, gid] = [id('-u'), id('-g')];
  chownSync(folder, uid, gid);
  return { uid, gid };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function stopper(child: ChildProcess, folder: string, signal: NodeJS.Signals): () => Promise<void> {
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = () => child.kill(signal);
  process.once('exit', kill);
  return async () => {
    process.off('exit', kill);
    kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Waits until a server answers; gives up, and stops it, after half a minute. */
async function until(stop: () => Promise<void>, attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        await stop();
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

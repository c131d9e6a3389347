import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Logger } from 'pino';
import { Pool } from 'undici';
import type { Settings } from '../config/settings.ts';
import { USER_HEADER } from '../desk/user-header.ts';
import { FolderInUseError, folderHolder, socketPath } from '../store/data-folder.ts';
import type { System } from './system.ts';

/** The API as commands use it: of the `start` that has the data folder, or of a system opened for this command. */
export interface Client {
  /** @throws ApiError when the answer is a problem */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  patch<T>(path: string, body: object): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** An answer that is too long to be held in memory. */
  download(path: string): Promise<Readable>;
  close(): Promise<void>;
}

/** The API's refusal, in its own words. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Transport = (method: Method, path: string, body?: string) => Promise<{ status: number; body: Readable }>;

/**
 * Connects to the process that has the data folder, or opens the store itself.
 * @param work whether the command needs workers when it has to open the system itself
 * @throws FolderInUseError when a process has the folder that takes no commands
 */
export async function connect(
  settings: Settings,
  log: Logger,
  command: string,
  { work = false }: { work?: boolean } = {},
): Promise<Client> {
  // A server's database is open to everybody; the embedded one to the process that has it.
  const holder = settings.database.url ? undefined : folderHolder(settings.dataDir);
  if (holder) {
    const path = socketPath(settings.dataDir);
    if (!existsSync(path)) throw new FolderInUseError(settings.dataDir, holder);
    const pool = new Pool('http://subthreshold', { socketPath: path });
    return client(
      async (method, target, body) => {
        const answer = await pool.request({ method, path: target, body: body ?? null, headers: headers(body) });
        return { status: answer.statusCode, body: answer.body };
      },
      () => pool.close(),
    );
  }
  // Loaded only where it is needed: beside a running system a command is quick.
  const { openSystem } = await import('./system.ts');
  const system = await openSystem(settings, log, command);
  try {
    if (work) {
      await system.work();
      await system.sweep({ schedules: false });
      await system.listenToCommands();
    }
  } catch (error) {
    await system.close();
    throw error;
  }
  return localClient(system);
}

/** The API of a system in this process; closing it closes the system. */
export function localClient(system: System): Client {
  return client(
    async (method, url, body) => {
      const answer = await system.desk.inject({
        method,
        url,
        ...(body ? { payload: body } : {}),
        headers: headers(body),
        payloadAsStream: true,
      });
      return { status: answer.statusCode, body: answer.stream() };
    },
    () => system.close(),
  );
}

const headers = (body: string | undefined) => ({
  [USER_HEADER]: userInfo().username,
  ...(body ? { 'content-type': 'application/json' } : {}),
});

function client(transport: Transport, close: () => Promise<void>): Client {
  const open = async (method: Method, path: string, body?: object): Promise<Readable> => {
    const answer = await transport(method, `/api/v1${path}`, body && JSON.stringify(body));
    if (answer.status < 400) return answer.body;
    const problem = await text(answer.body);
    throw new ApiError(answer.status, (JSON.parse(problem) as { detail?: string }).detail ?? problem);
  };
  const call = async <T>(method: Method, path: string, body?: object): Promise<T> =>
    JSON.parse(await text(await open(method, path, body)));
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
    download: (path) => open('GET', path),
    close,
  };
}

import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Logger } from 'pino';
import { Pool } from 'undici';
import type { Settings } from '../config/settings.ts';
import { USER_HEADER } from '../desk/server.ts';
import { FolderInUseError, folderHolder, socketPath } from '../store/data-folder.ts';
import { openSystem, type System } from './system.ts';

/** The API as commands use it: of the `start` that has the data folder, or of a system opened for this command. */
export interface Client {
  /** @throws ApiError when the answer is a problem */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
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

type Transport = (method: 'GET' | 'POST', path: string, body?: string) => Promise<{ status: number; body: string }>;

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
        return { status: answer.statusCode, body: await answer.body.text() };
      },
      () => pool.close(),
    );
  }
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
      });
      return { status: answer.statusCode, body: answer.body };
    },
    () => system.close(),
  );
}

const headers = (body: string | undefined) => ({
  [USER_HEADER]: userInfo().username,
  ...(body ? { 'content-type': 'application/json' } : {}),
});

function client(transport: Transport, close: () => Promise<void>): Client {
  const call = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const answer = await transport(method, `/api/v1${path}`, body && JSON.stringify(body));
    const data = JSON.parse(answer.body);
    if (answer.status >= 400) throw new ApiError(answer.status, data.detail ?? answer.body);
    return data as T;
  };
  return { get: (path) => call('GET', path), post: (path, body) => call('POST', path, body), close };
}

import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { lockFolder } from '../store/data-folder.ts';
import { type OpenDatabase, type OpenOptions, openEmbedded, openServer } from '../store/database.ts';

/**
 * The store of the settings: the server's database, or the embedded one, whose folder is then this process's alone until
 * the store is closed.
 * @param command what the process runs as, told to others that want the data folder
 * @throws FolderInUseError when another process has the folder; Refusal when a server cannot be used
 */
export async function openStore(
  { database, dataDir }: Settings,
  log: Logger,
  command: string,
  options: OpenOptions = {},
): Promise<OpenDatabase> {
  if (database.url) return openServer(database.url, log, options);
  const giveBack = lockFolder(dataDir, command);
  try {
    const store = await openEmbedded(dataDir, options);
    return { ...store, close: () => store.close().finally(giveBack) };
  } catch (error) {
    giveBack();
    throw error;
  }
}

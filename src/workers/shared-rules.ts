import type { Logger } from 'pino';
import { readRuleFile, writeRuleFile } from '../config/rule-files.ts';
import type { Database } from '../store/database.ts';
import { isKnownVersion, newestVersionId, newestVersions } from '../store/rule-versions.ts';

/** Milliseconds between two looks at whether another process has saved rules. */
const EVERY = 5_000;

/**
 * Brings rules that were saved on the desk, in whatever process, into this process's configuration folder: now, and when
 * another is saved. A file that was changed by other means, and says what it never said on the desk, is left as it is:
 * whoever keeps rules elsewhere is not overruled.
 * @returns ends it
 */
export async function shareRules(db: Database, configDir: string, log: Logger): Promise<() => Promise<void>> {
  let seen = await newestVersionId(db);
  await takeOverRules(db, configDir, log);
  let last = Promise.resolve();
  const look = async () => {
    const newest = await newestVersionId(db);
    if (newest === seen) return;
    await takeOverRules(db, configDir, log);
    seen = newest;
  };
  const timer = setInterval(() => {
    last = last.then(look).catch((error) => log.warn({ err: error }, 'rules saved elsewhere could not be looked up'));
  }, EVERY);
  return () => {
    clearInterval(timer);
    return last;
  };
}

/** Writes the newest version of every file that was saved on the desk, where the folder has an older one. */
export async function takeOverRules(
  db: Database,
  configDir: string,
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
): Promise<void> {
  for (const { file, content, id } of await newestVersions(db)) {
    const present = readRuleFile(configDir, file);
    if (present === content) continue;
    if (!(await isKnownVersion(db, file, present))) {
      log.warn(
        { file, version: id },
        'rules were changed in the folder after they were saved on the desk: the folder counts',
      );
      continue;
    }
    try {
      writeRuleFile(configDir, file, content);
      log.info({ file, version: id }, 'rules saved on the desk are taken over');
    } catch (error) {
      log.error({ file, version: id, err: error }, 'rules saved on the desk cannot be written into the folder');
    }
  }
}

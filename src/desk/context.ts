import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import type { Database } from '../store/database.ts';
import type { StoredDigest } from '../store/digests.ts';

/** What the desk serves from, and what it can have done. */
export interface DeskContext {
  settings: Settings;
  db: Database;
  log: Logger;
  now: () => Date;
  actions: {
    /** Has feeds polled now (all active ones when no ids are given); returns the ids of those that will be. */
    pollNow(ids?: readonly string[]): Promise<string[]>;
    /** Has an item read again that could not be read. */
    readAgain(key: string): Promise<boolean>;
    /** Makes the digest of a day (YYYY-MM-DD), or of the week with that day, anew. */
    makeDigest(request: { kind: 'day' | 'week'; day: string }): Promise<StoredDigest>;
    /** Everything that the store holds, line by line (see store/backup.ts). */
    backup(): AsyncIterable<string>;
  };
}

import { join } from 'node:path';
import { writeDigest } from '../deliver/files.ts';
import { lastWeek, makeDigest, yesterday } from './build-digest.ts';
import type { WorkerContext } from './context.ts';

/** Makes the digest of the day or week that has just ended, and writes it to the folder digests. */
export async function scheduledDigest(context: WorkerContext, kind: 'day' | 'week'): Promise<void> {
  const { settings, log, now } = context;
  const day = (kind === 'week' ? lastWeek : yesterday)(now(), settings.timezone);
  const { content } = await makeDigest(context, { kind, day });
  writeDigest(join(settings.dataDir, 'digests'), content);
  log.info({ kind, day }, 'digest made');
}

import { createLogger } from '../config/logger.ts';
import { readSettings } from '../config/settings.ts';
import { requireLoopback } from '../desk/guard.ts';
import { untilStopped } from './signals.ts';
import { openSystem } from './system.ts';

/** `subthreshold start`: everything in one process, until it is told to stop. */
export async function startCommand(): Promise<void> {
  const settings = readSettings();
  requireLoopback(settings);
  const log = createLogger(settings, 'subthreshold');
  const system = await openSystem(settings, log, 'start');
  try {
    await system.work({ schedules: true });
    await system.listenToCommands();
    log.info({ desk: await system.listenToBrowsers(), data: settings.dataDir }, 'running');
    await untilStopped(log);
  } finally {
    await system.close();
  }
  log.info('stopped');
}

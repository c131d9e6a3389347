import type { Logger } from 'pino';

/** Resolves when the process is asked to stop (SIGINT, SIGTERM). Asked again, it stops at once. */
export function untilStopped(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        log.info({ signal }, 'stopping: finishing what is under way (once more stops at once)');
        process.once(signal, () => process.exit(130));
        resolve();
      });
  });
}

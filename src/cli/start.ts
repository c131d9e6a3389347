import type { Logger } from 'pino';
import { createLogger } from '../config/logger.ts';
import { Refusal } from '../config/refusal.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { loginPath } from '../desk/user-routes.ts';
import { QUEUE_NAMES, type QueueName } from '../workers/queues.ts';
import { untilStopped } from './signals.ts';
import { openSystem, type System } from './system.ts';

/** `subthreshold start`: everything in one process, until it is told to stop. */
export async function startCommand(): Promise<void> {
  const settings = readSettings();
  await run(settings, 'start', async (system, log) => {
    await system.work();
    await system.sweep({ schedules: true });
    await system.listenToCommands();
    const desk = await system.listenToBrowsers();
    log.info({ desk, store: storeOf(settings) }, 'running');
    await welcome(system, settings, desk);
  });
}

/** `subthreshold worker [--queues NAMES]`: polls feeds, reads articles, makes digests. Any number may run. */
export async function workerCommand({ queues, probes }: { queues?: string; probes?: string }): Promise<void> {
  const settings = requireServer('worker');
  const names = queues?.split(',').map((name) => name.trim()) ?? [...QUEUE_NAMES];
  const unknown = names.filter((name) => !(QUEUE_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new Refusal(`there is no queue "${unknown.join('", "')}"; the queues are ${QUEUE_NAMES.join(', ')}`);
  await run(settings, 'worker', async (system, log) => {
    await system.work(names as QueueName[]);
    log.info({ queues: names, ...(await probed(system, probes)) }, 'running');
  });
}

/** `subthreshold web`: the desk and its API. */
export async function webCommand(): Promise<void> {
  const settings = requireServer('web');
  await run(settings, 'web', async (system, log) => {
    const desk = await system.listenToBrowsers();
    log.info({ desk }, 'running');
    await welcome(system, settings, desk);
  });
}

/** `subthreshold scheduler`: has feeds polled and digests made by their schedules, and unfinished work taken up again. */
export async function schedulerCommand({ probes }: { probes?: string }): Promise<void> {
  const settings = requireServer('scheduler');
  await run(settings, 'scheduler', async (system, log) => {
    await system.sweep({ schedules: true });
    log.info(await probed(system, probes), 'running');
  });
}

/** While there are no accounts, whoever reads this may make the first. On standard output: logs go to more places. */
async function welcome(system: System, { http }: Settings, desk: string): Promise<void> {
  const key = await system.loginKey('first-operator');
  if (!key) return;
  console.log(
    `\nNobody can log in to the desk yet. This link makes the first operator; it is good once, for a day:\n\n  ${http.publicUrl ?? desk}${loginPath(key)}\n`,
  );
}

/** Opens `/healthz`, `/readyz` and `/metrics` where a port is given for them. */
async function probed(system: System, port: string | undefined): Promise<{ probes?: string }> {
  if (port === undefined) return {};
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Refusal(`--probes must be a port, is "${port}"`);
  return { probes: await system.listenToProbes(Number(port)) };
}

function requireServer(command: string): Settings {
  const settings = readSettings();
  if (!settings.database.url)
    throw new Refusal(
      `"subthreshold ${command}" shares its work with other processes, and the embedded database serves one process only: set DATABASE_URL to a PostgreSQL database, or use "subthreshold start", which does everything in one process`,
    );
  return settings;
}

async function run(
  settings: Settings,
  command: string,
  start: (system: System, log: Logger) => Promise<void>,
): Promise<void> {
  const log = createLogger(settings, command === 'start' ? 'subthreshold' : command);
  const system = await openSystem(settings, log, command);
  try {
    await start(system, log);
    await untilStopped(log);
  } finally {
    await system.close();
  }
  log.info('stopped');
}

const storeOf = ({ database, dataDir }: Settings) => (database.url ? 'PostgreSQL' : dataDir);

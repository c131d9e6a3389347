import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import { withoutCredentials } from '../config/credentials.ts';
import { readFeeds } from '../config/feeds.ts';
import { createLogger } from '../config/logger.ts';
import { readRules } from '../config/rules.ts';
import { type Origin, readSettings, type Settings } from '../config/settings.ts';
import { version } from '../config/version.ts';
import { type HealthFacts, healthFacts } from '../desk/health.ts';
import { folderHolder } from '../store/data-folder.ts';
import { hasEmbedded, type OpenDatabase } from '../store/database.ts';
import { isUnseeded } from '../store/feeds.ts';
import { storeFacts } from '../store/store-facts.ts';
import { openQueues, type Queues } from '../workers/queues.ts';
import { connect } from './client.ts';
import { diagnose, type Finding, storeFinding } from './diagnose.ts';
import { openStore } from './open-store.ts';
import { wrap } from './print-incident.ts';

/** Bytes that should be free where the embedded database lives. */
const ROOM = 1e9;

/**
 * `subthreshold doctor`: what is configured and where each setting came from, what answers, what is behind, and what to
 * do. Changes nothing. Exit code 1 when something is bad.
 */
export async function doctorCommand({ json }: { json?: boolean }): Promise<void> {
  const settings = read('settings', readSettings);
  const findings: Finding[] = [
    { about: 'program', state: 'ok', says: `Subthreshold ${version} on Node ${process.versions.node}` },
    ...('finding' in settings ? [settings.finding] : await findingsOf(settings.value)),
  ];
  const set = 'value' in settings ? changedSettings(settings.value) : [];
  if (findings.some(({ state }) => state === 'bad')) process.exitCode = 1;
  if (json) return console.log(JSON.stringify({ settings: set, findings }, null, 2));

  if ('value' in settings) {
    console.log(
      `Settings, from ${settings.value.configDir}; ${set.length > 0 ? 'all others' : 'all'} are the defaults`,
    );
    for (const { name, value, from } of set) console.log(`  ${name} = ${value}  (${from})`);
    console.log();
  }
  for (const { about, state, says, advice } of findings) {
    console.log(`${mark(state)} ${about}: ${says.replaceAll('\n', '\n     ')}`);
    if (advice) console.log(wrap(`→ ${advice}`));
  }
  const n = findings.filter(({ state }) => state !== 'ok').length;
  console.log(n === 0 ? '\nAll is well.' : `\n${n} ${n === 1 ? 'thing' : 'things'} to look at.`);
}

async function findingsOf(settings: Settings): Promise<Finding[]> {
  return [...filesFindings(settings), ...folderFindings(settings), ...(await systemFindings(settings))];
}

/** The settings that are not the defaults, as they are written, passwords struck out, each with where it came from. */
function changedSettings(settings: Settings): { name: string; value: string; from: string }[] {
  return Object.entries(settings.origins).flatMap(([name, origin]) => {
    if (origin.from === 'default') return [];
    const value = origin.from === 'environment' ? process.env[origin.variable] : written(origin.file, name);
    return value === null ? [] : [{ name, value: withoutCredentials(JSON.stringify(value)), from: placeOf(origin) }];
  });
}

/** A setting as its file says it: a length of time with its unit, and not the milliseconds that it becomes. */
const written = (file: string, name: string): unknown =>
  name.split('.').reduce((here, key) => here?.[key], parse(readFileSync(file, 'utf8')));

const placeOf = (origin: Exclude<Origin, { from: 'default' }>) =>
  origin.from === 'environment' ? origin.variable : `${origin.file}:${origin.line}`;

function filesFindings({ configDir }: Settings): Finding[] {
  const rules = read('rules', () => `rule set ${readRules(configDir).hash}`);
  const feeds = read('feeds.yaml', () => `${readFeeds(join(configDir, 'feeds.yaml')).length} feeds`);
  return Object.entries({ rules, 'feeds.yaml': feeds }).map(([about, file]) =>
    'finding' in file ? file.finding : { about, state: 'ok', says: file.value },
  );
}

/** What a file says, or what is wrong with it. */
function read<T>(about: string, reading: () => T): { value: T } | { finding: Finding } {
  try {
    return { value: reading() };
  } catch (error) {
    return { finding: { about, state: 'bad', says: (error as Error).message, advice: 'correct the file' } };
  }
}

/** The data folder, where it matters: with the embedded store. */
function folderFindings({ database, dataDir }: Settings): Finding[] {
  if (database.url) return [];
  const holder = folderHolder(dataDir);
  const findings: Finding[] = [
    {
      about: 'data folder',
      state: 'ok',
      says: `${dataDir}, ${holder ? `open in process ${holder.pid} ("subthreshold ${holder.command}", since ${holder.since})` : 'open nowhere'}`,
    },
  ];
  const free = freeBytes(dataDir);
  if (free !== undefined && free < ROOM)
    findings.push({
      about: 'disk',
      state: free < ROOM / 10 ? 'bad' : 'look',
      says: `${Math.round(free / 1e6)} MB are free at ${dataDir}`,
      advice: 'make room, or move to another disk: "subthreshold backup" and "restore"',
    });
  return findings;
}

function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined; // not made yet
  }
}

/** What the running system says of itself, else what its store shows; or why it cannot be asked. */
async function systemFindings(settings: Settings): Promise<Finding[]> {
  const log = createLogger({ log: { level: 'silent' } }, 'doctor');
  try {
    // A server's database is open to everybody; the embedded one to the process that has it.
    return !settings.database.url && folderHolder(settings.dataDir)
      ? await askSystem(settings, log)
      : await lookAtStore(settings, log);
  } catch (error) {
    return [
      {
        about: 'store',
        state: 'bad',
        says: (error as Error).message,
        advice: settings.database.url
          ? 'see that the server runs, and that DATABASE_URL is right'
          : 'if no other process is meant to use the folder, look at the log of the last one',
      },
    ];
  }
}

async function askSystem(settings: Settings, log: Logger): Promise<Finding[]> {
  const client = await connect(settings, log, 'doctor');
  try {
    return diagnose(await client.get<HealthFacts>('/health'), settings, new Date());
  } finally {
    await client.close();
  }
}

/** Looks at the store as it is: one that is missing, behind or empty stays so. */
async function lookAtStore(settings: Settings, log: Logger): Promise<Finding[]> {
  if (!settings.database.url && !hasEmbedded(settings.dataDir))
    return [{ about: 'store', state: 'look', says: 'none yet', advice: '"subthreshold start" makes it' }];
  const store = await openStore(settings, log, 'doctor', { readOnly: true });
  try {
    const { db } = store;
    const finding = storeFinding(await storeFacts(db), settings);
    if (finding.state !== 'ok') return [finding];
    if (await isUnseeded(db)) return [finding, NO_FEEDS];
    return diagnose(await readOnlyFacts(store, settings, log), settings, new Date());
  } finally {
    await store.close();
  }
}

const NO_FEEDS: Finding = {
  about: 'feeds',
  state: 'look',
  says: 'none yet',
  advice: 'the first "subthreshold start" takes over feeds.yaml',
};

async function readOnlyFacts({ db, queuePool }: OpenDatabase, settings: Settings, log: Logger): Promise<HealthFacts> {
  const home = settings.redis.url ? { redis: settings.redis.url } : { postgres: queuePool };
  let opened: Queues | undefined;
  const queues = async () => {
    opened ??= await openQueues(home, log, { readOnly: true });
    return opened;
  };
  try {
    return await healthFacts({
      db,
      settings,
      now: () => new Date(),
      queues: async () => Object.values((await queues()).queue) as unknown as Queue[],
      actions: { evictionPolicy: async () => (await queues()).evictionPolicy() },
    });
  } finally {
    await opened?.close();
  }
}

function mark(state: Finding['state']): string {
  const [style, text] = ({ ok: ['green', 'ok  '], look: ['yellow', 'look'], bad: ['red', 'bad '] } as const)[state];
  return styleText(style, text);
}

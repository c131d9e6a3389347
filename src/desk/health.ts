import { join } from 'node:path';
import { readFeeds } from '../config/feeds.ts';
import { digestDays } from '../store/digests.ts';
import { feedDifferences, feedsWithHealth, listFeeds } from '../store/feeds.ts';
import { countItems, oldestPending } from '../store/items.ts';
import { type StoreFacts, storeFacts } from '../store/store-facts.ts';
import type { DeskContext } from './context.ts';
import { definitionOf } from './feeds-api.ts';

/** What a doctor wants to know of a system; what it means is for `doctor` to say. */
export interface HealthFacts {
  store: StoreFacts;
  queues: QueueFacts | { error: string };
  feeds: {
    active: number;
    /** switched on, and something is wrong */
    troubled: { id: string; state: string; message: string; advice: string | null }[];
    /** when any feed was polled last, ISO 8601 */
    lastPolledAt: string | null;
  };
  /** how many feeds feeds.yaml says differently; null when it cannot be read */
  listDiffers: number | null;
  items: Awaited<ReturnType<typeof countItems>>;
  /** when the oldest item that is still to be read was first seen, ISO 8601 */
  oldestPending: string | null;
  /** the day of the newest digest */
  lastDigest: string | null;
}

export interface QueueFacts {
  /** jobs by queue and state */
  jobs: Record<string, Record<string, number>>;
  /** feeds whose polls are scheduled */
  schedules: number;
  /** what Redis does when its memory is full; null when it does not say, or is not there */
  evictionPolicy: string | null;
}

const TROUBLE = new Set(['broken', 'gone', 'empty', 'silent']);

export async function healthFacts(context: DeskContext): Promise<HealthFacts> {
  const { db, settings, now } = context;
  const feeds = (await feedsWithHealth(db, now())).filter(({ enabled }) => enabled);
  const polled = feeds.flatMap(({ lastPolledAt }) => lastPolledAt ?? []).sort((a, b) => +a - +b);
  const [lastDigest] = await digestDays(db, settings.timezone, 1);
  return {
    store: await storeFacts(db),
    queues: await queueFacts(context).catch((error: Error) => ({ error: error.message })),
    feeds: {
      active: feeds.length,
      troubled: feeds
        .filter(({ health }) => TROUBLE.has(health.state))
        .map(({ id, health: { state, message, advice } }) => ({ id, state, message, advice })),
      lastPolledAt: polled.at(-1)?.toISOString() ?? null,
    },
    listDiffers: await listDiffers(context),
    items: await countItems(db),
    oldestPending: (await oldestPending(db))?.toISOString() ?? null,
    lastDigest: lastDigest ?? null,
  };
}

async function queueFacts({ queues, actions }: DeskContext): Promise<QueueFacts> {
  const opened = await queues();
  const jobs = await Promise.all(opened.map(async (queue) => [queue.name, await queue.getJobCounts()] as const));
  const poll = opened.find(({ name }) => name === 'poll');
  return {
    jobs: Object.fromEntries(jobs),
    schedules: (await poll?.getJobSchedulersCount()) ?? 0,
    evictionPolicy: await actions.evictionPolicy(),
  };
}

async function listDiffers({ db, settings }: DeskContext): Promise<number | null> {
  try {
    const wanted = readFeeds(join(settings.configDir, 'feeds.yaml')).map(definitionOf);
    const { added, removed, changed } = feedDifferences(await listFeeds(db), wanted);
    return added.length + removed.length + changed.length;
  } catch {
    return null;
  }
}

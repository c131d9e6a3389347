import { join } from 'node:path';
import { z } from 'zod';
import { isInvented } from '../config/feed-words.ts';
import { readFeeds } from '../config/feeds.ts';
import { feedHealthSchema } from '../ingest/poll/health.ts';
import { digestDays } from '../store/digests.ts';
import { feedDifferences, feedsWithHealth, listFeeds } from '../store/feeds.ts';
import { countItems, itemCountsSchema, oldestPending } from '../store/items.ts';
import { storeFacts, storeFactsSchema } from '../store/store-facts.ts';
import type { DeskContext } from './context.ts';
import { definitionOf } from './feed-routes.ts';

const queueFactsSchema = z.object({
  jobs: z.record(z.string(), z.record(z.string(), z.int())).describe('jobs by queue and state'),
  schedules: z.int().describe('feeds whose polls are scheduled'),
  evictionPolicy: z
    .string()
    .nullable()
    .describe('what Redis does when its memory is full; null when it does not say, or is not there'),
});
export type QueueFacts = z.infer<typeof queueFactsSchema>;

/** What a doctor wants to know of a system; what it means is for `doctor` to say. */
export const healthFactsSchema = z.object({
  store: storeFactsSchema,
  queues: z.union([queueFactsSchema, z.object({ error: z.string() })]),
  feeds: z.object({
    active: z.int(),
    invented: z.boolean().describe('they are those of the demo, which polls them once'),
    troubled: z
      .array(feedHealthSchema.omit({ since: true }).extend({ id: z.string() }))
      .describe('switched on, and something is wrong'),
    lastPolledAt: z.iso.datetime().nullable().describe('when any feed was polled last'),
  }),
  listDiffers: z.int().nullable().describe('how many feeds feeds.yaml says differently; null when it cannot be read'),
  items: itemCountsSchema,
  oldestPending: z.iso.datetime().nullable().describe('when the oldest item that is still to be read was first seen'),
  lastDigest: z.iso.date().nullable().describe('the day of the newest digest'),
});
export type HealthFacts = z.infer<typeof healthFactsSchema>;

const TROUBLE = new Set(['broken', 'gone', 'empty', 'silent']);

/** What the facts are gathered from. */
export interface HealthSources extends Pick<DeskContext, 'db' | 'settings' | 'now' | 'queues'> {
  actions: Pick<DeskContext['actions'], 'evictionPolicy'>;
}

/** Gathers what is to be known of a system's health; changes nothing. */
export async function healthFacts(context: HealthSources): Promise<HealthFacts> {
  const { db, settings, now } = context;
  const feeds = (await feedsWithHealth(db, now())).filter(({ enabled }) => enabled);
  const polled = feeds.flatMap(({ lastPolledAt }) => lastPolledAt ?? []).sort((a, b) => +a - +b);
  const [lastDigest] = (await digestDays(db, settings.timezone, { limit: 1 })).rows;
  return {
    store: await storeFacts(db),
    queues: await queueFacts(context).catch((error: Error) => ({ error: error.message })),
    feeds: {
      active: feeds.length,
      invented: feeds.length > 0 && feeds.every(isInvented),
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

async function queueFacts({ queues, actions }: HealthSources): Promise<QueueFacts> {
  const opened = await queues();
  const jobs = await Promise.all(opened.map(async (queue) => [queue.name, await queue.getJobCounts()] as const));
  const poll = opened.find(({ name }) => name === 'poll');
  return {
    jobs: Object.fromEntries(jobs),
    schedules: (await poll?.getJobSchedulersCount()) ?? 0,
    evictionPolicy: await actions.evictionPolicy(),
  };
}

async function listDiffers({ db, settings }: HealthSources): Promise<number | null> {
  try {
    const wanted = readFeeds(join(settings.configDir, 'feeds.yaml')).map(definitionOf);
    const { added, removed, changed } = feedDifferences(await listFeeds(db), wanted);
    return added.length + removed.length + changed.length;
  } catch {
    return null;
  }
}

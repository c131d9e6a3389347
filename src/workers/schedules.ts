import { activeFeeds } from '../store/feeds.ts';
import type { WorkerContext } from './context.ts';
import type { Jobs, Queues } from './queues.ts';

/** Milliseconds between two looks at what is to be delivered. */
const DELIVERIES_EVERY = 60_000;
/** Every night at an hour without news. */
const RETENTION = '30 3 * * *';

/**
 * Makes the job schedulers what settings and feed list say: each feed at its own interval, the digest by its cron
 * expression in its time zone. What is as it should be is left alone, so that no feed is polled before its time.
 */
export async function applySchedules({
  queues,
  db,
  settings,
}: Pick<WorkerContext, 'queues' | 'db' | 'settings'>): Promise<void> {
  const { poll, digest, routine } = queues.queue;
  const present = new Map((await poll.getJobSchedulers()).map(({ key, every }) => [key, Number(every)]));
  for (const { id, intervalSeconds } of await activeFeeds(db)) {
    const every = intervalSeconds * 1000;
    if (present.get(id) !== every) await poll.upsertJobScheduler(id, { every }, { name: 'poll', data: { feedId: id } });
    present.delete(id);
  }
  for (const key of present.keys()) await poll.removeJobScheduler(key);

  await scheduleDigest(digest, 'digest', settings.digest.cron, settings.timezone, 'day');
  await scheduleDigest(digest, 'weekly-digest', settings.digest.weekly, settings.timezone, 'week');
  await scheduleRoutine(routine, 'deliveries', { every: DELIVERIES_EVERY });
  await scheduleRoutine(routine, 'retention', { pattern: RETENTION, tz: settings.timezone });
  const { cron: pattern } = settings.export;
  await scheduleRoutine(routine, 'exports', pattern ? { pattern, tz: settings.timezone } : null);
}

/** Has a digest made by a cron expression, or no more when there is none. */
async function scheduleDigest(
  queue: Queues['queue']['digest'],
  id: string,
  pattern: string | null,
  tz: string,
  kind: 'day' | 'week',
): Promise<void> {
  const made = (await queue.getJobSchedulers()).find(({ key }) => key === id);
  if (!pattern) {
    if (made) await queue.removeJobScheduler(id);
  } else if (made?.pattern !== pattern || made.tz !== tz)
    await queue.upsertJobScheduler(id, { pattern, tz }, { name: 'digest', data: { kind } });
}

/** Has something come round by an interval (ms) or cron expression, or no more when there is none. */
async function scheduleRoutine(
  queue: Queues['queue']['routine'],
  what: Jobs['routine']['what'],
  when: { every: number } | { pattern: string; tz: string } | null,
): Promise<void> {
  const made = (await queue.getJobSchedulers()).find(({ key }) => key === what);
  if (!when) {
    if (made) await queue.removeJobScheduler(what);
    return;
  }
  const same =
    'every' in when ? Number(made?.every) === when.every : made?.pattern === when.pattern && made.tz === when.tz;
  if (!same) await queue.upsertJobScheduler(what, when, { name: 'routine', data: { what } });
}

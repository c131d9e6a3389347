import { activeFeeds } from '../store/feeds.ts';
import type { WorkerContext } from './context.ts';

/**
 * Makes the job schedulers what settings and feed list say: each feed at its own interval, the digest by its cron
 * expression in its time zone. What is as it should be is left alone, so that no feed is polled before its time.
 */
export async function applySchedules({
  queues,
  db,
  settings,
}: Pick<WorkerContext, 'queues' | 'db' | 'settings'>): Promise<void> {
  const { poll, digest } = queues.queue;
  const present = new Map((await poll.getJobSchedulers()).map(({ key, every }) => [key, Number(every)]));
  for (const { id, intervalSeconds } of await activeFeeds(db)) {
    const every = intervalSeconds * 1000;
    if (present.get(id) !== every) await poll.upsertJobScheduler(id, { every }, { name: 'poll', data: { feedId: id } });
    present.delete(id);
  }
  for (const key of present.keys()) await poll.removeJobScheduler(key);

  const { cron: pattern } = settings.digest;
  const [made] = await digest.getJobSchedulers();
  if (made?.pattern !== pattern || made.tz !== settings.timezone)
    await digest.upsertJobScheduler('digest', { pattern, tz: settings.timezone }, { name: 'digest', data: {} });
}

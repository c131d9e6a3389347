import type { Settings } from '../config/settings.ts';
import type { Database } from '../store/database.ts';
import { activeFeeds } from '../store/feeds.ts';
import type { Queues } from './queues.ts';

const SWEEP_EVERY = 5 * 60_000;
const DELIVERIES_EVERY = 60_000;

/**
 * Makes the job schedulers what settings and feed list say: each feed at its own interval, the digest by its cron
 * expression in its time zone, the sweep every five minutes. Schedulers of feeds that are gone are taken away.
 */
export async function applySchedules(queues: Queues, db: Database, settings: Settings): Promise<void> {
  const feeds = await activeFeeds(db);
  const { poll, digest, routine, sweep } = queues.queue;
  for (const feed of feeds)
    await poll.upsertJobScheduler(
      feed.id,
      { every: feed.intervalSeconds * 1000 },
      { name: 'poll', data: { feedId: feed.id } },
    );
  const wanted = new Set(feeds.map(({ id }) => id));
  for (const { key } of await poll.getJobSchedulers()) if (!wanted.has(key)) await poll.removeJobScheduler(key);
  await digest.upsertJobScheduler(
    'digest',
    { pattern: settings.digest.cron, tz: settings.timezone },
    { name: 'digest', data: { kind: 'day' } },
  );
  if (settings.digest.weekly)
    await digest.upsertJobScheduler(
      'weekly-digest',
      { pattern: settings.digest.weekly, tz: settings.timezone },
      { name: 'digest', data: { kind: 'week' } },
    );
  else await digest.removeJobScheduler('weekly-digest');
  await routine.upsertJobScheduler(
    'deliveries',
    { every: DELIVERIES_EVERY },
    { name: 'routine', data: { what: 'deliveries' } },
  );
  await sweep.upsertJobScheduler('sweep', { every: SWEEP_EVERY }, { name: 'sweep', data: {} });
}

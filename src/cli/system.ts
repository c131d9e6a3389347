import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { readDeliveries } from '../config/deliveries.ts';
import { type FeedEntry, readFeeds } from '../config/feeds.ts';
import { readRules } from '../config/rules.ts';
import type { Settings } from '../config/settings.ts';
import { requireLoopback } from '../desk/guard.ts';
import { createDesk } from '../desk/server.ts';
import { createFetcher, type Fetcher } from '../ingest/http/fetcher.ts';
import { lockFolder, socketPath } from '../store/data-folder.ts';
import { openEmbedded } from '../store/database.ts';
import { retryDelivery } from '../store/deliveries.ts';
import { activeFeeds, syncFeeds } from '../store/feeds.ts';
import { findItem, retryItem } from '../store/items.ts';
import { openAnalysisPool } from '../workers/analysis-pool.ts';
import { type DigestRequest, makeDigest } from '../workers/build-digest.ts';
import { enqueueDelivery } from '../workers/deliver.ts';
import { Placer } from '../workers/place-article.ts';
import { enqueuePoll } from '../workers/poll-feed.ts';
import { openQueues } from '../workers/queues.ts';
import { applySchedules } from '../workers/schedules.ts';
import { startWorkers } from '../workers/start-workers.ts';
import { enqueueRead } from '../workers/sweep.ts';

/** Milliseconds that fetches under way are given when the system stops. */
const GRACE = 5_000;

/** The whole system in this process: store, queues, desk; workers once they are started. */
export interface System {
  /** the desk as its owner sees it, for requests from within this process */
  desk: FastifyInstance;
  /** Takes the feed list over into the store and starts workers on the queues; with `schedules`, also feeds' and digest's. */
  work(options: { schedules: boolean; feeds?: readonly FeedEntry[]; fetcher?: Fetcher }): Promise<void>;
  /** Answers commands through the data folder's socket. */
  listenToCommands(): Promise<void>;
  /** Opens the desk to browsers. @returns its address */
  listenToBrowsers(): Promise<string>;
  /** Finishes the work at hand and gives the data folder back. */
  close(): Promise<void>;
}

/**
 * Opens the data folder for this process alone.
 * @param command what the process runs as, told to others that want the folder
 * @throws FolderInUseError when another process has it; ConfigError
 */
export async function openSystem(settings: Settings, log: Logger, command: string): Promise<System> {
  const unlock = lockFolder(settings.dataDir, command);
  // Closed in the opposite order of their opening.
  const closers: (() => unknown)[] = [unlock];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { db, pool, close: closeDatabase } = await openEmbedded(settings.dataDir);
    closers.push(closeDatabase);
    const queues = await openQueues(pool, log);
    closers.push(() => queues.close());
    const now = () => new Date();
    const ruleSet = readRules(settings.configDir).hash;

    const context = {
      settings,
      db,
      log: log.child({ name: 'desk' }, { level: log.level }),
      now,
      actions: {
        async pollNow(ids?: readonly string[]) {
          const feeds = await activeFeeds(db, ids);
          await Promise.all(feeds.map(({ id }) => enqueuePoll(queues, id)));
          return feeds.map(({ id }) => id);
        },
        async readAgain(key: string) {
          const item = (await retryItem(db, key)) && (await findItem(db, key));
          if (item) await enqueueRead(queues, item.key, item.version);
          return Boolean(item);
        },
        async deliverAgain(key: string) {
          const again = await retryDelivery(db, key);
          if (again) await enqueueDelivery(queues, key);
          return again;
        },
        makeDigest: (request: DigestRequest) => makeDigest({ settings, db, now, ruleSet }, request),
      },
    };
    const desk = await createDesk(context, { trusted: true });
    closers.push(() => desk.close());

    return {
      desk,
      close,
      async work({ schedules, feeds = readFeeds(join(settings.configDir, 'feeds.yaml')), fetcher }) {
        await syncFeeds(
          db,
          feeds.map(({ interval, ...feed }) => ({ ...feed, intervalSeconds: Math.round(interval / 1000) })),
        );
        const fetching = fetcher ?? createFetcher(settings.fetch);
        const analysis = openAnalysisPool(settings);
        const stopping = new AbortController();
        closers.push(async () => {
          const patience = setTimeout(() => stopping.abort(new Error('Subthreshold is shutting down')), GRACE);
          await Promise.all([queues.stopWork(), fetching.close()]);
          clearTimeout(patience);
          await analysis.close();
        });
        await startWorkers({
          settings,
          db,
          queues,
          fetcher: fetching,
          analysis,
          placer: new Placer(),
          deliveries: readDeliveries(settings.configDir),
          ruleSet,
          stopping: stopping.signal,
          log,
          now,
        });
        if (schedules) await applySchedules(queues, db, settings);
      },
      async listenToCommands() {
        const path = socketPath(settings.dataDir);
        // The lock is ours, so a socket that is there was left by a process that is gone.
        rmSync(path, { force: true });
        await desk.listen({ path });
        chmodSync(path, 0o600);
        closers.push(() => rmSync(path, { force: true }));
      },
      async listenToBrowsers() {
        requireLoopback(settings);
        const app = await createDesk(context, { trusted: false });
        closers.push(() => app.close());
        return app.listen({ ...settings.http });
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

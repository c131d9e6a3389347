import { setMaxListeners } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Classification } from '../classify/types.ts';
import { readDeliveries } from '../config/deliveries.ts';
import { type FeedEntry, readFeeds } from '../config/feeds.ts';
import type { RuleEdits } from '../config/rules.ts';
import type { Settings } from '../config/settings.ts';
import { definitionOf } from '../desk/feed-routes.ts';
import { isLoopback } from '../desk/guard.ts';
import { addGauges } from '../desk/metrics.ts';
import { createDesk, createProbes } from '../desk/server.ts';
import { createFetcher, type Fetcher } from '../ingest/http/fetcher.ts';
import { dumpStore } from '../store/backup.ts';
import { socketPath } from '../store/data-folder.ts';
import type { Database, OpenDatabase } from '../store/database.ts';
import { retryDeliveries } from '../store/deliveries.ts';
import { activeFeeds, isUnseeded, saveFeeds, syncFeeds } from '../store/feeds.ts';
import { findItem, retryFailedItems, retryItem } from '../store/items.ts';
import { createLoginKey } from '../store/login-keys.ts';
import { addUser, findUserByName, hasUsers } from '../store/users.ts';
import { openAnalysisPool } from '../workers/analysis-pool.ts';
import { type DigestRequest, makeDigest } from '../workers/build-digest.ts';
import { enqueueDelivery } from '../workers/deliver.ts';
import { draftOf, openDraftRules } from '../workers/draft-rules.ts';
import { handIn } from '../workers/hand-in.ts';
import { LiveRules } from '../workers/live-rules.ts';
import { createMeasures } from '../workers/measure.ts';
import { Placer } from '../workers/place-article.ts';
import { enqueuePoll } from '../workers/poll-feed.ts';
import { previewRules } from '../workers/preview-rules.ts';
import { openQueues, type QueueName } from '../workers/queues.ts';
import { reclassify } from '../workers/reclassify.ts';
import { applySchedules } from '../workers/schedules.ts';
import { shareRules, takeOverRules } from '../workers/shared-rules.ts';
import { startWorkers } from '../workers/start-workers.ts';
import { enqueueRead, startSweeping } from '../workers/sweep.ts';
import { feedsOfSite, tryFeed } from '../workers/try-feed.ts';
import { type TextToTry, tryText } from '../workers/try-text.ts';
import { openStore } from './open-store.ts';

/** Milliseconds that fetches under way are given when the system stops. */
const GRACE = 5_000;

/** The system in this process: the store and its API from the start, everything else as it is asked for. */
export interface System {
  /** the desk as its owner sees it, for requests from within this process */
  desk: FastifyInstance;
  /** Starts workers, on all queues unless some are named. */
  work(queues?: readonly QueueName[]): Promise<void>;
  /**
   * Keeps unfinished work in the queues; with `schedules`, has feeds polled and digests made by their schedules too.
   * @param every milliseconds between two sweeps
   */
  sweep(options: { schedules: boolean; every?: number }): Promise<void>;
  /** Answers commands through the data folder's socket (embedded store only). */
  listenToCommands(): Promise<void>;
  /** Answers only those who watch over the process: /healthz, /readyz, /metrics. @returns its address */
  listenToProbes(port: number): Promise<string>;
  /** Opens the desk to browsers. @returns its address */
  listenToBrowsers(): Promise<string>;
  /**
   * A secret for the link to the desk that somebody comes in by: `first-operator` makes the first account, once, and is
   * null when there is one; `demo` is the demo's user, for as long as it runs.
   */
  loginKey(purpose: 'first-operator' | 'demo'): Promise<string | null>;
  /** Finishes the work at hand and closes the store. */
  close(): Promise<void>;
}

export interface SystemOptions {
  /** what is done with the store before anything else is */
  prepare?: (store: OpenDatabase) => Promise<void>;
  /** makes the store's feed list this one; when left out, it stays, and only a new store takes over feeds.yaml */
  feeds?: readonly FeedEntry[];
  fetcher?: Fetcher;
}

/**
 * Opens the store: the server's database when there is one, else the embedded one, for this process alone.
 * @param command what the process runs as, told to others that want the data folder
 * @throws FolderInUseError when another process has the folder; Refusal when a server cannot be used; ConfigError
 */
export async function openSystem(
  settings: Settings,
  log: Logger,
  command: string,
  { prepare, feeds, fetcher: givenFetcher }: SystemOptions = {},
): Promise<System> {
  // Closed in the opposite order of their opening.
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  // What not every command needs is opened when it is first asked for.
  const lazily = <T>(open: () => Promise<T>, shut: (opened: T) => unknown) => {
    let opening: Promise<T> | undefined;
    closers.push(async () => opening && shut(await opening));
    return () => {
      opening ??= open();
      return opening;
    };
  };

  try {
    const store = await openStore(settings, log, command);
    closers.push(() => store.close());
    await prepare?.(store);
    const { db, pool, queuePool } = store;
    const now = () => new Date();
    const rules = new LiveRules(settings.configDir);
    const fetcher = lazily(
      async () => givenFetcher ?? createFetcher(settings.fetch),
      (opened) => opened.close(),
    );
    const analysis = lazily(
      async () => openAnalysisPool(settings),
      (opened) => opened.close(),
    );
    const drafts = lazily(
      async () => openDraftRules(settings),
      (opened) => opened.close(),
    );
    /** Whoever reads with rules has those that were saved last, here or in another process. */
    const rulesChanged = async () => (await analysis()).reload();
    const followRules = lazily(
      async () => {
        const unshare = await shareRules(db, settings.configDir, log);
        const unfollow = rules.follow(() => void rulesChanged(), log);
        return () => Promise.all([unshare(), unfollow()]);
      },
      (end) => end(),
    );
    const queues = lazily(
      () => openQueues(settings.redis.url ? { redis: settings.redis.url } : { postgres: queuePool }, log),
      (opened) => opened.close(),
    );

    const placer = new Placer();
    const registry = new Registry();
    const measures = createMeasures(registry);
    let keepsSchedules = false;

    if (feeds) await syncFeeds(db, feeds.map(definitionOf));
    else if (await isUnseeded(db))
      await saveFeeds(db, readFeeds(join(settings.configDir, 'feeds.yaml')).map(definitionOf));

    const context = {
      settings,
      get rules() {
        return rules.rules;
      },
      db,
      log: log.child({ name: 'desk' }, { level: log.level }),
      now,
      registry,
      queues: async () => Object.values((await queues()).queue) as unknown as Queue[],
      actions: {
        async pollNow(ids?: readonly string[]) {
          const polled = await activeFeeds(db, ids);
          const opened = await queues();
          await Promise.all(polled.map(({ id }) => enqueuePoll(opened, id)));
          return polled.map(({ id }) => id);
        },
        async readAgain(key: string) {
          const item = (await retryItem(db, key)) && (await findItem(db, key));
          if (item) await enqueueRead(await queues(), item.key, item.version);
          return Boolean(item);
        },
        async deliverAgain(key: string) {
          const [again] = await retryDeliveries(db, key);
          if (again) await enqueueDelivery(await queues(), again);
          return again !== undefined;
        },
        async retryAll() {
          const opened = await queues();
          const items = await retryFailedItems(db);
          for (const { key, version } of items) await enqueueRead(opened, key, version);
          const deliveries = await retryDeliveries(db);
          for (const key of deliveries) await enqueueDelivery(opened, key);
          return { items: items.length, deliveries: deliveries.length };
        },
        makeDigest: (request: DigestRequest) => makeDigest({ settings, db, now, rules }, request),
        evictionPolicy: async () => (await queues()).evictionPolicy(),
        handIn: async (url: string) => handIn(db, await queues(), url, now()),
        feedsOfSite: async (url: string) => feedsOfSite(url, await fetcher()),
        tryFeed: async (url: string) =>
          tryFeed(url, { fetcher: await fetcher(), analysis: await analysis(), now: now() }),
        async tryText(text: TextToTry, edits: RuleEdits) {
          const tried = await tryText(text, { fetcher, analysis: await analysis() });
          if (edits.size === 0) return tried;
          const { title, text: body, published } = tried;
          const input = { title, text: body, url: text.url ?? undefined, published: published ?? undefined };
          const [classification] = await (await drafts()).classify(draftOf(rules.hash, edits), [input]);
          return { ...tried, classification: classification as Classification };
        },
        checkRules: async (edits: RuleEdits) => (await drafts()).check(draftOf(rules.hash, edits)),
        async *previewRules(edits: RuleEdits, since: Date, signal: AbortSignal) {
          const present = { ...draftOf(rules.hash, new Map()), ruleSet: rules.hash };
          yield* previewRules({ db, drafts: await drafts(), present }, draftOf(rules.hash, edits), since, signal);
        },
        takeOverRules: () => takeOverRules(db, settings.configDir, log),
        rulesChanged: () => void (rules.reread() && rulesChanged()),
        // Elsewhere the process that keeps the schedules finds the other list at its next sweep.
        feedsChanged: async () => {
          if (keepsSchedules) await applySchedules({ settings, db, queues: await queues() });
        },
        reclassify: async (request: { since: Date; apply: boolean }) =>
          reclassify({ db, analysis: await analysis(), placer, rules, now }, request),
        backup: () => dumpStore(pool),
      },
    };
    addGauges(registry, context);
    const desk = await createDesk(context, { trusted: true });
    closers.push(() => desk.close());

    return {
      desk,
      close,
      async work(names) {
        const [opened, fetching] = [await queues(), await fetcher()];
        const analysing = await analysis();
        await followRules();
        const stopping = new AbortController();
        // Each fetch under way listens to it.
        setMaxListeners(0, stopping.signal);
        startWorkers(
          {
            settings,
            db,
            queues: opened,
            fetcher: fetching,
            analysis: analysing,
            placer,
            deliveries: readDeliveries(settings.configDir),
            rules,
            stopping: stopping.signal,
            log,
            now,
          },
          measures,
          names,
        );
        closers.push(async () => {
          const patience = setTimeout(() => stopping.abort(new Error('Subthreshold is shutting down')), GRACE);
          await Promise.all([opened.stopWork(), fetching.close()]);
          clearTimeout(patience);
        });
      },
      async sweep(options) {
        keepsSchedules = options.schedules;
        closers.push(await startSweeping({ settings, db, queues: await queues(), log }, options));
      },
      async listenToCommands() {
        if (settings.database.url) return;
        const path = socketPath(settings.dataDir);
        // The lock is ours, so a socket that is there was left by a process that is gone.
        rmSync(path, { force: true });
        await desk.listen({ path });
        chmodSync(path, 0o600);
        closers.push(() => rmSync(path, { force: true }));
      },
      async listenToProbes(port) {
        collectDefaultMetrics({ register: registry });
        const app = await createProbes(context);
        closers.push(() => app.close());
        return app.listen({ host: settings.http.host, port });
      },
      async listenToBrowsers() {
        warnOfPlainText(settings, log);
        await followRules();
        collectDefaultMetrics({ register: registry });
        const app = await createDesk(context, { trusted: false });
        closers.push(() => app.close());
        return app.listen({ host: settings.http.host, port: settings.http.port });
      },
      loginKey: (purpose) =>
        purpose === 'demo' ? demoKey(db, now()) : hasUsers(db).then((any) => (any ? null : firstKey(db, now()))),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const DAY = 86_400_000;

const firstKey = (db: Database, now: Date) =>
  createLoginKey(db, { purpose: 'first-operator', userId: null, expiresAt: new Date(+now + DAY), now });

/** The demo's user has no password: nobody gets in but by the link. */
async function demoKey(db: Database, now: Date): Promise<string> {
  const { id } =
    (await findUserByName(db, 'demo')) ?? (await addUser(db, { name: 'demo', role: 'operator', createdAt: now }));
  return createLoginKey(db, { purpose: 'demo', userId: id, expiresAt: new Date(+now + 30 * DAY), now });
}

function warnOfPlainText({ http }: Settings, log: Logger): void {
  if (!isLoopback(http.host) && !http.publicUrl?.startsWith('https:'))
    log.warn(
      { host: http.host },
      'the desk answers to other machines without https, so passwords can be read on their way: put a proxy with https in front of it and say its address in http.publicUrl',
    );
}

import { createHash } from 'node:crypto';
import { parseFeed } from '../ingest/feed/parse-feed.ts';
import type { FetchedDocument, FetchOutcome } from '../ingest/http/outcome.ts';
import type { FeedItem } from '../ingest/types.ts';
import type { Database } from '../store/database.ts';
import { type Feed, type FeedState, findFeed, recordPoll } from '../store/feeds.ts';
import { type NewItem, saveItems } from '../store/items.ts';
import type { WorkerContext } from './context.ts';
import { enqueue, type Jobs, type Queues } from './queues.ts';
import { enqueueRead } from './sweep.ts';

/** Has a feed polled now, whatever its rhythm says. */
export function enqueuePoll(queues: Queues, feedId: string): Promise<void> {
  return enqueue(queues.queue.poll, 'poll', { feedId, force: true }, `now-${feedId}`);
}

/**
 * Polls a feed: fetches it if it has changed, keeps what is new in it, and has that read. What goes wrong is the feed's
 * own affair, and is told on its row; the job fails only when the store does.
 */
export async function pollFeed(context: WorkerContext, { feedId, force = false }: Jobs['poll']): Promise<void> {
  const { db, fetcher, queues, log, now } = context;
  const feed = await findFeed(db, feedId);
  if (!feed?.enabled || feed.goneAt) return;
  if (!force && feed.nextPollAt && feed.nextPollAt > now()) return;

  const answer = await fetcher.get(feed.movedTo ?? feed.url, {
    accept: 'feed',
    validators: { etag: feed.etag, lastModified: feed.lastModified },
  });
  const found = await readAnswer(context, feed, answer);
  // New items and the feed's state in one transaction: validators that are kept vouch for items that are kept.
  const toRead = await db.transaction(async (tx) => keep(tx, feed, found, now()));
  for (const { key, version } of toRead) await enqueueRead(queues, key, version);
  log.info(
    {
      feed: feedId,
      outcome: answer.outcome,
      items: found.items.length,
      toRead: toRead.length,
      error: found.state.error,
    },
    'feed polled',
  );
}

/** What a poll has brought. */
interface Found {
  items: NewItem[];
  state: FeedState;
}

async function readAnswer({ settings, now }: WorkerContext, feed: Feed, answer: FetchOutcome): Promise<Found> {
  const polled: FeedState = { lastPolledAt: now() };
  switch (answer.outcome) {
    case 'not-modified':
      return { items: [], state: { ...polled, ...WELL, lastOkAt: now() } };
    case 'gone':
      return {
        items: [],
        state: {
          ...polled,
          ...failure(feed, 'the feed is gone for good (410): remove it, or look for its new address', now()),
          goneAt: now(),
        },
      };
    case 'failed':
      return { items: [], state: { ...polled, ...failure(feed, answer.message, now()) } };
    case 'ok':
      return readFeed(feed, answer, settings.polling.firstPollDays, now());
  }
}

const WELL: FeedState = { failures: 0, error: null, errorSince: null };

const failure = (feed: Feed, error: string, now: Date): FeedState => ({
  failures: feed.failures + 1,
  error,
  errorSince: feed.errorSince ?? now,
});

const DAY_MS = 86_400_000;

async function readFeed(feed: Feed, answer: FetchedDocument, firstPollDays: number, now: Date): Promise<Found> {
  const polled: FeedState = { lastPolledAt: now, movedTo: answer.permanentUrl ?? feed.movedTo };
  const parsed = await parseFeed(answer.body, { contentType: answer.contentType ?? undefined, url: answer.finalUrl });
  if (!parsed.ok) return { items: [], state: { ...polled, ...failure(feed, parsed.error, now) } };
  // Of a new feed only the last days are read; what is older is kept as seen, so that it is not new tomorrow.
  const oldest = feed.lastOkAt ? Number.NEGATIVE_INFINITY : +now - firstPollDays * DAY_MS;
  return {
    items: parsed.items.map((item) => newItem(feed, item, oldest, now)),
    state: {
      ...polled,
      ...WELL,
      lastOkAt: now,
      etag: answer.validators.etag,
      lastModified: answer.validators.lastModified,
    },
  };
}

function newItem(feed: Feed, item: FeedItem, oldest: number, now: Date): NewItem {
  const published = item.published ?? item.updated;
  const publishedAt = published ? new Date(Math.min(Date.parse(published), +now)) : null;
  return {
    key: hash(item.link ?? `${feed.id} ${item.id ?? item.title}`),
    feedId: feed.id,
    guid: item.id,
    url: item.link,
    title: item.title ?? '',
    author: item.author,
    publishedAt,
    feedText: item.text,
    fingerprint: hash(`${item.title}\n${item.text}`),
    state: publishedAt && +publishedAt < oldest ? 'old' : 'pending',
  };
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

async function keep(tx: Database, feed: Feed, { items, state }: Found, now: Date) {
  const toRead = await saveItems(tx, items, now);
  const isNew = toRead.some((item) => item.isNew);
  await recordPoll(tx, feed.id, { ...state, ...(isNew ? { lastNewItemAt: now } : {}) });
  return toRead;
}

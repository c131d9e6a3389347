import type { PollingSettings } from '../config/settings.ts';
import { parseFeed } from '../ingest/feed/parse-feed.ts';
import type { FetchOutcome, Freshness } from '../ingest/http/outcome.ts';
import { guidHabit, type ItemIdentity, identifyItems } from '../ingest/identity/item-identity.ts';
import { afterPoll, type PollResult } from '../ingest/poll/history.ts';
import { isReadAtFirstPoll, nextPollAt } from '../ingest/poll/next-poll.ts';
import type { FeedItem } from '../ingest/types.ts';
import type { Database } from '../store/database.ts';
import { type Feed, type FeedState, findFeed, recentItemDates, recordPoll } from '../store/feeds.ts';
import { type NewItem, recentItems, saveItems } from '../store/items.ts';
import type { WorkerContext } from './context.ts';
import { enqueue, type Jobs, type Queues } from './queues.ts';
import { enqueueRead } from './sweep.ts';

/** Has a feed polled now, whatever its rhythm says. */
export function enqueuePoll(queues: Queues, feedId: string): Promise<void> {
  return enqueue(queues.queue.poll, 'poll', { feedId, force: true }, `now-${feedId}`);
}

/** Items by which it is told what a feed does with its guids. */
const REMEMBERED = 100;
const MINUTE_MS = 60_000;

/**
 * Polls a feed: fetches it if it has changed, keeps what is new in it, and has that read. What goes wrong is the feed's
 * own affair, and is told on its row; the job fails only when the store does.
 */
export async function pollFeed(context: WorkerContext, { feedId, force = false }: Jobs['poll']): Promise<void> {
  const { db, fetcher, queues, stopping, log, now } = context;
  const feed = await findFeed(db, feedId);
  if (!feed?.enabled || feed.history.last?.result === 'gone') return;
  if (!force && feed.nextPollAt && feed.nextPollAt > now()) return;

  const answer = await fetcher.get(feed.movedTo ?? feed.url, {
    accept: 'feed',
    validators: { etag: feed.etag, lastModified: feed.lastModified },
    signal: stopping,
  });
  const poll = await readAnswer(feed, answer);
  // New items and the feed's state in one transaction: validators that are kept vouch for items that are kept.
  const toRead = await db.transaction((tx) => keep(context, tx, feed, poll));
  for (const { key, version } of toRead) await enqueueRead(queues, key, version);
  const { items, result } = poll;
  if (result.result === 'failed') log.warn({ feed: feedId, ...result }, 'feed could not be polled');
  else log.info({ feed: feedId, ...result, items: items.length, toRead: toRead.length }, 'feed polled');
}

/** What a poll has brought. */
interface Poll {
  result: PollResult;
  items: FeedItem[];
  freshness: Freshness | null;
  /** minutes */
  ttl: number | null;
  /** what changes in the feed's row with a good answer */
  state: FeedState;
}

async function readAnswer(feed: Feed, answer: FetchOutcome): Promise<Poll> {
  const nothing = { items: [], freshness: null, ttl: feed.ttl, state: {} };
  switch (answer.outcome) {
    case 'failed': {
      const { kind, message, retryAfter } = answer;
      // The new address of a feed that has moved may be wrong: its old one is tried next.
      const state = feed.movedTo ? { movedTo: null } : {};
      const freshness = { maxAge: null, expires: null, retryAfter };
      return { ...nothing, result: { result: 'failed', kind, message }, freshness, state };
    }
    case 'gone':
      return { ...nothing, result: { result: 'gone' } };
    case 'not-modified':
      return { ...nothing, result: { result: 'unchanged' }, freshness: answer.freshness };
  }
  const { body, contentType, finalUrl, permanentUrl, validators, freshness } = answer;
  const parsed = await parseFeed(body, { contentType: contentType ?? undefined, url: finalUrl });
  if (!parsed.ok) return { ...nothing, result: { result: 'failed', kind: 'not-a-feed', message: parsed.error } };
  const { items } = parsed;
  const moved = permanentUrl ? { movedTo: permanentUrl } : {};
  return {
    items,
    freshness,
    ttl: parsed.feed.ttl,
    result: { result: items.length > 0 ? 'items' : 'empty' },
    // A feed that is empty for once must not answer "not modified" to the next poll.
    state: items.length > 0 ? { ...moved, ...validators } : moved,
  };
}

async function keep({ settings, now }: WorkerContext, tx: Database, feed: Feed, poll: Poll) {
  const { items, result, freshness, ttl, state } = poll;
  const at = now();
  const first = feed.lastOkAt === null;
  const habit = guidHabit(items, await recentItems(tx, feed.id, REMEMBERED));
  const identities = identifyItems(items, { feed: feed.id, habit });
  const toRead = await saveItems(
    tx,
    items.map((item, i) => newItem(feed, item, identities[i] as ItemIdentity, first, settings.polling, at)),
    at,
  );
  const history = afterPoll(feed.history, result, +at);
  const well = result.result !== 'failed' && result.result !== 'gone';
  const next = nextPollAt(
    {
      dates: (await recentItemDates(tx, [feed.id])).get(feed.id) ?? [],
      interval: feed.intervalSeconds * 1000,
      ttl: ttl === null ? null : ttl * MINUTE_MS,
      freshness,
      failures: history.failures,
    },
    +at,
    settings.polling,
    Math.random(),
  );
  await recordPoll(tx, feed.id, {
    ...state,
    history,
    ttl,
    lastPolledAt: at,
    nextPollAt: new Date(next),
    ...(well ? { lastOkAt: at } : {}),
    ...(toRead.some(({ isNew }) => isNew) ? { lastNewItemAt: at } : {}),
  });
  return toRead;
}

function newItem(
  feed: Feed,
  item: FeedItem,
  { hash, keys, fingerprint }: ItemIdentity,
  first: boolean,
  polling: PollingSettings,
  now: Date,
): NewItem {
  const told = item.published ?? item.updated;
  // A date that lies ahead is a mistake of the feed's, or of its clock.
  const published = told ? Math.min(Date.parse(told), +now) : null;
  return {
    key: hash,
    names: keys,
    feedId: feed.id,
    guid: item.id,
    url: item.link,
    title: item.title ?? '',
    author: item.author,
    publishedAt: published === null ? null : new Date(published),
    feedText: item.text,
    fingerprint,
    // Of a new feed only the last days are read; what is older is kept as seen, so that it is not new tomorrow.
    state: first && !isReadAtFirstPoll(published, +now, polling) ? 'old' : 'pending',
  };
}

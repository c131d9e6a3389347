import { DelayedError, type Job } from 'bullmq';
import { urlKey } from '../ingest/identity/canonical-url.ts';
import { saveArticle } from '../store/articles.ts';
import { type Feed, findFeed } from '../store/feeds.ts';
import { addNames, ENTRY_GUID, findItem, type Item, recordFailure, saveItems } from '../store/items.ts';
import type { WorkerContext } from './context.ts';
import { entryItems } from './live-blog.ts';
import { ATTEMPTS, type Jobs, postpone } from './queues.ts';
import { enqueueRead } from './sweep.ts';

/** How long a host that asks for a pause is asked again, and the longest pause that is made; milliseconds. */
const PATIENCE = 24 * 3_600_000;
const LONGEST_PAUSE = 3_600_000;

/** Reads an item's article: fetches its page, extracts and classifies it, and keeps it with its incident. */
export async function readArticle(context: WorkerContext, job: Job<Jobs['read']>): Promise<void> {
  const { db, queues, analysis, placer, stopping, log, now } = context;
  const { key, version } = job.data;
  const lastAttempt = job.attemptsMade + 1 >= ATTEMPTS;
  const item = await findItem(db, key);
  // Read already, or edited meanwhile: then a job of its own reads the newer version.
  if (item?.state !== 'pending' || item.version !== version) return;
  const feed = (await findFeed(db, item.feedId)) as Feed;
  let entries: Awaited<ReturnType<typeof saveItems>> = [];
  const source = { feedId: feed.id, source: feed.title, reliability: feed.reliability };

  try {
    const page = await fetchPage(context, item);
    if (page.kind === 'failed' && page.retryAfter !== null && +now() - +item.firstSeenAt < PATIENCE)
      await postpone(job, Math.min(page.retryAfter, LONGEST_PAUSE));
    if (page.kind === 'failed' && page.retryable && !lastAttempt) throw new Error(page.message);

    const result = await analysis.analyse({
      title: item.title,
      url: item.url,
      published: item.publishedAt?.toISOString() ?? null,
      feedText: item.feedText,
      page: page.kind === 'page' ? page : null,
    });
    // Where the page is no article, its address may be that of a front page or a wall, which many links lead to.
    const found = page.kind === 'page' && result.textFrom === 'page' ? [page.url, result.page?.url] : [];
    const other = await addNames(db, key, namesOf(found));
    if (other) {
      log.info({ item: key, of: other }, 'the item leads to the page of another one');
      return;
    }
    const pageError = page.kind === 'failed' ? page.message : result.pageError;
    if (!result.text && pageError) {
      await recordFailure(db, key, pageError, true);
      log.warn({ item: key, url: item.url, reason: pageError }, 'article could not be read');
      return;
    }
    const kept = await saveArticle(
      db,
      {
        itemKey: key,
        url: result.page?.url ?? item.url,
        title: item.title || result.page?.title || '',
        text: result.text,
        textFrom: result.textFrom,
        pageError,
        author: result.page?.author ?? item.author,
        language: result.classification.language ?? result.page?.language ?? null,
        publishedAt: item.publishedAt ?? dateOf(result.page?.published) ?? item.firstSeenAt,
        readAt: now(),
        version,
        flag: result.classification.flag,
        score: result.classification.score,
        classification: result.classification,
        page: result.page,
        ruleSet: result.ruleSet,
      },
      async (tx, article, earlier) => {
        if (result.page && result.pageError === null)
          entries = await saveItems(tx, entryItems(item, result.page), now());
        return placer.place(tx, { ...article, ...source }, earlier, now());
      },
    );
    for (const entry of entries) await enqueueRead(queues, entry.key, entry.version);
    if (kept)
      log.info(
        { item: key, flag: result.classification.flag, score: result.classification.score, title: item.title },
        'article read',
      );
  } catch (error) {
    placer.forget();
    if (error instanceof DelayedError || stopping.aborted) throw error;
    await recordFailure(db, key, (error as Error).message, lastAttempt);
    throw error;
  }
}

type Page =
  | { kind: 'page'; body: Uint8Array; contentType: string | null; url: string }
  | { kind: 'none' }
  | { kind: 'failed'; message: string; retryable: boolean; retryAfter: number | null };

async function fetchPage({ fetcher, stopping }: WorkerContext, { url, guid }: Item): Promise<Page> {
  if (!url || guid?.startsWith(ENTRY_GUID)) return { kind: 'none' };
  const answer = await fetcher.get(url, { accept: 'page', signal: stopping });
  switch (answer.outcome) {
    case 'ok':
      return { kind: 'page', body: answer.body, contentType: answer.contentType, url: answer.finalUrl };
    case 'failed':
      return { ...answer, kind: 'failed' };
    default:
      return { kind: 'failed', message: 'the page is gone', retryable: false, retryAfter: null };
  }
}

/** The names that addresses give an item. */
const namesOf = (addresses: readonly (string | null | undefined)[]) =>
  addresses.flatMap((address) => {
    const key = address && new URL(address).pathname !== '/' && urlKey(address);
    return key ? [`url:${key}`] : [];
  });

const dateOf = (iso: string | null | undefined) => (iso ? new Date(iso) : undefined);

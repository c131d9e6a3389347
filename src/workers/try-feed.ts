import type { FeedTrial } from '../ingest/discover/feed-trial.ts';
import { type FoundFeed, findFeeds } from '../ingest/discover/find-feeds.ts';
import { parseFeed } from '../ingest/feed/parse-feed.ts';
import type { Fetcher } from '../ingest/http/fetcher.ts';
import type { FeedItem } from '../ingest/types.ts';
import type { AnalysisPool } from './analysis-pool.ts';

const SAMPLES = 3;
const DAY_MS = 86_400_000;
/** A feed without news for so long has probably been left to itself. */
const SILENT_DAYS = 30;

/** The feeds of a site, given any address of it. @throws Error in words when the address itself does not answer */
export function feedsOfSite(url: string, fetcher: Fetcher): Promise<FoundFeed[]> {
  return findFeeds(url, async (address) => {
    const answer = await fetcher.get(address);
    if (answer.outcome === 'ok')
      return { url: answer.finalUrl, body: answer.body, contentType: answer.contentType ?? undefined };
    throw new Error(answer.outcome === 'failed' ? answer.message : 'it is gone');
  });
}

/** Fetches a feed and reads its first items, and keeps nothing. */
export async function tryFeed(
  url: string,
  { fetcher, analysis, now }: { fetcher: Fetcher; analysis: AnalysisPool; now: Date },
): Promise<FeedTrial> {
  const nothing = { url, title: null, language: null, items: 0, newest: null, samples: [] };
  const answer = await fetcher.get(url, { accept: 'feed' });
  if (answer.outcome !== 'ok')
    return { ...nothing, problems: [answer.outcome === 'failed' ? answer.message : 'it is gone for good (410)'] };
  const parsed = await parseFeed(answer.body, { contentType: answer.contentType ?? undefined, url: answer.finalUrl });
  if (!parsed.ok) return { ...nothing, problems: [parsed.error] };

  const samples = await Promise.all(parsed.items.slice(0, SAMPLES).map((item) => sample(item, fetcher, analysis)));
  const newest =
    parsed.items
      .flatMap(({ published, updated }) => published ?? updated ?? [])
      .sort()
      .at(-1) ?? null;
  const { title, language } = parsed.feed;
  return {
    url: answer.permanentUrl ?? url,
    title,
    language,
    items: parsed.items.length,
    newest,
    samples,
    problems: [
      ...(answer.permanentUrl ? [`it has moved for good, to ${answer.permanentUrl}`] : []),
      ...problemsOf(parsed.items, newest, language, now),
      ...samples.flatMap(({ url: page, pageError }) => (pageError ? [`${page ?? 'an item'}: ${pageError}`] : [])),
    ],
  };
}

function problemsOf(items: readonly FeedItem[], newest: string | null, language: string | null, now: Date): string[] {
  if (items.length === 0) return ['it holds no items'];
  const age = newest === null ? null : Math.floor((+now - Date.parse(newest)) / DAY_MS);
  return [
    newest === null && 'none of its items has a date: they will count as published when they are first seen',
    age !== null && age > SILENT_DAYS && `its newest item is ${age} days old`,
    items.every(({ link }) => !link) && 'its items have no links: only the text of the feed itself can be read',
    language && !/^en\b/i.test(language) && `it is written in "${language}", and the rules read English`,
  ].filter((problem) => typeof problem === 'string');
}

async function sample(item: FeedItem, fetcher: Fetcher, analysis: AnalysisPool): Promise<FeedTrial['samples'][number]> {
  const page = item.link ? await fetcher.get(item.link, { accept: 'page' }) : null;
  const published = item.published ?? item.updated;
  const { text, pageError, classification } = await analysis.analyse({
    title: item.title ?? '',
    url: item.link,
    published,
    feedText: item.text,
    page: page?.outcome === 'ok' ? page : null,
  });
  const { flag, score, threats, actors, affected, cues } = classification;
  return {
    title: item.title ?? '',
    url: item.link,
    published,
    text,
    pageError: page?.outcome === 'failed' ? page.message : pageError,
    tags: { flag, score, threats, actors, affected, cues },
  };
}

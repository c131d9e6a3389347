import { z } from 'zod';
import { decodeBytes } from '../feed/decode.ts';
import { parseFeed } from '../feed/parse-feed.ts';
import { commonFeedAddresses, feedLinks } from './feed-links.ts';

/** An answer to a request, after redirects; null where there was none worth reading. */
export interface Answer {
  url: string;
  body: Uint8Array;
  contentType?: string | undefined;
}
export type Fetch = (url: string) => Promise<Answer | null>;

/** A feed that was fetched and could be read. */
export const foundFeedSchema = z.object({
  url: z.string(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  items: z.int(),
});
export type FoundFeed = z.infer<typeof foundFeedSchema>;

/** Addresses tried at most, the site's own included: finding a feed must not look like an attack. */
const MAX_TRIES = 16;

/**
 * The feeds of a site, given any address of it: the address itself where it is a feed, else those that its page names as
 * feeds, else those that it links to, else the usual paths. Each was fetched and read. `fetch` rejects or gives null where
 * there is no answer; its rejection for `url` itself is passed on.
 */
export async function findFeeds(url: string, fetch: Fetch): Promise<FoundFeed[]> {
  const page = await fetch(url);
  if (!page) return [];
  const itself = await readAnswer(page);
  if (itself) return [itself];
  const links = feedLinks(decodeBytes(page.body, page.contentType), page.url);
  const stages = [
    links.filter(({ from }) => from === 'link').map((link) => link.url),
    links.filter(({ from }) => from === 'anchor').map((link) => link.url),
    commonFeedAddresses(page.url),
  ];
  const tried = new Set([url, page.url]);
  for (const addresses of stages) {
    const found = new Map<string, FoundFeed>();
    for (const address of addresses) {
      if (tried.size > MAX_TRIES) break;
      if (tried.has(address)) continue;
      tried.add(address);
      const answer = await fetch(address).catch(() => null);
      const feed = answer && (await readAnswer(answer));
      if (feed) found.set(feed.url, feed);
      // Of the usual paths the first that answers will do: the others are the same feed.
      if (feed && addresses === stages[2]) break;
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

async function readAnswer({ url, body, contentType }: Answer): Promise<FoundFeed | null> {
  const parsed = await parseFeed(body, { contentType, url });
  if (!parsed.ok) return null;
  return { url, title: parsed.feed.title, language: parsed.feed.language, items: parsed.items.length };
}

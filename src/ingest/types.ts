/** One entry of a feed, as the feed tells it. Dates are ISO 8601 in UTC. */
export interface FeedItem {
  /** guid, atom:id, rdf:about or JSON Feed id as it stands */
  id: string | null;
  title: string | null;
  /** absolute where a base is known */
  link: string | null;
  published: string | null;
  updated: string | null;
  author: string | null;
  /** the content, else the summary, as plain text */
  text: string | null;
  /** the content as HTML with links resolved */
  html: string | null;
  /** the summary as plain text */
  summary: string | null;
}

/** A feed that could be read, or why it could not. */
export type ParsedFeed =
  | { ok: true; feed: FeedInfo; items: FeedItem[] }
  | { ok: false; error: string; feed: FeedInfo; items: [] };

export interface FeedInfo {
  title: string | null;
  /** the site's address */
  link: string | null;
  language: string | null;
  /** how many minutes the feed asks to be left alone (RSS ttl, sy:updatePeriod), null when it does not say */
  ttl: number | null;
  /** the address that the feed gives as its own */
  self: string | null;
  /** a WebSub hub that announces new items */
  hub: string | null;
}

/** A picture and the words under it. */
export interface ArticleImage {
  url: string;
  caption: string | null;
}

/** Why a page is no article. */
export type Wall = 'paywall' | 'consent' | 'bot-check' | 'javascript' | 'not-found' | 'login';

/** One entry of a live blog or round-up. */
export interface ArticleEntry {
  /** the fragment of the page's address that leads to it, null where it has none */
  anchor: string | null;
  title: string | null;
  text: string;
  /** ISO 8601 in UTC */
  published: string | null;
}

/** What a page says. Null where it does not say. */
export interface ExtractedArticle {
  title: string | null;
  subtitle: string | null;
  /** paragraphs parted by a blank line */
  text: string | null;
  /** ISO 8601 in UTC */
  published: string | null;
  modified: string | null;
  author: string | null;
  /** ISO 639-1 */
  language: string | null;
  /** canonical URL */
  url: string | null;
  siteName: string | null;
  section: string | null;
  image: ArticleImage | null;
  /** the entries of a live blog, where the page's markup parts them; `text` has them all */
  entries: ArticleEntry[];
  /** what stands in the reader's way, null when nothing does; `text` then has only what the page gives of the article, or null */
  wall: Wall | null;
}

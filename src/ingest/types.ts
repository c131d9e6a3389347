import { z } from 'zod';

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
const image = z.object({ url: z.string(), caption: z.string().nullable() });
export type ArticleImage = z.infer<typeof image>;

/** Why a page is no article. */
const wall = z.enum(['paywall', 'consent', 'bot-check', 'javascript', 'not-found', 'login']);
export type Wall = z.infer<typeof wall>;

/** One entry of a live blog or round-up. */
const entry = z.object({
  anchor: z.string().nullable().describe("the fragment of the page's address that leads to it, null where it has none"),
  title: z.string().nullable(),
  text: z.string(),
  published: z.string().nullable().describe('ISO 8601 in UTC'),
});
export type ArticleEntry = z.infer<typeof entry>;

/** What a page says. Null where it does not say. */
export const extractedArticleSchema = z.object({
  title: z.string().nullable(),
  subtitle: z.string().nullable(),
  text: z.string().nullable().describe('paragraphs parted by a blank line'),
  published: z.string().nullable().describe('ISO 8601 in UTC'),
  modified: z.string().nullable(),
  author: z.string().nullable(),
  language: z.string().nullable().describe('ISO 639-1'),
  url: z.string().nullable().describe('canonical URL'),
  siteName: z.string().nullable(),
  section: z.string().nullable(),
  image: image.nullable(),
  entries: z
    .array(entry)
    .describe("the entries of a live blog, where the page's markup parts them; `text` has them all"),
  wall: wall
    .nullable()
    .describe(
      "what stands in the reader's way, null when nothing does; `text` then has only what the page gives of the article, or null",
    ),
});
export type ExtractedArticle = z.infer<typeof extractedArticleSchema>;

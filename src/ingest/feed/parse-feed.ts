import type { FeedInfo, ParsedFeed } from '../types.ts';
import { cleanFeed } from './clean-feed.ts';
import { decodeBytes } from './decode.ts';
import { looksLikeJson, readJsonFeed } from './json-feed.ts';
import { readFeed } from './read-feed.ts';
import { storable } from './storable.ts';
import { readXml } from './xml-tree.ts';

const NO_FEED: FeedInfo = { title: null, link: null, language: null, ttl: null, self: null, hub: null };

/**
 * Parses a feed of any format: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed.
 * `contentType`: HTTP's; `url`: where the body came from, the base of relative links.
 * Never rejects: what is no feed comes back as `ok: false` with the reason in words.
 */
export async function parseFeed(
  body: Uint8Array,
  options: { contentType?: string | undefined; url?: string | undefined } = {},
): Promise<ParsedFeed> {
  const url = options.url && URL.canParse(options.url) ? options.url : null;
  try {
    const text = decodeBytes(body, options.contentType);
    if (text.trim() === '') return refuse('empty: there is nothing in the answer');
    if (looksLikeJson(text)) {
      const feed = readJsonFeed(text, url);
      return typeof feed === 'string' ? refuse(feed) : storable(feed);
    }
    const clean = cleanFeed(readXml(text), url);
    if (!clean) return refuse(whatElse(text));
    return storable(await readFeed(clean, url));
  } catch (error) {
    return refuse(`not readable as a feed: ${(error as Error).message}`);
  }
}

const refuse = (error: string): ParsedFeed => ({ ok: false, error, feed: { ...NO_FEED }, items: [] });

function whatElse(text: string): string {
  if (/<!doctype html|<html[\s>]/i.test(text.slice(0, 2000))) return 'not a feed: this is a web page';
  return text.includes('<')
    ? 'not a feed: neither RSS, RDF, Atom nor JSON Feed'
    : 'not a feed: there is no markup in it';
}

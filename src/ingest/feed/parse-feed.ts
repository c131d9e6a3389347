import type { ParsedFeed } from '../types.ts';

/** Parses a feed of any format. Never rejects: what is no feed comes back as `ok: false` with the reason. */
export async function parseFeed(
  _body: Uint8Array,
  _options: { contentType?: string | undefined; url?: string | undefined } = {},
): Promise<ParsedFeed> {
  return { ok: false, error: 'not there yet', feed: { title: null, link: null, language: null, ttl: null }, items: [] };
}

import type { FeedInfo, FeedItem, ParsedFeed } from '../types.ts';

/** Control characters (no store and no XML takes NUL), halves of surrogate pairs, and what Unicode keeps for nobody. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff\p{Cs}]/gu;

/**
 * The same feed without characters that a database or an XML document would refuse. They come by references (`&#1;`), by
 * escapes in JSON (`\u0000`) and as bytes, so this is done once, at the end.
 */
export function storable(parsed: ParsedFeed): ParsedFeed {
  if (!parsed.ok) return parsed;
  return { ok: true, feed: cleaned<FeedInfo>(parsed.feed), items: parsed.items.map((item) => cleaned<FeedItem>(item)) };
}

function cleaned<T extends object>(record: T): T {
  const changed: Partial<Record<string, string | null>> = {};
  for (const [key, value] of Object.entries(record)) {
    if (typeof value !== 'string' || value.search(UNSTORABLE) < 0) continue;
    changed[key] = value.replace(UNSTORABLE, '').trim() || null;
  }
  return { ...record, ...changed };
}

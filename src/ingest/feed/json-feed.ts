import type { FeedInfo, FeedItem, ParsedFeed } from '../types.ts';
import { parseDate } from './dates.ts';
import { htmlToText, titleText } from './html-text.ts';
import { resolveLinks, resolveUrl } from './resolve-links.ts';

type Json = Record<string, unknown>;

/** Whether a text is meant as JSON rather than XML. */
export const looksLikeJson = (text: string): boolean => /^\s*[{[]/.test(text);

/**
 * Reads a JSON Feed 1.0 or 1.1 (https://www.jsonfeed.org/version/1.1/). Tolerant of numbers as ids and of a missing
 * version, not of JSON that is something else. Returns why it is no feed as a string.
 */
export function readJsonFeed(text: string, url: string | null): ParsedFeed | string {
  let data: unknown;
  try {
    data = parseJson(text.replace(/^[\s\ufeff]+/, ''));
  } catch (error) {
    return `not readable as JSON: ${(error as Error).message}`;
  }
  if (!isObject(data)) return 'JSON, but not a JSON Feed';
  const version = string(data.version) ?? '';
  if (!Array.isArray(data.items) && !/jsonfeed\.org/i.test(version))
    return 'JSON, but not a JSON Feed: it has no items';
  const link = absolute(data.home_page_url, url);
  const base = link ?? url ?? string(data.feed_url);
  const feedAuthor = author(data);
  const feed: FeedInfo = {
    title: title(data.title),
    link,
    language: string(data.language),
    ttl: null,
    self: absolute(data.feed_url, url),
    hub:
      objects(data.hubs)
        .map((hub) => absolute(hub.url, url))
        .find((hub) => hub !== null) ?? null,
  };
  return { ok: true, feed, items: objects(data.items).map((item) => readItem(item, base, feedAuthor)) };
}

/** JSON, if need be with the raw line breaks within strings that templates leave there. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to be replaced
    const plain = text.replace(/[\u0000-\u001f]+/g, ' ');
    if (plain === text) throw error;
    return JSON.parse(plain);
  }
}

function readItem(item: Json, base: string | null, feedAuthor: string | null): FeedItem {
  const id = string(item.id);
  const link =
    absolute(item.url, base) ?? absolute(item.external_url, base) ?? (id && /^https?:\/\//i.test(id) ? id : null);
  const contentHtml = string(item.content_html);
  const contentText = string(item.content_text);
  const summary = string(item.summary);
  const published = date(item.date_published);
  const updated = date(item.date_modified);
  return {
    id,
    title: title(item.title),
    link,
    published: published ?? updated,
    updated,
    author: author(item) ?? feedAuthor,
    text: contentText?.trim() || (contentHtml && htmlToText(contentHtml)) || (summary && htmlToText(summary)) || null,
    html: contentHtml && resolveLinks(contentHtml, link ?? base),
    summary: summary && htmlToText(summary),
  };
}

/** 1.1 has `authors`, 1.0 `author`. */
function author(holder: Json): string | null {
  const names = [...objects(holder.authors), ...objects([holder.author])]
    .map((person) => string(person.name))
    .filter((name) => name !== null);
  return names.length > 0 ? [...new Set(names)].join(', ') : string(holder.author);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** A string that says something, or a number as one. */
function string(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

const title = (value: unknown) => titleText(string(value) ?? '') || null;
const absolute = (value: unknown, base: string | null) => {
  const address = string(value);
  return address === null ? null : (resolveUrl(address, base) ?? address.trim());
};
const date = (value: unknown) => parseDate(string(value) ?? '');

import { contentFingerprint, hash } from '../ingest/identity/fingerprint.ts';
import type { ExtractedArticle } from '../ingest/types.ts';
import { ENTRY_GUID, type Item, type NewItem } from '../store/items.ts';

/** Of a live blog that has gone on for days the newest entries are read. */
const MOST_ENTRIES = 100;

/**
 * The entries of a live blog or round-up as items of their own, since each tells of something else. Their text is known:
 * they are read without their page being fetched again. An entry is known again by its anchor, else by its time, else by
 * its first words, so that one that was edited is a new version of the same.
 */
export function entryItems(blog: Item, { url, title, entries }: Pick<ExtractedArticle, 'url' | 'title' | 'entries'>) {
  const address = url ?? blog.url;
  return entries.slice(0, MOST_ENTRIES).map((entry): NewItem => {
    const name = entry.anchor ?? entry.published ?? (entry.title ?? entry.text).slice(0, 80);
    const guid = `${ENTRY_GUID}${blog.key}:${hash(name)}`;
    const headline = entry.title ?? firstSentence(entry.text);
    return {
      key: hash(guid),
      names: [guid],
      feedId: blog.feedId,
      guid,
      url: address && entry.anchor ? `${address.split('#', 1)[0]}#${encodeURIComponent(entry.anchor)}` : address,
      title: headline || title || blog.title,
      author: blog.author,
      publishedAt: entry.published ? new Date(entry.published) : blog.publishedAt,
      feedText: entry.text,
      fingerprint: contentFingerprint({ title: entry.title, text: entry.text }),
      state: 'pending',
    };
  });
}

const firstSentence = (text: string) => /^.{0,160}?[.!?…](?=\s|$)|^.{0,120}/su.exec(text)?.[0].trim() ?? '';

import type { FeedItem } from '../types.ts';
import { urlKey } from './canonical-url.ts';
import { contentFingerprint, hash } from './fingerprint.ts';

/** Which item this is, and in which version. */
export interface ItemIdentity {
  /**
   * Every name under which the item may be known, the strongest first, never empty: two items that share one are the
   * same item. `url:` keys hold across feeds, `guid:` and `text:` keys within one.
   */
  keys: string[];
  /** of the first key: what job ids and rows are named by; 32 hexadecimal digits */
  hash: string;
  /** of title and text: another fingerprint under a known key is a new version of the item, not a new item */
  fingerprint: string;
}

/** What a feed does with its guids: keeps them, gives one to several items, or has given all its items new ones. */
export type GuidHabit = 'stable' | 'reused' | 'replaced';

/** What is remembered of an item seen before. */
export interface KnownItem {
  guid: string | null;
  url: string | null;
  title: string | null;
}

/**
 * The identities of a feed's items, in their order. `feed` is the feed's id; `habit` (see guidHabit) says whether its guids
 * can be relied upon; `elsewhere` gives an item's other addresses, where known: the one that its link was redirected to,
 * its page's canonical link.
 */
export function identifyItems(
  items: readonly FeedItem[],
  { feed, habit, elsewhere }: { feed: string; habit: GuidHabit; elsewhere?: (item: FeedItem) => readonly string[] },
): ItemIdentity[] {
  const shared = sharedLinks(items);
  return items.map((item) => {
    const addresses = [item.link, ...(elsewhere?.(item) ?? [])].map((address) => address && urlKey(address));
    const keys = addresses.filter((key) => key !== null && key !== '' && !shared.has(key)).map((key) => `url:${key}`);
    if (item.id && habit !== 'reused') keys.push(`guid:${feed}:${item.id}`);
    if (keys.length === 0)
      keys.push(`text:${feed}:${hash([item.link, item.title, item.published ?? item.text].join('\n'))}`);
    const distinct = [...new Set(keys)];
    return { keys: distinct, hash: hash(distinct[0] as string), fingerprint: contentFingerprint(item) };
  });
}

/**
 * Links that several items of one feed have in common (the site's front page, a live page): they name none of them.
 * The same item twice, with one guid or one title, does not make a link shared.
 */
function sharedLinks(items: readonly FeedItem[]): Set<string> {
  const seen = new Map<string, FeedItem>();
  const shared = new Set<string>();
  for (const item of items) {
    const key = item.link && urlKey(item.link);
    if (!key) continue;
    const before = seen.get(key);
    if (!before) seen.set(key, item);
    else if (item.title !== before.title && (item.id === null || item.id !== before.id)) shared.add(key);
  }
  return shared;
}

/** So many items, and so large a share of those that can be compared, make a habit. */
const ENOUGH = 3;
const MOST = 0.8;

/**
 * What the feed does with its guids, from the items it has now and those known from before. A story whose address changed
 * with its headline keeps its guid, which is as it should be; a guid is `reused` where it stands at several stories in one
 * answer, or where most guids now stand at another story. `replaced`: most stories that are known by their address have
 * another guid than before; they are not new.
 */
export function guidHabit(items: readonly FeedItem[], known: readonly KnownItem[]): GuidHabit {
  const now = items.flatMap(({ id, link, title }) => (id ? [{ guid: id, url: link && urlKey(link), title }] : []));
  const byGuid = new Map<string, { url: string | null; title: string | null }>();
  for (const { guid, url, title } of now) {
    const before = byGuid.get(guid);
    if (before && before.url !== url && before.title !== title) return 'reused';
    byGuid.set(guid, { url, title });
  }
  const past = known.map(({ guid, url, title }) => ({ guid, url: url && urlKey(url), title }));
  const again = past.filter(({ guid }) => guid !== null && byGuid.has(guid));
  const elsewhere = again.filter(({ guid, url, title }) => {
    const current = byGuid.get(guid as string);
    return current?.url !== url && current?.title !== title;
  });
  if (elsewhere.length >= ENOUGH && elsewhere.length >= MOST * again.length) return 'reused';
  const guidsOf = new Map<string, Set<string>>();
  for (const { guid, url } of past) if (guid && url) guidsOf.set(url, (guidsOf.get(url) ?? new Set()).add(guid));
  const comparable = now.filter(({ url }) => url && guidsOf.has(url));
  const renamed = comparable.filter(({ guid, url }) => !guidsOf.get(url as string)?.has(guid));
  return renamed.length >= ENOUGH && renamed.length >= MOST * comparable.length ? 'replaced' : 'stable';
}

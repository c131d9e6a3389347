import Parser from 'rss-parser';
import type { FeedInfo, FeedItem, ParsedFeed } from '../types.ts';
import { type CleanFeed, wireName } from './clean-feed.ts';
import { parseDate } from './dates.ts';
import {
  AUTHORS,
  CONTENTS,
  FEED_FIELDS,
  IDS,
  ITEM_FIELDS,
  LANGUAGES,
  LINKS,
  PUBLISHED,
  SUMMARIES,
  TITLES,
  UPDATED,
} from './fields.ts';
import { htmlToText, titleText } from './html-text.ts';
import { pollInterval } from './poll-hints.ts';
import { resolveLinks, resolveUrl } from './resolve-links.ts';

/** An element as rss-parser hands it on: its text, or text (`_`) and attributes (`$`). */
type Value = string | { _?: string; $?: Record<string, string> };
type Given = Record<string, Value[] | undefined>;

/**
 * rss-parser keeps the first of each element, under names of its own; beside that it hands on, as custom fields, all of
 * those that we read, under these names.
 */
const KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  [...FEED_FIELDS, ...ITEM_FIELDS].map((field) => [field, `all ${field}`]),
);
const custom = (fields: readonly string[]) =>
  fields.map((field) => [wireName(field), KEYS[field], { keepArray: true }] as [string, string, { keepArray: true }]);
// Its types know the long form of a custom field for items alone; it takes it for feeds as well.
const customFields = { feed: custom(FEED_FIELDS) as unknown as string[], item: custom(ITEM_FIELDS) };

/** Reads a clean feed with rss-parser. `url`: where it came from. Rejects where rss-parser does. */
export async function readFeed(clean: CleanFeed, url: string | null): Promise<ParsedFeed> {
  // A parser for each feed: one that met a broken feed keeps its state.
  const parsed = await new Parser<Given, Given>({ customFields }).parseString(clean.xml);
  const feed = feedInfo(parsed, clean.format, url);
  const context = { ...clean, feed, url, author: personOf(parsed, AUTHORS) };
  return { ok: true, feed, items: parsed.items.map((item) => readItem(item, context)) };
}

const NOTHING: readonly Value[] = [];
const all = (given: Given, name: string): readonly Value[] => given[KEYS[name] as string] ?? NOTHING;
const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : (value?._ ?? '')).trim();
const attributesOf = (value: Value): Record<string, string> => (typeof value === 'string' ? {} : (value.$ ?? {}));

/** The first element of the first of `names` that says something. */
function first(given: Given, names: readonly string[]): Value | undefined {
  for (const name of names) for (const value of all(given, name)) if (textOf(value) !== '') return value;
  return undefined;
}

function feedInfo(given: Given, format: CleanFeed['format'], url: string | null): FeedInfo {
  const text = (...names: readonly string[]) => textOf(first(given, names));
  const links = linksOf(given, format, url);
  const self = links.find(({ rel }) => rel === 'self')?.href ?? null;
  const site = chooseLink(links);
  return {
    title: titleText(text(...TITLES)) || null,
    link: site && (resolveUrl(site, url ?? self) ?? site),
    language: text(...LANGUAGES) || null,
    ttl: pollInterval({
      ttl: text('ttl'),
      skipHours: text('skiphours'),
      updatePeriod: text('sy:updateperiod'),
      updateFrequency: text('sy:updatefrequency'),
    }),
    self,
    hub: links.find(({ rel }) => rel === 'hub')?.href ?? null,
  };
}

interface Context {
  format: CleanFeed['format'];
  bodies: readonly string[];
  feed: FeedInfo;
  url: string | null;
  /** the feed's own author, who wrote what nobody signed */
  author: string | null;
}

function readItem(given: Given, { format, bodies, feed, url, author }: Context): FeedItem {
  const base = format === 'atom' ? (url ?? feed.link ?? feed.self) : (feed.link ?? url ?? feed.self);
  const link = itemLink(given, format, base);
  const body = (value: Value | undefined) => bodies[Number(textOf(value) || Number.NaN)]?.trim() ?? '';
  const content = first(given, CONTENTS);
  // Of two summaries the first, RSS's description, is the longer text by custom.
  const [description, other] = SUMMARIES.flatMap((name) => first(given, [name]) ?? []);
  const full = content ?? description;
  const html = full !== undefined && (content || /<[a-z]/i.test(body(full))) ? body(full) : '';
  const text = htmlToText(body(full));
  const summary = content ? description : (other ?? description);
  const published = firstDate(given, PUBLISHED);
  const updated = firstDate(given, UPDATED);
  return {
    id: textOf(first(given, IDS)) || null,
    title: titleText(textOf(first(given, TITLES))) || null,
    link,
    published: published ?? updated,
    updated,
    author: personOf(given, AUTHORS) ?? author,
    text: text || null,
    html: (full && resolveLinks(html, attributesOf(full).base ?? link ?? base)) || null,
    summary: (summary === full ? text : htmlToText(body(summary))) || null,
  };
}

function firstDate(given: Given, names: readonly string[]): string | null {
  for (const name of names)
    for (const value of all(given, name)) {
      const date = parseDate(textOf(value));
      if (date !== null) return date;
    }
  return null;
}

interface Link {
  href: string;
  rel: string;
  type: string;
}

/** Links of an item or feed, in RSS's form (text) and Atom's (`href`, `rel`), resolved where a base is stated. */
function linksOf(given: Given, format: CleanFeed['format'], url: string | null): Link[] {
  return LINKS.flatMap((name) => all(given, name)).flatMap((value) => {
    const { href, rel = 'alternate', type = '', base, resource } = attributesOf(value);
    const text = textOf(value);
    const address = format === 'rss' ? text || href || resource : (href ?? text);
    if (address === undefined || (address === '' && href === undefined)) return [];
    const resolved = base || url ? resolveUrl(address, base ?? url) : null;
    const link = resolved ?? address.trim();
    return link ? [{ href: link, rel: rel.trim().toLowerCase(), type: type.trim().toLowerCase() }] : [];
  });
}

/** The page that an item or feed stands for: an alternate, in HTML where there are several. */
function chooseLink(links: readonly Link[]): string | null {
  const alternates = links.filter(({ rel }) => rel === 'alternate' || rel === '' || rel.endsWith('/alternate'));
  const page = alternates.find(({ type }) => type === '' || type.includes('html')) ?? alternates[0];
  return page?.href ?? null;
}

const isWebAddress = (text: string) => /^https?:\/\/[^\s]+$/i.test(text);

/** The item's page: its link, else a guid that is one, else what else it stands for. */
function itemLink(given: Given, format: CleanFeed['format'], base: string | null): string | null {
  const resolved = (address: string) => resolveUrl(address, base) ?? address;
  const link = chooseLink(linksOf(given, format, null));
  if (link !== null) return resolved(link);
  const guid = all(given, 'guid').find((value) => textOf(value) !== '');
  if (guid !== undefined) {
    const isPermalink = attributesOf(guid).ispermalink?.trim().toLowerCase();
    if (isPermalink === 'true' || (isPermalink !== 'false' && isWebAddress(textOf(guid))))
      return resolved(textOf(guid));
  }
  for (const name of ['dc:identifier', 'id', 'atom:id']) {
    const id = textOf(all(given, name)[0]);
    if (isWebAddress(id)) return id;
  }
  const source = ['content', 'atom:content']
    .flatMap((name) => all(given, name))
    .map((value) => attributesOf(value).src);
  const enclosure = all(given, 'enclosure').map((value) => attributesOf(value).url);
  const other = [...source, ...enclosure].find((address) => address?.trim());
  return other ? resolved(other.trim()) : null;
}

/** A person as `Name`; RSS has "mail@host (Name)". Several are parted by commas. */
function personOf(given: Given, names: readonly string[]): string | null {
  for (const name of names) {
    const people = all(given, name)
      .map((value) => titleText(textOf(value)))
      .map((person) => /^[^\s@]+@[^\s@]+ \(([^()]+)\)$/.exec(person)?.[1] ?? person)
      .filter(Boolean);
    if (people.length > 0) return [...new Set(people)].join(', ');
  }
  return null;
}

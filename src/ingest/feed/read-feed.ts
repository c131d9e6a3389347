import Parser from 'rss-parser';
import type { FeedInfo, FeedItem, ParsedFeed } from '../types.ts';
import { type CleanFeed, FEED_FIELDS, type FeedField, ITEM_FIELDS, type ItemField, wireName } from './clean-feed.ts';
import { parseDate } from './dates.ts';
import { htmlToText, titleText } from './html-text.ts';
import { pollInterval } from './poll-hints.ts';
import { resolveLinks, resolveUrl } from './resolve-links.ts';

/** An element as rss-parser hands it on: its text, or text (`_`) and attributes (`$`). */
type Value = string | { _?: string; $?: Record<string, string> };
type Fields<Name extends string> = Partial<Record<Name, Value[]>>;
type Given = Record<string, Value[] | undefined>;

/** rss-parser sets some of these names itself, from the first element alone; ours keep all and stand beside them. */
const ours = (field: string) => `all ${field}`;
const custom = (fields: readonly string[]) =>
  fields.map((field) => [wireName(field), ours(field), { keepArray: true }] as [string, string, { keepArray: true }]);

/** Reads a clean feed with rss-parser. `url`: where it came from. Rejects where rss-parser does. */
export async function readFeed({ xml, format }: CleanFeed, url: string | null): Promise<ParsedFeed> {
  // A parser for each feed: one that met a broken feed keeps its state.
  const parser = new Parser<Given, Given>({
    // Its types know the long form of a custom field for items alone; it takes it for feeds as well.
    customFields: { feed: custom(FEED_FIELDS) as unknown as string[], item: custom(ITEM_FIELDS) },
  });
  const parsed = await parser.parseString(xml);
  const feedFields = gather<FeedField>(parsed, FEED_FIELDS);
  const feed = feedInfo(feedFields, url, format);
  const author = personOf(feedFields, ['author', 'atom:author', 'dc:creator', 'itunes:author']);
  return {
    ok: true,
    feed,
    items: parsed.items.map((item) => readItem(gather<ItemField>(item, ITEM_FIELDS), feed, url, format, author)),
  };
}

function gather<Name extends string>(holder: Given, names: readonly Name[]): Fields<Name> {
  const fields: Fields<Name> = {};
  for (const name of names) {
    const values = holder[ours(name)];
    if (values !== undefined) fields[name] = values;
  }
  return fields;
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : (value?._ ?? '')).trim();
const attributesOf = (value: Value): Record<string, string> => (typeof value === 'string' ? {} : (value.$ ?? {}));

/** The first of `names` that says something. */
function first<Name extends string>(fields: Fields<Name>, names: readonly Name[]): Value | undefined {
  for (const name of names) {
    const value = fields[name]?.find((candidate) => textOf(candidate) !== '');
    if (value !== undefined) return value;
  }
  return undefined;
}

function feedInfo(fields: Fields<FeedField>, url: string | null, format: 'rss' | 'atom'): FeedInfo {
  const text = (names: readonly FeedField[]) => textOf(first(fields, names)) || null;
  const links = linksOf(fields, format, url);
  const self = links.find(({ rel }) => rel === 'self')?.href ?? null;
  const site = chooseLink(links);
  return {
    title:
      titleText(
        textOf(first(fields, ['title', 'atom:title', 'dc:title', 'dcterms:title', 'media:title', 'itunes:title'])),
      ) || null,
    link: site && (resolveUrl(site, url ?? self) ?? site),
    language: text(['language', 'dc:language', 'dcterms:language']),
    ttl: pollInterval({
      ttl: text(['ttl']) ?? undefined,
      skipHours: text(['skiphours']) ?? undefined,
      updatePeriod: text(['sy:updateperiod']) ?? undefined,
      updateFrequency: text(['sy:updatefrequency']) ?? undefined,
    }),
    self,
    hub: links.find(({ rel }) => rel === 'hub')?.href ?? null,
  };
}

const PUBLISHED: readonly ItemField[] = [
  'pubdate',
  'published',
  'atom:published',
  'issued',
  'atom:issued',
  'dcterms:issued',
  'dc:issued',
  'dc:date',
  'dcterms:date',
  'date',
  'dcterms:created',
  'dc:created',
  'created',
  'atom:created',
];
const UPDATED: readonly ItemField[] = [
  'updated',
  'atom:updated',
  'modified',
  'atom:modified',
  'dcterms:modified',
  'dc:modified',
];
const TITLES: readonly ItemField[] = [
  'title',
  'atom:title',
  'dc:title',
  'dcterms:title',
  'media:title',
  'itunes:title',
];
const IDS: readonly ItemField[] = ['guid', 'id', 'atom:id', 'dc:identifier'];
const CONTENTS: readonly ItemField[] = [
  'content:encoded',
  'fullitem',
  'xhtml:body',
  'body',
  'xhtml:div',
  'content',
  'atom:content',
  'encoded',
];
const SUMMARIES: readonly ItemField[] = [
  'description',
  'summary',
  'atom:summary',
  'itunes:summary',
  'dc:description',
  'dcterms:abstract',
  'media:description',
  'media:text',
  'googleplay:description',
  'itunes:subtitle',
  'tagline',
];
const AUTHORS: readonly ItemField[] = [
  'author',
  'atom:author',
  'dc:creator',
  'itunes:author',
  'googleplay:author',
  'dc:contributor',
  'media:credit',
];

function readItem(
  fields: Fields<ItemField>,
  feed: FeedInfo,
  url: string | null,
  format: 'rss' | 'atom',
  feedAuthor: string | null,
): FeedItem {
  const id = textOf(first(fields, IDS)) || null;
  const documentBase = format === 'atom' ? (url ?? feed.link ?? feed.self) : (feed.link ?? url ?? feed.self);
  const link = itemLink(fields, format, documentBase);
  const content = first(fields, CONTENTS);
  const summary = first(fields, SUMMARIES);
  const html = (value: Value) => resolveLinks(textOf(value), attributesOf(value).base ?? link ?? documentBase);
  const body = content ?? (summary && /<[a-z]/i.test(textOf(summary)) ? summary : undefined);
  const published = firstDate(fields, PUBLISHED);
  const updated = firstDate(fields, UPDATED);
  return {
    id,
    title: titleText(textOf(first(fields, TITLES))) || null,
    link,
    published: published ?? updated,
    updated,
    author: personOf(fields, AUTHORS) ?? feedAuthor,
    text: htmlToText(textOf(content ?? summary)) || null,
    html: (body && html(body)) || null,
    summary: htmlToText(textOf(summary)) || null,
  };
}

function firstDate(fields: Fields<ItemField>, names: readonly ItemField[]): string | null {
  for (const name of names)
    for (const value of fields[name] ?? []) {
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
function linksOf(fields: Fields<'link' | 'atom:link'>, format: 'rss' | 'atom', url: string | null): Link[] {
  return [...(fields.link ?? []), ...(fields['atom:link'] ?? [])].flatMap((value) => {
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

function itemLink(fields: Fields<ItemField>, format: 'rss' | 'atom', base: string | null): string | null {
  const links = linksOf(fields, format, null);
  const resolved = (address: string) => resolveUrl(address, base) ?? address;
  const link = chooseLink(links);
  if (link !== null) return resolved(link);
  const permalink = fields.guid?.find(
    (guid) => attributesOf(guid).ispermalink?.trim().toLowerCase() !== 'false' && textOf(guid) !== '',
  );
  if (permalink && (isWebAddress(textOf(permalink)) || attributesOf(permalink).ispermalink !== undefined))
    return resolved(textOf(permalink));
  const identifier = textOf(fields['dc:identifier']?.[0]);
  if (isWebAddress(identifier)) return identifier;
  const source = [...(fields.content ?? []), ...(fields['atom:content'] ?? [])]
    .map((content) => attributesOf(content).src)
    .find(Boolean);
  if (source) return resolved(source);
  const enclosure = (fields.enclosure ?? []).map((value) => attributesOf(value).url).find(Boolean);
  return enclosure ? resolved(enclosure.trim()) : null;
}

/** A person as `Name`; RSS has "mail@host (Name)". Several are parted by commas. */
function personOf<Name extends string>(fields: Fields<Name>, names: readonly Name[]): string | null {
  for (const name of names) {
    const people = (fields[name] ?? [])
      .map((value) => titleText(textOf(value)))
      .map((person) => /^\S+@\S+\s+\(([^()]+)\)$/.exec(person)?.[1] ?? person)
      .filter(Boolean);
    if (people.length > 0) return [...new Set(people)].join(', ');
  }
  return null;
}

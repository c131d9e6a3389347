import { decodeHTMLAttribute } from 'entities';
import { resolveUrl } from '../feed/resolve-links.ts';
import { tokenizeHtml } from '../feed/tokenize-html.ts';

/** An address that a page gives as a feed. */
export interface FeedLink {
  url: string;
  title: string | null;
  /** `link` says so itself; `anchor` only looks like it */
  from: 'link' | 'anchor';
}

const FEED_TYPES =
  /^(?:application|text)\/(?:(?:rss|atom|rdf|feed)\+(?:xml|json)|rss|atom|xml|rdf)\b|^application\/feed\+json\b/;
/** WordPress announces its API with `application/json`: only what calls itself a feed is one. */
const FEED_ADDRESS =
  /(?:^|[/._?=&-])(?:feeds?|rss\d*|atom|rdf|index\.xml|feed\.json)(?:$|[/._?=&-])|\.(?:rss|atom|rdf)(?:$|\?)|^feed:/i;
const NO_FEED = /\/comments?\/feed|\/(?:about|help)[^?]*rss|\.(?:png|jpe?g|gif|svg|css|js|pdf)(?:$|\?)/i;

/** A site's page gives a few feeds; one that gives thousands is not read to the end. */
const MAX_LINKS = 50;

/**
 * The feeds that a page names, in its order: `<link rel="alternate">` of a feed's type, then links in its text whose address
 * looks like a feed's. `url` is the page's address; a `<base>` counts. Any string goes, the time is linear in its length.
 */
export function feedLinks(html: string, url: string): FeedLink[] {
  let base = url;
  const found = new Map<string, FeedLink>();
  const add = (address: string | undefined, title: string | undefined, from: FeedLink['from']) => {
    const resolved =
      address &&
      resolveUrl(
        address
          .trim()
          .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
          .replace(/^feed:/i, 'https:'),
        base,
      );
    if (!resolved || !/^https?:/.test(resolved) || NO_FEED.test(resolved)) return;
    const before = found.get(resolved);
    if (before ? before.from === 'anchor' && from === 'link' : found.size < MAX_LINKS)
      found.set(resolved, { url: resolved, title: title?.trim() || null, from });
  };
  forEachTag(html, (name, attributes) => {
    const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    const href = attributes.get('href');
    if (name === 'base' && href) base = resolveUrl(href, url) ?? base;
    else if (name === 'link' && (rel.includes('alternate') || rel.includes('feed'))) {
      const type = (attributes.get('type') ?? '').trim().toLowerCase();
      if (
        FEED_TYPES.test(type) ||
        rel.includes('feed') ||
        (type === 'application/json' && FEED_ADDRESS.test(href ?? ''))
      )
        add(href, attributes.get('title'), 'link');
    } else if (name === 'a' && href && FEED_ADDRESS.test(href.slice(0, 2000)))
      add(href, attributes.get('title'), 'anchor');
  });
  return [...found.values()].sort((a, b) => Number(a.from === 'anchor') - Number(b.from === 'anchor'));
}

/** Calls `visit` for each opening tag with its lower-case name and attributes; keeps no tree. */
function forEachTag(html: string, visit: (name: string, attributes: ReadonlyMap<string, string>) => void): void {
  const wanted = new Set(['link', 'a', 'base']);
  let name = '';
  let attribute = '';
  let value = '';
  let attributes = new Map<string, string>();
  const opened = () => {
    if (wanted.has(name)) visit(name, attributes);
  };
  tokenizeHtml(html, {
    onopentagname: (start, end) => {
      name = html.slice(start, end).toLowerCase();
      attributes = new Map();
    },
    onattribname: (start, end) => {
      attribute = html.slice(start, end).toLowerCase();
      value = '';
    },
    onattribdata: (start, end) => {
      if (wanted.has(name)) value += html.slice(start, end);
    },
    onattribend: () => {
      if (wanted.has(name) && !attributes.has(attribute)) attributes.set(attribute, decodeHTMLAttribute(value));
    },
    onopentagend: opened,
    onselfclosingtag: opened,
  });
}

/** Where sites keep a feed that they do not name: the paths of the usual content systems, most common first. */
const COMMON_PATHS = [
  'feed',
  'rss',
  'rss.xml',
  'feed.xml',
  'atom.xml',
  'index.xml',
  'feeds/posts/default',
  'feed.json',
  '?feed=rss2',
];

/** Addresses worth a try: the usual paths below the page's folder and at the site's root. */
export function commonFeedAddresses(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const page = new URL(url);
  page.search = '';
  page.hash = '';
  if (!page.pathname.endsWith('/') && !/\.[a-z]{2,5}$/i.test(page.pathname)) page.pathname += '/';
  const folders = [...new Set([new URL('.', page).href, new URL('/', page).href])];
  return folders.flatMap((folder) => COMMON_PATHS.map((path) => new URL(path, folder).href));
}

import { resolveUrl } from './resolve-links.ts';
import { isElement, textOf, type XmlElement } from './xml-tree.ts';

/** Fields of an item that are read, by canonical name; `markup` fields may hold HTML, the others hold plain text. */
const ITEM_MARKUP = [
  'title',
  'atom:title',
  'dc:title',
  'dcterms:title',
  'media:title',
  'itunes:title',
  'content:encoded',
  'encoded',
  'fullitem',
  'xhtml:body',
  'body',
  'xhtml:div',
  'content',
  'atom:content',
  'description',
  'summary',
  'atom:summary',
  'tagline',
  'itunes:summary',
  'dc:description',
  'dcterms:abstract',
  'media:description',
  'media:text',
  'googleplay:description',
  'itunes:subtitle',
] as const;
const ITEM_TEXT = [
  'link',
  'atom:link',
  'guid',
  'id',
  'atom:id',
  'dc:identifier',
  'enclosure',
  'pubdate',
  'published',
  'updated',
  'issued',
  'modified',
  'created',
  'date',
  'atom:published',
  'atom:updated',
  'atom:issued',
  'atom:modified',
  'atom:created',
  'dc:date',
  'dcterms:issued',
  'dcterms:created',
  'dcterms:modified',
  'dcterms:date',
  'dc:created',
  'dc:issued',
  'dc:modified',
  'author',
  'atom:author',
  'dc:creator',
  'dc:contributor',
  'itunes:author',
  'googleplay:author',
  'media:credit',
] as const;
const FEED_MARKUP = ['title', 'atom:title', 'dc:title', 'dcterms:title', 'media:title', 'itunes:title'] as const;
const FEED_TEXT = [
  'link',
  'atom:link',
  'language',
  'dc:language',
  'dcterms:language',
  'ttl',
  'skiphours',
  'skipdays',
  'sy:updateperiod',
  'sy:updatefrequency',
  'author',
  'atom:author',
  'dc:creator',
  'itunes:author',
  'managingeditor',
] as const;

export type ItemField = (typeof ITEM_MARKUP)[number] | (typeof ITEM_TEXT)[number];
export type FeedField = (typeof FEED_MARKUP)[number] | (typeof FEED_TEXT)[number];
export const ITEM_FIELDS: readonly ItemField[] = [...new Set([...ITEM_MARKUP, ...ITEM_TEXT])];
export const FEED_FIELDS: readonly FeedField[] = [...new Set([...FEED_MARKUP, ...FEED_TEXT])];

const [itemMarkup, itemText, feedMarkup, feedText] = [ITEM_MARKUP, ITEM_TEXT, FEED_MARKUP, FEED_TEXT].map(
  (names) => new Set<string>(names),
) as [Set<string>, Set<string>, Set<string>, Set<string>];

/**
 * Fields that go to rss-parser under another name. It makes "snippets" of content with expressions that are quadratic on
 * hostile text, and one date that JavaScript cannot read makes it refuse a whole Atom feed.
 */
const HIDDEN = new Set(['content', 'content:encoded', 'description', 'summary', 'published', 'updated']);
export const wireName = (field: string): string => (HIDDEN.has(field) ? `raw:${field}` : field);

/** Attributes that say what an element's text is, or hold it. */
const ATTRIBUTES = ['href', 'url', 'rel', 'type', 'ispermalink', 'src', 'resource'] as const;

/** A feed as rss-parser can read it, or null where the tree holds none. */
export interface CleanFeed {
  xml: string;
  format: 'rss' | 'atom';
}

/**
 * Writes what a tolerant reading (xml-tree.ts) found as a well-formed feed: RSS 2.0 for RSS and RDF, Atom for Atom; the
 * fields that we read under canonical names, each content one string of HTML, items where they belong.
 */
export function cleanFeed(nodes: readonly (XmlElement | string)[], url: string | null): CleanFeed | null {
  const root = findRoot(nodes, 0);
  if (!root) return null;
  const atom = isAtomRoot(root);
  const base = baseOf(root, url ? { url, stated: false } : { url: null, stated: false });
  const feed: string[] = [];
  const items: string[] = [];
  collect(root.name === 'entry' ? { ...root, name: 'feed', children: [root] } : root, base, atom, feed, items);
  const language = attribute(root, 'xml:lang');
  if (language) feed.push(`<language>${escapeXml(language)}</language>`);
  const body = feed.join('') + items.join('');
  return atom
    ? { format: 'atom', xml: `<feed>${body}</feed>` }
    : { format: 'rss', xml: `<rss version="2.0"><channel>${body}</channel></rss>` };
}

const ROOTS = new Set(['rss', 'feed', 'rdf:rdf', 'rdf', 'channel', 'entry', 'atom:feed', 'atom:entry']);
const isAtomRoot = ({ name }: XmlElement) => /^(?:atom:)?(?:feed|entry)$/.test(name);

/** The first element that opens a feed; some are wrapped in another, or follow junk. */
function findRoot(nodes: readonly (XmlElement | string)[], depth: number): XmlElement | undefined {
  const elements = nodes.filter(isElement);
  const root = elements.find(({ name }) => ROOTS.has(name));
  if (root || depth === 3) return root;
  for (const element of elements) {
    const inner = element.name === 'html' ? undefined : findRoot(element.children, depth + 1);
    if (inner) return inner;
  }
  return undefined;
}

/** The address that relative ones are resolved against; `stated` when an `xml:base` says so. */
interface Base {
  url: string | null;
  stated: boolean;
}

function baseOf(element: XmlElement, outer: Base): Base {
  const own = attribute(element, 'xml:base');
  const url = own && resolveUrl(own, outer.url);
  return url ? { url, stated: true } : outer;
}

/** Sorts an element's children into fields of the feed and items. */
function collect(parent: XmlElement, base: Base, atom: boolean, feed: string[], items: string[]): void {
  for (const child of parent.children) {
    if (!isElement(child)) continue;
    const inner = baseOf(child, base);
    const name = atom ? child.name.replace(/^atom:/, '') : child.name;
    if (name === 'item' || name === 'entry' || name === 'atom:entry') items.push(writeItem(child, inner, atom));
    else if (name === 'channel' || name === 'items') collect(child, inner, atom, feed, items);
    else if (feedMarkup.has(name)) feed.push(writeMarkup(child, name, inner, atom));
    else if (feedText.has(name)) feed.push(writeText(child, name, inner));
  }
}

function writeItem(item: XmlElement, base: Base, atom: boolean): string {
  const fields: string[] = [];
  const about = attribute(item, 'rdf:about') ?? attribute(item, 'about');
  const visit = (parent: XmlElement, outer: Base) => {
    for (const child of parent.children) {
      if (!isElement(child)) continue;
      const name = atom ? child.name.replace(/^atom:/, '') : child.name;
      const inner = baseOf(child, outer);
      if (itemMarkup.has(name)) fields.push(writeMarkup(child, name, inner, atom));
      else if (itemText.has(name)) fields.push(writeText(child, name, inner));
      else if (name === 'media:group' || name === 'media:content') visit(child, inner);
    }
  };
  visit(item, base);
  const language = about === undefined ? '' : `<dc:identifier>${escapeXml(about)}</dc:identifier>`;
  const element = atom ? 'entry' : 'item';
  return `<${element}>${fields.join('')}${language}</${element}>`;
}

function writeText(element: XmlElement, name: string, base: Base): string {
  const parts = element.children.filter(isElement);
  const person =
    parts.find((part) => /(?:^|:)name$/.test(part.name)) ?? parts.find((part) => /(?:^|:)email$/.test(part.name));
  const text = name === 'skiphours' || name === 'skipdays' ? parts.map(textOf).join(' ') : textOf(person ?? element);
  return write(element, name, base, text);
}

function writeMarkup(element: XmlElement, name: string, base: Base, atom: boolean): string {
  const isAtom = name.startsWith('atom:') || (atom && !name.includes(':'));
  return write(element, name, base, isAtom ? atomMarkup(element) : rssMarkup(element));
}

function write(element: XmlElement, name: string, base: Base, text: string): string {
  const wire = wireName(name);
  let attributes = base.stated && base.url ? ` base="${escapeXml(base.url)}"` : '';
  if (element.attributes.size > 0)
    for (const key of ATTRIBUTES) {
      const value = element.attributes.get(key);
      if (value !== undefined) attributes += ` ${key}="${escapeXml(value)}"`;
    }
  return `<${wire}${attributes}>${escapeXml(text)}</${wire}>`;
}

/** RSS knows no types: text is HTML, and markup that should have been escaped is put back as it stood. */
function rssMarkup(element: XmlElement): string {
  return element.children.some(isElement) ? innerHtml(element, false) : textOf(element);
}

/** The content of an Atom 1.0 text construct (RFC 4287, 3.1 and 4.1.3) or Atom 0.3 content construct as HTML. */
function atomMarkup(element: XmlElement): string {
  const type = (element.attributes.get('type') ?? '').trim().toLowerCase();
  const mode = (element.attributes.get('mode') ?? '').trim().toLowerCase();
  const text = textOf(element);
  if (mode === 'base64' || isBinary(type)) {
    const decoded = base64Text(text);
    if (decoded !== null) return type === 'text/plain' ? escapeHtml(decoded) : decoded;
  }
  if (element.children.some(isElement)) return innerHtml(element, type.includes('xhtml') || mode === 'xml');
  if (type.includes('xhtml')) return escapeHtml(text);
  if (type.includes('html') || (mode === 'escaped' && type !== 'text/plain')) return text;
  return looksLikeHtml(text) ? text : escapeHtml(text);
}

/** Atom 1.0 content of any type but text and XML is base64. */
const isBinary = (type: string) => type.includes('/') && !/^text\/|[/+]xml$|html/.test(type);

/** Many feeds send HTML as `text`. A complete tag with its end, or a line break, is not what plain text looks like. */
const looksLikeHtml = (text: string) =>
  text.includes('<') &&
  /<(?:br|hr|img)\b[^<>]*>|<\/(?:p|div|a|b|i|em|strong|span|ul|ol|li|blockquote|h[1-6])\s*>/i.test(text);

function base64Text(text: string): string | null {
  const compact = text.replace(/\s+/g, '');
  return /^[a-z\d+/]+={0,2}$/i.test(compact) ? Buffer.from(compact, 'base64').toString('utf8') : null;
}

/** An element's content as HTML. `isText`: text is text (XHTML); else it is HTML already and stays as it is. */
function innerHtml(element: XmlElement, isText: boolean): string {
  return element.children
    .map((child) => {
      if (!isElement(child)) return isText ? escapeHtml(child) : child;
      const name = child.name.replace(/^(?:xhtml|unknown):/, '');
      const attributes = [...child.attributes]
        .filter(([key]) => !key.startsWith('xmlns') && /^[a-z][\w:.-]*$/.test(key))
        .map(([key, value]) => ` ${key}="${escapeHtml(value)}"`)
        .join('');
      const content = innerHtml(child, isText);
      return content === '' && VOID.has(name) ? `<${name}${attributes}>` : `<${name}${attributes}>${content}</${name}>`;
    })
    .join('');
}

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

const attribute = (element: XmlElement, name: string) => element.attributes.get(name);

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (c) => ESCAPES[c] as string) : text;
/** Escaped for XML, without the characters that XML does not allow. */
const escapeXml = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  escapeHtml(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

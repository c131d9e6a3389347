import { isUtf8 } from 'node:buffer';
import { CONTENTS, FEED_FIELDS, ITEM_FIELDS, SUMMARIES, TITLES } from './fields.ts';
import { mendMojibake } from './mojibake.ts';
import { resolveUrl } from './resolve-links.ts';
import { isElement, textOf, type XmlElement } from './xml-tree.ts';

/** A feed as rss-parser can read it. */
export interface CleanFeed {
  xml: string;
  format: 'rss' | 'atom';
  /** the items' content and summaries as HTML; the XML holds their index here */
  bodies: string[];
}

/** Fields that may hold markup; the bodies among them are kept out of the XML. */
const BODIES = new Set([...CONTENTS, ...SUMMARIES]);
const MARKUP = new Set([...TITLES, ...BODIES]);
const feedFields = new Set(FEED_FIELDS);
const itemFields = new Set(ITEM_FIELDS);

/** One date that JavaScript cannot read, under its own name, makes rss-parser refuse a whole Atom feed. */
export const wireName = (field: string): string =>
  field === 'published' || field === 'updated' ? `atom:${field}` : field;

/** An empty element comes out of xml2js as a string, and rss-parser takes a string's method `link` for its links. */
const SOMETHING = '<x/>';

/** Attributes that say what an element's text is, or hold it. */
const ATTRIBUTES = ['href', 'url', 'rel', 'type', 'ispermalink', 'src', 'resource'];

/**
 * Writes what a tolerant reading (xml-tree.ts) found as a well-formed feed: RSS 2.0 for RSS and RDF, Atom for Atom, the
 * fields that we read (fields.ts) under canonical names, items where they belong. Null where the tree holds no feed.
 */
export function cleanFeed(nodes: readonly (XmlElement | string)[], url: string | null): CleanFeed | null {
  const root = findRoot(nodes, 0);
  return root ? new FeedWriter(isAtomRoot(root)).write(root, { url, stated: false }) : null;
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
  const own = element.attributes.get('xml:base');
  const url = own && resolveUrl(own, outer.url);
  return url ? { url, stated: true } : outer;
}

class FeedWriter {
  private readonly atom: boolean;
  private readonly feed: string[] = [];
  private readonly items: string[] = [];
  private readonly bodies: string[] = [];

  constructor(atom: boolean) {
    this.atom = atom;
  }

  write(root: XmlElement, outer: Base): CleanFeed {
    const base = baseOf(root, outer);
    if (this.nameOf(root) === 'entry') this.item(root, base);
    else this.collect(root, base);
    const language = root.attributes.get('xml:lang');
    if (language) this.feed.push(`<language>${escapeXml(language)}</language>`);
    const inner = this.feed.join('') + this.items.join('') || SOMETHING;
    return {
      format: this.atom ? 'atom' : 'rss',
      xml: this.atom ? `<feed>${inner}</feed>` : `<rss version="2.0"><channel>${inner}</channel></rss>`,
      bodies: this.bodies,
    };
  }

  /** In an Atom feed the elements of Atom need no prefix. */
  private nameOf({ name }: XmlElement): string {
    return this.atom && name.startsWith('atom:') ? name.slice(5) : name;
  }

  /** Sorts an element's children into fields of the feed and items. */
  private collect(parent: XmlElement, base: Base): void {
    for (const child of parent.children) {
      if (!isElement(child)) continue;
      const name = this.nameOf(child);
      if (name === 'item' || name === 'entry' || name === 'atom:entry') this.item(child, baseOf(child, base));
      else if (name === 'channel' || name === 'items') this.collect(child, baseOf(child, base));
      else if (feedFields.has(name)) this.feed.push(this.field(child, name, base));
    }
  }

  private item(item: XmlElement, base: Base): void {
    const fields: string[] = [];
    this.itemFields(item, base, fields);
    const about = item.attributes.get('rdf:about') ?? item.attributes.get('about');
    if (about !== undefined) fields.push(`<dc:identifier>${escapeXml(about)}</dc:identifier>`);
    const name = this.atom ? 'entry' : 'item';
    this.items.push(`<${name}>${fields.join('') || SOMETHING}</${name}>`);
  }

  private itemFields(parent: XmlElement, base: Base, fields: string[]): void {
    for (const child of parent.children) {
      if (!isElement(child)) continue;
      const name = this.nameOf(child);
      if (itemFields.has(name)) fields.push(this.field(child, name, base));
      else if (name === 'media:group' || name === 'media:content') this.itemFields(child, baseOf(child, base), fields);
    }
  }

  private field(element: XmlElement, name: string, outer: Base): string {
    const wire = wireName(name);
    const base = baseOf(element, outer);
    let attributes = base.stated && base.url ? ` base="${escapeXml(base.url)}"` : '';
    if (element.attributes.size > 0)
      for (const key of ATTRIBUTES) {
        const value = element.attributes.get(key);
        if (value !== undefined) attributes += ` ${key}="${escapeXml(value)}"`;
      }
    let text = MARKUP.has(name) ? this.markup(element, name) : plainText(element);
    text = mendMojibake(text);
    if (BODIES.has(name)) text = text.trim() === '' ? '' : String(this.bodies.push(text) - 1);
    return `<${wire}${attributes}>${escapeXml(text)}</${wire}>`;
  }

  private markup(element: XmlElement, name: string): string {
    const isAtom = name.startsWith('atom:') || (this.atom && !name.includes(':'));
    return isAtom ? atomMarkup(element, BODIES.has(name)) : rssMarkup(element);
  }
}

/** An element's text; of a person the name, else the address; of a list (`skipHours`) its members, parted by spaces. */
function plainText(element: XmlElement): string {
  const parts = element.children.filter(isElement);
  if (parts.length === 0) return textOf(element);
  const person =
    parts.find(({ name }) => /(?:^|:)name$/.test(name)) ?? parts.find(({ name }) => /(?:^|:)email$/.test(name));
  return person ? textOf(person) : parts.map(textOf).join(' ');
}

/** RSS knows no types: text is HTML, and markup that should have been escaped is put back as it stood. */
function rssMarkup(element: XmlElement): string {
  return element.children.some(isElement) ? innerHtml(element, false) : textOf(element);
}

/** The content of an Atom 1.0 text construct (RFC 4287, 3.1 and 4.1.3) or Atom 0.3 content construct as HTML. */
function atomMarkup(element: XmlElement, isBody: boolean): string {
  const type = (element.attributes.get('type') ?? '').trim().toLowerCase();
  const mode = (element.attributes.get('mode') ?? '').trim().toLowerCase();
  const isMixed = element.children.some(isElement);
  const text = isMixed ? '' : textOf(element);
  if (mode === 'base64' || isBinary(type)) {
    const decoded = base64Text(text);
    if (decoded !== null) return type === 'text/plain' ? escapeHtml(decoded) : decoded;
  }
  if (isMixed) return innerHtml(element, type.includes('xhtml') || mode === 'xml');
  if (type.includes('xhtml')) return escapeHtml(text);
  if (type.includes('html') || (mode === 'escaped' && type !== 'text/plain')) return text;
  return (isBody || type === '') && looksLikeHtml(text) ? text : escapeHtml(text);
}

/** Atom 1.0 content of any type but text and XML is base64. */
const isBinary = (type: string) => type.includes('/') && !/^text\/|[/+]xml$|html/.test(type);

/** Many feeds send HTML as `text`. A complete tag with its end, or a line break, is not what plain text looks like. */
const looksLikeHtml = (text: string) =>
  text.includes('<') &&
  /<(?:br|hr|img)\b[^<>]*>|<\/(?:p|div|a|b|i|em|strong|span|ul|ol|li|blockquote|h[1-6])\s*>/i.test(text);

/** The text that base64 stands for, or null where it is no base64 or no text. */
function base64Text(text: string): string | null {
  const compact = text.replace(/\s+/g, '');
  if (!/^[a-z\d+/]+={0,2}$/i.test(compact)) return null;
  const bytes = Buffer.from(compact, 'base64');
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

/** An element's content as HTML. `isText`: text is text (XHTML); else it is HTML already and stays as it is. */
function innerHtml(element: XmlElement, isText: boolean): string {
  const parts: string[] = [];
  writeHtml(element, isText, parts);
  return parts.join('');
}

function writeHtml(parent: XmlElement, isText: boolean, parts: string[]): void {
  for (const child of parent.children) {
    if (!isElement(child)) {
      parts.push(isText ? escapeHtml(child) : child);
      continue;
    }
    const name = child.name.replace(/^(?:xhtml|unknown):/, '');
    parts.push('<', name);
    for (const [key, value] of child.attributes)
      if (!key.startsWith('xmlns') && /^[a-z][\w:.-]*$/.test(key)) parts.push(' ', key, '="', escapeHtml(value), '"');
    parts.push('>');
    writeHtml(child, isText, parts);
    if (child.children.length > 0 || !VOID.has(name)) parts.push('</', name, '>');
  }
}

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (c) => ESCAPES[c] as string) : text;
/** Escaped for XML, without the characters that XML does not allow. */
const escapeXml = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  escapeHtml(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

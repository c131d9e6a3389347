import { isElement, readXml, textOf, type XmlElement } from './feed/xml-tree.ts';

/** A list of subscriptions (OPML 2.0, http://opml.org/spec2.opml). */
export interface Opml {
  /** the head's elements as they stand (`title`, `dateCreated`, `ownerName` …), by name */
  head: Record<string, string>;
  outlines: Outline[];
}

/** A feed, or a group of feeds; groups nest. */
export interface Outline {
  text: string;
  /** the feed's address; a group has none */
  xmlUrl: string | null;
  /** the site's address */
  htmlUrl: string | null;
  /** all other attributes, in their order, known to us or not */
  attributes: Record<string, string>;
  outlines: Outline[];
}

/** A feed of a list and the groups that it stands in, from the outermost. */
export interface ListedFeed {
  url: string;
  title: string;
  groups: string[];
}

/** The head's elements as the specification spells them; the reader knows names in lower case alone. */
const HEAD_NAMES = new Map(
  'title dateCreated dateModified ownerName ownerEmail ownerId docs expansionState vertScrollState windowTop windowLeft windowBottom windowRight'
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/**
 * Reads a list of subscriptions, also a broken one. Null where the text holds none. Groups within groups are read to a depth
 * of 200.
 */
export function parseOpml(text: string): Opml | null {
  const root = readXml(text, true).find((node) => isElement(node) && node.name === 'opml');
  if (!root || !isElement(root)) return null;
  const child = (name: string) =>
    root.children.find((node): node is XmlElement => isElement(node) && node.name === name);
  const head = (child('head')?.children ?? [])
    .filter(isElement)
    .map((entry) => [HEAD_NAMES.get(entry.name) ?? entry.name, textOf(entry).trim()]);
  return { head: Object.fromEntries(head), outlines: outlinesIn(child('body') ?? root) };
}

function outlinesIn(parent: XmlElement): Outline[] {
  return parent.children.filter(isElement).flatMap((node) => {
    if (node.name !== 'outline') return [];
    const given = new Map(node.attributes);
    // Attribute names are written in any case; the ones that we read are found in all of them.
    const take = (name: string) => {
      const key = [...given.keys()].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
      const value = key === undefined ? undefined : given.get(key)?.trim();
      if (key !== undefined) given.delete(key);
      return value || null;
    };
    const xmlUrl = take('xmlUrl');
    const htmlUrl = take('htmlUrl');
    const title = [...given].find(([name]) => name.toLowerCase() === 'title')?.[1];
    const outline = take('text') ?? title ?? xmlUrl ?? '';
    return [{ text: outline, xmlUrl, htmlUrl, attributes: Object.fromEntries(given), outlines: outlinesIn(node) }];
  });
}

/** Writes a list of subscriptions as OPML 2.0. What `parseOpml` read comes out again, unknown attributes included. */
export function formatOpml({ head, outlines }: Opml): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', '  <head>'];
  for (const [name, value] of Object.entries(head))
    if (isXmlName(name)) lines.push(`    <${name}>${escapeXml(value)}</${name}>`);
  lines.push('  </head>', '  <body>');
  for (const outline of outlines) writeOutline(outline, '    ', lines);
  lines.push('  </body>', '</opml>', '');
  return lines.join('\n');
}

function writeOutline({ text, xmlUrl, htmlUrl, attributes, outlines }: Outline, indent: string, lines: string[]): void {
  const given = { text, ...(xmlUrl !== null && { xmlUrl }), ...(htmlUrl !== null && { htmlUrl }), ...attributes };
  // The specification asks for a type where there is a feed.
  const all = xmlUrl !== null && !('type' in given) ? { type: 'rss', ...given } : given;
  const written = Object.entries(all)
    .filter(([name]) => isXmlName(name))
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
  if (outlines.length === 0) {
    lines.push(`${indent}<outline${written}/>`);
    return;
  }
  lines.push(`${indent}<outline${written}>`);
  for (const inner of outlines) writeOutline(inner, `${indent}  `, lines);
  lines.push(`${indent}</outline>`);
}

/** The feeds of a list in its order, each once, with their groups. */
export function feedsOf({ outlines }: Opml): ListedFeed[] {
  const feeds = new Map<string, ListedFeed>();
  const visit = (members: readonly Outline[], groups: readonly string[]) => {
    for (const { text, xmlUrl, outlines: inner } of members) {
      if (xmlUrl !== null && !feeds.has(xmlUrl)) feeds.set(xmlUrl, { url: xmlUrl, title: text, groups: [...groups] });
      visit(inner, [...groups, text]);
    }
  };
  visit(outlines, []);
  return [...feeds.values()];
}

const isXmlName = (name: string) => /^[\p{L}_][\p{L}\p{N}_:.-]*$/u.test(name);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
};
const escapeXml = (text: string) =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: characters that XML does not allow
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\n\t\r]/g, (char) => ESCAPES[char] as string);

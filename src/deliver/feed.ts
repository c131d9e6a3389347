import { renderHtml } from '../digest/render/html.ts';
import { safeUrl } from '../digest/render/safe-url.ts';
import { oneLine } from '../digest/sentences.ts';
import type { Digest } from '../digest/types.ts';
import { countryName, threatName } from '../digest/words.ts';
import type { ExportedIncident } from './export/incident.ts';
import { uuidOf } from './export/uuid.ts';

/** A feed of ours, whatever it is written as. Times are ISO 8601. */
export interface OutgoingFeed {
  /** a URI that never changes */
  id: string;
  title: string;
  /** its own address, and that of the page it belongs to */
  self: string;
  home: string;
  author: string;
  updated: string;
  entries: OutgoingEntry[];
  /** entries that were there and no longer stand, the latest first */
  withdrawn: WithdrawnEntry[];
}

export interface WithdrawnEntry {
  id: string;
  when: string;
  /** in words, what became of it */
  comment: string;
  /** the page that tells of it now */
  url: string;
}

export interface OutgoingEntry {
  id: string;
  title: string;
  url: string;
  /** where it comes from, for what is told elsewhere */
  source: string | null;
  published: string;
  updated: string;
  summary: string;
  html: string | null;
  categories: string[];
}

const entryId = (installation: string, incident: number) => `urn:uuid:${uuidOf(installation, `incident ${incident}`)}`;

/** An incident that no longer stands; `desk` is the desk's address. */
export function withdrawnEntry(
  { id, joinedInto, updatedAt }: { id: number; joinedInto: number | null; updatedAt: Date },
  installation: string,
  desk: string,
): WithdrawnEntry {
  return {
    id: entryId(installation, id),
    when: updatedAt.toISOString(),
    comment: joinedInto === null ? 'no longer flagged, or dismissed' : `told in incident ${joinedInto} now`,
    url: `${desk}/incidents/${joinedInto ?? id}`,
  };
}

/** An incident as an entry; `desk` is the desk's address. */
export function incidentEntry(incident: ExportedIncident, installation: string, desk: string): OutgoingEntry {
  const { id, title, summary, firstSeen, updatedAt, threats, affected, flag, sources } = incident;
  return {
    id: entryId(installation, id),
    title: oneLine(title) || `Incident ${id}`,
    url: `${desk}/incidents/${id}`,
    source: sources.map(({ url }) => safeUrl(url)).find((url) => url !== null) ?? null,
    published: firstSeen,
    updated: updatedAt,
    summary: oneLine(summary),
    html: null,
    categories: [`${flag} threshold`, ...threats.map(threatName), ...affected.map(countryName)],
  };
}

/** A digest as an entry; `desk` is the desk's address, `madeAt` when this version was made. */
export function digestEntry(digest: Digest, madeAt: string, installation: string, desk: string): OutgoingEntry {
  const { kind, from, zone } = digest.period;
  return {
    id: `urn:uuid:${uuidOf(installation, `digest ${kind} ${from} ${zone}`)}`,
    title: digest.title,
    url: `${desk}/digest/${from}${kind === 'week' ? '?kind=week' : ''}`,
    source: null,
    published: madeAt,
    updated: madeAt,
    summary: digest.brief.map(({ text }) => text).join(' '),
    html: renderHtml(digest),
    categories: [],
  };
}

/** An Atom feed (RFC 4287), with tombstones (RFC 6721) of what is withdrawn. */
export function atomFeed({ id, title, self, home, author, updated, entries, withdrawn }: OutgoingFeed): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="en">
<id>${xml(id)}</id>
<title>${xml(title)}</title>
<updated>${updated}</updated>
<author><name>${xml(author)}</name></author>
<link rel="self" type="application/atom+xml" href="${xml(self)}"/>
<link rel="alternate" type="text/html" href="${xml(home)}"/>
${[...entries.map(atomEntry), ...withdrawn.map(tombstone)].join('\n')}
</feed>
`;
}

const atomEntry = ({ id, title, url, source, published, updated, summary, html, categories }: OutgoingEntry) =>
  [
    '<entry>',
    `<id>${xml(id)}</id>`,
    `<title>${xml(title)}</title>`,
    `<link rel="alternate" type="text/html" href="${xml(url)}"/>`,
    ...(source ? [`<link rel="via" href="${xml(source)}"/>`] : []),
    `<published>${published}</published>`,
    `<updated>${updated}</updated>`,
    ...categories.map((name) => `<category term="${xml(name)}"/>`),
    `<summary>${xml(summary)}</summary>`,
    ...(html ? [`<content type="html">${xml(html)}</content>`] : []),
    '</entry>',
  ].join('\n');

const tombstone = ({ id, when, comment, url }: WithdrawnEntry) =>
  `<at:deleted-entry ref="${xml(id)}" when="${when}"><at:comment>${xml(comment)}</at:comment><link rel="alternate" type="text/html" href="${xml(url)}"/></at:deleted-entry>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text within XML 1.0, without the characters that it knows no way to write. */
const xml = (text: string) =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] as string);

/** A JSON Feed, version 1.1. */
export function jsonFeed({ title, self, home, author, entries }: OutgoingFeed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    ...{ title, home_page_url: home, feed_url: self, language: 'en', authors: [{ name: author }] },
    items: entries.map(({ id, title: name, url, source, published, updated, summary, html, categories }) => ({
      ...{ id, url, title: name, summary },
      ...(html ? { content_html: html } : { content_text: summary }),
      ...(source ? { external_url: source } : {}),
      ...{ date_published: published, date_modified: updated, tags: categories },
    })),
  });
}

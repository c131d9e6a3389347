/** Namespaces that feeds use, as the prefix that we know each by. The empty prefix is RSS in all its versions. */
const PREFIX_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '': [
      '',
      'http://purl.org/rss/1.0',
      'http://purl.org/net/rss1.1#',
      'http://my.netscape.com/rdf/simple/0.9',
      'http://channel.netscape.com/rdf/simple/0.9',
      'http://my.netscape.com/publish/formats/rss-0.91.dtd',
      'http://backend.userland.com/rss',
      'http://backend.userland.com/rss2',
      'http://backend.userland.com/rss091',
      'http://backend.userland.com/rss092',
      'http://backend.userland.com/rss191',
      'http://blogs.law.harvard.edu/tech/rss',
      'http://cyber.law.harvard.edu/rss/rss.html',
      'http://cyber.law.harvard.edu/rss',
      'http://www.rssboard.org/rss-specification',
      'http://rssnamespace.org/feeds/rss',
    ],
    atom: [
      'http://www.w3.org/2005/atom',
      'http://purl.org/atom/ns#',
      'http://purl.org/atom/ns',
      'http://www.w3.org/2005/atom#',
    ],
    rdf: ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'http://www.w3.org/1999/02/22-rdf-syntax-ns'],
    dc: ['http://purl.org/dc/elements/1.1', 'http://purl.org/dc/elements/1.0'],
    dcterms: ['http://purl.org/dc/terms', 'http://purl.org/rss/1.0/modules/dcterms'],
    content: ['http://purl.org/rss/1.0/modules/content'],
    sy: ['http://purl.org/rss/1.0/modules/syndication'],
    itunes: ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'http://example.com/dtds/podcast-1.0.dtd'],
    googleplay: ['http://www.google.com/schemas/play-podcasts/1.0'],
    media: ['http://search.yahoo.com/mrss', 'http://video.search.yahoo.com/mrss', 'http://www.rssboard.org/media-rss'],
    xhtml: ['http://www.w3.org/1999/xhtml'],
    xml: ['http://www.w3.org/xml/1998/namespace'],
  }).flatMap(([prefix, uris]) => uris.map((uri) => [uri, prefix] as const)),
);

/** Prefixes that mean what they usually mean where a feed forgot to declare them, or declared them wrongly. */
const CONVENTIONAL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    rss: '',
    atom: 'atom',
    atom10: 'atom',
    atom03: 'atom',
    a10: 'atom',
    rdf: 'rdf',
    dc: 'dc',
    dcterms: 'dcterms',
    dct: 'dcterms',
    content: 'content',
    sy: 'sy',
    itunes: 'itunes',
    googleplay: 'googleplay',
    media: 'media',
    xhtml: 'xhtml',
    xml: 'xml',
  }),
);

/**
 * What an element declares, and what encloses it. A chain rather than a copy of all that holds: copies would be quadratic
 * where thousands of elements each declare something within thousands of declarations.
 */
export interface Scope {
  /** canonical prefix by declared prefix */
  own: ReadonlyMap<string, string>;
  outer: Scope | null;
}

/**
 * The scope of an element `tagName`, given its attributes' `xmlns` declarations; null outside of any declaration. At the
 * root (`outer` null and `isRoot`) the default namespace and that of a root named `rss` or `feed` are the feed's own
 * vocabulary, whatever address they carry.
 */
export function declare(
  outer: Scope | null,
  attributes: ReadonlyMap<string, string>,
  tagName: string,
  isRoot: boolean,
): Scope | null {
  let own: Map<string, string> | undefined;
  for (const [name, value] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    const prefix = name.slice(6);
    const known = PREFIX_OF.get(value.trim().toLowerCase().replace(/\/$/, ''));
    own ??= new Map();
    own.set(prefix, known ?? (prefix === '' ? (isRoot ? '' : 'unknown') : (CONVENTIONAL.get(prefix) ?? prefix)));
  }
  const root = isRoot && /^(?:(.*):)?(?:rss|feed)$/i.exec(tagName);
  if (root) {
    own ??= new Map();
    own.set((root[1] ?? '').toLowerCase(), '');
  }
  return own ? { own, outer } : outer;
}

/** `a:Title` in a scope where `a` is Atom: `atom:title`. Names are compared in lower case, since feeds do not agree on it. */
export function canonicalName(name: string, scope: Scope | null): string {
  const lower = name.toLowerCase();
  const colon = lower.indexOf(':');
  const prefix = colon < 0 ? '' : lower.slice(0, colon);
  const canonical = declared(prefix, scope) ?? CONVENTIONAL.get(prefix) ?? prefix;
  return canonical === '' ? lower.slice(colon + 1) : `${canonical}:${lower.slice(colon + 1)}`;
}

function declared(prefix: string, scope: Scope | null): string | undefined {
  for (let level = scope; level; level = level.outer) {
    const canonical = level.own.get(prefix);
    if (canonical !== undefined) return canonical;
  }
  return undefined;
}

// Which elements say what, by canonical name (namespaces.ts), the best first.

export const TITLES = ['title', 'atom:title', 'dc:title', 'dcterms:title', 'media:title', 'itunes:title'];
/** An item's text in full ... */
export const CONTENTS = [
  'content:encoded',
  'fullitem',
  'xhtml:body',
  'body',
  'xhtml:div',
  'content',
  'atom:content',
  'encoded',
];
/** ... and in short, though in many a feed this is all there is. */
export const SUMMARIES = [
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
export const IDS = ['guid', 'id', 'atom:id', 'dc:identifier'];
export const LINKS = ['link', 'atom:link'];
export const PUBLISHED = [
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
export const UPDATED = ['updated', 'atom:updated', 'modified', 'atom:modified', 'dcterms:modified', 'dc:modified'];
export const AUTHORS = [
  'author',
  'atom:author',
  'dc:creator',
  'itunes:author',
  'googleplay:author',
  'dc:contributor',
  'media:credit',
];
export const LANGUAGES = ['language', 'dc:language', 'dcterms:language'];
export const POLL_HINTS = ['ttl', 'skiphours', 'sy:updateperiod', 'sy:updatefrequency'];

export const FEED_FIELDS: readonly string[] = [...TITLES, ...LINKS, ...AUTHORS, ...LANGUAGES, ...POLL_HINTS];
export const ITEM_FIELDS: readonly string[] = [
  ...TITLES,
  ...CONTENTS,
  ...SUMMARIES,
  ...IDS,
  ...LINKS,
  'enclosure',
  ...PUBLISHED,
  ...UPDATED,
  ...AUTHORS,
];

import type { CheerioAPI } from 'cheerio/slim';
import type { Element } from 'domhandler';
import type { ArticleImage } from '../types.ts';
import { type Block, collapse, type PageBlocks, type Region } from './blocks.ts';
import { type LinkedData, namesOf, readArticleData, textOf, urlOf } from './json-ld.ts';
import { type DateFormat, readPageDate } from './page-date.ts';

/** What a page says of itself. Null where it does not say. */
export interface Metadata {
  title: string | null;
  subtitle: string | null;
  author: string | null;
  /** ISO 8601 in UTC */
  published: string | null;
  modified: string | null;
  /** ISO 639-1 */
  language: string | null;
  /** canonical URL */
  url: string | null;
  siteName: string | null;
  section: string | null;
  image: ArticleImage | null;
  description: string | null;
  /** every form of the headline that the page has */
  titles: string[];
  linkedData: LinkedData | null;
}

/** The page's metadata from JSON-LD, meta elements, marked-up and visible parts, in this order where they disagree little. */
export function readMetadata(
  $: CheerioAPI,
  page: PageBlocks,
  pageUrl: string | undefined,
  dateFormat?: DateFormat,
): Metadata {
  const meta = readMeta($);
  const data = readArticleData($);
  const language = readLanguage($, meta, data);
  const siteName = meta.get('og:site_name') ?? textOf(data?.publisher) ?? meta.get('application-name') ?? null;
  const title = readTitle($, meta, data, siteName);
  const h1 = $('h1')
    .toArray()
    .slice(0, 5)
    .map((el) => collapse($(el).text()));
  const monthFirst =
    /^en-us$/i.test($('html').attr('lang') ?? '') || /en[-_]us/i.test(meta.get('og:locale') ?? '') ? true : undefined;
  const date = (text: unknown) => (typeof text === 'string' ? readPageDate(text, dateFormat, monthFirst) : null);
  const description = meta.get('og:description') ?? meta.get('description') ?? textOf(data?.description);
  return {
    title,
    subtitle: readSubtitle(page, title),
    author: readAuthor($, meta, data, siteName, page),
    published: readPublished($, meta, data, page, pageUrl, date),
    modified:
      date(data?.dateModified) ??
      firstOf(MODIFIED, (name) => date(meta.get(name))) ??
      date($('[itemprop~=dateModified]').first().attr('datetime')),
    language,
    url: readUrl($, meta, pageUrl),
    siteName,
    section: meta.get('article:section') ?? textOf(data?.articleSection) ?? meta.get('section') ?? null,
    image: readImage($, meta, data, pageUrl),
    description: description ?? null,
    titles: [
      title,
      ...h1,
      meta.get('og:title'),
      meta.get('twitter:title'),
      textOf(data?.headline),
      collapse($('title').first().text()),
    ].filter((t): t is string => !!t),
    linkedData: data,
  };
}

/** The first value of every meta element, by lower-cased name, property or itemprop. */
function readMeta($: CheerioAPI): Map<string, string> {
  const meta = new Map<string, string>();
  for (const { attribs } of $('meta').toArray()) {
    const content = attribs.content?.trim();
    if (!content) continue;
    for (const name of [attribs.property, attribs.name, attribs.itemprop, attribs['http-equiv']]) {
      const key = name?.trim().toLowerCase();
      if (key && !meta.has(key)) meta.set(key, collapse(content.slice(0, 2000)));
    }
  }
  return meta;
}

const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** Share of the shorter text's words that the other has. */
function likeness(a: string, b: string): number {
  const [x, y] = [words(a), words(b)];
  if (x.size === 0 || y.size === 0) return 0;
  let shared = 0;
  for (const word of x) if (y.has(word)) shared++;
  return shared / Math.min(x.size, y.size);
}

/** The headline as readers see it: the h1 that the page's other titles bear out, else those titles without the site's name. */
function readTitle(
  $: CheerioAPI,
  meta: Map<string, string>,
  data: LinkedData | null,
  siteName: string | null,
): string | null {
  const told = [
    meta.get('og:title'),
    textOf(data?.headline),
    meta.get('twitter:title'),
    collapse($('title').first().text()),
  ]
    .filter((t): t is string => !!t)
    .map(collapse);
  const seen = $('h1, [itemprop~=headline]')
    .toArray()
    .slice(0, 20)
    .map((el) => collapse($(el).text()))
    .filter((text) => text.length > 3 && text.length < 400 && text.toLowerCase() !== siteName?.toLowerCase());
  const h1 = seen.find((text) => words(text).size >= 2 && told.some((t) => likeness(text, t) >= 0.6));
  if (h1) return h1;
  const title = told.find((t) => siteName === null || t.toLowerCase() !== siteName.toLowerCase());
  return title ? withoutSite(title, siteName) : (seen[0] ?? null);
}

/** `Headline | Outlet` as `Headline`. */
function withoutSite(title: string, siteName: string | null): string {
  const parts = title.split(/\s+[|–—·•»-]\s+/u);
  if (parts.length < 2) return title;
  const last = parts.at(-1) as string;
  const isSite = siteName !== null && likeness(last, siteName) >= 0.6;
  if (!isSite && !(/\s[|»•·]\s/u.test(title) && words(last).size <= 4)) return title;
  const head = title.slice(0, title.lastIndexOf(last)).replace(/\s+[|–—·•»-]\s+$/u, '');
  return head.length >= 8 ? head : title;
}

/** The line that a page marks as standing under its headline. */
function readSubtitle({ blocks }: PageBlocks, title: string | null): string | null {
  const found = blocks.find(
    (b) => b.words >= 4 && b.words <= 60 && b.text !== title && nearby(b, SUBTITLE) && b.linkWords < b.words / 2,
  );
  return found?.text ?? null;
}

const SUBTITLE = /(?:^|[\s_-])(?:sub-?(?:title|head(?:line|ing)?)|stand-?first|dek|deck|strapline)(?:$|[\s_-])/i;

function nearby({ region }: Block, name: RegExp): boolean {
  for (let r: Region | null = region, up = 0; r && up < 2; r = r.parent, up++)
    if (r.end - r.first <= 2 && name.test(`${r.el.attribs.class ?? ''} ${r.el.attribs.itemprop ?? ''}`)) return true;
  return false;
}

const AUTHOR = [
  'author',
  'byl',
  'dc.creator',
  'dcterms.creator',
  'parsely-author',
  'sailthru.author',
  'article:author',
  'article:author_name',
  'cxenseparse:author',
  'content-creator',
];

function readAuthor(
  $: CheerioAPI,
  meta: Map<string, string>,
  data: LinkedData | null,
  siteName: string | null,
  { blocks }: PageBlocks,
): string | null {
  const candidates: (() => string[])[] = [
    () => namesOf(data?.author),
    ...AUTHOR.map((name) => () => [meta.get(name) ?? '']),
    () => texts($, '[itemprop~=author] [itemprop~=name]'),
    () => texts($, '[itemprop~=author]'),
    () => texts($, 'a[rel~=author]'),
    () => texts($, '[class*=author-name], [class*=author__name], [class*=authorName], [class*=byline]'),
    () => {
      const line = blocks.slice(0, 400).find((b) => b.words <= 12 && /^by\s+\p{Lu}\p{L}/u.test(b.text));
      return line ? [line.text] : [];
    },
  ];
  for (const candidate of candidates) {
    const names = [...new Set(candidate().flatMap(cleanNames))].filter(
      (name) => name.toLowerCase() !== siteName?.toLowerCase(),
    );
    if (names.length > 0) return names.slice(0, 10).join(', ');
  }
  return null;
}

const texts = ($: CheerioAPI, selector: string) =>
  $(selector)
    .toArray()
    .slice(0, 5)
    .map((el) => collapse((el as Element).attribs.content ?? $(el).text()));

/** Names out of `By A and B | Reporter`; nothing when it is an address or too long for a byline. */
function cleanNames(text: string): string[] {
  const byline = collapse(text.replace(/<[^>]*>/g, ' '))
    .replace(/https?:\S*/giu, '')
    .trim()
    .replace(/^(?:written |story |reported |posted |article )?by\b:?\s*/iu, '')
    .replace(/\s*(?:\||•|·|\/|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b).*$/iu, '');
  if (byline.length > 120 || /^www\.|@|^\d+$/i.test(byline)) return [];
  return byline
    .split(/\s*(?:,|;|&|\band\b)\s*/u)
    .map((name) => name.replace(/^by\s+/i, '').trim())
    .filter(
      (name) =>
        /\p{L}{2}/u.test(name) &&
        !/\d/.test(name) &&
        name.length <= 60 &&
        !/^(?:admin|staff|null|undefined|editor|published|updated)$/i.test(name),
    );
}

const PUBLISHED = [
  'article:published_time',
  'article:published',
  'article.published',
  'og:published_time',
  'og:pubdate',
  'datepublished',
  'publishdate',
  'publish-date',
  'publish_date',
  'pubdate',
  'publication_date',
  'dc.date.issued',
  'dcterms.issued',
  'dcterms.created',
  'dc.date.created',
  'sailthru.date',
  'parsely-pub-date',
  'cxenseparse:recs:publishtime',
  'cxenseparse:publishtime',
  'article:publicationdate',
  'rnews:datepublished',
  'bt:pubdate',
  'lastpub',
  'dc.date',
  'date',
  'datecreated',
  'article.created',
  'created',
];
const MODIFIED = [
  'article:modified_time',
  'og:updated_time',
  'datemodified',
  'dcterms.modified',
  'article.updated',
  'dc.date.modified',
  'last-modified',
  'lastmod',
  'revised',
];

function readPublished(
  $: CheerioAPI,
  meta: Map<string, string>,
  data: LinkedData | null,
  page: PageBlocks,
  pageUrl: string | undefined,
  date: (text: unknown) => string | null,
): string | null {
  const told =
    date(data?.datePublished) ??
    firstOf(PUBLISHED, (name) => date(meta.get(name))) ??
    date(data?.dateCreated) ??
    date(data?.uploadDate);
  if (told) return told;
  const marked = $('[itemprop~=datePublished], time[pubdate], time[datetime]').toArray().slice(0, 20) as Element[];
  const ranked = marked.toSorted((a, b) => rank(b) - rank(a));
  const seen = firstOf(ranked, (el) => date(el.attribs.datetime) ?? date(el.attribs.content) ?? date($(el).text()));
  if (seen) return seen;
  const [visible, inUrl] = [visibleDate(page, date), dateInUrl(pageUrl)];
  // What is seen may be a date that the story tells of.
  const near = visible && inUrl && Math.abs(Date.parse(visible) - Date.parse(inUrl)) < 3 * 86_400_000;
  return near ? visible : (inUrl ?? visible);
}

const rank = ({ attribs }: Element) =>
  (/datePublished/.test(attribs.itemprop ?? '') ? 4 : 0) +
  (attribs.pubdate !== undefined ? 2 : 0) +
  (/publish|entry-date|posted/i.test(attribs.class ?? '') ? 1 : 0);

const SAYS_PUBLISHED =
  /^(?:published|posted|veröffentlicht|publié|publicado|pubblicato|opublikowano|опубликовано|опубліковано|publicerad|julkaistu|publicat)(?!\p{L})/iu;

/** The first short line by the headline that has a date with its year and is no sentence; else the first that says it is one. */
function visibleDate({ blocks }: PageBlocks, date: (text: unknown) => string | null): string | null {
  const h1 = blocks.findIndex((b) => b.region.el.name === 'h1');
  const after = blocks.slice(Math.max(0, h1), h1 + 25);
  const before = h1 > 0 ? blocks.slice(Math.max(0, h1 - 8), h1) : [];
  return (
    firstOf([...after, ...before], (b) => (b.words <= 25 && !isProse(b) ? date(b.text) : null)) ??
    firstOf(blocks.slice(0, 2000), (b) => (b.words <= 20 && SAYS_PUBLISHED.test(b.text) ? date(b.text) : null))
  );
}

/** A sentence of some length, which may tell of any date. */
const isProse = ({ text, words }: Block) => words > 8 && /[\p{L}’'")]{3}[.!?]$/u.test(text);

/** The day in an address as /2024/02/29/. */
function dateInUrl(url: string | undefined): string | null {
  const day = /[/-]((?:19|20)\d\d)[/-](\d\d?|[a-z]{3})[/-](\d\d?)(?=[/-])/i.exec(url?.slice(0, 2000) ?? '');
  return day
    ? readPageDate(/\d/.test(day[2] as string) ? `${day[1]}.${day[2]}.${day[3]}` : `${day[3]} ${day[2]} ${day[1]}`)
    : null;
}

function readLanguage($: CheerioAPI, meta: Map<string, string>, data: LinkedData | null): string | null {
  const told = [
    $('html').attr('lang'),
    $('html').attr('xml:lang'),
    textOf(data?.inLanguage),
    meta.get('og:locale'),
    meta.get('content-language'),
    meta.get('dc.language'),
    meta.get('language'),
  ];
  return firstOf(told, (tag) => /^\s*([a-z]{2})(?:$|[-_,\s])/i.exec(tag ?? '')?.[1]?.toLowerCase() ?? null);
}

function readUrl($: CheerioAPI, meta: Map<string, string>, pageUrl: string | undefined): string | null {
  const page = absolute(pageUrl, undefined);
  const told = [$('link[rel~=canonical]').first().attr('href'), meta.get('og:url')];
  // A canonical link to the front page is a template's mistake.
  const found = firstOf(told, (href) => {
    const url = absolute(href, pageUrl);
    return url && !(new URL(url).pathname === '/' && page && new URL(page).pathname !== '/') ? url : null;
  });
  return found ?? page;
}

function readImage(
  $: CheerioAPI,
  meta: Map<string, string>,
  data: LinkedData | null,
  pageUrl: string | undefined,
): ArticleImage | null {
  const url = absolute(meta.get('og:image') ?? meta.get('twitter:image') ?? urlOf(data?.image) ?? undefined, pageUrl);
  if (!url) return null;
  const caption = collapse($('figcaption').first().text().slice(0, 1000));
  return { url, caption: caption || meta.get('og:image:alt') || null };
}

/** An http or https address, resolved; null for anything else. */
function absolute(href: string | undefined, base: string | undefined): string | null {
  if (!href || !URL.canParse(href.trim(), base)) return null;
  const url = new URL(href.trim(), base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

function firstOf<T, R>(list: readonly T[], of: (one: T) => R | null): R | null {
  for (const one of list) {
    const found = of(one);
    if (found !== null) return found;
  }
  return null;
}

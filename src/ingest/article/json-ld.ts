import type { CheerioAPI } from 'cheerio/slim';

export type LinkedData = Record<string, unknown>;

const ARTICLE_TYPE = /(?:Article|BlogPosting|LiveBlogPosting|NewsReport|Report|DiscussionForumPosting)$/;
/** Structured data beyond this many characters is not read. */
const MAX_LENGTH = 2_000_000;

/** The page's own description of its article in JSON-LD (https://schema.org/Article), or null. */
export function readArticleData($: CheerioAPI): LinkedData | null {
  let best: LinkedData | null = null;
  let page: LinkedData | null = null;
  for (const el of $('script[type*="ld+json"]').toArray()) {
    const source = $(el).text();
    if (source.length > MAX_LENGTH || !/Article|Posting|Report|WebPage/.test(source)) continue;
    for (const node of nodes(parse(source))) {
      if (!types(node).some((type) => ARTICLE_TYPE.test(type))) {
        if (types(node).includes('WebPage') && node.datePublished) page ??= node;
        continue;
      }
      // The fullest description is the page's own; related articles come as stubs.
      if (!best || Object.keys(node).length > Object.keys(best).length + 3) best = node;
    }
  }
  // A page that tells of no article, or does so in broken JSON, may still tell when it was published.
  return best ?? page;
}

function parse(source: string): unknown {
  const json = source
    .replace(/^\s*(?:\/\/\s*)?(?:<!--|<!\[CDATA\[)|(?:\/\/\s*)?(?:-->|\]\]>)\s*$/g, '')
    .replace(/;\s*$/, '');
  try {
    return JSON.parse(json);
  } catch {
    try {
      // Raw line breaks inside strings are the usual fault.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to be replaced
      return JSON.parse(json.replace(/[\u0000-\u001f]+/g, ' '));
    } catch {
      return null;
    }
  }
}

/** Top-level objects, through arrays, `@graph` and `mainEntity`. */
function* nodes(data: unknown): Generator<LinkedData> {
  const queue = [data];
  for (let i = 0; i < queue.length && i < 1000; i++) {
    const one = queue[i];
    if (Array.isArray(one)) queue.push(...one.slice(0, 200));
    else if (one && typeof one === 'object') {
      const node = one as LinkedData;
      yield node;
      queue.push(node['@graph'], node.mainEntity, node.mainEntityOfPage);
    }
  }
}

const types = (node: LinkedData): string[] => [node['@type']].flat().filter((t): t is string => typeof t === 'string');

/** Properties nest a few levels at most; what is deeper is no name. */
const MAX_NESTING = 5;

/** A property as text: a string, an object's `name`, the first of a list. */
export function textOf(value: unknown, level = 0): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (level > MAX_NESTING || !value || typeof value !== 'object') return null;
  if (Array.isArray(value)) return first(value, (one) => textOf(one, level + 1));
  const { name, '@value': literal } = value as LinkedData;
  return textOf(name, level + 1) ?? textOf(literal, level + 1);
}

/** Every name in a property that may be one person or several. */
export function namesOf(value: unknown): string[] {
  return [value]
    .flat(2)
    .slice(0, 20)
    .flatMap((one) => textOf(one) ?? []);
}

/** A property as address: a string, an object's `url` or `@id`, the first of a list. */
export function urlOf(value: unknown, level = 0): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (level > MAX_NESTING || !value || typeof value !== 'object') return null;
  if (Array.isArray(value)) return first(value, (one) => urlOf(one, level + 1));
  const { url, contentUrl, '@id': id } = value as LinkedData;
  return urlOf(url, level + 1) ?? urlOf(contentUrl, level + 1) ?? urlOf(id, level + 1);
}

function first(list: unknown[], of: (one: unknown) => string | null): string | null {
  for (const one of list.slice(0, 20)) {
    const found = of(one);
    if (found) return found;
  }
  return null;
}

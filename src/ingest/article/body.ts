import type { Block, PageBlocks, Region } from './blocks.ts';
import { isCall, isCredit } from './furniture.ts';
import { BODY_NAME } from './vocabulary.ts';

/** How many words of furniture outweigh a word of text when an element is considered as the body. */
const NOISE_WEIGHT = 2;

/** Elements that make one paragraph or item: alike siblings of these are no parts of a split body. */
const FLOW = new Set([
  'p',
  'li',
  'tr',
  'td',
  'th',
  'dd',
  'dt',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
]);

/** The article's blocks in page order; empty when the page has no text to speak of. */
export function findBody(page: PageBlocks): Block[] {
  for (const b of page.blocks)
    if (b.content > 0 && b.words <= 70 && (isCall(b) || isCredit(b))) {
      b.noise += b.content;
      b.content = 0;
    }
  const total = sum(page.blocks, (b) => b.content);
  if (total === 0) return page.blocks.filter((b) => b.kind !== 'heading').length > 0 ? page.blocks : [];
  const apart = boilerplate(page, total);
  let body = choose(page, apart);
  if (body.length === 0) body = choose(page, new Set());
  return body;
}

/** Regions whose evidence holds: an element that carries the article is not furniture, whatever its class says. */
function boilerplate({ blocks, regions }: PageBlocks, total: number): Set<Region> {
  const before = prefix(blocks, (b) => b.content);
  const words = prefix(blocks, (b) => b.words);
  const links = prefix(blocks, (b) => b.linkWords);
  const out = new Set<Region>();
  for (const region of regions) {
    if (!region.evidence || region.holdsArticle) continue;
    const share = at(before, region.end) - at(before, region.first);
    if (region.evidence === 'box') {
      const all = at(words, region.end) - at(words, region.first);
      if (all > 0 && (all < 25 || at(links, region.end) - at(links, region.first) > 0.4 * all)) out.add(region);
    } else if (region.evidence === 'apart' ? share < 0.9 * total : share < 0.4 * total) out.add(region);
  }
  return out;
}

function choose({ blocks, regions }: PageBlocks, apart: Set<Region>): Block[] {
  const dropped = new Set<Block>();
  for (const region of apart) for (let i = region.first; i < region.end; i++) dropped.add(blocks[i] as Block);
  const content = prefix(blocks, (b) => (dropped.has(b) ? 0 : b.content));
  const noise = prefix(blocks, (b) => (dropped.has(b) ? 0 : b.noise));
  let best: Region[] = [];
  let bestScore = 0;
  const score = (r: Region) =>
    at(content, r.end) - at(content, r.first) - NOISE_WEIGHT * (at(noise, r.end) - at(noise, r.first));
  const groups = new Map<Region, Map<string, Region[]>>();
  for (const region of regions) {
    if (region.end === region.first || apart.has(region)) continue;
    const s = score(region) * bonus(region);
    if (s > bestScore || (s === bestScore && s > 0)) {
      bestScore = s;
      best = [region];
    }
    const { class: className } = region.el.attribs;
    if (region.parent && className && s > 0 && !FLOW.has(region.el.name)) {
      const of = groups.get(region.parent) ?? new Map<string, Region[]>();
      groups.set(region.parent, of);
      const key = `${region.el.name} ${className}`;
      const list = of.get(key);
      if (list) list.push(region);
      else of.set(key, [region]);
    }
  }
  for (const of of groups.values())
    for (const list of of.values()) {
      if (list.length < 2) continue;
      const s = sum(list, (r) => score(r) * bonus(r));
      if (s > bestScore * 1.02) {
        bestScore = s;
        best = list;
      }
    }
  return firstArticle(best.flatMap((r) => blocks.slice(r.first, r.end)).filter((b) => !dropped.has(b) && !b.teaser));
}

/** Of several articles in a row, each with a headline of its own, as endless pages have them, the first. */
function firstArticle(body: Block[]): Block[] {
  const articles = new Map<Region, number>();
  for (const block of body) {
    const article = articleOf(block.region);
    if (article) articles.set(article, (articles.get(article) ?? 0) + block.content);
  }
  const whole = [...articles].filter(([, words]) => words >= 80);
  const [first] = whole;
  return first && whole.length > 1 ? body.filter((b) => articleOf(b.region) === first[0]) : body;
}

/** The outermost article element around a block that has an h1. */
function articleOf(region: Region): Region | null {
  let found: Region | null = null;
  for (let r: Region | null = region; r; r = r.parent) if (r.el.name === 'article' && r.holdsArticle) found = r;
  return found;
}

function bonus({ el }: Region): number {
  if (/\barticleBody\b/i.test(el.attribs.itemprop ?? '')) return 1.5;
  if (el.name === 'article' || el.name === 'main' || el.attribs.role === 'main') return 1.1;
  if (BODY_NAME.test(el.attribs.class ?? '') || BODY_NAME.test(el.attribs.id ?? '')) return 1.2;
  return 1;
}

const sum = <T>(list: readonly T[], of: (one: T) => number) => list.reduce((total, one) => total + of(one), 0);

function prefix<T>(list: readonly T[], of: (one: T) => number): number[] {
  const out = [0];
  let total = 0;
  for (const one of list) {
    total += of(one);
    out.push(total);
  }
  return out;
}

const at = (list: readonly number[], i: number) => list[i] as number;

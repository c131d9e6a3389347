import { type Block, foldText, type PageBlocks, type Region } from './blocks.ts';
import { isCall, isCredit } from './furniture.ts';
import { BODY_NAME } from './vocabulary.ts';

/** How many words of furniture outweigh a word of text when an element is considered as the body. */
const NOISE_WEIGHT = 2;

/** Share of a text that an element must have to stand for it. */
const NEARLY_ALL = 0.6;
/** So many words after it may be a page's imprint; more are rather a part of the article that is built otherwise. */
const IMPRINT = 60;
/** How often the blocks of an element are gone through for it: elements nest, and the time is to be linear. */
const MOST_LOOKS = 20;

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

/** Whether an element makes one paragraph or item. A cell with several of them is a column of an old page's layout. */
const flows = ({ el, first, end }: Region) => FLOW.has(el.name) && (el.name !== 'td' || end - first === 1);

/**
 * The article's blocks in page order; empty when the page has no text to speak of.
 * @param titles forms of the headline, by which the place is found where the article begins
 */
export function findBody(page: PageBlocks, titles: readonly string[]): Block[] {
  for (const b of page.blocks)
    if (b.content > 0 && b.words <= 70 && (isCall(b) || isCredit(b))) {
      b.noise += b.content;
      b.content = 0;
    }
  const total = sum(page.blocks, (b) => b.content);
  if (total === 0) return page.blocks.filter((b) => b.kind !== 'heading').length > 0 ? page.blocks : [];
  const apart = boilerplate(page, total, headlineAt(page, titles));
  let body = choose(page, apart);
  if (body.length === 0) body = choose(page, new Set());
  return body;
}

/** Where the headline stands, -1 when it is not found: an h1 with the page's title, else a block with it, else an h1. */
function headlineAt({ blocks }: PageBlocks, titles: readonly string[]): number {
  const folded = new Set(titles.map(foldText).filter((title) => title.length > 8));
  const isTitle = (b: Block) => b.words <= 40 && folded.has(foldText(b.text));
  const isH1 = (b: Block) => b.region.el.name === 'h1' && b.words > 1;
  return [(b: Block) => isH1(b) && isTitle(b), isTitle, isH1]
    .map((is) => blocks.findIndex(is))
    .reduce((found, at) => (found < 0 ? at : found), -1);
}

/** Regions whose evidence holds: an element that carries the article is not furniture, whatever its class says. */
function boilerplate({ blocks, regions }: PageBlocks, total: number, headline: number): Set<Region> {
  const before = prefix(blocks, (b) => b.content);
  const words = prefix(blocks, (b) => b.words);
  const links = prefix(blocks, (b) => b.linkWords);
  const begun = textBegins(blocks, headline);
  const out = new Set<Region>();
  for (const region of regions) {
    if (!region.evidence || region.holdsArticle) continue;
    const share = at(before, region.end) - at(before, region.first);
    if (region.evidence === 'box') {
      const all = at(words, region.end) - at(words, region.first);
      if (all > 0 && (all < 25 || at(links, region.end) - at(links, region.first) > 0.4 * all)) out.add(region);
    } else if (region.evidence === 'hidden' && region.end - region.first < 500 && continues(region, blocks)) continue;
    else if (share < (region.evidence === 'apart' ? 0.9 : 0.4) * total) out.add(region);
    // A short text may stand beside more than its own length of other things.
    else if (region.end <= headline || (region.evidence === 'apart' && region.first >= begun)) out.add(region);
  }
  return out;
}

/** Does a box that is not shown go on with the paragraphs before it, as behind a button to read on? */
function continues(region: Region, blocks: readonly Block[]): boolean {
  const before = blocks[region.first - 1];
  if (FLOW.has(region.el.name) || before?.region.parent !== region.parent || before.content === 0) return false;
  const own = blocks.slice(region.first, region.end).filter((b) => b.content > 0);
  return sum(own, (b) => b.words) >= 10 && own.every((b) => b.region.el.name === before.region.el.name);
}

/** The block by which two paragraphs of text, not beside the text by their own evidence, have followed on the headline. */
function textBegins(blocks: readonly Block[], headline: number): number {
  let paragraphs = 0;
  for (let i = headline + 1; headline >= 0 && i < blocks.length && i <= headline + 30; i++) {
    const block = blocks[i] as Block;
    if (block.content >= 8 && !isEvident(block.region) && ++paragraphs === 2) return i + 1;
  }
  return Number.POSITIVE_INFINITY;
}

function isEvident(region: Region): boolean {
  for (let r: Region | null = region; r; r = r.parent) if (r.evidence && !r.holdsArticle) return true;
  return false;
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
    const s = score(region) * bonus(region) * (flows(region) ? 0.5 : 1);
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
  // A paragraph that outweighs all that holds it stands for its neighbours as well.
  const [only] = best;
  if (only && best.length === 1 && flows(only))
    return blocks.filter((b) => !dropped.has(b) && !b.teaser && (b.region === only || b.region.parent === only.parent));
  if (best.length === 1) best = [narrow(best[0] as Region, regions, blocks, content, dropped)];
  return firstArticle(best.flatMap((r) => blocks.slice(r.first, r.end)).filter((b) => !dropped.has(b) && !b.teaser));
}

/** An element within that has nearly all of the text, when what follows it is built otherwise: then that is no part of it. */
function narrow(
  best: Region,
  regions: readonly Region[],
  blocks: readonly Block[],
  content: readonly number[],
  dropped: ReadonlySet<Block>,
): Region {
  const all = at(content, best.end) - at(content, best.first);
  let narrowed = best;
  let looks = 0;
  for (const region of regions) {
    if (region.parent !== narrowed || flows(region)) continue;
    const own = at(content, region.end) - at(content, region.first);
    const earlier = at(content, region.first) - at(content, narrowed.first);
    const later = at(content, narrowed.end) - at(content, region.end);
    if (own < NEARLY_ALL * all || earlier > 0.05 * all || later > IMPRINT) continue;
    if (later > 0) {
      if (++looks > MOST_LOOKS) break;
      const alike = new Set(blocks.slice(region.first, region.end).map(buildOf));
      const after = blocks.slice(region.end, narrowed.end);
      if (after.some((b) => b.content > 0 && !dropped.has(b) && alike.has(buildOf(b)))) continue;
    }
    narrowed = region;
  }
  return narrowed;
}

/** How a block is built: element, class and depth. */
const buildOf = ({ region: { el, depth } }: Block) => `${el.name} ${el.attribs.class ?? ''} ${depth}`;

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

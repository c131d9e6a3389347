import type { AnyNode, Element, ParentNode } from 'domhandler';
import { APART, ASIDE, ASIDE_PHRASES, BOX, HIDDEN, kebab, nameWords, STATE } from './vocabulary.ts';

export type BlockKind = 'paragraph' | 'heading' | 'item' | 'quote' | 'row' | 'code';

/** A run of text between two block breaks. */
export interface Block {
  kind: BlockKind;
  text: string;
  /** words, and those of them inside links */
  words: number;
  linkWords: number;
  /** number of links */
  links: number;
  /** words in bold or italics */
  stressed: number;
  /** innermost element that makes a block */
  region: Region;
  /** words that count as an article's, and as a page's furniture */
  content: number;
  noise: number;
  /** stands under a headline that links to another article */
  teaser?: boolean;
}

/** `apart`: no part of any article; `aside`: beside the text; `hidden`: not shown; `box`: furniture when short or full of links. */
export type Evidence = 'apart' | 'aside' | 'hidden' | 'box';

/** An element that makes a block, with the run of blocks it holds: `blocks[first]` up to, not including, `blocks[end]`. */
export interface Region {
  el: Element;
  parent: Region | null;
  depth: number;
  first: number;
  end: number;
  /** what its tag, class, id or role say: not part of any article, beside the text, or nothing against it */
  evidence: Evidence | null;
  /** holds an h1 or a body marked as such */
  holdsArticle: boolean;
  /** pictures, players and frames inside it */
  media: number;
}

export interface PageBlocks {
  blocks: Block[];
  regions: Region[];
  /** what the pictures' alt and title attributes say, folded by `foldText` */
  alts: ReadonlySet<string>;
}

const SKIPPED = new Set(
  'script style noscript template svg math iframe object embed applet audio video canvas map select option datalist button input textarea label progress meter head title link meta dialog frameset frame noframes rp rt'.split(
    ' ',
  ),
);
const MEDIA = new Set(['img', 'picture', 'video', 'iframe', 'amp-img', 'figure']);
const BLOCK = new Set(
  'page html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul caption'.split(
    ' ',
  ),
);
const KINDS: Record<string, BlockKind> = {
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
  li: 'item',
  dd: 'item',
  dt: 'item',
  blockquote: 'quote',
  pre: 'code',
  tr: 'row',
};

/** Cuts a page into blocks, in its order, in one walk. */
export function readBlocks(root: ParentNode): PageBlocks {
  const blocks: Block[] = [];
  const regions: Region[] = [];
  const alts = new Set<string>();
  let pending: string[] = [];
  let linked: string[] = [];
  let stressed: string[] = [];
  let links = 0;
  let linkDepth = 0;
  let stressDepth = 0;
  let media = 0;
  /** nothing but space since a line break */
  let broken = false;

  const flush = (region: Region | null) => {
    if (pending.length === 0) return;
    const text = collapse(pending.join(''));
    if (text && region) {
      const words = countWords(text);
      if (words > 0) {
        const linkWords = Math.min(words, countWords(linked.join(' ')));
        blocks.push({
          kind: kindOf(region),
          text,
          words,
          linkWords,
          links,
          stressed: Math.min(words, countWords(stressed.join(' '))),
          region,
          ...weigh(text, words, linkWords, kindOf(region)),
        });
      }
    }
    pending = [];
    linked = [];
    stressed = [];
    links = 0;
  };

  const walk = (node: AnyNode, region: Region | null) => {
    if (node.type === 'text') {
      pending.push(node.data);
      if (/\S/.test(node.data)) broken = false;
      if (linkDepth > 0) linked.push(node.data);
      else if (stressDepth > 0) stressed.push(node.data);
      return;
    }
    if (node.type !== 'tag') return;
    const { name } = node;
    if (MEDIA.has(name) && !isIcon(node)) {
      media++;
      for (const alt of [node.attribs.alt, node.attribs.title])
        if (alt && alt.length > 15 && alt.length < 1000) alts.add(foldText(alt));
    }
    if (SKIPPED.has(name)) return;
    if (name === 'br') {
      // Two in a row part paragraphs, one parts words.
      if (broken) flush(region);
      else if (pending.length > 0) pending.push('\n');
      broken = true;
      return;
    }
    if (BLOCK.has(name)) {
      // Cells of a row stay in one line, unless they hold blocks of their own.
      const cell = (name === 'td' || name === 'th') && !holdsBlocks(node);
      if (cell) pending.push(' ');
      else flush(region);
      const inner: Region = {
        el: node,
        parent: region,
        depth: region ? region.depth + 1 : 0,
        first: blocks.length,
        end: blocks.length,
        evidence: evidenceOf(node),
        holdsArticle: name === 'h1' || /\barticleBody\b/i.test(node.attribs.itemprop ?? ''),
        media: 0,
      };
      const mediaBefore = media;
      regions.push(inner);
      for (const child of node.children) walk(child, inner);
      if (cell) pending.push(' ');
      else flush(inner);
      inner.end = blocks.length;
      inner.media = media - mediaBefore;
      if (inner.holdsArticle && region) region.holdsArticle = true;
      return;
    }
    if (isHidden(node)) return;
    const link = name === 'a' && node.attribs.href !== undefined;
    const stress = name === 'em' || name === 'i' || name === 'strong' || name === 'b';
    if (link) {
      linkDepth++;
      links++;
    }
    if (stress) stressDepth++;
    for (const child of node.children) walk(child, region);
    if (link) linkDepth--;
    if (stress) stressDepth--;
  };
  for (const child of root.children) walk(child, null);
  markTeasers(blocks);
  return { blocks, regions, alts };
}

/** Is a cell of a table used as a box of the page: are there blocks, or paragraphs parted by line breaks, among its first elements? */
function holdsBlocks(cell: Element): boolean {
  const queue: AnyNode[] = [...cell.children.slice(0, 50)];
  let breaks = 0;
  for (let i = 0; i < queue.length && i < 100; i++) {
    const node = queue[i] as AnyNode;
    if (node.type !== 'tag') continue;
    if (BLOCK.has(node.name) || (node.name === 'br' && ++breaks > 3)) return true;
    queue.push(...node.children.slice(0, 50));
  }
  return false;
}

/** A linked headline and the lines under it in one small box point at another article. */
function markTeasers(blocks: Block[]): void {
  for (const [i, block] of blocks.entries()) {
    const linked = block.linkWords >= 0.5 * block.words;
    const headline = block.kind === 'heading' || (block.words >= 4 && block.linkWords === block.words);
    if (!linked || !headline) continue;
    let box = block.region;
    for (let up = 0; up < 4 && box.parent && box.parent.end - box.parent.first <= 6; up++) box = box.parent;
    if (block.kind !== 'heading' && !isOneOfMany(box)) continue;
    for (let j = i + 1; j < box.end; j++) {
      const next = blocks[j] as Block;
      if (next.kind === 'heading') break;
      next.noise += next.content;
      next.content = 0;
      next.teaser = true;
    }
  }
}

/** Do three boxes of one kind stand in a row? */
function isOneOfMany({ el, parent }: Region): boolean {
  const className = el.attribs.class;
  if (!className || !parent) return false;
  let alike = 0;
  for (const child of parent.el.children.slice(0, 200))
    if (child.type === 'tag' && child.name === el.name && child.attribs.class === className && ++alike === 3)
      return true;
  return false;
}

function kindOf(region: Region): BlockKind {
  for (let r: Region | null = region, up = 0; r && up < 4; r = r.parent, up++) {
    const kind = KINDS[r.el.name];
    if (kind) return kind;
    if (['article', 'section', 'table', 'td', 'th'].includes(r.el.name)) break;
  }
  return 'paragraph';
}

/** Long text with few links speaks for an article; links and crumbs of text speak for the furniture. */
function weigh(text: string, words: number, linkWords: number, kind: BlockKind): { content: number; noise: number } {
  const plain = words - linkWords;
  const density = linkWords / words;
  if (kind === 'heading') return { content: 0, noise: linkWords };
  if (kind === 'row') return { content: density < 0.5 ? plain / 2 : 0, noise: linkWords };
  if (plain >= 10 && density < 0.5) return { content: plain, noise: 0 };
  if (plain >= 5 && density < 0.3) return { content: plain / 3, noise: 0 };
  // "He denied it." is no furniture.
  if (plain >= 2 && density === 0 && /[.!?…。！？؟]["'”’»)\]]*$/u.test(text)) return { content: plain / 3, noise: 0 };
  return { content: 0, noise: linkWords + plain / 2 };
}

/** Words as readers count them; scripts without spaces count two characters a word. */
export function countWords(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2}|[\p{L}\p{N}_]+/gu,
  ))
    words++;
  return words;
}

export function collapse(text: string): string {
  return text
    .replace(/[\s\u200b\u00ad\ufeff]+/gu, (space) =>
      space === '\u00ad' || space === '\u200b' || space === '\ufeff' ? '' : ' ',
    )
    .trim();
}

/** Smileys and the like, which stand in the text. */
const isIcon = ({ attribs }: Element) =>
  /emoji|smiley|icon|avatar/i.test(attribs.class ?? '') || (Number(attribs.width) > 0 && Number(attribs.width) <= 48);

/** Text as it is compared: lower case, letters and digits with single spaces. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function isHidden(el: Element): boolean {
  const { attribs } = el;
  return (
    attribs.hidden !== undefined ||
    (attribs.style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs.style)) ||
    (attribs.class !== undefined &&
      /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text)(?:\s|$)/i.test(attribs.class))
  );
}

const ROLES_APART = new Set([
  'navigation',
  'complementary',
  'contentinfo',
  'search',
  'menu',
  'menubar',
  'dialog',
  'alertdialog',
]);

/** Elements whose names tell of the page or of the data in them. */
const PLAIN = new Set(['page', 'html', 'body', 'tr', 'td', 'th', 'tbody', 'thead']);

function evidenceOf(el: Element): Evidence | null {
  const { name, attribs } = el;
  if (PLAIN.has(name)) return null;
  if (name === 'nav' || name === 'footer' || name === 'aside' || ROLES_APART.has(attribs.role ?? '')) return 'apart';
  if (name === 'figcaption' || name === 'figure' || name === 'form' || name === 'menu' || name === 'address')
    return 'aside';
  if (isHidden(el)) return 'hidden';
  const names = `${attribs.class ?? ''} ${attribs.id ?? ''} ${attribs['data-component'] ?? ''} ${attribs['data-testid'] ?? ''}`;
  if (names.length < 5) return null;
  let evidence: Evidence | null = null;
  for (const name of names.slice(0, 1000).split(/\s+/)) {
    if (!name) continue;
    // WordPress writes a post's author, tags and topics into the classes of its element.
    if (el.name === 'article' && /^(?:author|tag|category|post|type|status|format)-/.test(name)) continue;
    const plain = kebab(name);
    if (HIDDEN.test(plain)) evidence = 'hidden';
    if (STATE.test(plain)) continue;
    for (const word of nameWords(name)) {
      if (APART.has(word)) return 'apart';
      if (ASIDE.has(word)) evidence = 'aside';
      else if (!evidence && BOX.has(word)) evidence = 'box';
    }
    if (evidence !== 'aside' && ASIDE_PHRASES.test(plain)) evidence = 'aside';
  }
  return evidence;
}

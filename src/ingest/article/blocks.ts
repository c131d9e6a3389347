import type { AnyNode, Element, ParentNode } from 'domhandler';
import { APART, ASIDE, ASIDE_PHRASES, nameWords } from './vocabulary.ts';

export type BlockKind = 'paragraph' | 'heading' | 'item' | 'quote' | 'cell' | 'code';

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
}

/** An element that makes a block, with the run of blocks it holds: `blocks[first]` up to, not including, `blocks[end]`. */
export interface Region {
  el: Element;
  parent: Region | null;
  depth: number;
  first: number;
  end: number;
  /** what its tag, class, id or role say: not part of any article, beside the text, or nothing against it */
  evidence: 'apart' | 'aside' | null;
  /** holds an h1 or a body marked as such */
  holdsArticle: boolean;
}

export interface PageBlocks {
  blocks: Block[];
  regions: Region[];
}

const SKIPPED = new Set(
  'script style noscript template svg math iframe object embed applet audio video canvas map select option datalist button input textarea label progress meter head title link meta dialog frameset frame noframes rp rt'.split(
    ' ',
  ),
);
const BLOCK = new Set(
  'html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul caption'.split(
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
};

/** Cuts a page into blocks, in its order, in one walk. */
export function readBlocks(root: ParentNode): PageBlocks {
  const blocks: Block[] = [];
  const regions: Region[] = [];
  let pending: string[] = [];
  let linked: string[] = [];
  let stressed: string[] = [];
  let links = 0;
  let linkDepth = 0;
  let stressDepth = 0;

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
          ...weigh(words, linkWords, kindOf(region)),
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
      if (linkDepth > 0) linked.push(node.data);
      else if (stressDepth > 0) stressed.push(node.data);
      return;
    }
    if (node.type !== 'tag') return;
    const { name } = node;
    if (SKIPPED.has(name)) return;
    if (name === 'br') {
      // Two in a row part paragraphs, one parts words.
      if (pending.at(-1) === '\n') flush(region);
      else if (pending.length > 0) pending.push('\n');
      return;
    }
    if (BLOCK.has(name)) {
      flush(region);
      const inner: Region = {
        el: node,
        parent: region,
        depth: region ? region.depth + 1 : 0,
        first: blocks.length,
        end: blocks.length,
        evidence: evidenceOf(node),
        holdsArticle: name === 'h1' || /\barticleBody\b/i.test(node.attribs.itemprop ?? ''),
      };
      regions.push(inner);
      for (const child of node.children) walk(child, inner);
      flush(inner);
      inner.end = blocks.length;
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
  return { blocks, regions };
}

function kindOf(region: Region): BlockKind {
  for (let r: Region | null = region, up = 0; r && up < 4; r = r.parent, up++) {
    if (r.el.name === 'td' || r.el.name === 'th') return 'cell';
    const kind = KINDS[r.el.name];
    if (kind) return kind;
    if (r.el.name === 'article' || r.el.name === 'section' || r.el.name === 'table') break;
  }
  return 'paragraph';
}

/** Long text with few links speaks for an article; links and crumbs of text speak for the furniture. */
function weigh(words: number, linkWords: number, kind: BlockKind): { content: number; noise: number } {
  const plain = words - linkWords;
  const density = linkWords / words;
  if (kind === 'heading') return { content: 0, noise: linkWords };
  if (plain >= 10 && density < 0.5) return { content: plain, noise: 0 };
  if (plain >= 5 && density < 0.3) return { content: plain / 3, noise: 0 };
  return { content: 0, noise: linkWords + plain / 2 };
}

/** Words as readers count them; scripts without spaces count two characters a word. */
export function countWords(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2}|[\p{L}\p{N}_]+/gu))
    words++;
  return words;
}

export function collapse(text: string): string {
  return text.replace(/[\s\u200b\u00ad\ufeff]+/gu, (space) => (space === '\u00ad' || space === '\u200b' || space === '\ufeff' ? '' : ' ')).trim();
}

function isHidden(el: Element): boolean {
  const { attribs } = el;
  return (
    attribs.hidden !== undefined ||
    (attribs.style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs.style)) ||
    (attribs.class !== undefined && /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text)(?:\s|$)/i.test(attribs.class))
  );
}

const ROLES_APART = new Set(['navigation', 'contentinfo', 'search', 'menu', 'menubar', 'dialog', 'alertdialog']);

function evidenceOf(el: Element): 'apart' | 'aside' | null {
  const { name, attribs } = el;
  if (name === 'html' || name === 'body') return null;
  if (name === 'nav' || name === 'footer' || ROLES_APART.has(attribs.role ?? '')) return 'apart';
  if (name === 'aside' || name === 'figcaption' || name === 'figure' || name === 'form' || name === 'menu' || name === 'address') return 'aside';
  if (isHidden(el)) return 'aside';
  const names = `${attribs.class ?? ''} ${attribs.id ?? ''} ${attribs['data-component'] ?? ''} ${attribs['data-testid'] ?? ''}`;
  if (names.length < 5) return null;
  let evidence: 'aside' | null = null;
  for (const name of names.slice(0, 1000).split(/\s+/)) {
    if (!name) continue;
    for (const word of nameWords(name)) {
      if (APART.has(word)) return 'apart';
      if (ASIDE.has(word)) evidence = 'aside';
    }
    if (!evidence && ASIDE_PHRASES.test(name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase().replace(/[_]+|--+/g, '-'))) evidence = 'aside';
  }
  return evidence;
}

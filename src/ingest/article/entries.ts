import type { Element } from 'domhandler';
import type { ArticleEntry, ExtractedArticle } from '../types.ts';
import type { Block, Region } from './blocks.ts';
import { type DateFormat, readPageDate } from './page-date.ts';

const ENTRY = /\b(?:liveBlogUpdate|BlogPosting|LiveBlogPosting)\b/;
const ENTRY_NAME =
  /(?:^|[\s_-])(?:live-?(?:blog)?-?(?:post|entry|update|item)|(?:block|update|timeline|liveblog)-?(?:post|entry|item|event)|key-?event)(?:$|[\s_-])/i;
/** Fewer than this are sections of one story. */
const LEAST = 3;

/** The entries of a live blog, in page order, where alike elements part them; empty for a plain article. */
export function splitEntries(body: readonly Block[], dateFormat?: DateFormat): ArticleEntry[] {
  const entries = new Map<Region, Block[]>();
  for (const block of body) {
    const entry = entryOf(block.region);
    if (!entry) continue;
    const blocks = entries.get(entry);
    if (blocks) blocks.push(block);
    else entries.set(entry, [block]);
  }
  const words = (blocks: readonly Block[]) => blocks.reduce((n, b) => n + b.words, 0);
  // A few dates in a box, or a story in chapters of which some are marked, is no live blog.
  if (entries.size < LEAST || words([...entries.values()].flat()) < 0.5 * words(body)) return [];
  return [...entries].map(([{ el }, blocks]) => {
    const [head] = blocks;
    const titled = head?.kind === 'heading' && blocks.length > 1;
    return {
      anchor: el.attribs.id?.trim().slice(0, 200) || null,
      title: titled ? head.text : null,
      text: (titled ? blocks.slice(1) : blocks).map((b) => b.text).join('\n\n'),
      published: entryDate(el, dateFormat),
    };
  });
}

/** What a live blog says outside of its entries. */
export function outsideEntries({ text, entries }: Pick<ExtractedArticle, 'text' | 'entries'>): string {
  const within = new Set(entries.flatMap((entry) => [entry.title, ...entry.text.split('\n\n')]));
  return (text ?? '')
    .split('\n\n')
    .filter((paragraph) => !within.has(paragraph))
    .join('\n\n');
}

/** The outermost element around a block that is marked as an entry. */
function entryOf(region: Region): Region | null {
  let found: Region | null = null;
  for (let r: Region | null = region; r; r = r.parent) {
    const { name, attribs } = r.el;
    if (name === 'body' || name === 'main') break;
    if (
      ENTRY.test(`${attribs.itemprop ?? ''} ${attribs.itemtype ?? ''}`) ||
      (name !== 'p' && ENTRY_NAME.test(`${attribs.class ?? ''}`))
    )
      found = r;
  }
  return found;
}

/** The first time element of an entry, looked for in its first hundred elements. */
function entryDate(el: Element, dateFormat?: DateFormat): string | null {
  const queue: Element[] = [el];
  for (let i = 0; i < queue.length && i < 100; i++) {
    const here = queue[i] as Element;
    if (here.name === 'time' || /datePublished/.test(here.attribs.itemprop ?? '')) {
      const date = readPageDate(here.attribs.datetime ?? here.attribs.content, dateFormat);
      if (date) return date;
    }
    for (const child of here.children.slice(0, 50)) if (child.type === 'tag') queue.push(child);
  }
  return null;
}

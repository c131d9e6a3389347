import { type Block, collapse, countWords, foldText } from './blocks.ts';
import { type LinkedData, textOf } from './json-ld.ts';

/** The text as JSON-LD tells it: often missing, often cut short, so it only checks what was found. */
export interface ToldBody {
  text: string;
  words: number;
  /** share of a block's runs of four words that stand in it */
  covers(block: Block): number;
}

const MAX_LENGTH = 300_000;

/** `articleBody` of the page's JSON-LD, or null when there is none of some length. */
export function readToldBody(data: LinkedData | null): ToldBody | null {
  const raw = textOf(data?.articleBody)?.slice(0, MAX_LENGTH);
  if (!raw) return null;
  const text = raw
    .replace(/<\/(?:p|div|li|h\d)>|<br\s*\/?>/gi, '\n\n')
    .replace(/<[^<>]{0,2000}>/g, '')
    .replace(/&nbsp;|&#160;/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;|&rsquo;/g, '’')
    .replace(/&amp;/g, '&');
  const words = countWords(text);
  if (words < 80) return null;
  const runs = new Set(runsOf(text));
  return {
    text,
    words,
    covers(block) {
      const own = runsOf(block.text);
      return own.length === 0 ? 0 : own.filter((run) => runs.has(run)).length / own.length;
    },
  };
}

function runsOf(text: string): string[] {
  const words = foldText(text).split(' ');
  const last = Math.max(0, words.length - 4);
  return Array.from({ length: last + 1 }, (_, i) => words.slice(i, i + 4).join(' '));
}

/**
 * Drops the doubtful when the page's own telling bears out nearly all of the rest: short paragraphs before, between and
 * after the text that it does not know.
 */
export function checkAgainst(told: ToldBody | null, body: readonly Block[]): Block[] {
  if (!told) return [...body];
  const known = new Set(body.filter((b) => told.covers(b) > 0.5));
  const total = body.reduce((n, b) => n + b.words, 0);
  const shared = [...known].reduce((n, b) => n + b.words, 0);
  // It is whole when it knows nearly all that was found, and what was found is nearly all of it.
  if (shared < 0.85 * total || shared < 0.85 * told.words) return [...body];
  return body.filter((b) => known.has(b) || b.kind !== 'paragraph' || b.words > 60);
}

/** The told text's paragraphs, when the page itself shows next to nothing of it because scripts are to fill it in. */
export function toldInstead(told: ToldBody | null, body: readonly Block[]): string | null {
  if (!told || body.reduce((n, b) => n + b.words, 0) > 0.25 * told.words) return null;
  return (
    told.text
      .split(/\n\s*\n|\r\n\s*\r\n/)
      .map(collapse)
      .filter(Boolean)
      .join('\n\n') || null
  );
}

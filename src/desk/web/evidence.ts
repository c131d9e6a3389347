import type { Evidence } from '../../classify/types.ts';

/** A stretch of a text with all evidence that covers it. */
export interface Piece {
  text: string;
  evidence: Evidence[];
}

/**
 * A text cut at the ends of its evidence: each piece knows all that applies to it. Patterns are left out: they cover
 * whole sentences, and marking those would hide the words that they rest on.
 */
export function pieces(text: string, evidence: readonly Evidence[]): Piece[] {
  const inside = evidence
    .filter(({ kind, start, end }) => kind !== 'pattern' && start >= 0 && start < end && end <= text.length)
    .toSorted((a, b) => a.start - b.start);
  const cuts = [...new Set([0, text.length, ...inside.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  let open: Evidence[] = [];
  let next = 0;
  return cuts.slice(0, -1).map((from, i) => {
    for (let one = inside[next]; one && one.start <= from; one = inside[++next]) open.push(one);
    open = open.filter(({ end }) => end > from);
    return { text: text.slice(from, cuts[i + 1]), evidence: [...open] };
  });
}

/** A text in paragraphs, each with its own pieces. */
export function paragraphs(text: string, evidence: readonly Evidence[]): Piece[][] {
  let at = 0;
  const found: Piece[][] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    const start = text.indexOf(paragraph, at);
    const end = start + paragraph.length;
    at = end;
    if (!paragraph.trim()) continue;
    const within = evidence
      .filter((one) => one.end > start && one.start < end)
      .map((one) => ({ ...one, start: Math.max(0, one.start - start), end: Math.min(end, one.end) - start }));
    found.push(pieces(paragraph, within));
  }
  return found;
}

/** Kinds in the order in which they show when several apply: the rarer word says more. */
const WEIGHT = ['location', 'actor', 'cue', 'threat', 'gate', 'pattern'];
/** What no rule found is often a whole sentence: it lies under what rules found in it. */
const UNDERLYING = 'words-speak-for';
const weightOf = ({ rule, kind }: Evidence) => WEIGHT.indexOf(kind) - (rule === UNDERLYING ? WEIGHT.length : 0);

export const foremost = (evidence: readonly Evidence[]): Evidence['kind'] | undefined =>
  evidence.toSorted((a, b) => weightOf(b) - weightOf(a))[0]?.kind;

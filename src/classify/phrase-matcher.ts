import type { Alternative, Phrase } from '../config/rules/phrase.ts';
import { type Token, tokenize } from './tokens.ts';

/** Tokens `from` up to (not including) `to`. */
export interface Span {
  from: number;
  to: number;
}

/** A text made ready for matching. */
export interface StemmedText {
  tokens: readonly Token[];
  /** stem of each token */
  stems: readonly string[];
}

/** Compiled element: alternatives by what they look at. */
interface Step {
  gap: number;
  /** stems of alternatives of one word */
  words: ReadonlySet<string>;
  /** stems of alternatives of several */
  rows: readonly (readonly string[])[];
  exact: readonly { norm: string; text: string | undefined }[];
  sets: readonly string[];
}

/** Phrases by what they begin with. */
interface Level {
  byStem: Map<string, Compiled[]>;
  byExact: Map<string, Compiled[]>;
  bySet: Map<string, Compiled[]>;
}

interface Compiled {
  /** name of the set that a match is a member of */
  set: string;
  steps: readonly Step[];
}

/**
 * Finds all phrases of all rules in one pass over the tokens: phrases are looked up by the stem of their first word, or
 * by the set that they begin with. Cost per start is bounded by the phrase's own length and gaps.
 */
export class PhraseMatcher {
  /** a phrase uses sets of lower levels only */
  readonly #levels: Level[] = [];
  /** stems and words that any phrase begins with: most tokens are passed over by one look */
  readonly #firstStems = new Set<string>();
  readonly #firstWords = new Set<string>();
  readonly #stem: (word: string) => string;

  /**
   * @param sets named lists of phrases; a phrase `@x` refers to the set `x`, `$c` to the set `$c` given to `find`
   */
  constructor(sets: ReadonlyMap<string, readonly Phrase[]>, stem: (word: string) => string) {
    this.#stem = stem;
    const depths = new Map<string, number>();
    const depth = (set: string): number => {
      const known = depths.get(set);
      if (known !== undefined) return known;
      const references = (sets.get(set) ?? []).flatMap(({ elements }) =>
        elements.flatMap(({ alternatives }) => alternatives.flatMap((a) => (a.kind === 'words' ? [a.name] : []))),
      );
      const value = references.length === 0 ? 0 : 1 + Math.max(...references.map(depth));
      depths.set(set, value);
      return value;
    };
    for (const [set, phrases] of sets) {
      const level = depth(set);
      while (this.#levels.length <= level)
        this.#levels.push({ byStem: new Map(), byExact: new Map(), bySet: new Map() });
      for (const phrase of phrases) this.#add(level, set, phrase);
    }
  }

  #add(level: number, set: string, phrase: Phrase): void {
    const steps = phrase.elements.map(({ gap, alternatives }) => this.#step(gap, alternatives));
    const compiled = { set, steps };
    const first = steps[0] as Step;
    const { byStem, byExact, bySet } = this.#levels[level] as Level;
    const add = (index: Map<string, Compiled[]>, keys: Iterable<string>) => {
      for (const key of new Set(keys)) index.set(key, [...(index.get(key) ?? []), compiled]);
    };
    add(byStem, [...first.words, ...first.rows.map((row) => row[0] as string)]);
    add(
      byExact,
      first.exact.map(({ norm }) => norm),
    );
    add(bySet, first.sets);
    for (const stem of first.words) this.#firstStems.add(stem);
    for (const row of first.rows) this.#firstStems.add(row[0] as string);
    for (const { norm } of first.exact) this.#firstWords.add(norm);
  }

  #step(gap: number, alternatives: readonly Alternative[]): Step {
    const words = new Set<string>();
    const rows: string[][] = [];
    const exact: { norm: string; text: string | undefined }[] = [];
    const sets: string[] = [];
    for (const alternative of alternatives) {
      if (alternative.kind === 'words') sets.push(alternative.name);
      else if (alternative.kind === 'class') sets.push(`$${alternative.name}`);
      else {
        const tokens = tokenize(alternative.text);
        if (alternative.kind === 'word') {
          const row = tokens.map(({ norm }) => this.#stem(norm));
          if (row.length === 1) words.add(row[0] as string);
          else rows.push(row);
        } else
          for (const { norm, text } of tokens.slice(0, 1)) exact.push({ norm, text: norm === text ? undefined : text });
      }
    }
    return { gap, words, rows, exact, sets };
  }

  /**
   * All matches: set -> its spans, by their start. No span crosses a sentence.
   * @param given spans of the classes (`$rival`), by name
   */
  find({ tokens, stems }: StemmedText, given: ReadonlyMap<string, readonly Span[]>): Map<string, Span[]> {
    /** set -> start -> ends */
    const at = new Map<string, Map<number, number[]>>();
    const found = new Map<string, Span[]>();
    const note = (set: string, from: number, to: number) => {
      let starts = at.get(set);
      if (!starts) {
        starts = new Map();
        at.set(set, starts);
      }
      const ends = starts.get(from);
      if (ends?.includes(to)) return;
      if (ends) ends.push(to);
      else starts.set(from, [to]);
      const spans = found.get(set);
      if (spans) spans.push({ from, to });
      else found.set(set, [{ from, to }]);
    };
    for (const [set, spans] of given) for (const { from, to } of spans) note(set, from, to);

    const tryAt = (compiled: Compiled, start: number) => {
      const end = matchFrom(compiled.steps, start, tokens, stems, at);
      if (end > start) note(compiled.set, start, end);
    };
    const starts: number[] = [];
    for (let i = 0; i < tokens.length; i++)
      if (this.#firstStems.has(stems[i] as string) || this.#firstWords.has((tokens[i] as Token).norm)) starts.push(i);
    for (const { byStem, byExact, bySet } of this.#levels) {
      for (const i of starts) {
        const byFirst = byStem.get(stems[i] as string);
        if (byFirst) for (const compiled of byFirst) tryAt(compiled, i);
        if (byExact.size > 0) {
          const byWord = byExact.get((tokens[i] as Token).norm);
          if (byWord) for (const compiled of byWord) tryAt(compiled, i);
        }
      }
      for (const [set, compiledList] of bySet) {
        const ofSet = at.get(set);
        if (!ofSet) continue;
        for (const start of [...ofSet.keys()]) for (const compiled of compiledList) tryAt(compiled, start);
      }
    }
    return found;
  }
}

/** End of the shortest match of `steps` from token `start` on, or -1. */
function matchFrom(
  steps: readonly Step[],
  start: number,
  tokens: readonly Token[],
  stems: readonly string[],
  at: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>,
): number {
  const sentence = (tokens[start] as Token).sentence;
  // Ends of what matched so far, ascending: a match may go on from any of them.
  let positions = [start];
  for (const { gap, words, rows, exact, sets } of steps) {
    const next: number[] = [];
    let checked = 0;
    for (const position of positions) {
      const last = position + gap;
      // What lies below `checked` was looked at already.
      for (let i = position > checked ? position : checked; i <= last; i++) {
        const token = tokens[i];
        if (token === undefined || token.sentence !== sentence) break;
        checked = i + 1;
        if (words.has(stems[i] as string)) note(next, i + 1);
        for (const row of rows) {
          let length = 0;
          while (length < row.length && stems[i + length] === row[length]) length++;
          if (length === row.length && tokens[i + length - 1]?.sentence === sentence) note(next, i + length);
        }
        for (const { norm, text } of exact)
          if (token.norm === norm && (text === undefined || token.text === text)) note(next, i + 1);
        for (const set of sets) {
          const ends = at.get(set)?.get(i);
          if (ends) for (const end of ends) note(next, end);
        }
      }
    }
    if (next.length === 0) return -1;
    if (next.length > 1) next.sort((a, b) => a - b);
    positions = next;
  }
  return positions[0] as number;
}

/** Adds a position that is not there yet. They come nearly in order, so the last few are all that need looking at. */
function note(positions: number[], position: number): void {
  for (let k = positions.length - 1; k >= 0 && k >= positions.length - 4; k--) if (positions[k] === position) return;
  positions.push(position);
}

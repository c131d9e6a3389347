import type { Alternative, Phrase } from '../config/rules/phrase.ts';
import { perForm, type Token, tokenize } from './tokens.ts';

/** Tokens `from` up to (not including) `to`. */
export interface Span {
  from: number;
  to: number;
}

/** What a token is to the phrases. */
interface Known {
  /** numbers of its stem and of the word itself; 0 for what stands in no phrase */
  stem: number;
  word: number;
  /** by level: the phrases that begin with it */
  begins: readonly (Begins | undefined)[];
}
const UNKNOWN: Known = { stem: 0, word: 0, begins: [] };

/** The phrases of a level that a token begins, by its stem and by the word as it stands. */
interface Begins {
  stem: Beginning | undefined;
  exact: readonly Compiled[];
}

/** Which numbers a set may have: a bit of 32 for each. Most questions to a set are answered no, and by this without asking it. */
type Sketch = number;
const bit = (n: number): Sketch => 1 << (n & 31);
const sketch = (numbers: Iterable<number>): Sketch => {
  let bits = 0;
  for (const n of numbers) bits |= bit(n);
  return bits;
};

/** Compiled element: alternatives by what they look at. */
interface Step {
  gap: number;
  /** stems of alternatives of one word */
  words: readonly number[];
  wordSketch: Sketch;
  /** stems of alternatives of several */
  rows: readonly (readonly number[])[];
  exact: readonly { word: number; text: string | undefined }[];
  /** numbers of sets */
  sets: readonly number[];
}

/** A phrase, compiled. */
interface Compiled {
  /** place in the order of all phrases of its level: of two that match, the first is told first */
  order: number;
  /** number of the set that a match is a member of */
  set: number;
  /** what has to match */
  steps: readonly Step[];
  /** how many of them its beginning has matched: one where that is a single word */
  begun: 0 | 1;
}

/** A phrase by what has to follow its beginning. */
interface Follower {
  compiled: Compiled;
  gap: number;
}

/** The phrases of a level that begin with one word or set. */
interface Beginning {
  /** they are it and no more, or what has to follow is no plain word; in their order */
  likely: Compiled[];
  /** by the stem that has to follow, and how many words may stand between */
  following: Map<number, Follower[]>;
  /** of the stems of `following` */
  stems: Sketch;
  /** the most that may stand between for any of these; -1 where there are none */
  gap: number;
}

/** Phrases by what they begin with: numbers of stems, words and sets. */
interface Level {
  byStem: Map<number, Beginning>;
  byExact: Map<number, Compiled[]>;
  bySet: Map<number, Beginning>;
}

/** Where the members of a set stand: start -> end, or ends where there are several. */
type Starts = Map<number, number | number[]>;

/**
 * Finds all phrases of all rules in one pass over the tokens: phrases are looked up by the stem or set that they begin
 * with and by the stem that has to follow. Cost per start is bounded by the phrase's own length and gaps.
 */
export class PhraseMatcher {
  /** a phrase uses sets of lower levels only */
  readonly #levels: Level[] = [];
  readonly #stem: (word: string) => string;
  /** numbers of the stems and words of all phrases, from 1 */
  readonly #wordNumbers = new Map<string, number>();
  readonly #setNumbers = new Map<string, number>();
  /** sets that phrases name: it is kept where their members stand, and nobody is told of them */
  readonly #named: boolean[] = [];
  /** sets with phrases that begin with a set: their members are not found in the order of their starts */
  readonly #unordered: boolean[] = [];
  readonly #known = perForm(({ norm }): Known => {
    const stem = this.#look(this.#stem(norm));
    const word = this.#look(norm);
    if (stem === 0 && word === 0) return UNKNOWN;
    const begins = this.#levels.map(({ byStem, byExact }): Begins | undefined => {
      const beginning = byStem.get(stem);
      const exact = byExact.get(word);
      return beginning || exact ? { stem: beginning, exact: exact ?? [] } : undefined;
    });
    return { stem, word, begins };
  });
  #phrases = 0;
  /** by the number of a set: where its members stand in the text that is being read; empty between two texts */
  readonly #at: (Starts | undefined)[] = [];

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

  #look = (word: string): number => this.#wordNumbers.get(word) ?? 0;
  #word = (word: string): number => entryOf(this.#wordNumbers, word, () => this.#wordNumbers.size + 1);
  #set = (set: string): number => entryOf(this.#setNumbers, set, () => this.#setNumbers.size);

  #add(level: number, set: string, phrase: Phrase): void {
    const steps = phrase.elements.map(({ gap, alternatives }) => this.#step(gap, alternatives));
    const [first, second] = steps as [Step, Step | undefined];
    const compiled: Compiled = { order: this.#phrases++, set: this.#set(set), steps, begun: isPlain(first) ? 1 : 0 };
    const { byStem, byExact, bySet } = this.#levels[level] as Level;
    const begin = (beginnings: Map<number, Beginning>, number: number): Beginning =>
      entryOf(beginnings, number, () => ({ likely: [], following: new Map(), stems: 0, gap: -1 }));
    /** files the phrase under what it begins with and the stems of which one has to follow */
    const follow = (beginning: Beginning, next: ReadonlySet<number>, follower: Follower) => {
      for (const stem of next) entryOf(beginning.following, stem, () => []).push(follower);
      beginning.stems |= sketch(next);
      beginning.gap = Math.max(beginning.gap, follower.gap);
    };
    const follower = { compiled, gap: second?.gap ?? 0 };
    const next = new Set(second && [...second.words, ...second.rows.map((row) => row[0] as number)]);
    const file = (beginning: Beginning) => {
      if (!second || second.exact.length > 0 || second.sets.length > 0) beginning.likely.push(compiled);
      else follow(beginning, next, follower);
    };
    for (const stem of first.words) file(begin(byStem, stem));
    for (const [stem, other] of first.rows)
      follow(begin(byStem, stem as number), new Set([other as number]), { compiled, gap: 0 });
    for (const word of new Set(first.exact.map((exact) => exact.word))) entryOf(byExact, word, () => []).push(compiled);
    for (const number of new Set(first.sets)) file(begin(bySet, number));
    if (first.sets.length > 0) this.#unordered[compiled.set] = true;
    for (const { sets } of steps) for (const number of sets) this.#named[number] = true;
  }

  #step(gap: number, alternatives: readonly Alternative[]): Step {
    const words = new Set<number>();
    const rows: number[][] = [];
    const exact: { word: number; text: string | undefined }[] = [];
    const sets: number[] = [];
    for (const alternative of alternatives) {
      if (alternative.kind === 'words') sets.push(this.#set(alternative.name));
      else if (alternative.kind === 'class') sets.push(this.#set(`$${alternative.name}`));
      else {
        const tokens = tokenize(alternative.text);
        if (alternative.kind === 'word') {
          const row = tokens.map(({ norm }) => this.#word(this.#stem(norm)));
          if (row.length === 1) words.add(row[0] as number);
          else if (row.length > 1) rows.push(row);
        } else
          for (const { norm, text } of tokens.slice(0, 1))
            exact.push({ word: this.#word(norm), text: norm === text ? undefined : text });
      }
    }
    return { gap, words: [...words], wordSketch: sketch(words), rows, exact, sets };
  }

  /** Number of a set, by which `find` tells its spans; -1 for none. */
  numberOf = (set: string): number => this.#setNumbers.get(set) ?? -1;

  /**
   * All matches: spans by the numbers of their sets, by their start, of the sets that no phrase names. No span crosses
   * a sentence.
   * @param given spans of the classes (`$rival`), by name
   */
  find(tokens: readonly Token[], given: ReadonlyMap<string, readonly Span[]>): Map<number, Span[]> {
    const known = tokens.map(this.#known);
    const at = this.#at;
    /** sets with members */
    const told: number[] = [];
    const found = new Map<number, Span[]>();
    /** keeps where a member of a set stands; false when it is there already */
    const keep = (set: number, from: number, to: number): boolean => {
      let starts = at[set];
      if (!starts) {
        starts = new Map();
        at[set] = starts;
        told.push(set);
      }
      const ends = starts.get(from);
      if (ends === undefined) starts.set(from, to);
      else if (typeof ends === 'number') {
        if (ends === to) return false;
        starts.set(from, [ends, to]);
      } else if (ends.includes(to)) return false;
      else ends.push(to);
      return true;
    };
    const note = (set: number, from: number, to: number) => {
      if (this.#named[set]) {
        keep(set, from, to);
        return;
      }
      const spans = found.get(set);
      if (this.#unordered[set] ? !keep(set, from, to) : spans && endsWith(spans, from, to)) return;
      if (spans) spans.push({ from, to });
      else found.set(set, [{ from, to }]);
    };
    for (const [set, spans] of given) {
      const number = this.#setNumbers.get(set);
      if (number !== undefined) for (const { from, to } of spans) keep(number, from, to);
    }
    const tryAt = ({ set, steps, begun }: Compiled, start: number) => {
      const end = begun === steps.length ? start + 1 : matchFrom(steps, begun, start, tokens, known, at);
      if (end > start) note(set, start, end);
    };
    try {
      for (let level = 0; level < this.#levels.length; level++) {
        for (let i = 0; i < known.length; i++) {
          const begins = (known[i] as Known).begins[level];
          if (!begins) continue;
          if (begins.stem) for (const compiled of likely(begins.stem, i, i + 1, tokens, known)) tryAt(compiled, i);
          for (const compiled of begins.exact) tryAt(compiled, i);
        }
        const { bySet } = this.#levels[level] as Level;
        // Sets that get their first member in this level begin no phrase of it.
        for (let k = 0, before = told.length; k < before; k++) {
          const set = told[k] as number;
          const beginning = bySet.get(set);
          if (!beginning) continue;
          for (const [start, ends] of at[set] as Starts)
            for (const end of typeof ends === 'number' ? [ends] : ends)
              for (const compiled of likely(beginning, start, end, tokens, known)) tryAt(compiled, start);
        }
      }
    } finally {
      for (const set of told) at[set] = undefined;
    }
    return found;
  }
}

/** Whether the span is among the last ones, which have the same start: spans come by their starts. */
function endsWith(spans: readonly Span[], from: number, to: number): boolean {
  for (let k = spans.length - 1; spans[k]?.from === from; k--) if (spans[k]?.to === to) return true;
  return false;
}

/** The phrases whose beginning stands from `start` to `end` and of whose next words one stands near enough, in their order. */
function likely(
  { likely, following, stems, gap }: Beginning,
  start: number,
  end: number,
  tokens: readonly Token[],
  known: readonly Known[],
): readonly Compiled[] {
  if (gap < 0) return likely;
  let more: Compiled[] | undefined;
  const { sentence } = tokens[start] as Token;
  for (let i = end; i <= end + gap && tokens[i]?.sentence === sentence; i++) {
    const { stem } = known[i] as Known;
    if ((stems & bit(stem)) === 0) continue;
    for (const next of following.get(stem) ?? NONE)
      if (i - end <= next.gap && !more?.includes(next.compiled)) {
        more ??= [];
        more.push(next.compiled);
      }
  }
  if (!more) return likely;
  if (more.length > 1) more.sort(byOrder);
  return likely.length === 0 ? more : inOrder(likely, more);
}
const NONE: readonly Follower[] = [];
const byOrder = (a: Compiled, b: Compiled) => a.order - b.order;

/** Two lists that are in order, as one. */
function inOrder(some: readonly Compiled[], others: readonly Compiled[]): Compiled[] {
  const all: Compiled[] = [];
  let k = 0;
  for (const one of some) {
    while (k < others.length && (others[k] as Compiled).order < one.order) all.push(others[k++] as Compiled);
    all.push(one);
  }
  while (k < others.length) all.push(others[k++] as Compiled);
  return all;
}

/** The value of a key, made where there is none. */
function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** Of single words alone. */
const isPlain = ({ rows, exact, sets }: Step): boolean => rows.length === 0 && exact.length === 0 && sets.length === 0;

/** End of the shortest match of `steps` from token `start` on, or -1; the first `begun` of them have matched one token each. */
function matchFrom(
  steps: readonly Step[],
  begun: number,
  start: number,
  tokens: readonly Token[],
  known: readonly Known[],
  at: readonly (Starts | undefined)[],
): number {
  const { sentence } = tokens[start] as Token;
  // Ends of what matched so far, ascending: a match may go on from any of them. Mostly there is one.
  let positions: number | number[] = start + begun;
  for (let step = begun; step < steps.length; step++) {
    const { gap, words, wordSketch, rows, exact, sets } = steps[step] as Step;
    let next: number | number[] = NOWHERE;
    let checked = 0;
    const several: number[] | undefined = typeof positions === 'number' ? undefined : positions;
    for (let k = 0; k < (several?.length ?? 1); k++) {
      const position: number = several ? (several[k] as number) : (positions as number);
      const last = position + gap;
      // What lies below `checked` was looked at already.
      for (let i = position > checked ? position : checked; i <= last; i++) {
        const token = tokens[i];
        if (token === undefined || token.sentence !== sentence) break;
        checked = i + 1;
        const { stem, word } = known[i] as Known;
        if ((wordSketch & bit(stem)) !== 0 && words.includes(stem)) next = withPosition(next, i + 1);
        for (const row of rows) {
          let length = 0;
          while (length < row.length && known[i + length]?.stem === row[length]) length++;
          if (length === row.length && tokens[i + length - 1]?.sentence === sentence)
            next = withPosition(next, i + length);
        }
        for (const other of exact)
          if (word === other.word && (other.text === undefined || token.text === other.text))
            next = withPosition(next, i + 1);
        for (const set of sets) {
          const ends = at[set]?.get(i);
          if (ends === undefined) continue;
          if (typeof ends === 'number') next = withPosition(next, ends);
          else for (const end of ends) next = withPosition(next, end);
        }
      }
    }
    if (next === NOWHERE) return -1;
    positions = typeof next === 'number' || isAscending(next) ? next : next.sort((a, b) => a - b);
  }
  return typeof positions === 'number' ? positions : (positions[0] as number);
}
const NOWHERE = -1;

function isAscending(numbers: readonly number[]): boolean {
  for (let k = 1; k < numbers.length; k++) if ((numbers[k] as number) < (numbers[k - 1] as number)) return false;
  return true;
}

/** Adds a position that is not there yet. They come nearly in order, so the last few are all that need looking at. */
function withPosition(positions: number | number[], position: number): number | number[] {
  if (positions === NOWHERE || positions === position) return position;
  if (typeof positions === 'number') return [positions, position];
  for (let k = positions.length - 1; k >= 0 && k >= positions.length - 4; k--)
    if (positions[k] === position) return positions;
  positions.push(position);
  return positions;
}

import type { ActorEntry, StateEntry } from '../config/rules/schemas.ts';
import { isCompound } from './compounds.ts';
import type { Span } from './phrase-matcher.ts';
import { type Gazetteer, WORD_FLAGS } from './places/gazetteer.ts';
import { isHeadline, isShouted, perForm, type Token, tokenize } from './tokens.ts';

/** How a text names an actor. */
export type MentionForm = 'name' | 'people' | 'capital' | 'seat' | 'leader' | 'group';

/** An actor named in a text. */
export interface Mention extends Span {
  /** actor id */
  id: string;
  /** ISO alpha-2 of a state; undefined for other actors */
  code: string | undefined;
  form: MentionForm;
  sentence: number;
}

interface Entry {
  id: string;
  code: string | undefined;
  /** other states that bear the name, too: "the Baltic states" */
  with: Pick<Mention, 'id' | 'code'>[];
  form: MentionForm;
  /** normalised tokens */
  norms: readonly string[];
  /** tokens as written, where case matters for each of them (short capitals such as US) */
  exact: readonly string[] | undefined;
  /** the first letter must be a capital */
  capital: boolean;
}

const NONE: readonly Entry[] = [];

/** Finds states, alliances and groups by their names; the longest name wins. */
export class MentionFinder {
  readonly #byFirst = new Map<string, Entry[]>();
  readonly #beginning = perForm(({ norm }) => this.#byFirst.get(norm) ?? NONE);

  readonly #wordFlags: (token: Token) => number;

  /** @param gazetteer knows first names, surnames and the words of the language */
  constructor(states: readonly StateEntry[], actors: readonly ActorEntry[], gazetteer: Pick<Gazetteer, 'word'>) {
    this.#wordFlags = (token) => gazetteer.word(token).flags;
    for (const { id, code, names, people, capitals, seats, leaders } of states) {
      for (const name of names) this.#add(id, code, 'name', name);
      for (const name of people) {
        this.#add(id, code, 'people', name);
        // Plurals by rule: Russians, Czechs; those in -ese, -sh, -nch (French) and the like have none.
        if (!/(?:ese|sh|[nt]ch|s)$/.test(name)) this.#add(id, code, 'people', `${name}s`);
      }
      for (const name of capitals) this.#add(id, code, 'capital', name);
      for (const name of seats) this.#add(id, code, 'seat', name);
      for (const name of leaders) this.#add(id, code, 'leader', name);
    }
    for (const { id, names } of actors) for (const name of names) this.#add(id, undefined, 'group', name);
    for (const entries of this.#byFirst.values()) entries.sort((a, b) => b.norms.length - a.norms.length);
  }

  #add(id: string, code: string | undefined, form: MentionForm, name: string): void {
    const tokens = tokenize(name);
    const first = tokens[0];
    if (!first) return;
    const letters = name.replace(/[^\p{L}]/gu, '');
    const exact = letters.length <= 4 && letters === letters.toUpperCase() ? tokens.map(({ text }) => text) : undefined;
    const norms = tokens.map(({ norm }) => norm);
    const entries = this.#byFirst.get(first.norm) ?? [];
    const same = code && entries.find((other) => other.code !== code && other.norms.join(' ') === norms.join(' '));
    if (same) same.with.push({ id, code });
    else
      this.#byFirst.set(first.norm, [...entries, { id, code, with: [], form, norms, exact, capital: first.capital }]);
  }

  find(tokens: readonly Token[]): Mention[] {
    const mentions: Mention[] = [];
    /** of the states that a name stands for together */
    const together: Mention[] = [];
    /** groups' names that the text introduces as surnames: "Ulrich Wagner … Wagner said" */
    const surnames = new Set<string>();
    for (let i = 0; i < tokens.length; i++) {
      const entries = this.#beginning(tokens[i] as Token);
      if (entries.length === 0) continue;
      const entry = entries.find((e) => standsAt(e, tokens, i));
      if (!entry) continue;
      if (entry.norms.length === 1 && this.#meansAnother(entry, tokens, i)) {
        if (entry.form === 'group' && !entry.exact) surnames.add(entry.id);
        continue;
      }
      const to = i + entry.norms.length;
      if (entry.code && isCompound(tokens, { from: i, to }, entry.form === 'capital')) continue;
      if (entry.form === 'seat' && isOwned(entry, mentions.at(-1), tokens, i)) continue;
      const { sentence } = tokens[i] as Token;
      const list = entry.with.length > 0 ? together : mentions;
      for (const { id, code } of [entry, ...entry.with])
        list.push({ id, code, form: entry.form, from: i, to, sentence });
      i = to - 1;
    }
    // Where one of them is named, the text is about that one, and the others are no more than its neighbours.
    const named = new Set(mentions.map(({ id }) => id));
    const beside = new Set(together.flatMap(({ id, from }) => (named.has(id) ? [from] : [])));
    const apart = together.filter(({ from }) => !beside.has(from));
    const all = apart.length > 0 ? [...mentions, ...apart].sort((a, b) => a.from - b.from) : mentions;
    if (surnames.size === 0) return all;
    return all.filter(({ id, from, to }) => to - from > 1 || !surnames.has(id));
  }

  /**
   * Whether a name of one word stands for something else: a person who bears a leader's name as first name ("Pavel Durov") or
   * a group's as surname ("Ulrich Wagner"), or a plain word in a headline of capitals ("A PLAN FOR PEACE").
   */
  #meansAnother({ form, exact }: Entry, tokens: readonly Token[], at: number): boolean {
    if (form !== 'leader' && form !== 'group') return false;
    const token = tokens[at] as Token;
    const is = (flag: keyof typeof WORD_FLAGS, word: Token) => (this.#wordFlags(word) & WORD_FLAGS[flag]) !== 0;
    const nextTo = (word: Token | undefined) =>
      word?.kind === 'word' && word.capital && word.sentence === token.sentence ? word : undefined;
    const before = nextTo(tokens[at - 1]);
    const after = nextTo(tokens[at + 1]);
    if (form === 'leader')
      return after !== undefined && after.norm !== 'jr' && is('first', token) && !isHeadline(tokens, at);
    if (exact) return is('common', token) && [before, after].some((word) => word && isShouted(word));
    return before !== undefined && is('last', token) && is('first', before) && !is('common', before);
  }
}

/** Whether an office is that of another state, which stands before it: "Germany's Foreign Office". */
function isOwned({ code }: Entry, owner: Mention | undefined, tokens: readonly Token[], at: number): boolean {
  if (!owner?.code || owner.code === code || owner.sentence !== tokens[at]?.sentence) return false;
  return owner.to === at || (owner.to === at - 1 && /^['’]s$/.test(tokens[at - 1]?.text ?? ''));
}

function standsAt({ norms, exact, capital }: Entry, tokens: readonly Token[], at: number): boolean {
  if (capital && !(tokens[at] as Token).capital) return false;
  for (let k = 0; k < norms.length; k++) {
    const token = tokens[at + k];
    if (!token || token.norm !== norms[k] || (exact && token.text !== exact[k])) return false;
  }
  return true;
}

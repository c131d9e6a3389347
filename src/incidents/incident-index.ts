import { type Likeness, type LikenessModel, likeness, prepare } from './likeness.ts';
import { LIKENESS_WEIGHTS } from './likeness-weights.ts';
import { Postings } from './postings.ts';
import { SIGNATURE_VERSION, type Signature } from './signature.ts';
import { TermRates } from './term-rates.ts';

/** Where an article went. */
export interface Placement {
  /** id of its incident */
  incident: string;
  /** the article is the first of its incident */
  isNew: boolean;
  /** the article of the incident that it is most like, null for a first one */
  nearest: string | null;
  /** its text is a copy, cut or update of `nearest`'s */
  duplicate: boolean;
  /** probability (0..1) that it tells of the incident's event; 1 where it is the first, or there already */
  probability: number;
  /** why, in words */
  because: string[];
}

/** Days after which an incident without news takes no more articles. */
const WINDOW_DAYS = 14;
/** The smallest hashes of a sketch by which copies are found; a fifth of a text shares one of them in 99 of 100 cases. */
const SKETCH_KEYS = 24;
/** Rarest terms of an article by which others on its event are found. */
const KEY_TERMS = 20;
/** Latest articles looked at for each term: a bound on the cost of a common one. */
const KEY_ARTICLES = 300;
/** What a shared hash counts for among shared terms: as much as the rarest term. */
const COPY_SCORE = 49;
/** Articles compared in full. */
const CANDIDATES = 32;

interface Entry {
  signature: Signature;
  incident: string;
}

/**
 * Articles by incident, in memory, with look-up by rare terms and by text sketch, so that a new article is compared with
 * a few dozen others, however many there are. Placing is deterministic: the same articles and decisions in the same order
 * give the same incidents. Placing never moves an article that is there: what an analyst has put elsewhere is put there
 * with `restore`, and stays.
 *
 * Pure data: no clock (time is the articles' own), no I/O.
 */
export class IncidentIndex {
  /** by slot; empty where an article was dropped, until the next packing */
  #slots: (Entry | undefined)[] = [];
  /** by slot the day of its article, NaN where it has none: thousands are looked at for each placing, and lie together here */
  #days: number[] = [];
  readonly #slotOf = new Map<string, number>();
  readonly #incidents = new Map<string, Set<string>>();
  /** slots by term, and by hash of the sketch; those of dropped articles stay until the next packing */
  #byTerm = new Postings<string>();
  #byHash = new Postings<number>();
  readonly #rates = new TermRates();
  readonly #model: LikenessModel;

  /** An index that weighs likeness as `model` does: the fitted one, unless a fit is being tried. */
  constructor(model: LikenessModel = LIKENESS_WEIGHTS) {
    this.#model = model;
  }

  get articles(): number {
    return this.#slotOf.size;
  }

  get incidents(): number {
    return this.#incidents.size;
  }

  /** The incident of an article, undefined when the index does not hold it. */
  incidentOf(article: string): string | undefined {
    return this.#entry(article)?.incident;
  }

  /** The articles of an incident, in the order in which they came; empty when there is none. */
  articlesOf(incident: string): string[] {
    return [...(this.#incidents.get(incident) ?? [])];
  }

  /**
   * Places an article: with an incident that it tells of, or as the first of a new one, which takes the article's id.
   * An article that is already there is a new version of itself and stays where it is.
   */
  place(signature: Signature): Placement {
    const held = this.#entry(signature.id);
    if (held) {
      this.restore(signature, held.incident);
      const because = ['a new version of an article that is there'];
      return { incident: held.incident, isNew: false, nearest: signature.id, duplicate: true, probability: 1, because };
    }
    const placement = this.#best(signature) ?? first(signature.id);
    this.restore(signature, placement.incident);
    return placement;
  }

  /** Puts an article into an incident, as it was decided before or by an analyst: also out of another. */
  restore(signature: Signature, incident: string): void {
    if (signature.version !== SIGNATURE_VERSION) return;
    this.#drop(signature.id);
    this.#members(incident).add(signature.id);
    this.#rates.add(signature.terms);
    this.#post({ signature, incident });
  }

  /** Forgets the articles published before `day` (days since 1 January 1970) whose incident has no later one. */
  forgetBefore(day: number): void {
    for (const articles of [...this.#incidents.values()])
      if ([...articles].every((id) => (this.#entry(id)?.signature.day ?? day) < day))
        for (const id of articles) this.#drop(id);
  }

  #best(signature: Signature): Placement | undefined {
    const prepared = prepare(signature, this.#rates);
    const nearest = new Map<string, Likeness & { article: string }>();
    for (const { signature: other, incident } of this.#candidates(signature)) {
      const like = likeness(prepared, other, this.#rates, this.#model);
      if (like.probability > (nearest.get(incident)?.probability ?? 0))
        nearest.set(incident, { ...like, article: other.id });
    }
    const ranked = [...nearest].sort(([, a], [, b]) => b.probability - a.probability);
    const [best, ...rivals] = ranked;
    if (!best) return undefined;
    const [incident, { article, duplicate, because, probability: alone }] = best;
    const probability = duplicate
      ? alone
      : amongRivals(
          alone,
          rivals.map(([, rival]) => rival.probability),
        );
    if (probability < this.#model.enough) return undefined;
    return { incident, isNew: false, nearest: article, duplicate, probability, because };
  }

  /** The articles that share most of what is rare in this one, the likeliest first. */
  #candidates(signature: Signature): Entry[] {
    const scores = new Map<number, number>();
    const day = signature.day ?? Number.NaN;
    const add = (slots: readonly number[], score: number) => {
      for (let i = slots.length - 1; i >= Math.max(0, slots.length - KEY_ARTICLES); i--) {
        const slot = slots[i] as number;
        if (this.#slots[slot] && !(Math.abs((this.#days[slot] as number) - day) > WINDOW_DAYS))
          scores.set(slot, (scores.get(slot) ?? 0) + score);
      }
    };
    const keys = signature.terms
      .map((term) => ({ term, weight: this.#rates.weight(term) }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, KEY_TERMS);
    for (const { term, weight } of keys) add(this.#byTerm.of(term), weight * weight);
    for (const hash of signature.sketch.hashes.slice(0, SKETCH_KEYS)) add(this.#byHash.of(hash), COPY_SCORE);
    return greatest(scores, CANDIDATES).map((slot) => this.#slots[slot] as Entry);
  }

  #members(incident: string): Set<string> {
    const members = this.#incidents.get(incident) ?? new Set();
    this.#incidents.set(incident, members);
    return members;
  }

  #entry(article: string): Entry | undefined {
    const slot = this.#slotOf.get(article);
    return slot === undefined ? undefined : this.#slots[slot];
  }

  #post(entry: Entry): void {
    const slot = this.#slots.push(entry) - 1;
    const { id, day, terms, sketch } = entry.signature;
    this.#days.push(day ?? Number.NaN);
    this.#slotOf.set(id, slot);
    for (const term of terms) this.#byTerm.add(term, slot);
    for (const hash of sketch.hashes.slice(0, SKETCH_KEYS)) this.#byHash.add(hash, slot);
  }

  #drop(article: string): void {
    const entry = this.#entry(article);
    if (!entry) return;
    this.#slots[this.#slotOf.get(article) as number] = undefined;
    this.#slotOf.delete(article);
    const members = this.#members(entry.incident);
    members.delete(article);
    if (members.size === 0) this.#incidents.delete(entry.incident);
    this.#rates.add(entry.signature.terms, -1);
    if (this.#slots.length > 2 * this.#slotOf.size + 1000) this.#pack();
  }

  /** Leaves dropped articles out of slots and postings. */
  #pack(): void {
    const entries = this.#slots.filter((entry) => entry !== undefined);
    this.#slots = [];
    this.#days = [];
    this.#byTerm = new Postings();
    this.#byHash = new Postings();
    for (const entry of entries) this.#post(entry);
  }
}

function first(incident: string): Placement {
  return { incident, isNew: true, nearest: null, duplicate: false, probability: 1, because: [] };
}

/**
 * An article that is like several incidents is like their theme (a war, a trade dispute), not like one event: the odds of
 * the best fall by half of the others' odds.
 */
function amongRivals(best: number, rivals: readonly number[]): number {
  const odds = (probability: number) => probability / (1 - probability);
  const fallen = odds(best) / (1 + 0.5 * rivals.reduce((sum, rival) => sum + odds(rival), 0));
  return fallen / (1 + fallen);
}

/** The keys of the `count` greatest values, the greatest first, ties in the map's order; in one pass, since few are kept of many. */
function greatest(values: ReadonlyMap<number, number>, count: number): number[] {
  const kept: [key: number, value: number][] = [];
  for (const [key, value] of values) {
    if (kept.length === count && value <= (kept[count - 1] as [number, number])[1]) continue;
    let at = kept.length;
    while (at > 0 && (kept[at - 1] as [number, number])[1] < value) at--;
    kept.splice(at, 0, [key, value]);
    if (kept.length > count) kept.pop();
  }
  return kept.map(([key]) => key);
}

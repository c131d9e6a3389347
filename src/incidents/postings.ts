/** Numbers by key, as in the index of a book: for each key the numbers that it was added with, in that order. */
export class Postings<K> {
  // Most keys have one number; an array for each of millions would be the better part of the index's memory.
  readonly #lists = new Map<K, number | number[]>();

  add(key: K, number: number): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, number);
    else if (typeof list === 'number') this.#lists.set(key, [list, number]);
    else list.push(number);
  }

  /** The numbers of a key; empty when it has none. */
  of(key: K): readonly number[] {
    const list = this.#lists.get(key);
    return list === undefined ? [] : typeof list === 'number' ? [list] : list;
  }
}

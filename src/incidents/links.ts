/** Analysts' decisions that two articles tell of one event, or of two. The last word on a pair counts. */
export class Links {
  readonly #joined = new Map<string, Set<string>>();
  readonly #parted = new Map<string, Set<string>>();

  /** One event. */
  join(a: string, b: string): void {
    if (a === b) return;
    unlink(this.#parted, a, b);
    link(this.#joined, a, b);
  }

  /** Two events. */
  part(a: string, b: string): void {
    if (a === b) return;
    unlink(this.#joined, a, b);
    link(this.#parted, a, b);
  }

  /** No longer two events. */
  allow(a: string, b: string): void {
    unlink(this.#parted, a, b);
  }

  /** The articles that this one was joined with, also by way of others; itself left out. */
  joinedWith(article: string): string[] {
    const found = new Set([article]);
    for (const id of found) for (const other of this.#joined.get(id) ?? []) found.add(other);
    found.delete(article);
    return [...found];
  }

  /** The articles that this one was parted from. */
  partedFrom(article: string): string[] {
    return [...(this.#parted.get(article) ?? [])];
  }

  toJSON(): { joined: [string, string][]; parted: [string, string][] } {
    return { joined: pairs(this.#joined), parted: pairs(this.#parted) };
  }
}

function link(links: Map<string, Set<string>>, a: string, b: string): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const)
    links.set(from, (links.get(from) ?? new Set()).add(to));
}

function unlink(links: Map<string, Set<string>>, a: string, b: string): void {
  links.get(a)?.delete(b);
  links.get(b)?.delete(a);
}

/** Each pair once. */
function pairs(links: Map<string, Set<string>>): [string, string][] {
  return [...links].flatMap(([a, others]) => [...others].filter((b) => a < b).map((b): [string, string] => [a, b]));
}

import type { Article } from './article.ts';

/**
 * Parts articles into voices that are independent of each other: copies of one text are one voice, and so is all that one
 * outlet writes.
 *
 * @returns each voice's articles, in the order given
 */
export function voices<T extends Pick<Article, 'id' | 'outlet' | 'copyOf'>>(articles: readonly T[]): T[][] {
  const parents = new Map<string, string>();
  const root = (key: string): string => {
    let top = key;
    for (let parent = parents.get(top); parent !== undefined; parent = parents.get(top)) top = parent;
    return top;
  };
  const unite = (a: string, b: string) => {
    const [from, to] = [root(a), root(b)];
    if (from !== to) parents.set(from, to);
  };
  for (const { id, outlet, copyOf } of articles) {
    unite(`article ${id}`, `outlet ${outlet}`);
    if (copyOf !== null) unite(`article ${copyOf}`, `outlet ${outlet}`);
  }
  const byRoot = new Map<string, T[]>();
  for (const article of articles) {
    const key = root(`article ${article.id}`);
    byRoot.set(key, [...(byRoot.get(key) ?? []), article]);
  }
  return [...byRoot.values()];
}

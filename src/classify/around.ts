import { joiner } from './joiner.ts';

const named = joiner(':');

/**
 * What an item as a whole says of each actor or state of one side that it names: its facts, by the names that weights know
 * them by, alone and for this side (`item:threat:sabotage`, `rival:item:threat:sabotage`).
 */
export function around(facts: Iterable<string>, side: string): string[] {
  const features: string[] = [];
  for (const fact of facts) {
    const told = named('item', fact);
    features.push(told, named(side, told));
  }
  return features;
}

/** Weighs what is around the actors or states of an item, once for each side. */
export function weighAround<T>(facts: Iterable<string>, weigh: (features: string[]) => T): (side: string) => T {
  const bySide = new Map<string, T>();
  return (side) => {
    const known = bySide.get(side);
    if (known !== undefined) return known;
    const weighed = weigh(around(facts, side));
    bySide.set(side, weighed);
    return weighed;
  };
}

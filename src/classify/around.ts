import type { Models } from './model.ts';

/**
 * What an item as a whole says of each actor or state of one side that it names: its facts, by the names that weights know
 * them by, alone and for this side (`item:threat:sabotage`, `rival:item:threat:sabotage`).
 */
export const around = (facts: Iterable<string>, side: string): string[] =>
  Array.from(facts).flatMap((fact) => [`item:${fact}`, `${side}:item:${fact}`]);

/** Makes what weighs the facts of an item around those of a side that it names: a sum for each model. Facts are few, and each is looked up once. */
export function createAround({ sums }: Models): (facts: Iterable<string>) => (side: string) => Float64Array {
  const bySide = new Map<string, Map<string, Float64Array>>();
  const weigh = (facts: Iterable<string>, side: string) => {
    const known = bySide.get(side) ?? new Map<string, Float64Array>();
    bySide.set(side, known);
    const total = sums([]);
    for (const fact of facts) {
      const added = known.get(fact) ?? sums(around([fact], side));
      known.set(fact, added);
      for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (added[i] as number);
    }
    return total;
  };
  return (facts) => {
    const totals = new Map<string, Float64Array>();
    return (side) => {
      const total = totals.get(side) ?? weigh(facts, side);
      totals.set(side, total);
      return total;
    };
  };
}

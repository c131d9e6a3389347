import type { Models } from './model.ts';
import type { Side } from './reading.ts';

/** What an actor or state is to the pacts, as weights know it; of some, only places are named. */
export type NamedSide = Side | 'unnamed';
const SIDES: readonly NamedSide[] = ['protected', 'rival', 'outsider', 'alliance', 'organisation', 'group', 'unnamed'];

/**
 * What an item as a whole says of each actor or state of one side that it names: its facts, by the names that weights know
 * them by, alone and for this side (`item:threat:sabotage`, `rival:item:threat:sabotage`).
 */
export const around = (facts: Iterable<string>, side: NamedSide): string[] =>
  Array.from(facts).flatMap((fact) => [`item:${fact}`, `${side}:item:${fact}`]);

/** Makes what weighs the facts of an item around those of each side: a sum for each model. Facts are few, and each is looked up once. */
export function createAround({ sums }: Models): (facts: Iterable<string>) => (side: NamedSide) => Float64Array {
  /** fact -> what it adds to the models, side by side */
  const rows = new Map<string, Float64Array>();
  const rowOf = (fact: string) => {
    const known = rows.get(fact);
    if (known) return known;
    const row = Float64Array.from(SIDES.flatMap((side) => [...sums(around([fact], side))]));
    rows.set(fact, row);
    return row;
  };
  const models = sums([]).length;
  return (facts) => {
    const total = new Float64Array(SIDES.length * models);
    for (const fact of facts) {
      const row = rowOf(fact);
      for (let i = 0; i < row.length; i++) total[i] = (total[i] as number) + (row[i] as number);
    }
    return (side) => {
      const from = SIDES.indexOf(side) * models;
      return total.subarray(from, from + models);
    };
  };
}

import type { Weights } from '../config/rules/schemas.ts';

export type Model = Weights['models'][string];

/** A model made ready: gives the probability for a set of features. */
export function createModel({ intercept, weights }: Omit<Model, 'threshold'>): (features: Iterable<string>) => number {
  const byFeature = new Map(Object.entries(weights));
  return (features) => {
    let sum = intercept;
    for (const feature of features) sum += byFeature.get(feature) ?? 0;
    return 1 / (1 + Math.exp(-sum));
  };
}

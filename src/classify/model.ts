import type { Weights } from '../config/rules/schemas.ts';

export type Model = Weights['models'][string];

/** Probability that the model gives to a set of features. */
export function probability({ intercept, weights }: Model, features: Iterable<string>): number {
  let sum = intercept;
  for (const feature of features) sum += weights[feature] ?? 0;
  return 1 / (1 + Math.exp(-sum));
}

import type { ModelGroup } from '../config/rules/schemas.ts';

/** The probability that stands for log-odds. */
const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** A model made ready. */
export interface Weigher {
  /** what a set of features adds to the log-odds */
  sum(features: Iterable<string>): number;
  /** the probability for a set of features, and what others of the same item add to the log-odds */
  probability(features: Iterable<string>, given?: number): number;
}

export function createModel(intercept: number, weights: Readonly<Record<string, number>>): Weigher {
  const byFeature = new Map(Object.entries(weights));
  const sum = (features: Iterable<string>) => {
    let added = 0;
    for (const feature of features) added += byFeature.get(feature) ?? 0;
    return added;
  };
  return { sum, probability: (features, given = 0) => logistic(intercept + given + sum(features)) };
}

/** Models that weigh the same features, made ready together: each feature is looked up once for all of them. */
export interface Models {
  /** what a set of features adds to the log-odds of each model */
  sums(features: Iterable<string>): Float64Array;
  /** the probability of each model for a set of features, and what others of the same item add to the log-odds */
  probabilities(features: Iterable<string>, given?: Float64Array): ReadonlyMap<string, number>;
  /** the models that say yes to them, the likeliest first */
  say(features: Iterable<string>, given?: Float64Array): string[];
  /** the probability from which on a model says yes; 1 of a model that there is not */
  threshold(model: string): number;
  /** what a feature adds to a model's log-odds */
  weight(model: string, feature: string): number;
}

export function createModels({ models, weights }: ModelGroup): Models {
  const names = Object.keys(models);
  const intercepts = Float64Array.from(Object.values(models), ({ intercept }) => intercept);
  const rows = new Map(Object.entries(weights).map(([feature, row]) => [feature, Float64Array.from(row)]));
  const threshold = (model: string) => models[model]?.threshold ?? 1;
  const add = (sums: Float64Array, row: Float64Array) => {
    for (let i = 0; i < row.length; i++) sums[i] = (sums[i] as number) + (row[i] as number);
  };
  const sums = (features: Iterable<string>) => {
    const added = new Float64Array(names.length);
    for (const feature of features) {
      const row = rows.get(feature);
      if (row) add(added, row);
    }
    return added;
  };
  const probabilities = (features: Iterable<string>, given?: Float64Array) => {
    const logOdds = sums(features);
    add(logOdds, intercepts);
    if (given) add(logOdds, given);
    return new Map(names.map((name, i) => [name, logistic(logOdds[i] as number)]));
  };
  return {
    sums,
    probabilities,
    say: (features, given) =>
      [...probabilities(features, given)]
        .filter(([model, probability]) => probability >= threshold(model))
        .sort(([, a], [, b]) => b - a)
        .map(([model]) => model),
    threshold,
    weight: (model, feature) => rows.get(feature)?.[names.indexOf(model)] ?? 0,
  };
}

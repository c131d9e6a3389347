import type { ModelGroup } from '../config/rules/schemas.ts';

/** Logistic models that weigh the same features, made ready together: each feature is looked up once for all of them. */
export interface Models {
  /** what a set of features adds to the log-odds of each model */
  sums(features: Iterable<string>): Float64Array;
  /** the probability of each model for a set of features, and what others add to the log-odds */
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
    return new Map(names.map((name, i) => [name, 1 / (1 + Math.exp(-(logOdds[i] as number)))]));
  };
  return {
    sums,
    probabilities,
    say(features, given) {
      const said: { model: string; probability: number }[] = [];
      for (const [model, probability] of probabilities(features, given))
        if (probability >= threshold(model)) said.push({ model, probability });
      return said.sort((a, b) => b.probability - a.probability).map(({ model }) => model);
    },
    threshold,
    weight: (model, feature) => rows.get(feature)?.[names.indexOf(model)] ?? 0,
  };
}

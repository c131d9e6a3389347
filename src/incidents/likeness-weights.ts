import type { LikenessModel } from './likeness.ts';

/**
 * What each feature of a pair of articles weighs, in log-odds that they tell of one event. Fitted by
 * scripts/train-likeness.mjs, not written by hand.
 */
export const LIKENESS_WEIGHTS: LikenessModel = {
  intercept: -4.29,
  weights: {
    cosine: 1.56,
    names: 1.86,
    words: 1.06,
    otherNames: -0.79,
    numbers: 0.39,
    states: 0.97,
    otherStates: -1.59,
    otherStory: -1.88,
    places: -0.25,
    otherPlace: -0.22,
    kind: 1.59,
    otherFirst: -1.02,
    singleKind: 1.91,
    otherKind: -0.83,
    followsUp: 1.56,
    followsKind: 1.1,
    sameToll: 0.56,
    tollGrows: 0.95,
    otherToll: -0.85,
    toldDay: 0.36,
    otherMeasure: -0.63,
    again: -0.81,
    gap: -0.81,
  },
  enough: 0.17,
};

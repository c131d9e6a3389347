import type { LikenessModel } from './likeness.ts';

/**
 * What each feature of a pair of articles weighs, in log-odds that they tell of one event. Fitted by
 * scripts/train-likeness.mjs, not written by hand.
 */
export const LIKENESS_WEIGHTS: LikenessModel = {
  intercept: -3.87,
  weights: {
    cosine: 1.55,
    names: 1.86,
    words: 1.03,
    otherNames: -0.85,
    numbers: 0.39,
    states: 0.97,
    otherStates: -1.57,
    otherStory: -1.85,
    places: -0.34,
    otherPlace: -0.18,
    kind: 1.58,
    otherFirst: -1,
    singleKind: 1.9,
    otherKind: -0.82,
    followsUp: 1.55,
    followsKind: 1.08,
    sameToll: 0.54,
    tollGrows: 0.95,
    otherToll: -0.84,
    toldDay: 0.36,
    gap: -0.72,
  },
  enough: 0.26,
};

import type { RuleSet } from '../config/rules.ts';
import type { Gazetteer } from './places/gazetteer.ts';
import type { Classifier } from './types.ts';

/** Makes a classifier from a rule set and a gazetteer. */
export function createClassifier(_rules: RuleSet, _gazetteer: Gazetteer): Classifier {
  throw new Error('not there yet');
}

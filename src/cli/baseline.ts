import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import LogisticRegressionClassifier from 'natural/lib/natural/classifiers/logistic_regression_classifier.js';
import type { GoldItem } from './evaluation.ts';

const FOLDS = 5;

/**
 * The text classifiers of natural that the rules must beat. The logistic one is the stronger, and its training grows with
 * the square of the items: 200 take a minute, 2,000 hours.
 */
const BASELINES = { bayes: BayesClassifier, logistic: LogisticRegressionClassifier } as const;

export type Baseline = keyof typeof BASELINES;

/**
 * What a text classifier trained on the same labels says of each item: trained on four fifths, asked about the fifth
 * (items are dealt out in turn), so that it never sees what it is asked.
 */
export function crossValidate(gold: readonly GoldItem[], kind: Baseline): { below: boolean; score: number }[] {
  const document = ({ title, text }: GoldItem) => `${title} ${text}`;
  const scored: { below: boolean; score: number }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const classifier = new BASELINES[kind]();
    gold.forEach((item, i) => {
      if (i % FOLDS !== fold) classifier.addDocument(document(item), item.labels.flag === 'below' ? 'below' : 'rest');
    });
    classifier.train();
    gold.forEach((item, i) => {
      if (i % FOLDS !== fold) return;
      const values = new Map(classifier.getClassifications(document(item)).map(({ label, value }) => [label, value]));
      const below = values.get('below') ?? 0;
      const rest = values.get('rest') ?? 0;
      scored.push({ below: item.labels.flag === 'below', score: below + rest > 0 ? below / (below + rest) : 0 });
    });
  }
  return scored;
}

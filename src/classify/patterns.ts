import { holds } from '../config/rules/condition.ts';
import type { PatternRule } from '../config/rules.ts';
import { joiner } from './joiner.ts';

const named = joiner(':');

/** Whether a pattern holds for an item with these facts. */
export function fires({ selections, condition }: PatternRule, facts: ReadonlySet<string>): boolean {
  return holds(condition, (name) => {
    for (const fact of selections.get(name) ?? []) if (facts.has(fact)) return true;
    return false;
  });
}

/**
 * What models weigh of an item besides its words: its facts and the patterns that hold, save those that stand in for a model or
 * overrule it. Which rule found a tag is no matter: rules come and go.
 */
export function featuresOf(facts: ReadonlySet<string>, patterns: readonly PatternRule[]): Set<string> {
  const features = new Set<string>();
  for (const fact of facts) if (!fact.startsWith('rule:')) features.add(fact);
  const weighed = patterns.filter(({ fallback, decides }) => !fallback && !decides);
  for (const { id, flag } of weighed) features.add(named('pattern', id)).add(named('pattern', flag));
  const below = weighed.filter(({ flag }) => flag === 'below').length;
  if (below > 1) features.add('patterns:several');
  return features;
}

import { holds } from '../config/rules/condition.ts';
import type { PatternRule } from '../config/rules.ts';

/** Whether a pattern holds for an item with these facts. */
export function fires({ selections, condition }: PatternRule, facts: ReadonlySet<string>): boolean {
  return holds(condition, (name) => (selections.get(name) ?? []).some((fact) => facts.has(fact)));
}

/** Facts too particular to be weighed one by one: patterns and gates say them together. */
const UNWEIGHED =
  /^(?:rule|act|air|strike|sabotage|sea|sea-line|jam|covert|cyber|espionage|trade|person|posture|meet|lone):/;

/** What the flag's model weighs: the general facts and the patterns that hold, save those that stand in for the model or overrule it. */
export function featuresOf(facts: ReadonlySet<string>, patterns: readonly PatternRule[]): Set<string> {
  const features = new Set([...facts].filter((fact) => !UNWEIGHED.test(fact)));
  const weighed = patterns.filter(({ fallback, decides }) => !fallback && !decides);
  for (const { id, flag } of weighed) features.add(`pattern:${id}`).add(`pattern:${flag}`);
  const below = weighed.filter(({ flag }) => flag === 'below').length;
  if (below > 1) features.add('patterns:several');
  return features;
}

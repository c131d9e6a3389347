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

/** Facts too particular to be weighed one by one: patterns and gates say them together. */
const UNWEIGHED =
  /^(?:rule|act|air|strike|sabotage|sea|sea-line|jam|covert|cyber|espionage|trade|person|posture|meet|lone):/;

const weighable = new Map<string, boolean>();
/** Whether a fact is weighed; told once for each, there are some hundreds. */
function isWeighed(fact: string): boolean {
  let known = weighable.get(fact);
  if (known === undefined) {
    known = !UNWEIGHED.test(fact);
    weighable.set(fact, known);
  }
  return known;
}

/** What the flag's model weighs: the general facts and the patterns that hold, save those that stand in for the model or overrule it. */
export function featuresOf(facts: ReadonlySet<string>, patterns: readonly PatternRule[]): Set<string> {
  const features = new Set<string>();
  for (const fact of facts) if (isWeighed(fact)) features.add(fact);
  const weighed = patterns.filter(({ fallback, decides }) => !fallback && !decides);
  for (const { id, flag } of weighed) features.add(named('pattern', id)).add(named('pattern', flag));
  const below = weighed.filter(({ flag }) => flag === 'below').length;
  if (below > 1) features.add('patterns:several');
  return features;
}

import { z } from 'zod';
import { configProblemSchema } from '../config/read-yaml.ts';
import { type PatternRule, type RuleSet, type RuleSource, ruleSourceSchema, type TagRule } from '../config/rules.ts';
import { createExaminer } from './classifier.ts';
import type { Gazetteer } from './places/gazetteer.ts';

/** A rule's own test, run. */
const ruleTestResult = ruleSourceSchema.extend({
  rule: z.string(),
  kind: z.enum(['match', 'no-match', 'todo']),
  text: z.string(),
  held: z.boolean().describe('the rule held for the text'),
  passed: z.boolean().describe('it did what the test asks; a `todo` never fails'),
});
export type RuleTestResult = z.infer<typeof ruleTestResult>;

/** What a check of the rules found. */
export interface RuleCheck {
  rules: number;
  results: RuleTestResult[];
  /** rules that no test text of the whole set matches */
  neverMatching: (RuleSource & { rule: string })[];
  /** rules that take far longer than their fellows */
  slow: (RuleSource & { rule: string; microseconds: number })[];
}

/** What is to be said of rules before they are saved. */
export const draftCheckSchema = z.object({
  problems: z.array(configProblemSchema).describe('what makes them unusable: nothing else is known then'),
  ruleSet: z.string().nullable().describe('hash of the rule set that it would be'),
  tests: z.int().describe('how many tests were run'),
  failed: z.array(ruleTestResult).describe('tests that do not hold'),
  mended: z.array(ruleTestResult).describe('known misses that are none any more'),
  neverMatching: z.array(ruleSourceSchema.extend({ rule: z.string() })),
});
export type DraftCheck = z.infer<typeof draftCheckSchema>;

/** A rule this many times slower than the median one, and slower than SLOW_MICROSECONDS for 1000 words, is told. */
const SLOW_FACTOR = 20;
const SLOW_MICROSECONDS = 2000;

/**
 * Runs every rule's and pattern's own tests. Rules that need an act are tested as if there were one, fallbacks as if there were no other.
 * @param now a clock in milliseconds; without one no speed is measured
 */
export function checkRules(rules: RuleSet, gazetteer: Gazetteer, now?: () => number): RuleCheck {
  const bare: RuleSet = { ...rules, rules: rules.rules.map((rule) => ({ ...rule, needsAct: false, fallback: false })) };
  const examineBare = createExaminer(bare, gazetteer);
  const examine = createExaminer(rules, gazetteer);
  const seen = new Map<string, Set<string>>();
  const matches = (text: string): Set<string> => {
    let ids = seen.get(text);
    if (!ids) {
      ids = new Set(
        examineBare({ title: '', text }).reading.parts.flatMap(({ hits }) => hits.map(({ rule }) => rule.id)),
      );
      for (const { id } of examine({ title: '', text }).patterns) ids.add(id);
      seen.set(text, ids);
    }
    return ids;
  };
  const all: readonly (TagRule | PatternRule)[] = [...rules.rules, ...rules.patterns];
  const results = all.flatMap((rule) =>
    (['match', 'no-match', 'todo'] as const).flatMap((kind) =>
      rule.tests[kind].map((text): RuleTestResult => {
        const held = matches(text).has(rule.id);
        const passed = kind === 'todo' || held === (kind === 'match');
        return { rule: rule.id, kind, text, held, passed, file: rule.file, line: rule.line };
      }),
    ),
  );
  const ever = new Set([...seen.values()].flatMap((ids) => [...ids]));
  return {
    rules: all.length,
    results,
    neverMatching: all.filter(({ id }) => !ever.has(id)).map(({ id, file, line }) => ({ rule: id, file, line })),
    slow: now ? slowRules(rules, gazetteer, [...seen.keys()], now) : [],
  };
}

/** Times each rule alone over the tests' texts, which hold the words that rules look for. */
function slowRules(
  rules: RuleSet,
  gazetteer: Gazetteer,
  texts: readonly string[],
  now: () => number,
): RuleCheck['slow'] {
  const text = texts.join(' ').split(' ').slice(0, 1000).join(' ');
  const time = (rule: TagRule) => {
    const examine = createExaminer({ ...rules, rules: [rule], patterns: [] }, gazetteer);
    examine({ title: '', text });
    const start = now();
    examine({ title: '', text });
    return { rule, microseconds: (now() - start) * 1000 };
  };
  const timed = rules.rules.map(time);
  const median =
    timed.map(({ microseconds }) => microseconds).toSorted((a, b) => a - b)[Math.floor(timed.length / 2)] ?? 0;
  const isSlow = ({ microseconds }: { microseconds: number }) =>
    microseconds - median > SLOW_MICROSECONDS && microseconds > median * SLOW_FACTOR;
  // A pause of the garbage collector makes a rule look slow once.
  return timed
    .filter(isSlow)
    .map(({ rule }) => time(rule))
    .filter(isSlow)
    .map(({ rule: { id, file, line }, microseconds }) => ({
      rule: id,
      file,
      line,
      microseconds: Math.round(microseconds),
    }));
}

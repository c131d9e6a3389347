import { type Condition, holds, requiredBy } from '../config/rules/condition.ts';
import type { Phrase } from '../config/rules/phrase.ts';
import type { RuleSet, TagRule } from '../config/rules.ts';
import { PhraseMatcher, type Span } from './phrase-matcher.ts';
import type { Token } from './tokens.ts';

/** What is asked of a rule that holds. */
export type HeldRule = Pick<TagRule, 'id' | 'kind' | 'tag' | 'title' | 'scope' | 'needsAct' | 'needsFlag' | 'fallback'>;

/** A tag rule that holds, and where. */
export interface RuleHit extends Span {
  rule: HeldRule;
  sentence: number;
}

interface CompiledRule {
  rule: TagRule;
  /** place in the rule set */
  order: number;
  /** its selections, and the sets that the matcher knows them by */
  selections: readonly { name: string; set: number }[];
  /** sets without which its condition cannot hold */
  required: readonly number[];
  unless: number;
}

/** The threat, cue and gate rules of a rule set, compiled. */
export class RuleEngine {
  readonly #matcher: PhraseMatcher;
  /** by the set of a selection */
  readonly #bySet: (CompiledRule | undefined)[] = [];

  constructor(rules: RuleSet, stem: (word: string) => string) {
    const sets = new Map<string, readonly Phrase[]>(rules.words);
    for (const rule of rules.rules) {
      for (const [name, phrases] of rule.selections) sets.set(key(rule, name), phrases);
      if (rule.unless.length > 0) sets.set(key(rule, '!'), rule.unless);
    }
    this.#matcher = new PhraseMatcher(sets, stem);
    for (const [order, rule] of rules.rules.entries()) {
      const setOf = (name: string) => this.#matcher.numberOf(key(rule, name));
      const selections = [...rule.selections.keys()].map((name) => ({ name, set: setOf(name) }));
      const required = requiredBy(rule.condition).map(setOf);
      const compiled = { rule, order, selections, required, unless: setOf('!') };
      for (const { set } of selections) this.#bySet[set] = compiled;
    }
  }

  /** @param given spans of the actor classes, by `$name` */
  run(tokens: readonly Token[], given: ReadonlyMap<string, readonly Span[]>): RuleHit[] {
    const found = this.#matcher.find(tokens, given);
    const hits: RuleHit[] = [];
    // Of some hundred rules, few find anything, and fewer all that they need.
    const speaking = new Set<CompiledRule>();
    for (const set of found.keys()) {
      const compiled = this.#bySet[set];
      if (compiled?.required.every((required) => found.has(required))) speaking.add(compiled);
    }
    for (const { rule, selections, unless } of [...speaking].sort((a, b) => a.order - b.order)) {
      const spans = new Map(selections.map(({ name, set }) => [name, found.get(set) ?? []]));
      const against = rule.unless.length > 0 ? found.get(unless) : undefined;
      const blocked = against ? new Set(against.map(({ from }) => sentenceOf(tokens, from))) : NOTHING;
      if (rule.scope === 'sentence' || rule.scope === 'near')
        hits.push(...bySentence(rule, rule.condition, spans, blocked, tokens));
      else {
        const last = rule.scope === 'lead' ? 1 : Number.POSITIVE_INFINITY;
        const inScope = new Map(
          [...spans].map(([name, list]) => [
            name,
            list.filter(({ from }) => {
              const sentence = sentenceOf(tokens, from);
              return sentence <= last && !blocked.has(sentence);
            }),
          ]),
        );
        const hit = [...inScope.values()].flat()[0];
        if (hit && holds(rule.condition, (name) => (inScope.get(name)?.length ?? 0) > 0))
          hits.push({ rule, from: hit.from, to: hit.to, sentence: sentenceOf(tokens, hit.from) });
      }
    }
    return hits;
  }
}

const NOTHING: ReadonlySet<number> = new Set();
const key = (rule: TagRule, selection: string) => `${rule.id}/${selection}`;
const sentenceOf = (tokens: readonly Token[], token: number) => tokens[token]?.sentence ?? 0;

function bySentence(
  rule: TagRule,
  condition: Condition,
  spans: ReadonlyMap<string, readonly Span[]>,
  blocked: ReadonlySet<number>,
  tokens: readonly Token[],
): RuleHit[] {
  /** selection -> sentence -> its first span there */
  const firsts = new Map<string, Map<number, Span>>();
  const sentences = new Set<number>();
  for (const [name, list] of spans) {
    const first = new Map<number, Span>();
    for (const span of list) {
      const sentence = sentenceOf(tokens, span.from);
      if (first.has(sentence)) continue;
      first.set(sentence, span);
      sentences.add(sentence);
    }
    firsts.set(name, first);
  }
  const near = rule.scope === 'near';
  const here = (sentence: number) => (name: string) => firsts.get(name)?.has(sentence) ?? false;
  const hits: RuleHit[] = [];
  for (const sentence of sentences) {
    if (blocked.has(sentence)) continue;
    const next = sentence + 1;
    const alone = holds(condition, here(sentence));
    // What was done and whose hand it was are often told one after the other; what the next sentence says by itself is
    // its own hit.
    const both =
      !alone &&
      near &&
      sentences.has(next) &&
      !blocked.has(next) &&
      !holds(condition, here(next)) &&
      holds(condition, (name) => here(sentence)(name) || here(next)(name));
    if (!alone && !both) continue;
    // Of these it matters which act and which actor each stands beside.
    if (rule.kind === 'occurrence' || rule.kind === 'attribution') {
      for (const span of [...spans.values()].flat())
        if (sentenceOf(tokens, span.from) === sentence) hits.push({ rule, sentence, ...span });
      continue;
    }
    let from = Number.POSITIVE_INFINITY;
    let to = 0;
    for (const first of firsts.values()) {
      const span = first.get(sentence) ?? (both ? first.get(next) : undefined);
      if (!span) continue;
      from = Math.min(from, span.from);
      to = Math.max(to, span.to);
    }
    hits.push({ rule, sentence, from, to });
  }
  return hits.sort((a, b) => a.sentence - b.sentence);
}

import type { RuleSet } from '../config/rules.ts';
import { contextOf } from './context.ts';
import { protectedStates } from './facts.ts';
import { type Mention, MentionFinder } from './mentions.ts';
import type { Span } from './phrase-matcher.ts';
import type { Gazetteer } from './places/gazetteer.ts';
import { RuleEngine, type RuleHit } from './rules-engine.ts';
import { createStemmer } from './stems.ts';
import { tokenize } from './tokens.ts';
import type { Classification, Classifier, ClassifierInput, Evidence } from './types.ts';

/** Makes a classifier from a rule set and a gazetteer. */
export function createClassifier(rules: RuleSet, _gazetteer: Gazetteer): Classifier {
  const stem = createStemmer(rules.irregular);
  const engine = new RuleEngine(rules, stem);
  const finder = new MentionFinder(rules.states, rules.actors);
  const rivals = new Set([
    ...rules.rivals,
    ...rules.actors.filter(({ of }) => of && rules.rivals.includes(of)).map(({ id }) => id),
  ]);

  const read = (source: string, where: 'title' | 'text', covered: ReadonlySet<string>) => {
    const tokens = tokenize(source);
    const stems = tokens.map(({ norm }) => stem(norm));
    const mentions = finder.find(tokens);
    const given = new Map<string, Span[]>();
    const note = (name: string, mention: Mention) => given.set(name, [...(given.get(name) ?? []), mention]);
    for (const mention of mentions) {
      if (mention.code) note('$state', mention);
      if (mention.code && covered.has(mention.code)) note('$protected', mention);
      else if (mention.code) note('$outsider', mention);
      if (rivals.has(mention.id)) note('$rival', mention);
      if (!mention.code) note('$group', mention);
    }
    return { where, tokens, mentions, hits: engine.run({ tokens, stems }, given) };
  };

  return {
    version: rules.hash,
    classify({ text, title, published }: ClassifierInput): Classification {
      const covered = protectedStates(rules.pacts, published);
      const parts = [read(title, 'title', covered), read(text, 'text', covered)];
      const evidence: Evidence[] = [];
      const hits: RuleHit[] = [];
      for (const { where, tokens, hits: found } of parts)
        for (const hit of found) {
          hits.push(hit);
          evidence.push({
            rule: hit.rule.id,
            kind: hit.rule.kind,
            start: tokens[hit.from]?.start ?? 0,
            end: tokens[hit.to - 1]?.end ?? 0,
            in: where,
            tag: hit.rule.tag,
          });
        }
      const gates = hits.filter(({ rule }) => rule.kind === 'gate');
      const threats = [...new Set(hits.flatMap(({ rule }) => (rule.kind === 'threat' ? [rule.tag] : [])))];
      const cues = [...new Set(hits.flatMap(({ rule }) => (rule.kind === 'cue' ? [rule.tag] : [])))];
      const actors = new Set<string>();
      const places = new Set<string>();
      let rival = false;
      const victims = new Set<string>();
      for (const { tokens, mentions } of parts)
        for (const mention of mentions) {
          const context = contextOf(mention, tokens);
          if (!mention.code || (!context.has('person') && !(context.has('located') && context.size === 1)))
            actors.add(mention.id);
          if (rivals.has(mention.id)) rival = true;
          if (
            mention.code &&
            (context.has('located') || context.has('domain') || context.has('government') || context.has('subject')) &&
            !context.has('agent') &&
            !context.has('origin')
          ) {
            places.add(mention.code);
          }
          if (mention.code && covered.has(mention.code) && !context.has('origin') && !context.has('person'))
            victims.add(mention.code);
        }
      const below = threats.length > 0 && rival && victims.size > 0 && gates.length === 0;
      return {
        flag: below ? 'below' : 'none',
        score: below ? 0.6 + Math.min(0.3, threats.length / 10) : threats.length > 0 && victims.size > 0 ? 0.2 : 0.02,
        patterns: [],
        threats,
        cues,
        actors: [...actors],
        roles: Object.fromEntries([...actors].map((id) => [id, 'mentioned' as const])),
        affected: below ? [...victims] : [],
        locations: [...places],
        places: [],
        evidence,
        acts: [],
        attributions: [],
        language: 'en',
        why: '',
      };
    },
  };
}

import { fires, featuresOf } from './patterns.ts';
import type { PatternRule, RuleSet } from '../config/rules.ts';
import { factsOf } from './facts.ts';
import { type Model, probability } from './model.ts';
import { type Party, partiesOf } from './parties.ts';
import type { Gazetteer } from './places/gazetteer.ts';
import { storyLocations } from './places/story-locations.ts';
import { createReader, type Reading } from './reading.ts';
import type { Classification, Classifier, ClassifierInput, Evidence } from './types.ts';

/** What is known of an item before it is judged. */
export interface Examination {
  reading: Reading;
  facts: ReadonlySet<string>;
  /** patterns that hold */
  patterns: readonly PatternRule[];
  /** what the flag's model weighs */
  features: ReadonlySet<string>;
  parties: readonly Party[];
}

/** Reads an item and gathers what the models and patterns judge by; used by the classifier and to train its weights. */
export function createExaminer(rules: RuleSet, gazetteer: Gazetteer): (input: ClassifierInput) => Examination {
  const ids = new Map(rules.states.map(({ code, id }) => [code, id]));
  const read = createReader(rules, gazetteer);
  return (input) => {
    const reading = read(input);
    const facts = factsOf(reading);
    const patterns = rules.patterns.filter((pattern) => fires(pattern, facts));
    return { reading, facts, patterns, features: featuresOf(facts, patterns), parties: partiesOf(reading, ids) };
  };
}

const NO_MODEL: Model = { threshold: 0.5, intercept: -9, weights: {} };

/** Makes a classifier from a rule set and a gazetteer. */
export function createClassifier(rules: RuleSet, gazetteer: Gazetteer): Classifier {
  const examine = createExaminer(rules, gazetteer);
  const model = (name: string) => rules.weights.models[name] ?? NO_MODEL;
  const [below, actor, affected, located] = [model('below'), model('actor'), model('affected'), model('located')];

  return {
    version: rules.hash,
    classify(input: ClassifierInput): Classification {
      const { reading, patterns, features, parties } = examine(input);
      const evidence: Evidence[] = reading.parts.flatMap(({ where, tokens, hits }) =>
        hits.map(({ rule, from, to }) => ({
          rule: rule.id,
          kind: rule.kind === 'sign' ? 'pattern' : rule.kind,
          start: tokens[from]?.start ?? 0,
          end: tokens[to - 1]?.end ?? 0,
          in: where,
          tag: rule.tag,
        })),
      );
      const tags = (kind: string) => [
        ...new Set(
          reading.parts.flatMap(({ hits }) => hits.flatMap(({ rule }) => (rule.kind === kind ? [rule.tag] : []))),
        ),
      ];
      const is = (m: Model, party: Party) => probability(m, party.features) >= m.threshold;
      const score = probability(below, features);
      const flag = patterns.some((pattern) => pattern.flag === 'above')
        ? 'above'
        : score >= below.threshold && patterns.length > 0
          ? 'below'
          : 'none';
      const actors = parties.filter((party) => is(actor, party)).map(({ id }) => id);
      return {
        flag,
        score,
        patterns: patterns.map(({ id }) => id),
        threats: tags('threat'),
        cues: tags('cue'),
        actors,
        roles: Object.fromEntries(actors.map((id) => [id, 'mentioned' as const])),
        affected:
          flag === 'none'
            ? []
            : parties.flatMap((party) =>
                party.code && party.features.has('protected') && is(affected, party) ? [party.code] : [],
              ),
        locations: [
          ...parties.flatMap((party) => (party.code && is(located, party) ? [party.code] : [])),
          ...storyLocations(reading.parts.map(({ where, tokens, places }) => ({ where, tokens, tags: places })))
            .map(({ location }) => location)
            .filter((name) => !/^[A-Z]{2}$/.test(name)),
        ],
        places: reading.text.places.map(({ start, end, name, country, lat, lon, kind }) => ({
          start,
          end,
          name,
          country,
          lat,
          lon,
          kind,
        })),
        evidence,
        acts: [],
        attributions: [],
        language: 'en',
        why: '',
      };
    },
  };
}

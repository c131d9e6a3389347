import type { PatternRule, RuleSet, TagRule } from '../config/rules.ts';
import { actsOf, roleOf } from './acts.ts';
import { createAround } from './around.ts';
import { attributionsOf } from './attributions.ts';
import { accusedIn, authorFeatures } from './authors.ts';
import { BACKGROUND } from './background.ts';
import { createCapitals } from './capitals.ts';
import { castingOf } from './casting.ts';
import { evidenceOf } from './evidence.ts';
import { why } from './explain.ts';
import { factsOf } from './facts.ts';
import { languageOf } from './language.ts';
import { createModels } from './model.ts';
import { type Party, partiesOf, sideOf } from './parties.ts';
import { featuresOf, fires } from './patterns.ts';
import type { Gazetteer } from './places/gazetteer.ts';
import { createStoryLocator } from './places/story-locations.ts';
import { createReader, dropUnflagged, type Reading } from './reading.ts';
import type { HeldRule } from './rules-engine.ts';
import { sentencesOf } from './sentences.ts';
import { createStemmer } from './stems.ts';
import { type Token, tokenize } from './tokens.ts';
import type { Classification, Classifier, ClassifierInput, Flag } from './types.ts';
import { weighTags } from './weighed-tags.ts';
import { createWordReader, type WeighedWord, wordFeatures } from './words.ts';

/** What is known of an item before it is judged. */
export interface Examination {
  reading: Reading;
  facts: ReadonlySet<string>;
  /** patterns that hold */
  patterns: readonly PatternRule[];
  /** what the models weigh of it: its facts and patterns, who plays which part, and its words */
  features: ReadonlySet<string>;
  words: readonly WeighedWord[];
  parties: readonly Party[];
}

/** Reads an item and gathers what the models and patterns judge by; used by the classifier and to train its weights. */
export function createExaminer(
  rules: RuleSet,
  gazetteer: Gazetteer,
): (input: ClassifierInput, tokens?: readonly Token[]) => Examination {
  const ids = new Map(rules.states.map(({ code, id }) => [code, id]));
  const stem = createStemmer(rules.irregular, rules.apart);
  const read = createReader(rules, gazetteer, stem);
  const wordsOf = createWordReader(stem);
  return (input, tokens) => {
    const reading = read(input, tokens);
    const facts = factsOf(reading);
    const patterns = rules.patterns.filter((pattern) => fires(pattern, facts));
    const features = new Set([...featuresOf(facts, patterns), ...castingOf(reading)]);
    return { reading, facts, patterns, features, words: wordsOf(reading), parties: partiesOf(reading, ids) };
  };
}

/** A gate whose weight in the flag's score is no less than this is no argument against a flag. */
const SPEAKS_AGAINST = -0.3;

/** Makes a classifier from a rule set and a gazetteer. */
export function createClassifier(rules: RuleSet, gazetteer: Gazetteer): Classifier {
  const examine = createExaminer(rules, gazetteer);
  const capitalised = createCapitals(rules, gazetteer);
  const ids = new Map(rules.states.map(({ code, id }) => [code, id]));
  const models = createModels(rules.weights.item);
  const threshold = models.threshold('below');
  const ofParties = createModels(rules.weights.party);
  const aroundParties = createAround(ofParties);
  const author = createModels(rules.weights.author);
  const statuses = createModels(rules.weights.act);
  const locate = createStoryLocator(rules.weights);

  return {
    version: rules.hash,
    classify(given: ClassifierInput): Classification {
      const input = { ...given, title: capitalised(given.title), text: capitalised(given.text) };
      const tokens = tokenize(input.text);
      const language = languageOf(tokens, input.text);
      if (language !== 'en') return passedBy(language);
      const { reading, facts, patterns: held, features, words, parties } = examine(input, tokens);
      const probabilities = models.probabilities(features, models.sums(wordFeatures(words)));
      const decided = held.some(({ flag, decides }) => decides && flag === 'below');
      const probability = probabilities.get('below') ?? 0;
      const score = decided ? Math.max(probability, threshold) : probability;
      const named = held.filter(({ fallback }) => !fallback);
      const patterns = named.length > 0 || score < threshold ? named : held;
      const flag: Flag = patterns.some((pattern) => pattern.flag === 'above')
        ? 'above'
        : score >= threshold && patterns.length > 0
          ? 'below'
          : 'none';
      if (flag === 'none') dropUnflagged(reading.parts);
      weighTags(reading, { probabilities, words, models });
      const toParties = aroundParties(features);
      const said = new Map(parties.map((party) => [party, ofParties.say(party.features, toParties(sideOf(party)))]));
      const actors = parties.filter((party) => said.get(party)?.includes('actor'));
      const suffering = parties.flatMap((party) =>
        flag !== 'none' && party.code && party.features.has('protected') && said.get(party)?.includes('affected')
          ? [party.code]
          : [],
      );
      // Who suffers hosts the act, unless it is its forces abroad that suffer.
      const hosts = new Set(facts.has('sign:forces-attacked') ? [] : suffering);
      const states = new Map<string, ReadonlySet<string>>();
      for (const { code, features: known } of parties) if (code) states.set(code, known);
      const locations = locate(reading.parts, {
        actors: states,
        facts: features,
        stemOf: reading.stemOf,
        hosts,
      });
      const threats = tagsOf(reading, 'threat');
      const told = threats.length > 0 || flag !== 'none';
      const sentences = told ? sentencesOf(reading) : [];
      const standing = told ? authorFeatures(sentences, parties) : new Map<Party, Set<string>>();
      const authors = actors.filter((party) => {
        const stands = standing.get(party);
        return stands && (accusedIn(stands) ?? author.say(stands).length > 0);
      });
      const attributions = attributionsOf(reading, sentences, authors);
      const saidOf = new Map(attributions.toReversed().map(({ actor, confidence }) => [actor, confidence]));
      const gates = rulesOf(reading, 'gate').filter(
        ({ id }) => id !== BACKGROUND && (flag === 'none' || models.weight('below', `gate:${id}`) <= SPEAKS_AGAINST),
      );
      return {
        flag,
        score,
        patterns: patterns.map(({ id }) => id),
        threats,
        cues: tagsOf(reading, 'cue'),
        actors: actors.map(({ id }) => id),
        roles: Object.fromEntries(
          actors.map(({ id, code, mentions }) => [
            id,
            roleOf(mentions, code !== undefined && suffering.includes(code), saidOf.get(id)),
          ]),
        ),
        affected: suffering,
        locations: locations.map(({ location }) => location),
        places: reading.places.map(({ start, end, name, country, lat, lon, kind }) => ({
          start,
          end,
          name,
          country,
          lat,
          lon,
          kind,
        })),
        evidence: evidenceOf(reading, { patterns, actors, locations, flagged: flag !== 'none' }),
        acts: actsOf(sentences, {
          ...{ statuses, ids, affected: suffering },
          locations: new Set(locations.map(({ location }) => location)),
          authors: new Set(authors.flatMap(({ code }) => code ?? [])),
        }),
        attributions,
        language,
        why: why({ flag, score, patterns, gates, threats, affected: suffering }),
      };
    },
  };
}

/** The rules of a kind that hold, each once. */
function rulesOf({ parts }: Reading, kind: TagRule['kind']): HeldRule[] {
  const rules = new Set<HeldRule>();
  for (const { hits } of parts) for (const { rule } of hits) if (rule.kind === kind) rules.add(rule);
  return [...rules];
}

const tagsOf = (reading: Reading, kind: TagRule['kind']) => [...new Set(rulesOf(reading, kind).map(({ tag }) => tag))];

/** What is said of a text that is not English: nothing but its language. */
function passedBy(language: string): Classification {
  return {
    flag: 'none',
    score: 0,
    patterns: [],
    threats: [],
    cues: [],
    actors: [],
    roles: {},
    affected: [],
    locations: [],
    places: [],
    evidence: [],
    acts: [],
    attributions: [],
    language: language === 'und' ? null : language,
    why: `Passed by: the text is not English${language === 'und' ? '' : ` (${language})`}.`,
  };
}

import { z } from 'zod';

/** The codebook's threat types. */
export const THREATS = [
  'airspace-violation',
  'territorial-strike',
  'sabotage',
  'undersea-infrastructure',
  'maritime-coercion',
  'electronic-interference',
  'cyberattack',
  'information-operation',
  'election-interference',
  'espionage',
  'instrumentalised-migration',
  'border-provocation',
  'economic-coercion',
  'targeted-violence',
  'military-posturing',
] as const;

/** The codebook's cues. */
export const CUES = [
  'deniability',
  'accident',
  'restraint',
  'threshold',
  'consultation',
  'protest',
  'unilateral',
  'rules-of-engagement',
  'trust-erosion',
  'escalation',
] as const;

/** How far an act got. */
export const OCCURRENCES = ['happened', 'attempted', 'suspected', 'threatened', 'foiled', 'denied'] as const;

/** How surely somebody is said to have done it, by rising certainty; `denied`: it says that it did not. */
export const CONFIDENCES = ['unknown', 'denied', 'suspected', 'blamed', 'claimed', 'charged', 'convicted'] as const;

/** Kinds of rule that stand for a tag; those of a kind are in lexicon/<kind>s.yaml. */
export const TAG_KINDS = ['threat', 'cue', 'gate', 'sign', 'occurrence', 'attribution'] as const;

/** What the rules of a kind may stand for; those of the other kinds stand for themselves. */
export const TAGS: Partial<Record<(typeof TAG_KINDS)[number], readonly string[]>> = {
  threat: THREATS,
  cue: CUES,
  // What is said of no act has happened, and of an author of whom nothing is said nothing is known.
  occurrence: OCCURRENCES.filter((status) => status !== 'happened'),
  attribution: CONFIDENCES.filter((confidence) => confidence !== 'unknown'),
};

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower case words joined by hyphens');
const phraseList = z.array(z.string().min(1)).min(1);
const name = z.string().min(1);

const ruleTests = z
  .strictObject({
    match: z.array(z.string()).default([]).describe('texts that the rule must match'),
    'no-match': z.array(z.string()).default([]).describe('texts that the rule must not match'),
    todo: z.array(z.string()).default([]).describe('known misses: texts that it should match and does not yet'),
  })
  .default({ match: [], 'no-match': [], todo: [] });
export type RuleTests = z.infer<typeof ruleTests>;

export const RULE_STATUSES = ['experimental', 'stable', 'deprecated'] as const;
const status = z.enum(RULE_STATUSES).default('stable');

const ruleDocument = z.strictObject({
  id,
  tag: id
    .optional()
    .describe('the threat, cue, occurrence or confidence that it stands for; gates and signs stand for themselves'),
  title: z.string().min(1),
  meaning: z.string().optional(),
  status,
  references: z.array(z.url()).default([]),
  falsePositives: z.array(z.string()).default([]),
  scope: z.enum(['sentence', 'near', 'lead', 'article']).default('sentence'),
  selections: z.record(z.string(), phraseList),
  condition: z.string().optional().describe('over the selections, with and, or, not; all of them when left out'),
  needs: z
    .array(z.enum(['act', 'flag']))
    .default([])
    .describe(
      'act: the rule counts only in an item that tells of an act, that is, in which a threat is found; flag: the cue is tagged only in an item that is flagged',
    ),
  fallback: z
    .boolean()
    .default(false)
    .describe('a broad threat rule, which counts only where no other tells of an act of another kind'),
  unless: z.array(z.string().min(1)).default([]).describe('phrases that block the rule in their sentence'),
  tests: ruleTests,
});
export type RuleDocument = z.infer<typeof ruleDocument>;

/** lexicon/threats.yaml, cues.yaml, gates.yaml, signs.yaml, occurrences.yaml, attributions.yaml */
export const rulesFile = z.strictObject({ rules: z.array(ruleDocument) });

/** patterns/*.yaml, one pattern a file */
export const patternFile = z.strictObject({
  id,
  flag: z.enum(['below', 'above']),
  title: z.string().min(1),
  meaning: z.string().min(1),
  status,
  references: z.array(z.url()).default([]),
  falsePositives: z.array(z.string()).default([]),
  selections: z
    .record(z.string(), z.array(z.string().min(1)).min(1))
    .describe('facts of the assessment, any of a list: threat:sabotage, cue:protest, gate:drill, victim:protected …'),
  condition: z.string().optional(),
  fallback: z
    .boolean()
    .default(false)
    .describe('names what the score alone speaks for; counts only where no other pattern holds'),
  decides: z.boolean().default(false).describe('flags the item whatever its score'),
  tests: ruleTests,
});
export type PatternDocument = z.infer<typeof patternFile>;

const alpha2 = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code');

const stateEntry = z.strictObject({
  id: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 3166-1 alpha-3 code'),
  code: alpha2,
  names: z.array(name).min(1),
  people: z.array(name).default([]),
  capitals: z.array(name).default([]),
  seats: z.array(name).default([]),
  leaders: z.array(name).default([]),
  contested: z.boolean().default(false).describe('its land is held by others than its government, who act there'),
});
export type StateEntry = z.infer<typeof stateEntry>;
export const statesFile = z.strictObject({
  rivals: z.array(z.string()).default([]),
  states: z.array(stateEntry),
});

const actorEntry = z.strictObject({
  id: name,
  kind: z.enum(['alliance', 'organisation', 'service', 'proxy', 'group', 'hackers', 'criminals']),
  of: z.string().optional().describe('the state that it belongs to or acts for'),
  names: z.array(name).min(1),
});
export type ActorEntry = z.infer<typeof actorEntry>;
export const actorsFile = z.strictObject({ actors: z.array(actorEntry) });

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, as 2023-04-04');
const pact = z.strictObject({
  id,
  title: z.string(),
  organisation: z.string().optional().describe('actor id of the organisation that stands for all members'),
  references: z.array(z.url()).default([]),
  guarantor: alpha2.optional().describe('the member that promises to defend the others'),
  covers: z.string(),
  members: z.array(z.strictObject({ code: alpha2, since: day, until: day.optional() })).min(2),
});
export type Pact = z.infer<typeof pact>;
export const pactsFile = z.strictObject({ pacts: z.array(pact).min(1) });

export const wordsFile = z.strictObject({ words: z.record(z.string(), phraseList) });
export const irregularFile = z.strictObject({
  irregular: z.record(z.string(), z.array(z.string())),
  apart: z
    .record(z.string(), z.array(z.string()))
    .default({})
    .describe('words, with their forms, that the stemmer would throw together with others'),
});

const modelGroup = z.strictObject({
  models: z
    .record(z.string(), z.strictObject({ threshold: z.number().min(0).max(1), intercept: z.number() }))
    .describe('by name: the probability from which on it says yes, and its log-odds where no feature holds'),
  weights: z
    .record(z.string(), z.array(z.number()))
    .describe('what each feature adds to the log-odds, a number a model'),
});
/** Logistic models that weigh the same features. */
export type ModelGroup = z.infer<typeof modelGroup>;

/** weights.json, written by scripts/train-weights.mjs: `item`: the flag and the tags; `party`: whether an actor matters and whether it suffers; `author`: whether it is behind an act; `act`: how far one got; `country` and `place`: whether the story happens there or is about it */
export const weightsFile = z.strictObject({
  item: modelGroup,
  party: modelGroup,
  author: modelGroup,
  act: modelGroup,
  country: modelGroup,
  place: modelGroup,
});
export type Weights = z.infer<typeof weightsFile>;

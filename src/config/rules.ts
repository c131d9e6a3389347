import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nearest } from './nearest.ts';
import { ConfigError, type ConfigProblem, parseJson, parseYaml, type YamlFile } from './read-yaml.ts';
import { type Condition, parseCondition } from './rules/condition.ts';
import { type Phrase, parsePhrase } from './rules/phrase.ts';
import {
  type ActorEntry,
  actorsFile,
  irregularFile,
  type Pact,
  type PatternDocument,
  pactsFile,
  patternFile,
  type RuleDocument,
  type RuleTests,
  rulesFile,
  type StateEntry,
  statesFile,
  TAG_KINDS,
  TAGS,
  type Weights,
  weightsFile,
  wordsFile,
} from './rules/schemas.ts';

/** Where a rule stands, for messages. */
export const ruleSourceSchema = z.object({ file: z.string(), line: z.int().optional().describe('1-based') });
export type RuleSource = z.infer<typeof ruleSourceSchema>;

/** A rule of one of the TAG_KINDS made ready: phrases and condition parsed. */
export interface TagRule extends RuleSource {
  id: string;
  kind: (typeof TAG_KINDS)[number];
  /** what it stands for, one of its kind's TAGS; the own id of a gate or sign */
  tag: string;
  title: string;
  meaning: string | null;
  status: RuleDocument['status'];
  references: readonly string[];
  /** what it is known to take wrongly, in words */
  falsePositives: readonly string[];
  scope: 'sentence' | 'near' | 'lead' | 'article';
  selections: ReadonlyMap<string, readonly Phrase[]>;
  condition: Condition;
  /** the rule counts only in an item in which a threat is found */
  needsAct: boolean;
  /** the rule tags only an item that is flagged */
  needsFlag: boolean;
  /** a threat rule that counts only where no other tells of an act of another kind */
  fallback: boolean;
  /** phrases that block the rule in their sentence */
  unless: readonly Phrase[];
  tests: RuleTests;
}

/** A pattern made ready: a condition over facts of the assessment. */
export interface PatternRule extends RuleSource {
  id: string;
  flag: 'below' | 'above';
  title: string;
  meaning: string;
  status: PatternDocument['status'];
  references: readonly string[];
  falsePositives: readonly string[];
  selections: ReadonlyMap<string, readonly string[]>;
  condition: Condition;
  /** names what the score alone speaks for; counts only where no other pattern holds */
  fallback: boolean;
  /** flags the item whatever its score */
  decides: boolean;
  tests: RuleTests;
}

/** Everything that the classifier is made of, checked and parsed. */
export interface RuleSet {
  /** hash of all rule files */
  hash: string;
  states: readonly StateEntry[];
  /** states that commit such acts against pact members, by public attribution: ids */
  rivals: readonly string[];
  actors: readonly ActorEntry[];
  pacts: readonly Pact[];
  words: ReadonlyMap<string, readonly Phrase[]>;
  /** irregular form -> word */
  irregular: ReadonlyMap<string, string>;
  /** form -> stem, of words that the stemmer would throw together with others */
  apart: ReadonlyMap<string, string>;
  rules: readonly TagRule[];
  patterns: readonly PatternRule[];
  weights: Weights;
}

/** Rule files as they are to be, by their names within the configuration folder; null: none. */
export type RuleEdits = ReadonlyMap<string, string | null>;

/**
 * Reads lexicon/, patterns/ and weights.json of a configuration folder.
 * @param edits files that are read as they stand here, whatever the folder holds
 * @throws ConfigError naming file, line and key of everything that is wrong; no rule is ever left out in silence
 */
export function readRules(configDir: string, edits: RuleEdits = new Map()): RuleSet {
  const reader = new Reader(configDir, edits);
  const states = reader.read('lexicon/states.yaml', statesFile);
  const actors = reader.read('lexicon/actors.yaml', actorsFile);
  const pacts = reader.read('lexicon/pacts.yaml', pactsFile);
  const words = reader.read('lexicon/words.yaml', wordsFile);
  const irregular = reader.read('lexicon/irregular.yaml', irregularFile);
  const weights = reader.readJson('weights.json', weightsFile);
  const sources = TAG_KINDS.map((kind) => ({
    kind,
    file: reader.read(`lexicon/${kind}s.yaml`, rulesFile),
  }));
  const patternFiles = reader.folder('patterns').map((file) => reader.read(file, patternFile));
  reader.throwProblems();

  const vocabulary = new Map<string, readonly Phrase[]>();
  if (words)
    for (const [name, entries] of Object.entries(words.value.words))
      vocabulary.set(name, reader.phrases(words, ['words', name], entries));
  if (words) reader.checkVocabularies(words, vocabulary);

  const rules = sources.flatMap(({ kind, file }) =>
    file ? file.value.rules.map((rule, index) => reader.tagRule(file, index, rule, kind, vocabulary)) : [],
  );
  const patterns = patternFiles.flatMap((file) => (file ? [reader.patternRule(file)] : []));
  reader.checkUnique([...rules, ...patterns]);
  if (pacts && states) reader.checkMembers(pacts, states.value.states);
  reader.throwProblems();

  return {
    hash: reader.hash(),
    states: states?.value.states ?? [],
    rivals: states?.value.rivals ?? [],
    actors: actors?.value.actors ?? [],
    pacts: pacts?.value.pacts ?? [],
    words: vocabulary,
    irregular: byForm(irregular?.value.irregular),
    apart: byForm(irregular?.value.apart),
    rules,
    patterns,
    weights: weights as Weights,
  };
}

/** form -> word */
const byForm = (words: Record<string, string[]> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries(words).flatMap(([word, forms]) => forms.map((form) => [form, word])));

/** Reads files, gathers everything that is wrong with them, and hashes what it has read. */
class Reader {
  readonly #dir: string;
  readonly #problems: ConfigProblem[] = [];
  readonly #hash = createHash('sha256');
  readonly #edits: RuleEdits;

  constructor(dir: string, edits: RuleEdits) {
    this.#dir = dir;
    this.#edits = edits;
  }

  folder(name: string): string[] {
    const path = join(this.#dir, name);
    const there = existsSync(path) ? readdirSync(path).map((file) => `${name}/${file}`) : [];
    const edited = [...this.#edits.keys()].filter((file) => file.startsWith(`${name}/`));
    return [...new Set([...there, ...edited])]
      .filter((file) => file.endsWith('.yaml') && this.#edits.get(file) !== null)
      .sort();
  }

  read<T>(name: string, schema: z.ZodType<T>): YamlFile<T> | undefined {
    return this.#parse(name, (source, file) => parseYaml(source, file, schema));
  }

  /** What scripts write: large, and read thirty times as fast as YAML. */
  readJson<T>(name: string, schema: z.ZodType<T>): T | undefined {
    return this.#parse(name, (source, file) => parseJson(source, file, schema));
  }

  #parse<T>(name: string, parse: (source: string, file: string) => T): T | undefined {
    const file = join(this.#dir, name);
    let source: string;
    try {
      source = this.#edits.get(name) ?? readFileSync(file, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      this.#problem(file, undefined, '', code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`);
      return undefined;
    }
    this.#hash.update(name).update('\0').update(source).update('\0');
    try {
      return parse(source, file);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#problems.push(...error.problems);
      return undefined;
    }
  }

  hash(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }

  throwProblems(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }

  #problem(file: string, line: number | undefined, key: string, message: string): void {
    this.#problems.push({ file, line, key, message });
  }

  /** Runs `parse` and turns a SyntaxError into a problem at `path`. */
  #parsed<T>(file: YamlFile<unknown>, path: readonly PropertyKey[], parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#problem(file.file, file.lineOf(path), path.map(String).join('.'), error.message);
      return undefined;
    }
  }

  phrases(file: YamlFile<unknown>, path: readonly PropertyKey[], sources: readonly string[]): Phrase[] {
    return sources.flatMap((source, index) => this.#parsed(file, [...path, index], () => parsePhrase(source)) ?? []);
  }

  tagRule(
    file: YamlFile<unknown>,
    index: number,
    rule: RuleDocument,
    kind: TagRule['kind'],
    vocabulary: ReadonlyMap<string, readonly Phrase[]>,
  ): TagRule {
    const path = ['rules', index];
    const selections = new Map(
      Object.entries(rule.selections).map(([name, sources]) => [
        name,
        this.phrases(file, [...path, 'selections', name], sources),
      ]),
    );
    const names = [...selections.keys()];
    const condition = this.#parsed(file, [...path, 'condition'], () =>
      parseCondition(rule.condition ?? names.join(' and '), names),
    );
    const allowed = TAGS[kind];
    if (allowed && !allowed.includes(rule.tag ?? '')) {
      const meant = rule.tag && nearest(rule.tag, allowed);
      this.#problem(
        file.file,
        file.lineOf([...path, 'tag']),
        `rules[${index}].tag`,
        rule.tag
          ? `is "${rule.tag}"; ${meant ? `did you mean "${meant}"?` : `allowed: ${allowed.join(', ')}`}`
          : `is missing; allowed: ${allowed.join(', ')}`,
      );
    }
    if (rule.fallback && kind !== 'threat')
      this.#problem(
        file.file,
        file.lineOf([...path, 'fallback']),
        `rules[${index}].fallback`,
        'is for threat rules: any other yields to none',
      );
    const unless = this.phrases(file, [...path, 'unless'], rule.unless);
    for (const [name, phrases] of [...selections, ['unless', unless] as const])
      for (const [at, phrase] of phrases.entries())
        this.#checkReferences(
          file,
          name === 'unless' ? [...path, name, at] : [...path, 'selections', name, at],
          phrase,
          vocabulary,
        );
    return {
      id: rule.id,
      kind,
      tag: rule.tag ?? rule.id,
      title: rule.title,
      meaning: rule.meaning ?? null,
      status: rule.status,
      references: rule.references,
      falsePositives: rule.falsePositives,
      scope: rule.scope,
      selections,
      condition: condition ?? { kind: 'and', of: [] },
      needsAct: rule.needs.includes('act'),
      needsFlag: rule.needs.includes('flag'),
      fallback: rule.fallback,
      unless,
      tests: rule.tests,
      file: file.file,
      line: file.lineOf(path),
    };
  }

  patternRule(file: YamlFile<PatternDocument>): PatternRule {
    const { id, flag, title, meaning, status, references, falsePositives } = file.value;
    const { selections, condition, fallback, decides, tests } = file.value;
    const named = new Map(Object.entries(selections));
    const names = [...named.keys()];
    const parsed = this.#parsed(file, ['condition'], () => parseCondition(condition ?? names.join(' and '), names));
    return {
      id,
      flag,
      title,
      meaning,
      status,
      references,
      falsePositives,
      selections: named,
      condition: parsed ?? { kind: 'and', of: [] },
      fallback,
      decides,
      tests,
      file: file.file,
      line: file.lineOf(['id']),
    };
  }

  #checkReferences(
    file: YamlFile<unknown>,
    path: readonly PropertyKey[],
    phrase: Phrase,
    vocabulary: ReadonlyMap<string, readonly Phrase[]>,
  ): void {
    for (const { alternatives } of phrase.elements)
      for (const alternative of alternatives)
        if (alternative.kind === 'words' && !vocabulary.has(alternative.name)) {
          const meant = nearest(alternative.name, [...vocabulary.keys()]);
          this.#problem(
            file.file,
            file.lineOf(path),
            path.map(String).join('.'),
            `@${alternative.name} is no vocabulary of lexicon/words.yaml${meant ? `; did you mean "@${meant}"?` : ''}`,
          );
        }
  }

  /** Vocabularies may name one another, but not in a circle. */
  checkVocabularies(file: YamlFile<unknown>, vocabulary: ReadonlyMap<string, readonly Phrase[]>): void {
    for (const [name, phrases] of vocabulary) {
      for (const [at, phrase] of phrases.entries())
        this.#checkReferences(file, ['words', name, at], phrase, vocabulary);
      const seen = new Set<string>();
      const queue = [...references(phrases)];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (next === name) {
          this.#problem(file.file, file.lineOf(['words', name]), `words.${name}`, 'is defined by itself');
          break;
        }
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(...references(vocabulary.get(next) ?? []));
      }
    }
  }

  checkUnique(rules: readonly (RuleSource & { id: string })[]): void {
    const first = new Map<string, RuleSource>();
    for (const rule of rules) {
      const other = first.get(rule.id);
      if (other)
        this.#problem(rule.file, rule.line, 'id', `"${rule.id}" is taken by the rule at ${other.file}:${other.line}`);
      else first.set(rule.id, rule);
    }
  }

  checkMembers(file: YamlFile<{ pacts: readonly Pact[] }>, states: readonly StateEntry[]): void {
    const codes = new Set(states.map(({ code }) => code));
    for (const [i, pact] of file.value.pacts.entries())
      for (const [j, { code }] of pact.members.entries())
        if (!codes.has(code))
          this.#problem(
            file.file,
            file.lineOf(['pacts', i, 'members', j, 'code']),
            `pacts[${i}].members[${j}].code`,
            `"${code}" is no state of lexicon/states.yaml`,
          );
  }
}

function references(phrases: readonly Phrase[]): string[] {
  return phrases.flatMap(({ elements }) =>
    elements.flatMap(({ alternatives }) => alternatives.flatMap((a) => (a.kind === 'words' ? [a.name] : []))),
  );
}

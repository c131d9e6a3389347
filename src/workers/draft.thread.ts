import { workerData } from 'node:worker_threads';
import { createClassifier } from '../classify/classifier.ts';
import { openGazetteer } from '../classify/places/gazetteer.ts';
import { checkRules, type DraftCheck } from '../classify/rule-tests.ts';
import type { Classification, Classifier, ClassifierInput } from '../classify/types.ts';
import { readGazetteer } from '../config/gazetteer.ts';
import { ConfigError } from '../config/read-yaml.ts';
import { type RuleEdits, type RuleSet, readRules } from '../config/rules.ts';

/** Rules as they would be with these edits; the present ones without any. */
export interface Draft {
  /** tells one draft from another */
  id: string;
  edits: RuleEdits;
}

const { configDir } = workerData as { configDir: string };
const gazetteer = openGazetteer(readGazetteer());
/** The draft that was asked for last, and the present rules: compiling takes far longer than classifying. */
const compiled = new Map<string, { rules: RuleSet; classifier: Classifier }>();

function rulesOf({ id, edits }: Draft): { rules: RuleSet; classifier: Classifier } {
  const known = compiled.get(id);
  if (known) return known;
  const rules = readRules(configDir, edits);
  const made = { rules, classifier: createClassifier(rules, gazetteer) };
  if (compiled.size >= 2) compiled.delete([...compiled.keys()][0] as string);
  compiled.set(id, made);
  return made;
}

/** Checks a draft against the schemas and runs the tests of all its rules. */
export function check(draft: Draft): DraftCheck {
  try {
    const { rules } = rulesOf(draft);
    const { results, neverMatching } = checkRules(rules, gazetteer);
    return {
      problems: [],
      ruleSet: rules.hash,
      tests: results.length,
      failed: results.filter(({ passed }) => !passed),
      mended: results.filter(({ kind, held }) => kind === 'todo' && held),
      neverMatching,
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: [...error.problems], ruleSet: null, tests: 0, failed: [], mended: [], neverMatching: [] };
  }
}

/** Classifies texts by a draft. */
export function classify({ draft, inputs }: { draft: Draft; inputs: ClassifierInput[] }): Classification[] {
  const { classifier } = rulesOf(draft);
  return inputs.map((input) => classifier.classify(input));
}

import { createClassifier } from '../classify/classifier.ts';
import { openGazetteer } from '../classify/places/gazetteer.ts';
import type { Classifier } from '../classify/types.ts';
import { configDir } from '../config/config-dir.ts';
import { readGazetteer } from '../config/gazetteer.ts';
import { readRules } from '../config/rules.ts';

/** The classifier of this configuration: rules and gazetteer read from disk. Throws ConfigError on an invalid rule. */
export function readClassifier(): Classifier {
  return createClassifier(readRules(configDir()), openGazetteer(readGazetteer()));
}

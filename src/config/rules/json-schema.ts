import { z } from 'zod';
import {
  actorsFile,
  irregularFile,
  pactsFile,
  patternFile,
  rulesFile,
  statesFile,
  weightsFile,
  wordsFile,
} from './schemas.ts';

/** JSON Schemas of the rule files, by the files that they are for, as editors read them. */
export function jsonSchemas(): Record<string, unknown> {
  const of = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });
  return {
    'lexicon/threats.yaml': of(rulesFile),
    'lexicon/cues.yaml': of(rulesFile),
    'lexicon/gates.yaml': of(rulesFile),
    'lexicon/signs.yaml': of(rulesFile),
    'lexicon/states.yaml': of(statesFile),
    'lexicon/actors.yaml': of(actorsFile),
    'lexicon/pacts.yaml': of(pactsFile),
    'lexicon/words.yaml': of(wordsFile),
    'lexicon/irregular.yaml': of(irregularFile),
    'patterns/*.yaml': of(patternFile),
    'weights.yaml': of(weightsFile),
  };
}

import { z } from 'zod';
import {
  actorsFile,
  irregularFile,
  pactsFile,
  patternFile,
  rulesFile,
  statesFile,
  TAG_KINDS,
  weightsFile,
  wordsFile,
} from './schemas.ts';

/** JSON Schemas of the rule files, by the files that they are for, as editors read them. */
export function jsonSchemas(): Record<string, unknown> {
  const of = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });
  return {
    ...Object.fromEntries(TAG_KINDS.map((kind) => [`lexicon/${kind}s.yaml`, of(rulesFile)])),
    'lexicon/states.yaml': of(statesFile),
    'lexicon/actors.yaml': of(actorsFile),
    'lexicon/pacts.yaml': of(pactsFile),
    'lexicon/words.yaml': of(wordsFile),
    'lexicon/irregular.yaml': of(irregularFile),
    'patterns/*.yaml': of(patternFile),
    'weights.json': of(weightsFile),
  };
}

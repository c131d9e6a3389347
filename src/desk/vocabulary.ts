import { z } from 'zod';
import { CUES, TAG_KINDS, THREATS } from '../config/rules/schemas.ts';
import type { RuleSet } from '../config/rules.ts';
import { actorName, threatName } from '../digest/words.ts';

export const RULE_KINDS = [...TAG_KINDS, 'pattern'] as const;

const named = z.array(z.object({ id: z.string(), name: z.string() }));

/** The words of the rule set in a reader's terms: what ids mean. */
export const vocabularySchema = z.object({
  threats: named,
  cues: named,
  actors: named,
  pacts: z.array(z.object({ id: z.string(), title: z.string(), members: z.array(z.string()) })),
  rules: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(RULE_KINDS),
      title: z.string(),
      meaning: z.string().nullable().describe('for a pattern: what it says of an article'),
      file: z.string().describe('where it stands, within the configuration folder'),
      line: z.int().nullable(),
    }),
  ),
});
export type Vocabulary = z.infer<typeof vocabularySchema>;

/** A file's name within the configuration folder. */
export const withinConfig = (file: string, configDir: string): string =>
  file.replace(configDir, '').replace(/^[\\/]/, '');

export function vocabularyOf(rules: RuleSet, configDir: string): Vocabulary {
  const within = (file: string) => withinConfig(file, configDir);
  return {
    threats: THREATS.map((id) => ({ id, name: threatName(id) })),
    cues: CUES.map((id) => ({ id, name: id.replaceAll('-', ' ') })),
    actors: [...rules.states.map(({ id }) => id), ...rules.actors.map(({ id }) => id)].map((id) => ({
      id,
      name: actorName(id),
    })),
    pacts: rules.pacts.map(({ id, title, members }) => ({ id, title, members: members.map(({ code }) => code) })),
    rules: [
      ...rules.rules.map(({ id, kind, title, file, line }) => ({
        id,
        kind,
        title,
        meaning: null,
        file: within(file),
        line: line ?? null,
      })),
      ...rules.patterns.map(({ id, title, meaning, file, line }) => ({
        id,
        kind: 'pattern' as const,
        title,
        meaning,
        file: within(file),
        line: line ?? null,
      })),
    ],
  };
}

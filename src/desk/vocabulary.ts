import { CUES, THREATS } from '../config/rules/schemas.ts';
import type { RuleSet } from '../config/rules.ts';
import { actorName, threatName } from '../digest/words.ts';

export interface RuleCard {
  id: string;
  kind: 'threat' | 'cue' | 'gate' | 'sign' | 'pattern';
  title: string;
  /** for a pattern: what it says of an article */
  meaning: string | null;
  /** where it stands, within the configuration folder */
  file: string;
  line: number | null;
}

/** The words of the rule set in a reader's terms: what ids mean. */
export interface Vocabulary {
  threats: { id: string; name: string }[];
  cues: { id: string; name: string }[];
  actors: { id: string; name: string }[];
  pacts: { id: string; title: string; members: string[] }[];
  rules: RuleCard[];
}

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

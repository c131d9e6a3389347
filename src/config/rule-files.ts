import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TAG_KINDS } from './rules/schemas.ts';

/** What `readRules` reads and people write. Places are built in, and weights are trained. */
const LEXICON = [...TAG_KINDS.map((kind) => `${kind}s`), 'words', 'states', 'actors', 'pacts', 'irregular'].map(
  (name) => `lexicon/${name}.yaml`,
);
const PATTERN = /^patterns\/[a-z0-9]+(-[a-z0-9]+)*\.yaml$/;

/** Whether a name within the configuration folder is that of a rule file, there or not. */
export const isRuleFile = (name: string): boolean => LEXICON.includes(name) || PATTERN.test(name);

/** The rule files of a configuration folder, by their names within it. */
export function listRuleFiles(configDir: string): string[] {
  const folder = join(configDir, 'patterns');
  const patterns = existsSync(folder) ? readdirSync(folder).map((file) => `patterns/${file}`) : [];
  return [...LEXICON, ...patterns.filter(isRuleFile).sort()];
}

/** A rule file's text; null when there is none. */
export function readRuleFile(configDir: string, name: string): string | null {
  const path = join(configDir, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Writes a rule file, or takes it away (null), so that whoever reads at that moment reads the old one or the new one. */
export function writeRuleFile(configDir: string, name: string, content: string | null): void {
  const path = join(configDir, name);
  if (content === null) rmSync(path, { force: true });
  else {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  }
}

/** Tells one text of a rule file from another. */
export const textHash = (content: string | null): string =>
  content === null ? 'none' : createHash('sha256').update(content).digest('hex').slice(0, 16);

import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { ConfigError } from '../config/read-yaml.ts';
import { type RuleSet, readRules } from '../config/rules.ts';

/** Editors write a file in several steps: a change counts when nothing has moved for so many milliseconds. */
const REST = 500;

/** The rule set in use: the one on disk, as long as it is valid. */
export class LiveRules {
  readonly #configDir: string;
  #rules: RuleSet;

  /** @throws ConfigError when the rules on disk are not valid */
  constructor(configDir: string) {
    this.#configDir = configDir;
    this.#rules = readRules(configDir);
  }

  /** version of the rule set */
  get hash(): string {
    return this.#rules.hash;
  }

  /** the rules themselves */
  get rules(): RuleSet {
    return this.#rules;
  }

  /** Takes over what is on disk now. @returns whether it is another set. @throws ConfigError when it is not valid */
  reread(): boolean {
    const rules = readRules(this.#configDir);
    if (rules.hash === this.hash) return false;
    this.#rules = rules;
    return true;
  }

  /**
   * Takes over changes of the rule files from now on, and calls `changed` after each. A set with a mistake is refused:
   * the log says where it is, and the old set goes on.
   * @returns ends it
   */
  follow(changed: () => void, log: Logger): () => void {
    let timer: NodeJS.Timeout | undefined;
    const look = () => {
      timer = undefined;
      try {
        if (!this.reread()) return;
        changed();
        log.info({ ruleSet: this.hash }, 'new rules in use');
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        log.error({ problems: error.problems }, 'changed rules refused; the old ones go on');
      }
    };
    const watchers: FSWatcher[] = ['lexicon', 'patterns', '.'].map((folder) =>
      watch(join(this.#configDir, folder), (_, name) => {
        if (!name?.endsWith('.yaml')) return;
        clearTimeout(timer);
        timer = setTimeout(look, REST);
      }).on('error', (error) => log.warn({ err: error }, 'changes of the rules are not seen any more')),
    );
    return () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    };
  }
}

import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { ConfigError } from '../config/read-yaml.ts';
import { type RuleSet, readRules } from '../config/rules.ts';

/** Editors write a file in several steps: a change counts when nothing has moved for so many milliseconds. */
const REST = 500;

/** The rule set in use: the one on disk, as long as it is valid. Read when it is first asked for: many a command never does. */
export class LiveRules {
  readonly #configDir: string;
  #rules: RuleSet | undefined;

  constructor(configDir: string) {
    this.#configDir = configDir;
  }

  /** the rules themselves; @throws ConfigError when those on disk are not valid and none were read before */
  get rules(): RuleSet {
    this.#rules ??= readRules(this.#configDir);
    return this.#rules;
  }

  /** version of the rule set; @throws as `rules` does */
  get hash(): string {
    return this.rules.hash;
  }

  /** Takes over what is on disk now. @returns whether it is another set. @throws ConfigError when it is not valid */
  reread(): boolean {
    const rules = readRules(this.#configDir);
    if (rules.hash === this.#rules?.hash) return false;
    this.#rules = rules;
    return true;
  }

  /**
   * Takes over changes of the rule files from now on, and calls `changed` after each. A set with a mistake is refused:
   * the log says where it is, and the old set goes on.
   * @returns ends it
   * @throws ConfigError when the rules to begin with are not valid
   */
  follow(changed: () => void, log: Logger): () => void {
    this.#rules ??= readRules(this.#configDir);
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

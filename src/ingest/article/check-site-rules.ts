import type { SiteRule } from '../../config/sites.ts';
import { extractArticle } from './extract.ts';

/** What a rule's test expected, and what came. */
export interface SiteRuleFailure {
  host: string;
  /** 1-based number of the test within its rule */
  test: number;
  field: string;
  expected: string;
  got: string | null;
}

const FIELDS = ['title', 'text', 'author', 'published', 'wall'] as const;

/** Runs the tests that the rules carry; an empty list when all hold. */
export function checkSiteRules(rules: readonly SiteRule[]): SiteRuleFailure[] {
  return rules.flatMap((rule) =>
    rule.tests.flatMap((test, i) => {
      const host = rule.hosts[0] as string;
      const article = extractArticle(test.html, test.url ?? `https://${host}/`, [rule]);
      return FIELDS.flatMap((field) => {
        const expected = test[field]?.trim();
        return expected === undefined || expected === article[field]
          ? []
          : [{ host, test: i + 1, field, expected, got: article[field] }];
      });
    }),
  );
}

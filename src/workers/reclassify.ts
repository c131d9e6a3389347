import { articlesOfOtherRules, saveArticle } from '../store/articles.ts';
import type { Reclassification } from '../store/preview-articles.ts';
import type { WorkerContext } from './context.ts';

/**
 * Runs stored articles published since `since` that other rules have classified through the present ones.
 * @param apply keeps the result, and brings the articles' incidents up to date; else nothing changes
 */
export async function reclassify(
  { db, analysis, placer, rules, now }: Pick<WorkerContext, 'db' | 'analysis' | 'placer' | 'rules' | 'now'>,
  { since, apply }: { since: Date; apply: boolean },
): Promise<Reclassification> {
  const changed: Reclassification['changed'] = [];
  let read = 0;
  for await (const { incidentId: _, signature: __, placement: ___, copyOf: ____, ...article } of articlesOfOtherRules(
    db,
    rules.hash,
    since,
  )) {
    read++;
    const { title, text, url, publishedAt } = article;
    const { classification, ruleSet } = await analysis.analyse({
      title,
      url,
      published: publishedAt.toISOString(),
      feedText: text,
      page: null,
    });
    const { flag, score, threats, affected } = classification;
    const { threats: hadThreats, affected: hadAffected } = article.classification;
    if (flag !== article.flag || `${threats}` !== `${hadThreats}` || `${affected}` !== `${hadAffected}`)
      changed.push({
        item: article.itemKey,
        title,
        was: { flag: article.flag, score: article.score, threats: hadThreats, affected: hadAffected },
        now: { flag, score, threats, affected },
      });
    if (!apply) continue;
    const { source, feedId, reliability, ...row } = article;
    await saveArticle(db, { ...row, classification, flag, score, ruleSet }, (tx, again, earlier) =>
      placer.place(tx, { ...again, source, feedId, reliability }, earlier, now()),
    ).catch((error) => {
      placer.forget();
      throw error;
    });
  }
  return { read, changed };
}

import { eq } from 'drizzle-orm';
import { articleSignature } from '../incidents/signature.ts';
import { findArticle, nextPlacement, placeInTurn } from './articles.ts';
import type { Database } from './database.ts';
import { type DecisionInput, decide } from './decisions.ts';
import { contentOf } from './incident-content.ts';
import { createIncident, type Incident } from './incidents.ts';
import { articles } from './schema.ts';

/**
 * An analyst's word that an article that nobody has flagged tells of an incident: it gets one of its own, which further
 * reports of the event will find, and which stays flagged until that is undone.
 *
 * @param key the article's
 * @returns the incident; undefined when there is no such article
 */
export async function flagArticle(
  db: Database,
  key: string,
  decided: { flag: 'below' | 'above' } & Pick<DecisionInput, 'note' | 'by' | 'at' | 'blind'>,
): Promise<Incident | undefined> {
  return db.transaction(async (tx) => {
    await placeInTurn(tx);
    const article = await findArticle(tx, key);
    if (!article) return undefined;
    let id = article.incidentId;
    if (id === null) {
      id = await createIncident(tx, contentOf([article]), decided.at);
      const signature = articleSignature({
        id: key,
        text: article.text,
        title: article.title,
        published: article.publishedAt.toISOString(),
        classification: article.classification,
      });
      const placement = await nextPlacement(tx);
      await tx.update(articles).set({ incidentId: id, signature, placement }).where(eq(articles.itemKey, key));
    }
    return decide(tx, id, { decision: 'flag', ...decided });
  });
}

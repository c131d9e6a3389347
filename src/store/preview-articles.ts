import { and, count, eq, gt, gte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { classificationSchema } from '../classify/types.ts';
import { REVIEW_STATES } from '../config/review-states.ts';
import type { Database } from './database.ts';
import { articles, feeds, incidents, items } from './schema.ts';

/** What rules say of an article, as far as it is compared. */
const seen = classificationSchema.pick({ flag: true, score: true, patterns: true, threats: true, affected: true });
export type Seen = z.infer<typeof seen>;

const incidentOf = z.object({ id: z.int(), state: z.enum(REVIEW_STATES) }).nullable();

/** An article that other rules would see otherwise. */
const previewChange = z.object({
  item: z.string(),
  title: z.string(),
  source: z.string(),
  publishedAt: z.date(),
  incident: incidentOf.describe('the incident that it is in, and what was decided on it'),
  was: seen,
  now: seen,
});
export type PreviewChange = z.infer<typeof previewChange>;

/** How far a preview has come. */
export const previewProgressSchema = z.object({
  read: z.int(),
  total: z.int(),
  changed: z.array(previewChange).describe('what was found since the last report'),
});
export type PreviewProgress = z.infer<typeof previewProgressSchema>;

/** What the present rules see otherwise than those that stored articles were classified by. */
export const reclassificationSchema = z.object({
  read: z.int(),
  changed: z.array(
    z.object({
      item: z.string(),
      title: z.string(),
      was: seen.omit({ patterns: true }),
      now: seen.omit({ patterns: true }),
    }),
  ),
});
export type Reclassification = z.infer<typeof reclassificationSchema>;

/** A stored article, with what other rules are compared with. */
export interface ArticleToPreview {
  itemKey: string;
  title: string;
  text: string;
  url: string | null;
  publishedAt: Date;
  ruleSet: string;
  source: string;
  incident: PreviewChange['incident'];
  seen: Seen;
}

export async function countPublishedSince(db: Database, since: Date): Promise<number> {
  const [row] = await db.select({ n: count() }).from(articles).where(gte(articles.publishedAt, since));
  return row?.n ?? 0;
}

/** Articles published since a moment, batch by batch. */
export async function* articlesPublishedSince(
  db: Database,
  since: Date,
  batch: number,
): AsyncGenerator<ArticleToPreview[]> {
  const { itemKey, title, text, url, publishedAt, ruleSet, flag, score, classification } = articles;
  const list = (name: string) => sql<string[]>`${classification} -> ${sql.raw(`'${name}'`)}`;
  for (let after = ''; ; ) {
    const rows = await db
      .select({
        itemKey,
        title,
        text,
        url,
        publishedAt,
        ruleSet,
        source: feeds.title,
        incident: { id: incidents.id, state: incidents.state },
        seen: { flag, score, patterns: list('patterns'), threats: list('threats'), affected: list('affected') },
      })
      .from(articles)
      .innerJoin(items, eq(items.key, itemKey))
      .innerJoin(feeds, eq(feeds.id, items.feedId))
      .leftJoin(incidents, eq(incidents.id, articles.incidentId))
      .where(and(gte(publishedAt, since), gt(itemKey, after)))
      .orderBy(itemKey)
      .limit(batch);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.itemKey;
  }
}

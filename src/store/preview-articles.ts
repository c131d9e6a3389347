import { and, count, eq, gt, gte, sql } from 'drizzle-orm';
import type { Classification } from '../classify/types.ts';
import type { Database } from './database.ts';
import { articles, feeds, incidents, items, type ReviewState } from './schema.ts';

/** What rules say of an article, as far as it is compared. */
export type Seen = Pick<Classification, 'flag' | 'score' | 'patterns' | 'threats' | 'affected'>;

/** An article that other rules would see otherwise. */
export interface PreviewChange {
  item: string;
  title: string;
  source: string;
  publishedAt: Date;
  /** the incident that it is in, and what was decided on it */
  incident: { id: number; state: ReviewState } | null;
  was: Seen;
  now: Seen;
}

/** How far a preview has come; `changed` holds what was found since the last report. */
export interface PreviewProgress {
  read: number;
  total: number;
  changed: PreviewChange[];
}

/** A stored article, with what other rules are compared with. */
export interface ArticleToPreview {
  itemKey: string;
  title: string;
  text: string;
  url: string | null;
  publishedAt: Date;
  ruleSet: string;
  source: string;
  incident: { id: number; state: ReviewState } | null;
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

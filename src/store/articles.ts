import { and, count, eq, getTableColumns, gt, gte, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { classificationSchema } from '../classify/types.ts';
import type { Signature } from '../incidents/signature.ts';
import { extractedArticleSchema } from '../ingest/types.ts';
import type { Database } from './database.ts';
import { articles, feeds, items } from './schema.ts';

// They are for conditions and counts: reading the search words back would double what is read.
const { search: _, rules: __, ...columns } = getTableColumns(articles);

export const articleSchema = createSelectSchema(articles, {
  textFrom: (from) => from.describe("whether `text` is the page's or the feed's own"),
  pageError: (error) => error.describe("why the page's text was not used"),
  publishedAt: (at) => at.describe("the page's or feed's date; when it was first seen, where neither tells"),
  version: (version) => version.describe("the item's version that this was read from"),
  score: (score) => score.describe('probability (0..1) of `below`'),
  classification: classificationSchema,
  page: extractedArticleSchema.omit({ text: true }).nullable().describe('what the page says of itself'),
  ruleSet: (hash) => hash.describe('hash of the rule set that classified it'),
  copyOf: (key) => key.describe('the article that this one copies, cuts or updates; null when it speaks for itself'),
  signature: z
    .custom<Signature | null>()
    .describe('what grouping compares, of a make-up that may change; null when it is in no incident'),
  placement: (count) => count.describe('counts placements up over all articles'),
}).omit({ search: true, rules: true });
export type Article = z.infer<typeof articleSchema>;
export type NewArticle = Omit<Article, 'incidentId' | 'signature' | 'placement' | 'copyOf'>;

/** Where an article belongs; all null when it is in no incident. */
export type Place = Pick<Article, 'incidentId' | 'signature' | 'placement' | 'copyOf'>;

/** An article with the source that brought it. */
export const sourcedArticleSchema = articleSchema
  .extend({
    feedId: z.string(),
    source: z.string().describe("the feed's title"),
    reliability: z.string().describe('Admiralty code, A to F'),
  })
  .meta({ id: 'Article', description: 'An article with its text and evidence, and the source that brought it' });
export type SourcedArticle = z.infer<typeof sourcedArticleSchema>;

/**
 * Keeps what was read of an item, in one transaction with the incident that it belongs to: whoever is killed on the way
 * has done nothing, and whoever does it again changes nothing.
 *
 * @param place finds or makes the article's incident, in the same transaction
 * @returns false when there is nothing to keep: another worker was faster, or the item has a newer version meanwhile,
 *   which will be read instead; what other rules have classified is kept anew
 */
export async function saveArticle(
  db: Database,
  article: NewArticle,
  place: (tx: Database, article: NewArticle, earlier: Article | undefined) => Promise<Place>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [item] = await tx
      .select({ version: items.version, state: items.state })
      .from(items)
      .where(eq(items.key, article.itemKey))
      .for('update');
    const [earlier] = await tx.select(columns).from(articles).where(eq(articles.itemKey, article.itemKey));
    const isKept = item?.state === 'read' && earlier?.ruleSet === article.ruleSet;
    if (item?.version !== article.version || isKept) return false;
    const row = { ...article, ...(await place(tx, article, earlier)) };
    await tx.insert(articles).values(row).onConflictDoUpdate({ target: articles.itemKey, set: row });
    await tx.update(items).set({ state: 'read', error: article.pageError }).where(eq(items.key, article.itemKey));
    return true;
  });
}

const sourced = {
  article: columns,
  feedId: feeds.id,
  source: feeds.title,
  reliability: feeds.reliability,
};

const flatten = (row: { article: Article; feedId: string; source: string; reliability: string }): SourcedArticle => ({
  ...row.article,
  feedId: row.feedId,
  source: row.source,
  reliability: row.reliability,
});

/** The articles of an incident, the most reliable source first, then the oldest. */
export async function articlesOf(db: Database, incidentId: number): Promise<SourcedArticle[]> {
  const rows = await db
    .select(sourced)
    .from(articles)
    .innerJoin(items, eq(items.key, articles.itemKey))
    .innerJoin(feeds, eq(feeds.id, items.feedId))
    .where(eq(articles.incidentId, incidentId))
    .orderBy(feeds.reliability, articles.publishedAt);
  return rows.map(flatten);
}

/** An article with its source. */
export async function findArticle(db: Database, key: string): Promise<SourcedArticle | undefined> {
  const [row] = await db
    .select(sourced)
    .from(articles)
    .innerJoin(items, eq(items.key, articles.itemKey))
    .innerJoin(feeds, eq(feeds.id, items.feedId))
    .where(eq(articles.itemKey, key));
  return row && flatten(row);
}

export const articleCountsSchema = z.object({ read: z.int(), flagged: z.int() });

/** How many articles were read, and how many of them flagged; `from`, `until`: by date of publication. */
export async function countArticles(
  db: Database,
  from?: Date,
  until?: Date,
): Promise<z.infer<typeof articleCountsSchema>> {
  const [row] = await db
    .select({ read: count(), flagged: sql<number>`count(*) filter (where ${articles.flag} <> 'none')`.mapWith(Number) })
    .from(articles)
    .where(and(from && gte(articles.publishedAt, from), until && lt(articles.publishedAt, until)));
  return row ?? { read: 0, flagged: 0 };
}

/** How many articles each rule set has classified, by flag. */
export async function countArticlesByRuleSet(db: Database): Promise<{ ruleSet: string; flag: string; n: number }[]> {
  return db
    .select({ ruleSet: articles.ruleSet, flag: articles.flag, n: count() })
    .from(articles)
    .groupBy(articles.ruleSet, articles.flag);
}

/** An article as the index of incidents knows it. */
export interface PlacedArticle {
  signature: Signature;
  incidentId: number;
  placement: number;
}

/** Articles placed after `placement`, and published since `from`, in the order of their placing. */
export async function placedSince(db: Database, placement: number, from: Date): Promise<PlacedArticle[]> {
  const rows = await db
    .select({ signature: articles.signature, incidentId: articles.incidentId, placement: articles.placement })
    .from(articles)
    .where(and(gt(articles.placement, placement), gte(articles.publishedAt, from), isNotNull(articles.signature)))
    .orderBy(articles.placement);
  return rows as PlacedArticle[];
}

/**
 * Makes placing wait for its turn until the transaction ends, in this process and others, so that two reports of one
 * event that come at the same time find each other.
 */
export async function placeInTurn(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('subthreshold.placements'))`);
}

export async function nextPlacement(tx: Database): Promise<number> {
  const { rows } = await tx.execute<{ next: string }>(sql`select nextval('subthreshold.placements') as next`);
  return Number(rows[0]?.next);
}

/**
 * Puts those of the articles that are in one incident into another; every index takes it over before it places again.
 *
 * @param tx a transaction that has waited for its turn
 */
export async function moveTo(tx: Database, keys: readonly string[], from: number, to: number): Promise<void> {
  await tx
    .update(articles)
    .set({ incidentId: to, placement: sql`nextval('subthreshold.placements')` })
    .where(and(eq(articles.incidentId, from), inArray(articles.itemKey, [...keys])));
}

/** Articles published since `from` that another rule set than `ruleSet` has classified, batch by batch. */
export async function* articlesOfOtherRules(db: Database, ruleSet: string, from: Date): AsyncGenerator<SourcedArticle> {
  let after = '';
  for (;;) {
    const rows = await db
      .select(sourced)
      .from(articles)
      .innerJoin(items, eq(items.key, articles.itemKey))
      .innerJoin(feeds, eq(feeds.id, items.feedId))
      .where(and(ne(articles.ruleSet, ruleSet), gte(articles.publishedAt, from), gt(articles.itemKey, after)))
      .orderBy(articles.itemKey)
      .limit(BATCH);
    for (const row of rows) yield flatten(row);
    const last = rows.at(-1);
    if (!last) return;
    after = last.article.itemKey;
  }
}

const BATCH = 200;

import { and, desc, eq, gte, inArray, lt, not, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Flag } from '../classify/types.ts';
import type { ReviewState } from '../config/review-states.ts';
import { sourcedArticleSchema } from './articles.ts';
import { assigneeFor, type Reader, stateFor } from './blind.ts';
import type { Database } from './database.ts';
import type { Filter, FilterField } from './filter.ts';
import { isAfter, type MomentPlace, pageOf } from './page.ts';
import { lastDays, matching } from './queue.ts';
import { articles, feeds, incidents, items } from './schema.ts';

/** An article that was found. */
export const foundArticleSchema = sourcedArticleSchema
  .pick({
    itemKey: true,
    incidentId: true,
    url: true,
    title: true,
    language: true,
    publishedAt: true,
    flag: true,
    score: true,
    source: true,
    reliability: true,
  })
  .extend({ excerpt: z.string().describe('what was found stands between U+E000 and U+E001') });
export type FoundArticle = z.infer<typeof foundArticleSchema>;

/** How much of a text is shown where no words are looked for. */
const BEGINNING = 220;

/** Private-use characters, which no text has a meaning for. */
export const MARK = ['\uE000', '\uE001'] as const;

const tagged = (tags: string, values: string[]) =>
  sql`(${articles.classification} -> ${sql.raw(`'${tags}'`)}) ?| ${sql.param(values)}::text[]`;

/** Fields that are the incident's and not the article's look there. */
const inIncident = (condition: SQL) =>
  sql`exists (select 1 from ${incidents} where ${incidents.id} = ${articles.incidentId} and ${condition})`;

const ARTICLE: Record<FilterField, (values: string[], reader: Reader) => SQL> = {
  state: (values, reader) => inIncident(inArray(stateFor(reader), values as ReviewState[])),
  flag: (values) => inArray(articles.flag, values as Flag[]),
  threat: (values) => tagged('threats', values),
  country: (values) => sql`(${tagged('affected', values)} or ${tagged('locations', values)})`,
  affected: (values) => tagged('affected', values),
  pact: (members) => tagged('affected', members),
  actor: (values) => tagged('actors', values),
  pattern: (values) => tagged('patterns', values),
  place: (values) => tagged('locations', values),
  cue: (values) => tagged('cues', values),
  feed: (values) => inArray(items.feedId, values),
  language: (values) => inArray(articles.language, values),
  assignee: (values, reader) => inIncident(inArray(assigneeFor(reader), values)),
};

/** All articles that a filter fits, flagged or not, the newest first. */
export async function searchArticles(
  db: Database,
  { terms, text, since, until, days, minScore, reader = null }: Filter,
  { after, limit = 30 }: { after?: MomentPlace | undefined; limit?: number } = {},
): Promise<{ articles: FoundArticle[]; next: MomentPlace | null }> {
  const { itemKey, incidentId, url, title, language, publishedAt, flag, score } = articles;
  const found = text
    ? sql<string>`ts_headline('english', left(${articles.text}, 20000), websearch_to_tsquery('english', ${text}), ${`StartSel=${MARK[0]}, StopSel=${MARK[1]}, MaxWords=32, MinWords=16, MaxFragments=1`})`
    : sql<null>`null`;
  const rows = await db
    .select({
      itemKey,
      incidentId,
      url,
      title,
      language,
      publishedAt,
      flag,
      score,
      found,
      beginning: sql<string>`left(${articles.text}, ${BEGINNING + 1})`,
      source: feeds.title,
      reliability: feeds.reliability,
    })
    .from(articles)
    .innerJoin(items, eq(items.key, itemKey))
    .innerJoin(feeds, eq(feeds.id, items.feedId))
    .where(
      and(
        ...terms.map((term) => {
          const condition = ARTICLE[term.field](term.values, reader);
          return term.not ? not(condition) : condition;
        }),
        text ? matching(text) : undefined,
        since && gte(publishedAt, since),
        until && lt(publishedAt, until),
        days ? gte(publishedAt, lastDays(days)) : undefined,
        minScore === undefined ? undefined : gte(score, minScore),
        after && isAfter(publishedAt, itemKey, after),
      ),
    )
    .orderBy(desc(publishedAt), desc(itemKey))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ publishedAt, itemKey }) => ({ at: +publishedAt, key: itemKey }));
  return {
    articles: page.rows.map(({ found, beginning, ...article }) => ({
      ...article,
      excerpt: excerptOf(found, beginning),
    })),
    next: page.next,
  };
}

/** What is shown of a text, with `…` where something is left out: what was found in it, else its beginning. */
function excerptOf(found: string | null, beginning: string): string {
  if (found === null) return beginning.length > BEGINNING ? `${beginning.replace(/\s+\S*$/, '')} …` : beginning;
  const start = found.replaceAll(MARK[0], '').replaceAll(MARK[1], '').slice(0, 80);
  return `${beginning.startsWith(start) ? '' : '… '}${found} …`;
}

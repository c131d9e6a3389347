import type { Classifier } from '../../src/classify/types.ts';
import type { ReviewState } from '../../src/config/review-states.ts';
import { articleSignature } from '../../src/incidents/signature.ts';
import type { SourcedArticle } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { type FeedDefinition, saveFeeds } from '../../src/store/feeds.ts';
import { contentOf } from '../../src/store/incident-content.ts';
import { articles, incidents, items, reviews, views } from '../../src/store/schema.ts';
import { name, oneOf, random, word } from '../made-up-words.ts';
import { makeStories, type Story, tell } from './news.ts';

/** How much a store is filled with. */
export interface Size {
  articles: number;
  /** incidents that wait for an analyst; there are half as many that have been decided on */
  queue: number;
}

const FEEDS = 120;
const DAYS = 88;
const DAY_MS = 86_400_000;
const BATCH = 400;
const ANALYSTS = ['operator', 'north', 'south', 'night'];
const DECISIONS = { confirmed: 'confirm', dismissed: 'dismiss', escalated: 'escalate' } as const;
const REASONS = ['not-hostile', 'old-news', 'duplicate', 'wrong-tags', 'other'];

/** Fills an empty store with invented news of the last three months: feeds, articles, incidents, decisions, views. */
export async function fill(db: Database, classifier: Classifier, { articles: total, queue }: Size): Promise<void> {
  const feeds = Array.from(
    { length: FEEDS },
    (_, n): FeedDefinition => ({
      ...{ id: `feed-${n}`, title: `The ${name(n)} ${oneOf(['Courier', 'Herald', 'Observer'])}`, language: 'en' },
      ...{ url: `https://${word(n)}.example/feed`, topics: ['world'], reliability: oneOf(['B', 'B', 'C', 'D', 'F']) },
      // Nobody is to poll them while the desk is measured.
      ...{ intervalSeconds: 900, enabled: false },
    }),
  );
  await saveFeeds(db, feeds);
  await db.insert(views).values(
    [
      'pact:nato -state:dismissed',
      'threat:sabotage country:PL,LT',
      'score:0.9 days:7',
      'country:PH,JP',
      '"shadow fleet"',
    ].map((search, n) => ({
      name: `View ${n + 1}`,
      search,
      order: 'priority' as const,
      by: 'operator',
      at: new Date(),
    })),
  );

  const { flagged, others } = makeStories(classifier);
  const signatures = new Map(
    flagged.map((story) => [story, articleSignature({ id: '', title: story.title, text: story.lead })]),
  );
  const now = Date.now();
  let made = 0;
  const report = (story: Story, at: number): SourcedArticle => {
    const itemKey = `article-${++made}`;
    const feed = oneOf(feeds);
    const { classification } = story;
    const signature = signatures.get(story);
    const published = new Date(Math.min(now, at));
    // The model is as sure of every copy of a story; news are not that much alike.
    const score = classification.score * (0.6 + 0.4 * random());
    return {
      ...{ itemKey, incidentId: null, url: `${feed.url}/${itemKey}`, ...tell(story), textFrom: 'page' },
      ...{ pageError: null, author: null, language: 'en', publishedAt: published, readAt: published, version: 1 },
      ...{ flag: classification.flag, score, classification: { ...classification, score } },
      ...{ page: null, ruleSet: classifier.version, copyOf: null, placement: signature ? made : null },
      signature: signature ? { ...signature, id: itemKey } : null,
      ...{ feedId: feed.id, source: feed.title, reliability: feed.reliability },
    };
  };

  const events = Math.round(queue * 1.5);
  const at = (n: number) => now - DAYS * DAY_MS * (1 - n / events);
  for (let from = 0; from < events; from += BATCH) {
    const to = Math.min(events, from + BATCH);
    const batch = Array.from({ length: to - from }, (_, i) => {
      const n = from + i;
      const story = oneOf(flagged);
      // Most events are told once, every five hundredth by everybody.
      const voices = n % 500 === 0 ? 40 : random() < 0.7 ? 1 : 2 + Math.floor(random() * 3);
      const told = Array.from({ length: voices }, (_, hour) => report(story, at(n) + hour * 3_600_000));
      return { told, state: stateOf(n) };
    });
    await keepEvents(db, batch);
    const harmless = Array.from({ length: Math.round((total * to) / events) - made }, () =>
      report(oneOf(others), at(from + random() * (to - from))),
    );
    // As they come in, so that they lie in the store as they would.
    const rows = [...batch.flatMap(({ told }) => told), ...harmless].sort((a, b) => +a.publishedAt - +b.publishedAt);
    for (let i = 0; i < rows.length; i += BATCH) await keepArticles(db, rows.slice(i, i + BATCH));
  }
}

/** A third has been decided on. */
function stateOf(n: number): ReviewState {
  if (n % 3 === 0)
    return (['confirmed', 'dismissed', 'escalated', 'confirmed', 'dismissed'] as const)[(n / 3) % 5] ?? 'new';
  return n % 10 === 1 ? 'in-review' : 'new';
}

/** Keeps incidents and, where they are decided, the decision; tells their articles where they belong. */
async function keepEvents(
  db: Database,
  events: readonly { told: SourcedArticle[]; state: ReviewState }[],
): Promise<void> {
  const kept = await db
    .insert(incidents)
    .values(
      events.map(({ told, state }) => {
        const content = contentOf(told);
        const assignee = state === 'new' ? null : oneOf(ANALYSTS);
        return { ...content, state, assignee, createdAt: content.firstSeen, updatedAt: content.lastSeen };
      }),
    )
    .returning({
      id: incidents.id,
      state: incidents.state,
      lastSeen: incidents.lastSeen,
      assignee: incidents.assignee,
    });
  for (const [i, { told }] of events.entries()) for (const article of told) article.incidentId = kept[i]?.id ?? null;
  await db.insert(reviews).values(
    kept.flatMap(({ id, state, lastSeen, assignee }) =>
      state === 'new' || state === 'in-review'
        ? []
        : {
            ...{ incidentId: id, decision: DECISIONS[state], reason: state === 'dismissed' ? oneOf(REASONS) : null },
            ...{ stateBefore: 'new' as const, stateAfter: state, by: assignee ?? 'operator', at: lastSeen },
          },
    ),
  );
}

async function keepArticles(db: Database, rows: readonly SourcedArticle[]): Promise<void> {
  await db.insert(items).values(
    rows.map(({ itemKey, feedId, url, title, publishedAt }) => ({
      ...{ key: itemKey, feedId, guid: itemKey, url, title, publishedAt, firstSeenAt: publishedAt },
      ...{ feedText: title, fingerprint: itemKey, state: 'read' as const },
    })),
  );
  await db.insert(articles).values(rows.map(({ feedId: _, source: __, reliability: ___, ...row }) => row));
}

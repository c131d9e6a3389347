import type { Classification, ClassifierInput } from '../classify/types.ts';
import {
  type ArticleToPreview,
  articlesPublishedSince,
  countPublishedSince,
  type PreviewChange,
  type PreviewProgress,
  type Seen,
} from '../store/preview-articles.ts';
import type { WorkerContext } from './context.ts';
import type { Draft } from './draft.thread.ts';
import type { DraftRules } from './draft-rules.ts';

/** Articles in one task of a thread: enough to keep it busy, few enough to tell of progress. */
const AT_ONCE = 25;

/**
 * Runs stored articles through rules that are not saved yet, and says what would change. Nothing is kept.
 * Articles that earlier rules have classified are compared with what the present ones say of them.
 */
export async function* previewRules(
  { db, drafts, present }: Pick<WorkerContext, 'db'> & { drafts: DraftRules; present: Draft & { ruleSet: string } },
  draft: Draft,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<PreviewProgress> {
  const total = await countPublishedSince(db, since);
  let read = 0;
  yield { read, total, changed: [] };
  const compare = async (articles: ArticleToPreview[]): Promise<PreviewChange[]> => {
    const inputs = articles.map(inputOf);
    const now = await drafts.classify(draft, inputs, signal);
    const stale = articles.filter(({ ruleSet }) => ruleSet !== present.ruleSet);
    const before = stale.length > 0 ? await drafts.classify(present, stale.map(inputOf), signal) : [];
    return articles.flatMap((article, i) => {
      const was = seen(before[stale.indexOf(article)] ?? article.seen);
      const becomes = seen(now[i] as Classification);
      const { itemKey: item, title, source, publishedAt, incident } = article;
      return sameTo(was, becomes) ? [] : [{ item, title, source, publishedAt, incident, was, now: becomes }];
    });
  };
  for await (const batch of articlesPublishedSince(db, since, AT_ONCE * drafts.threads)) {
    signal.throwIfAborted();
    const parts = Array.from({ length: Math.ceil(batch.length / AT_ONCE) }, (_, i) =>
      batch.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    );
    const changed = (await Promise.all(parts.map(compare))).flat();
    read += batch.length;
    yield { read, total, changed };
  }
}

const inputOf = ({ title, text, url, publishedAt }: ArticleToPreview): ClassifierInput => ({
  title,
  text,
  url: url ?? undefined,
  published: publishedAt.toISOString(),
});

const seen = ({ flag, score, patterns, threats, affected }: Seen): Seen => ({
  flag,
  score,
  patterns,
  threats,
  affected,
});

/** Whether nobody would see a difference: a score that moves within its flag is none. */
const sameTo = (a: Seen, b: Seen) =>
  a.flag === b.flag &&
  `${a.patterns}` === `${b.patterns}` &&
  `${a.threats}` === `${b.threats}` &&
  `${a.affected}` === `${b.affected}`;

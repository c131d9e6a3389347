import type { Article, NewArticle } from '../store/articles.ts';
import type { Database } from '../store/database.ts';

export async function placeArticle(
  _tx: Database,
  _article: NewArticle,
  _earlier: Article | undefined,
  _now: Date,
): Promise<number | null> {
  return null;
}

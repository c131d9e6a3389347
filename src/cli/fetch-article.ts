import { readSettings } from '../config/settings.ts';
import { decodePage } from '../ingest/article/decode-page.ts';
import { extractArticle } from '../ingest/article/extract.ts';
import { createFetcher } from '../ingest/http/fetcher.ts';
import type { ExtractedArticle } from '../ingest/types.ts';

/** Fetches a page under the guards of the settings and extracts its article. Rejects with what is wrong, in words. */
export async function fetchArticle(url: string): Promise<ExtractedArticle> {
  const fetcher = createFetcher(readSettings().fetch);
  try {
    const answer = await fetcher.get(url, { accept: 'page' });
    if (answer.outcome !== 'ok')
      throw new Error(`${url}: ${'message' in answer ? answer.message : `no page (${answer.outcome})`}`);
    return extractArticle(decodePage(answer.body, answer.contentType), answer.finalUrl);
  } finally {
    await fetcher.close();
  }
}

import type { TriedText } from '../classify/types.ts';
import type { Fetcher } from '../ingest/http/fetcher.ts';
import type { AnalysisPool } from './analysis-pool.ts';

/** A text to be tried, or the address of one. */
export interface TextToTry {
  url: string | null;
  title: string;
  text: string;
  /** ISO 8601; today when null */
  published: string | null;
}

/**
 * Runs a text, or the article at an address, through the present rules; keeps nothing.
 * @throws Error in words when there is no article at the address
 */
export async function tryText(
  { url, title, text, published }: TextToTry,
  { fetcher, analysis }: { fetcher: () => Promise<Fetcher>; analysis: AnalysisPool },
): Promise<TriedText> {
  const page = url === null ? null : await (await fetcher()).get(url, { accept: 'page' });
  if (page && page.outcome !== 'ok') throw new Error(page.outcome === 'failed' ? page.message : 'it is gone');
  const read = await analysis.analyse({ title, url, published, feedText: text, page });
  if (page && !read.text) throw new Error(read.pageError ?? 'no article was found on the page');
  return {
    title: title || read.page?.title || '',
    text: read.text,
    published: published ?? read.page?.published ?? null,
    classification: read.classification,
  };
}

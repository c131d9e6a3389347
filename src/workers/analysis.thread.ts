import { workerData } from 'node:worker_threads';
import { createClassifier } from '../classify/classifier.ts';
import { openGazetteer } from '../classify/places/gazetteer.ts';
import type { Classification } from '../classify/types.ts';
import { readGazetteer } from '../config/gazetteer.ts';
import { readRules } from '../config/rules.ts';
import { readSiteRules } from '../config/sites.ts';
import { decodePage } from '../ingest/article/decode-page.ts';
import { outsideEntries } from '../ingest/article/entries.ts';
import { extractArticle } from '../ingest/article/extract.ts';
import type { ExtractedArticle } from '../ingest/types.ts';

/** An item, and its page where there is one. */
export interface AnalysisInput {
  title: string;
  url: string | null;
  /** ISO 8601 */
  published: string | null;
  feedText: string | null;
  page: { body: Uint8Array; contentType: string | null } | null;
}

export interface Analysis {
  /** what the page says, without its text */
  page: Omit<ExtractedArticle, 'text'> | null;
  text: string;
  textFrom: 'page' | 'feed';
  /** why the page's text was not used, in words; null when it was */
  pageError: string | null;
  classification: Classification;
  /** version of the rule set */
  ruleSet: string;
}

const { configDir } = workerData as { configDir: string };
const classifier = createClassifier(readRules(configDir), openGazetteer(readGazetteer()));
const siteRules = readSiteRules(configDir);

/** Extracts and classifies one item. */
export default function analyse({ title, url, published, feedText, page }: AnalysisInput): Analysis {
  const extracted =
    page && extractArticle(storable(decodePage(page.body, page.contentType)), url ?? undefined, siteRules);
  const { text, textFrom, pageError } = chooseText(extracted, feedText);
  return {
    page: extracted && withoutText(extracted),
    text,
    textFrom,
    pageError,
    classification: classifier.classify({
      // The article is kept under the page's title too, where nobody else has given it one.
      title: title || extracted?.title || '',
      text,
      url: url ?? undefined,
      published: published ?? extracted?.published ?? undefined,
    }),
    ruleSet: classifier.version,
  };
}

/** The page's text, unless the page is no article or says less than the feed itself. */
function chooseText(
  page: ExtractedArticle | null,
  feedText: string | null,
): Pick<Analysis, 'text' | 'textFrom' | 'pageError'> {
  const ofFeed = { text: feedText ?? '', textFrom: 'feed' as const };
  if (!page) return { ...ofFeed, pageError: null };
  if (page.wall) return { ...ofFeed, pageError: `the page shows no article (${page.wall})` };
  if (!page.text) return { ...ofFeed, pageError: 'no article was found on the page' };
  if (page.text.length < ofFeed.text.length) return { ...ofFeed, pageError: 'the page says less than the feed' };
  // The entries of a live blog become articles of their own.
  const text = page.entries.length > 0 ? outsideEntries(page) : page.text;
  return text ? { text, textFrom: 'page', pageError: null } : { ...ofFeed, pageError: null };
}

function withoutText({ text: _, ...page }: ExtractedArticle): Omit<ExtractedArticle, 'text'> {
  return page;
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed();

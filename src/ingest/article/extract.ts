import type { ParentNode } from 'domhandler';
import type { SiteRule } from '../../config/sites.ts';
import type { ExtractedArticle } from '../types.ts';
import { readBlocks } from './blocks.ts';
import { findBody } from './body.ts';
import { splitEntries } from './entries.ts';
import { guessLanguage } from './language.ts';
import { readMetadata } from './metadata.ts';
import { readPageDate } from './page-date.ts';
import { parsePage } from './parse-page.ts';
import { ruledBody, ruledText, ruleFor, withoutRemoved } from './site-rules.ts';
import { checkAgainst, readToldBody, toldInstead } from './told-body.ts';
import { trimBody } from './trim.ts';
import { beforeWall, recogniseWall } from './wall.ts';

/**
 * Extracts the article from a page: parse once, cut into blocks, choose the region that holds the text, trim it, and say
 * so when a wall stands in front of it. Never throws; any string is a page. Time is linear in its length.
 *
 * @param url where the page came from, base of relative links
 * @param siteRules the operator's rules for single sites (config/sites.yaml)
 */
export function extractArticle(html: string, url?: string, siteRules: readonly SiteRule[] = []): ExtractedArticle {
  const $ = parsePage(html);
  const page = readBlocks($.root()[0] as unknown as ParentNode);
  const rule = ruleFor(url, siteRules);
  const meta = readMetadata($, page, url, rule?.date);
  const told = readToldBody(meta.linkedData);
  const ruled = ruledBody($, page, rule);
  const body =
    ruled ??
    checkAgainst(
      told,
      trimBody(page, withoutRemoved($, findBody(page, meta.titles), rule), {
        titles: meta.titles,
        descriptions: meta.description ? [meta.description] : [],
        authors: meta.author?.split(', ') ?? [],
      }),
    );
  const wall = recogniseWall($, page, body, meta, rule?.paywalled);
  const readable = beforeWall(wall, body);
  const instead = wall === null || wall === 'javascript' ? toldInstead(told, readable) : null;
  return {
    title: ruledText($, rule?.title) ?? meta.title,
    subtitle: meta.subtitle,
    text: (instead ?? readable.map((b) => b.text).join('\n\n')) || null,
    published: readPageDate(ruledText($, rule?.published), rule?.date) ?? meta.published,
    modified: meta.modified,
    author: ruledText($, rule?.author)?.replace(/^by\s+/i, '') ?? meta.author,
    language: meta.language ?? guessLanguage(readable),
    url: meta.url,
    siteName: meta.siteName,
    section: meta.section,
    image: meta.image,
    entries: splitEntries(readable, rule?.date),
    wall: instead === null ? wall : null,
  };
}

import type { ParentNode } from 'domhandler';
import type { ExtractedArticle } from '../types.ts';
import { readBlocks } from './blocks.ts';
import { findBody } from './body.ts';
import { readMetadata } from './metadata.ts';
import { parsePage } from './parse-page.ts';
import { checkAgainst, readToldBody } from './told-body.ts';
import { trimBody } from './trim.ts';
import { beforeWall, recogniseWall } from './wall.ts';

/** Extracts the article from a page. Never throws. `url`: where the page came from, base of relative links. */
export function extractArticle(html: string, url?: string): ExtractedArticle {
  const $ = parsePage(html);
  const page = readBlocks($.root()[0] as unknown as ParentNode);
  const meta = readMetadata($, page, url);
  const told = readToldBody(meta.linkedData);
  const body = checkAgainst(
    told,
    trimBody(page, findBody(page), {
      titles: meta.titles,
      descriptions: meta.description ? [meta.description] : [],
      authors: meta.author?.split(', ') ?? [],
    }),
  );
  const wall = recogniseWall($, page, body, meta);
  const text = beforeWall(wall, body)
    .map((b) => b.text)
    .join('\n\n');
  const { title, subtitle, author, published, modified, language, siteName, section, image } = meta;
  return {
    title,
    subtitle,
    text: text || null,
    published,
    modified,
    author,
    language,
    url: meta.url,
    siteName,
    section,
    image,
    entries: [],
    wall,
  };
}

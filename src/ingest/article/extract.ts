import type { ParentNode } from 'domhandler';
import type { ExtractedArticle } from '../types.ts';
import { readBlocks } from './blocks.ts';
import { findBody } from './body.ts';
import { parsePage } from './parse-page.ts';

/** Extracts the article from a page. Never throws. `url`: where the page came from, base of relative links. */
export function extractArticle(html: string, _url?: string): ExtractedArticle {
  const $ = parsePage(html);
  const body = findBody(readBlocks($.root()[0] as unknown as ParentNode));
  return {
    title: null,
    text: body.map((b) => b.text).join('\n\n') || null,
    published: null,
    modified: null,
    author: null,
    language: null,
    url: null,
    siteName: null,
    wall: null,
  };
}

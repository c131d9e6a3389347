import type { ExtractedArticle } from '../types.ts';

/** Extracts the article from a page. Never throws. `url`: where the page came from, base of relative links. */
export function extractArticle(_html: string, _url?: string): ExtractedArticle {
  return {
    title: null,
    text: null,
    published: null,
    modified: null,
    author: null,
    language: null,
    url: null,
    siteName: null,
    wall: null,
  };
}

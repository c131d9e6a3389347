import type { ParentNode } from 'domhandler';
import type { ExtractedArticle } from '../types.ts';
import { readBlocks } from './blocks.ts';
import { findBody } from './body.ts';
import { parsePage } from './parse-page.ts';
import { trimBody } from './trim.ts';

/** Extracts the article from a page. Never throws. `url`: where the page came from, base of relative links. */
export function extractArticle(html: string, _url?: string): ExtractedArticle {
  const $ = parsePage(html);
  const titles = [
    $('meta[property="og:title"]').attr('content') ?? '',
    $('h1').first().text(),
    $('title').first().text(),
  ];
  const descriptions = [
    $('meta[property="og:description"]').attr('content') ?? '',
    $('meta[name=description]').attr('content') ?? '',
  ];
  const found = findBody(readBlocks($.root()[0] as unknown as ParentNode));
  const body = trimBody(found, { titles, descriptions });
  return {
    title: titles.find(Boolean) ?? null,
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

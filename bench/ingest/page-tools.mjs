// What the pages bench compares: a page `{html, url}` to the article's text. Each loads its library alone.
const plainText = async (html) => {
  const { load } = await import('cheerio');
  const $ = load(html);
  $('script, style').remove();
  $('p, li, h1, h2, h3, h4, h5, h6, div, blockquote, tr, br').after('\n');
  return $.root().text();
};

export const TOOLS = {
  'cheerio.load alone': async () => {
    const { load } = await import('cheerio');
    return ({ html }) => void load(html);
  },
  subthreshold: async () => {
    const { extractArticle } = await import('../../dist/ingest/article/extract.js');
    return ({ html, url }) => extractArticle(html, url).text;
  },
  'article p': async () => {
    const { load } = await import('cheerio');
    return ({ html }) =>
      load(html)('article p')
        .toArray()
        .map((p) => load(p).text())
        .join('\n');
  },
  'readability + linkedom': async () => {
    const [{ Readability }, { parseHTML }] = await Promise.all([import('@mozilla/readability'), import('linkedom')]);
    return ({ html }) => new Readability(parseHTML(html).document).parse()?.textContent;
  },
  '@extractus': async () => {
    const { extractFromHtml } = await import('@extractus/article-extractor');
    return async ({ html, url }) => plainText((await extractFromHtml(html, url))?.content ?? '');
  },
  'defuddle + linkedom': async () => {
    const [{ Defuddle }, { parseHTML }] = await Promise.all([import('defuddle/node'), import('linkedom')]);
    return async ({ html, url }) => plainText((await Defuddle(parseHTML(html).document, url)).content ?? '');
  },
};

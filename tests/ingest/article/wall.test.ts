import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../../src/ingest/article/extract.ts';
import { FIRST, page, SECOND, STORY, THIRD } from './page.ts';

describe('a page with something in front of the article', () => {
  it.each([
    [
      'bot-check',
      '<title>Just a moment...</title><h1>strait-ledger.example</h1><p>Checking if the site connection is secure. This may take a few seconds.</p>',
    ],
    [
      'bot-check',
      '<title>Access Denied</title><h1>Access Denied</h1><p>You do not have permission to access this page on this server.</p>',
    ],
    [
      'javascript',
      '<title>Strait Ledger</title><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/a.js"></script>',
    ],
    [
      'not-found',
      '<title>Page not found | Strait Ledger</title><h1>404</h1><p>The page you are looking for may have been moved or deleted. Try the search instead.</p>',
    ],
    [
      'not-found',
      '<title>Strona nie istnieje</title><h1>Strona nie istnieje</h1><p>Sprawdź adres albo wróć na stronę główną.</p>',
    ],
    [
      'consent',
      '<title>Before you continue</title><h1>Before you continue</h1><p>We and our 812 partners store and access information on a device. Choose whether you accept all cookies and continue.</p><button>Accept all</button>',
    ],
    [
      'login',
      '<title>Log in | Strait Ledger</title><h1>Log in</h1><form><p>Please log in to continue to the members area.</p><input name="u"><input type="password" name="p"></form>',
    ],
    [
      'javascript',
      '<title>Проливная газета</title><div id="root"></div><noscript>Включите JavaScript в браузере.</noscript><script src="/a.js"></script>',
    ],
    [
      'login',
      '<title>Вход | Проливная газета</title><h1>Вход</h1><form><p>Войдите, чтобы читать дальше.</p><input name="u"><input type="password" name="p"></form>',
    ],
  ])('is named %s and gives no text', (wall, html) => {
    expect(extractArticle(html)).toMatchObject({ wall, text: null });
  });

  it('is named paywall, and gives the teaser without the offer', () => {
    const article = extractArticle(
      page(
        `<article><p>${FIRST}</p></article><div><p>Subscribe to continue reading this story. Already a subscriber? Sign in.</p></div>`,
      ),
    );
    expect(article).toMatchObject({ wall: 'paywall', text: FIRST });
  });

  it('is named paywall in other alphabets too', () => {
    const offer = '<div><p>Продолжение доступно только подписчикам.</p></div>';
    expect(extractArticle(page(`<article><p>${FIRST}</p></article>${offer}`)).wall).toBe('paywall');
  });

  it('is named paywall when JSON-LD says that the short text is not free', () => {
    const head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>';
    expect(extractArticle(page(`<p>${FIRST}</p>`, head)).wall).toBe('paywall');
  });

  it('is an article when the text is there, whatever lies over it', () => {
    const more = Array.from(
      { length: 12 },
      (_, i) => `<p>On day ${i + 1} the coast guard counted the boats and wrote ${THIRD.toLowerCase()}</p>`,
    ).join('');
    const boxes =
      '<div class="paywall"><p>Subscribe to continue reading.</p></div><noscript>Please enable JavaScript.</noscript>';
    expect(extractArticle(page(`<p>${FIRST}</p><p>${SECOND}</p>${more}${boxes}`)).wall).toBeNull();
  });

  it('is an article when it is short', () => {
    expect(extractArticle(page(`<p>${FIRST}</p><p>${SECOND}</p><p>${THIRD}</p>`))).toMatchObject({
      wall: null,
      text: STORY,
    });
  });

  it('is an article when it tells of robots, cookies or missing pages', () => {
    const html = page(
      '<p>The ministry found 404 pages of the log missing, it said on Monday, and not one of the clerks remembered a robot or a cookie near it.</p><p>The log is kept in the harbour office, and the harbour master reads it every night before he goes home.</p>',
    );
    expect(extractArticle(html).wall).toBeNull();
  });
});

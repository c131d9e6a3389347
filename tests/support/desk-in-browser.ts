import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A desk that is served, and somebody's session there. */
export interface Desk {
  url: string;
  cookie: string;
}

const AXE = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** How long a condition is waited for (ms): longer than anything takes, also on a machine with much else to do. */
const PATIENCE = 60_000;

const LOOKS = [
  ['light', WIDE],
  ['dark', WIDE],
  ['light', NARROW],
  ['dark', NARROW],
] as const;

/** A page that fails the test when it asks another host for something, or its script breaks. No cookie: nobody has logged in. */
export async function open(
  browser: Browser,
  { url, cookie }: Desk,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
  const [name = '', value = ''] = cookie.split('=');
  if (value) await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) wrong.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
      wrong.push(`asked for ${request.url()}`);
  });
  troubles.set(page, wrong);
  return page;
}
const troubles = new WeakMap<Page, string[]>();

/** Waits until nothing is loading any more. */
export const settled = (page: Page) =>
  expect.poll(() => page.locator('.waiting').count(), { timeout: PATIENCE }).toBe(0);

export async function close(page: Page): Promise<void> {
  await page.context().close();
  expect(troubles.get(page)).toEqual([]);
}

/** Everybody can read the page, in both themes and both widths. */
export async function expectReadable(page: Page, what: string): Promise<void> {
  const before = page.viewportSize() ?? WIDE;
  for (const [colorScheme, viewport] of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settled(page);
    await expectReadableAsItIs(page, `${what}, ${colorScheme}, ${viewport.width} px`);
  }
  await page.setViewportSize(before);
}

/** Nothing that axe finds, and nothing beside the screen. */
async function expectReadableAsItIs(page: Page, what: string): Promise<void> {
  // Playwright's own world is not bound by the page's content security policy.
  const problems = await page.evaluate(`${AXE}; axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false,
  }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`);
  expect(problems, what).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow, `${what}: wider than the screen`).toBeLessThanOrEqual(0);
}

/** An answer of the API. */
export async function ask({ url, cookie }: Desk, path: string) {
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect in it
  return (await (await fetch(`${url}/api/v1${path}`, { headers: { cookie } })).json()) as any;
}

/** Has the API change something. */
export async function send({ url, cookie }: Desk, method: 'POST' | 'PUT' | 'PATCH', path: string, body: object) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect in it
  return { status: answer.status, body: (await answer.json().catch(() => null)) as any };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { LOGIN_LINK, logInByLink } from './login.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const AXE = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** The built program with its desk open, and an operator logged in. */
export async function serve(args: string[], env: Record<string, string>): Promise<Desk> {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    env: { ...inherited, SUBTHRESHOLD_HTTP_PORT: '0', ...env },
  });
  let said = '';
  const link = await new Promise<string>((resolve, reject) => {
    const listen = (data: Buffer) => {
      said += data;
      const printed = LOGIN_LINK.exec(said);
      if (printed) resolve(printed[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`it ended:\n${said}`)));
  });
  return { ...(await logInByLink(link)), process: child };
}

export interface Desk {
  url: string;
  /** of the operator's session */
  cookie: string;
  process: ChildProcess;
}

export async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** A page that fails the test when it asks another host for something, or its script breaks. */
export async function open(
  browser: Browser,
  { url, cookie }: Desk,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) wrong.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) wrong.push(`asked for ${request.url()}`);
  });
  troubles.set(page, wrong);
  return page;
}
const troubles = new WeakMap<Page, string[]>();

/** Waits until nothing is loading any more. */
export const settled = (page: Page) => expect.poll(() => page.locator('.waiting').count(), { timeout: 20_000 }).toBe(0);

/** An answer of the API. */
export async function ask({ url, cookie }: Desk, path: string) {
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect in it
  return (await (await fetch(`${url}/api/v1${path}`, { headers: { cookie } })).json()) as any;
}

export async function close(page: Page): Promise<void> {
  await page.context().close();
  expect(troubles.get(page)).toEqual([]);
}

/** Everybody can read the page as it is: nothing that axe finds, and nothing beside the screen. */
export async function expectReadable(page: Page, path: string): Promise<void> {
  // Playwright's own world is not bound by the page's content security policy.
  const problems = await page.evaluate(`${AXE}; axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false,
  }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`);
  expect(problems, path).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
}

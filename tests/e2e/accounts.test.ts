import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { dataFolder, temporaryFolder } from '../support/folders.ts';
import { LOGIN_LINK, PASSWORD } from '../support/login.ts';
import { run, start } from '../support/program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const AXE = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** `start` in a new folder without feeds, and the link that it prints. */
async function startDesk() {
  const config = temporaryFolder();
  cpSync(join(root, 'config'), config, { recursive: true });
  writeFileSync(join(config, 'feeds.yaml'), 'feeds: []\n');
  const env = {
    ...{ SUBTHRESHOLD_DATA_DIR: dataFolder(), SUBTHRESHOLD_CONFIG_DIR: config },
    ...{ SUBTHRESHOLD_HTTP_PORT: '0', LOG_LEVEL: 'warn' },
  };
  const running = start(['start'], env);
  const [link] = await running.says(LOGIN_LINK);
  return { env, link, url: new URL(link).origin };
}

describe.skipIf(!hasBrowser)('accounts in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
    page.setDefaultTimeout(20_000);
    return page;
  };
  const logIn = async (page: Page, name: string, password: string) => {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
  };
  const axe = (page: Page) =>
    // Playwright's own world is not bound by the page's content security policy.
    page.evaluate(`${AXE}; axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`);

  test("an operator's first day: the first account, an analyst, a token, the log of it all", async () => {
    const { link, url, env } = await startDesk();
    const page = await openPage();

    // Without the link there is a login, and nothing else.
    await page.goto(`${url}/articles?q=drone`);
    await page.waitForURL('**/login?to=*');
    await logIn(page, 'olga', PASSWORD);
    await page.getByText('name and password do not belong together').waitFor();

    // The link makes the first operator.
    await page.goto(link);
    await page.getByText('Nobody can log in yet').waitFor();
    expect(page.url(), 'the key is no business of the history').not.toContain('key');
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('Your name here').fill('olga');
    await page.getByLabel('Password', { exact: false }).first().fill(PASSWORD);
    await page.getByLabel('The same again').fill(`${PASSWORD}!`);
    await page.keyboard.press('Enter');
    await page.getByText('The two passwords are not the same').waitFor();
    await page.getByLabel('The same again').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'olga' }).click();

    // A token is shown once, works, and stops working.
    await page.getByLabel('What it is for').fill('Prometheus <b>1</b>');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = (await page.locator('.secret code').textContent()) ?? '';
    const scrape = () => fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect((await scrape()).status).toBe(200);
    await page.reload();
    await page.getByText('Prometheus <b>1</b>').waitFor();
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke Prometheus' }).click();
    await page.getByText('You have no tokens').waitFor();
    expect((await scrape()).status).toBe(401);

    // An analyst is added, and chooses a password in a browser of their own.
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByLabel('Name').fill('anna');
    await page.getByRole('button', { name: 'Add a user' }).click();
    const invitation = (await page.locator('.secret code').textContent()) ?? '';
    const hers = await openPage();
    await hers.goto(invitation);
    await hers.getByText('Choose a password').waitFor();
    await hers.getByLabel('Password', { exact: false }).first().fill(PASSWORD);
    await hers.getByLabel('The same again').fill(PASSWORD);
    await hers.keyboard.press('Enter');
    await hers.getByRole('link', { name: 'anna' }).click();
    await hers.getByText('anna, analyst').waitFor();
    expect(await hers.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    expect((await hers.goto(`${url}/queues`))?.status()).toBe(403);

    // Everything is in the log.
    await page.getByRole('link', { name: 'Audit log' }).click();
    for (const done of ['Add a user', 'Make a token', "Revoke one's own token", 'Login refused', 'Log in by a link'])
      await page.locator('.ledger').getByText(done).first().waitFor();
    await page.getByLabel('Whose').fill('anna');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect.poll(() => page.locator('.ledger tbody tr').count()).toBe(1);

    // Disabled, she is out at once, wherever she is.
    const disabled = await run(['users', 'disable', 'anna'], env);
    expect(disabled).toMatchObject({ code: 0, stdout: 'anna is analyst, disabled.\n' });
    await hers.goto(`${url}/articles`);
    await hers.waitForURL('**/login?to=*');

    // Logged out, the way back leads through the login to where one was.
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/login');
    await page.goto(`${url}/audit?by=anna`);
    await page.waitForURL('**/login?to=*');
    await logIn(page, 'Olga', PASSWORD);
    await page.waitForURL('**/audit?by=anna');
  }, 180_000);

  test('whoever guesses has to wait, and is told for how long', async () => {
    const { url } = await startDesk();
    const page = await openPage();
    await page.goto(url);
    for (let n = 0; n < 5; n++) {
      await logIn(page, 'olga', `a guess, number ${n}`);
      await page.getByText('do not belong together').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Log in' }).isEnabled()).toBe(true);
    }
    await logIn(page, 'olga', 'one guess more');
    await page.getByText(/too many attempts: try again in \d+ seconds/).waitFor();
  }, 120_000);

  test('the pages about accounts can be read by everybody, in both themes and widths', async () => {
    const { link, url } = await startDesk();
    const first = await openPage();
    await first.goto(`${url}/login`);
    expect(await axe(first)).toEqual([]);
    await first.goto(link);
    await first.getByLabel('Your name here').fill('olga');
    await first.getByLabel('Password', { exact: false }).first().fill(PASSWORD);
    await first.getByLabel('The same again').fill(PASSWORD);
    await first.keyboard.press('Enter');
    await first.waitForURL(`${url}/`);
    const storageState = await first.context().storageState();
    for (const width of [1440, 390])
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await openPage({ colorScheme, storageState, viewport: { width, height: 900 } });
        for (const path of ['/account', '/users', '/audit', '/api']) {
          const where = `${path}, ${colorScheme}, ${width} px`;
          await page.goto(url + path);
          await page.locator('h1').waitFor();
          await expect.poll(() => page.locator('.waiting').count()).toBe(0);
          if (path === '/api') await page.locator('.operation summary').nth(3).click();
          expect(await axe(page), where).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), where).toBeLessThanOrEqual(
            0,
          );
        }
        await page.context().close();
      }
  }, 180_000);
});

test('accounts can be kept by command, also while the desk runs', async () => {
  const { env, url } = await startDesk();
  const added = await run(['users', 'add', 'bo', '--role', 'operator'], env);
  expect(added.stdout).toMatch(/bo is operator\.[\s\S]*login#key=[\w-]{43}/);
  const key = /#key=([\w-]+)/.exec(added.stdout)?.[1];
  const answer = await fetch(`${url}/api/v1/session/by-key`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, password: PASSWORD }),
  });
  expect(answer.status).toBe(201);
  expect((await run(['users'], env)).stdout).toMatch(/^bo +operator +last login/);
  expect((await run(['users', 'role', 'bo', 'viewer'], env)).stderr).toContain('only operator');
  expect((await run(['users', 'reset', 'nobody'], env)).stderr).toContain(
    'there is no user named nobody; there are bo',
  );
}, 120_000);

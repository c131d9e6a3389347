import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { close, expectReadable, open, settled } from '../support/desk-in-browser.ts';
import { dataFolder, quietConfig } from '../support/folders.ts';
import { LOGIN_LINK, PASSWORD } from '../support/login.ts';
import { run, start } from '../support/program.ts';
import { useBrowser } from '../support/use-desk.ts';

/** `start` in a new folder without feeds, and the link that it prints. */
async function startDesk() {
  const env = {
    ...{ SUBTHRESHOLD_DATA_DIR: dataFolder(), SUBTHRESHOLD_CONFIG_DIR: quietConfig() },
    ...{ SUBTHRESHOLD_HTTP_PORT: '0', LOG_LEVEL: 'warn' },
  };
  const running = start(['start'], env);
  const [link] = await running.says(LOGIN_LINK);
  return { env, link, url: new URL(link).origin };
}

describe.skipIf(!hasBrowser)('accounts in a browser', () => {
  const browser = useBrowser();
  /** A page of somebody who has not logged in. */
  const openPage = (url: string): Promise<Page> => open(browser(), { url, cookie: '' });
  const logIn = async (page: Page, name: string, password: string) => {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
  };
  const readable = async (page: Page, address: string) => {
    await page.goto(address);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await settled(page);
    await expectReadable(page, address);
  };
  const chooseFirst = async (page: Page) => {
    await page.getByLabel('Your name here').fill('olga');
    await page.getByLabel('Password', { exact: false }).first().fill(PASSWORD);
    await page.getByLabel('The same again').fill(PASSWORD);
    await page.keyboard.press('Enter');
  };

  test("an operator's first day: the first account, an analyst, a token, the log of it all", async () => {
    const { link, url, env } = await startDesk();
    const page = await openPage(url);

    // Without the link there is a login, and nothing else.
    await page.goto(`${url}/articles?q=drone`);
    await page.waitForURL('**/login?to=*');
    await logIn(page, 'olga', PASSWORD);
    await page.getByText('name and password do not belong together').waitFor();

    // The link makes the first operator.
    await page.goto(link);
    await page.getByText('Nobody can log in yet').waitFor();
    expect(page.url(), 'the key is no business of the history').not.toContain('key');
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
    const hers = await openPage(url);
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
      await page.locator('.sheet-table').getByText(done).first().waitFor();
    await page.getByLabel('Whose').fill('anna');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect.poll(() => page.locator('.sheet-table tbody tr').count()).toBe(1);

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
    const page = await openPage(url);
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
    const page = await openPage(url);
    await page.goto(`${url}/login`);
    await page.getByLabel('Password').waitFor();
    await expectReadable(page, 'the login');
    await page.goto(link);
    await page.getByText('Nobody can log in yet').waitFor();
    await expectReadable(page, 'the first start');
    await chooseFirst(page);
    await page.waitForURL(`${url}/`);
    // A desk without feeds or incidents has pages too.
    for (const path of ['/', '/articles', '/map', '/timeline', '/digest', '/opinions', '/feeds', '/system'])
      await readable(page, url + path);
    for (const path of ['/account', '/users', '/audit', '/api']) await readable(page, url + path);
    await readOperation(page);
    await expectReadable(page, 'an operation of the API');
    await close(page);
  }, 300_000);
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

/** By keyboard alone: what an operation answers, down to the fields of a schema in it, and an example. */
async function readOperation(page: Page): Promise<void> {
  const operation = page.locator('.operation', { hasText: 'An incident with its articles' });
  const openUp = async (what: Locator) => {
    await what.focus();
    await page.keyboard.press('Enter');
  };
  await openUp(operation.locator('summary').first());
  await openUp(operation.locator('.named summary', { hasText: 'An article with its text' }));
  await operation.getByText('hash of the rule set that classified it').waitFor();
  await openUp(operation.locator('.example summary'));
  await operation.locator('pre', { hasText: '"classification": {' }).waitFor();
  await operation.getByText('There is no such thing (any more)').waitFor();
}

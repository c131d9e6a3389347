import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/config/roles.ts';
import { hasBrowser } from '../support/browser.ts';
import { close, type Desk, open, settled } from '../support/desk-in-browser.ts';
import { colleague, useBrowser, useDemoDesk } from '../support/use-desk.ts';

const PAGES = [
  '/',
  '/incidents/1?q=state:any',
  '/articles?q=flag:none',
  '/map',
  '/timeline',
  '/digest',
  '/opinions',
  '/feeds',
  '/rules',
  '/rules/seabed',
  '/rules/proposals',
  '/rules/files',
  '/rules/edit?file=patterns/seabed.yaml',
  '/account',
  '/api',
];
/** Buttons and links of those who decide, and of those who keep the system. */
const DECIDE =
  /^(Confirm|Dismiss|Escalate|Take|Note|Tags|Join|Flag by hand|Wrong here|Make a test|Propose a test|Try)\b/;
const KEEP =
  /^(Import OPML|Export|Fetch|Edit|Pause|Add a feed|Accept|Decline|Discard|What would change|Save …|Set|New pattern|System|Users|Audit log)\b/;

describe.skipIf(!hasBrowser)('what each role sees', () => {
  const browser = useBrowser();
  const desk = useDemoDesk();
  const colleagues = {} as Record<Role, Desk>;
  beforeAll(async () => {
    colleagues.viewer = await colleague(desk(), 'vera', 'viewer');
    colleagues.analyst = await colleague(desk(), 'anna', 'analyst');
  }, 60_000);

  /** A page of somebody's, and what it asks for that it is refused or that changes something. */
  const openAs = async (role: Role) => {
    const page = await open(browser(), colleagues[role]);
    const refused: string[] = [];
    const changes: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() === 401 || answer.status() === 403) refused.push(answer.url());
    });
    page.on('request', (request) => {
      if (request.method() !== 'GET' && !/\/(presence|rules\/check)$/.test(request.url())) changes.push(request.url());
    });
    return { page, refused, changes };
  };
  const goTo = async (page: Page, path: string) => {
    await page.goto(colleagues.viewer.url + path);
    await page.locator('h1, h2').first().waitFor({ state: 'attached' });
    await page.locator('.me').waitFor();
    await settled(page);
  };
  /** Names of what can be clicked. */
  const offered = async (page: Page) => {
    const all = (await page.evaluate(`[...document.querySelectorAll('button, a, summary')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      .map((one) => one.textContent)`)) as string[];
    return all.map((text) => text.trim());
  };

  test('a viewer reads everything, and is offered nothing that would be refused', async () => {
    const { page, refused, changes } = await openAs('viewer');
    for (const path of PAGES) {
      await goTo(page, path);
      const names = await offered(page);
      expect(
        names.filter((name) => DECIDE.test(name) || KEEP.test(name)),
        path,
      ).toEqual([]);
    }

    // Keys that decide do nothing.
    await goTo(page, '/incidents/1?q=state:any');
    await page.locator('.headline').waitFor();
    for (const key of ['c', 'e', 'd', 'a', 'n', 't', 'm', 's', 'u', 'x']) await page.keyboard.press(key);
    expect(await page.locator('dialog, .bulk, .toast').count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    expect(await page.locator('dialog').innerText()).not.toMatch(/escalate|undo|flag an article/);
    await page.keyboard.press('Escape');
    expect(changes).toEqual([]);

    // Whoever comes by an address that is not for them is told so.
    for (const path of ['/users', '/audit', '/system', '/feeds/add']) {
      await page.goto(colleagues.viewer.url + path);
      await page.getByText('This page is for operators.').waitFor();
    }
    expect(refused).toEqual([]);
    await close(page);
  }, 240_000);

  test('an analyst decides, and keeps no feeds, rules, users or system', async () => {
    const { page, refused } = await openAs('analyst');
    for (const path of PAGES) {
      await goTo(page, path);
      expect(
        (await offered(page)).filter((name) => KEEP.test(name)),
        path,
      ).toEqual([]);
    }
    await goTo(page, '/rules/seabed');
    await page.getByRole('button', { name: 'Propose a test' }).waitFor();
    await goTo(page, '/articles?q=flag:none');
    await page.keyboard.press('j');
    await page.getByRole('button', { name: 'Flag by hand' }).waitFor();
    await goTo(page, '/incidents/1?q=state:any');
    for (const name of ['Confirm', 'Dismiss', 'Escalate', 'Take', 'Note', 'Tags', 'Join, move'])
      await page.getByRole('button', { name }).first().waitFor();
    // There is no page of the system to go to.
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.waitForURL('**/feeds');
    expect(refused).toEqual([]);
    await close(page);
  }, 240_000);
});

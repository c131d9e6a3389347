import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import {
  ask,
  close,
  type Desk,
  expectReadable,
  NARROW,
  open,
  serve,
  settled,
  stop,
  WIDE,
} from '../support/desk-in-browser.ts';
import { PASSWORD } from '../support/login.ts';

const UNFLAGGED = '/articles?q=flag:none';

describe.skipIf(!hasBrowser)('analysts at the desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-analyst-'));
  let browser: Browser;
  let desk: Desk;
  beforeAll(async () => {
    browser = await openBrowser();
    cpSync(inject('template'), folder, { recursive: true });
    desk = await serve(['demo', '--serve'], { SUBTHRESHOLD_DATA_DIR: folder });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stop(desk?.process);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const api = (path: string) => ask(desk, path);
  const send = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${desk.url}/api/v1${path}`, {
      method,
      headers: { cookie: desk.cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect in it
    return (await answer.json()) as any;
  };
  /** A page of a colleague, who has chosen a password by the link that an operator has sent, and is at the desk. */
  const colleague = async (name: string): Promise<Page> => {
    const { link } = await send('POST', '/users', { name, role: 'analyst' });
    const page = await open(browser, { ...desk, cookie: 'nobody=nothing' });
    await page.goto(desk.url + link.path);
    // The form to log in stands there until it is known what the link is for.
    await page.getByLabel('The same again').waitFor();
    for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('.me').getByText(name).waitFor();
    return page;
  };
  const waitingOnes = async () => (await api('/incidents?limit=1000')).incidents as { id: number; title: string }[];

  test.each([
    ['light', WIDE],
    ['dark', NARROW],
  ] as const)(
    'every page and dialog can be read by everybody: %s, %o',
    async (colorScheme, viewport) => {
      const page = await open(browser, desk, { colorScheme, viewport });
      for (const path of ['/timeline?days=7', '/opinions', UNFLAGGED]) {
        await page.goto(desk.url + path);
        await page.locator('h1').first().waitFor({ state: 'attached' });
        await settled(page);
        await expectReadable(page, path);
      }
      await page.locator('.found a').first().click();
      await page.locator('.flagging').waitFor();
      await expectReadable(page, 'an article that is not flagged');
      await page.goto(`${desk.url}/incidents/1?q=state:any%20drone`);
      await page.locator('.decide .regroup').waitFor();
      for (const key of ['m', 's', 't']) {
        await page.keyboard.press(key);
        await page.locator('dialog[open]').waitFor();
        await expectReadable(page, `the dialog of ${key}`);
        await page.keyboard.press('Escape');
        await page.locator('dialog').waitFor({ state: 'detached' });
      }
      await close(page);
    },
    180_000,
  );

  test('an article that the rules have missed is found, flagged by hand, and taken back', async () => {
    const page = await open(browser, desk);
    await page.goto(desk.url + UNFLAGGED);
    await page.locator('.found a').first().waitFor();
    await page.keyboard.press('j');
    await page.locator('.flagging').getByText('not flagged').waitFor();
    const title = await page.locator('.open .article h3').textContent();
    await page.keyboard.press('f');
    await page.locator('dialog[open] textarea').waitFor();
    await page.keyboard.type('The third of its kind this month.');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/incidents/*');
    await page.locator('.history').getByText('flagged by hand').waitFor();
    expect(await page.locator('.headline').textContent()).toBe(title);
    const id = Number(/incidents\/(\d+)/.exec(page.url())?.[1]);
    expect((await waitingOnes()).map((one) => one.id)).toContain(id);
    expect((await send('POST', `/incidents/${id}/decisions`, { decision: 'undo' })).flag).toBe('none');
    await close(page);
  }, 60_000);

  test('a view is kept by a key, opened by another, and its count follows decisions at once', async () => {
    const page = await open(browser, desk);
    const { keyboard } = page;
    await page.goto(desk.url);
    await page.locator('.incident-row').first().waitFor();
    await keyboard.press('/');
    await keyboard.type('threat:sabotage');
    await keyboard.press('Enter');
    await page.waitForURL('**/?q=threat*');
    await keyboard.press('s');
    await page.locator('dialog[open] input').waitFor();
    await keyboard.type('Sabotage');
    await keyboard.press('Enter');
    const count = page.locator('.views li', { hasText: 'Sabotage' }).locator('b');
    await count.waitFor();
    const before = Number(await count.textContent());
    expect(before).toBe((await api('/incidents?q=threat:sabotage&limit=1000')).incidents.length);
    await keyboard.press('g');
    await keyboard.press('q');
    await page.waitForURL(`${desk.url}/`);
    await keyboard.press('g');
    await keyboard.press('1');
    await page.waitForURL('**/?q=threat*');
    await keyboard.press('j');
    await page.locator('.headline').waitFor();
    await keyboard.press('c');
    await expect.poll(async () => Number(await count.textContent())).toBe(before - 1);
    await keyboard.press('u');
    await expect.poll(async () => Number(await count.textContent())).toBe(before);
    await close(page);
  }, 60_000);

  test('two incidents are joined by a key, and taken apart again', async () => {
    const [one, other] = (await waitingOnes()) as [{ id: number; title: string }, { id: number; title: string }];
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/incidents/${one.id}`);
    await page.locator('.headline').waitFor();
    await page.keyboard.press('m');
    await page.locator('dialog.regroup').waitFor();
    await page.keyboard.type(String(other.id));
    await page.locator('dialog.regroup [role=option]').getByText(other.title).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/incidents/${other.id}*`);
    await page.locator('.history').getByText('joined').waitFor();
    expect(await api(`/incidents/${one.id}`)).toMatchObject({ joinedInto: other.id, articles: [] });
    await page.keyboard.press('u');
    await page.locator('.toast').getByText('Taken back').waitFor();
    expect((await api(`/incidents/${one.id}`)).articles.length).toBeGreaterThan(0);
    await close(page);
  }, 60_000);

  test('selected words become a tag', async () => {
    const page = await open(browser, desk);
    const [{ id }] = (await api('/incidents?q=country:RO')).incidents;
    await page.goto(`${desk.url}/incidents/${id}`);
    await page.locator('.text p').first().waitFor();
    const words = await page.evaluate(`{
      const text = document.querySelector('.text p').firstChild;
      text.parentElement.scrollIntoView({ block: 'center' });
      const range = document.createRange();
      range.setStart(text, 0);
      range.setEnd(text, Math.min(12, text.textContent.trimEnd().length));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      getSelection().toString().trim();
    }`);
    await page.getByRole('toolbar').getByRole('button', { name: 'Place' }).click();
    const added = page.getByRole('combobox', { name: /Add to places/i }).or(page.getByLabel(/Add to places/i));
    await expect.poll(() => added.first().inputValue()).toBe(words);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Keep' }).press('Enter');
    await page.locator('.history ins').first().waitFor();
    expect((await api(`/incidents/${id}`)).locations).toContain(words);
    await page.keyboard.press('u');
    await expect.poll(async () => (await api(`/incidents/${id}`)).locations).not.toContain(words);
    await close(page);
  }, 60_000);

  test('two colleagues on one incident see each other, and the slower one is told', async () => {
    const [anna, boris] = [await colleague('anna'), await colleague('boris')];
    const [{ id }] = (await waitingOnes()) as [{ id: number; title: string }];
    for (const page of [anna, boris]) {
      await page.goto(`${desk.url}/incidents/${id}`);
      await page.locator('.headline').waitFor();
    }
    await anna.locator('.others').getByText('boris is looking at this as well').waitFor();
    await boris.locator('.others').getByText('anna is looking at this as well').waitFor();
    await Promise.all([anna.keyboard.press('c'), boris.keyboard.press('e')]);
    await expect
      .poll(async () => (await anna.locator('.toast.error').count()) + (await boris.locator('.toast.error').count()))
      .toBe(1);
    expect(
      (await api(`/incidents/${id}`)).reviews.filter(({ decision }: { decision: string }) =>
        /confirm|escalate/.test(decision),
      ),
    ).toHaveLength(1);
    // Whoever closes the page is gone.
    await boris.goto(`${desk.url}/feeds`);
    await anna.goto(`${desk.url}/incidents/${id}?q=state:any`);
    await anna.locator('.headline').waitFor();
    await expect.poll(() => anna.locator('.others').count(), { timeout: 15_000 }).toBe(0);
    await close(anna);
    await close(boris);
  }, 90_000);

  test('a morning: twenty incidents by keyboard alone, each escalation for a colleague to judge blind', async () => {
    await send('PUT', '/opinions/rule', { share: 0, escalations: true });
    const carla = await colleague('carla');
    const { keyboard } = carla;
    await carla.goto(desk.url);
    await carla.locator('.incident-row').first().waitFor();
    const waiting = (await waitingOnes()).slice(0, 20);
    expect(waiting).toHaveLength(20);
    await keyboard.press('j');
    for (const [i, { id }] of waiting.entries()) {
      await carla.waitForURL(`**/incidents/${id}*`);
      await carla.locator('.headline').waitFor();
      if (i % 5 === 4) await keyboard.press('e');
      else if (i % 2 === 0) await keyboard.press('c');
      else {
        await keyboard.press('d');
        await carla.locator('dialog[open]').waitFor();
        await keyboard.press('1');
      }
    }
    // To whoever owes an opinion on them, the four that were escalated are as new.
    await expect.poll(async () => (await waitingOnes()).length).toBeLessThanOrEqual(8 + 4);
    const states = await Promise.all(waiting.map(async ({ id }) => (await api(`/incidents/${id}`)).state));
    expect(states.filter((state) => state === 'new')).toHaveLength(4);
    expect(states.every((state) => ['confirmed', 'dismissed', 'new'].includes(state))).toBe(true);

    // A colleague finds the four, and nothing there that tells what was decided.
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/opinions`);
    await expect.poll(() => page.locator('.to-judge li').count()).toBe(4);
    await page.keyboard.press('j');
    await page.locator('.judging .headline').waitFor();
    expect(await page.locator('.judging').textContent()).not.toMatch(/carla|escalated/);
    await page.keyboard.press('e');
    await page.locator('.toast').getByText('You agree').waitFor();
    await page.locator('.judging .headline').waitFor();
    await page.keyboard.press('d');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('1');
    await page.locator('.toast').getByText('You differ').waitFor();
    const { given, agreement } = await api('/opinions');
    expect(agreement).toMatchObject({ n: 2, observed: 0.5 });
    expect(await api(`/incidents/${given[0].incidentId}`)).toMatchObject({ state: 'in-review', assignee: 'carla' });
    await page.keyboard.press('Escape');
    await page.locator('.agreement').getByText('50 %').waitFor();
    await expectReadable(page, 'opinions given');
    await close(page);
    await close(carla);
  }, 240_000);

  test('a number of the timeline leads to as many incidents', async () => {
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/timeline`);
    const cell = page.locator('.matrix .heat').first();
    await cell.waitFor();
    const n = Number(/^\d+/.exec((await cell.textContent()) ?? '')?.[0]);
    await cell.click();
    await page.locator('.incident-row').first().waitFor();
    await expect.poll(() => page.locator('.incident-row').count()).toBe(n);
    await close(page);
  }, 60_000);
});

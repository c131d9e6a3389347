import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { ask, close, expectReadable, open, send, settled } from '../support/desk-in-browser.ts';
import { colleague, useBrowser, useDemoDesk } from '../support/use-desk.ts';

const UNFLAGGED = '/articles?q=flag:none';

interface Waiting {
  id: number;
  version: number;
  title: string;
}

describe.skipIf(!hasBrowser)('analysts at the desk', () => {
  const browser = useBrowser();
  const desk = useDemoDesk();
  const api = (path: string) => ask(desk(), path);
  /** A page of the operator's, who decides as analysts do. */
  const goTo = async (path: string): Promise<Page> => {
    const page = await open(browser(), desk());
    await page.goto(desk().url + path);
    return page;
  };
  /** A page of a colleague's. */
  const pageOf = async (name: string): Promise<Page> => open(browser(), await colleague(desk(), name));
  const waitingOnes = async () => (await api('/incidents?limit=1000')).incidents as Waiting[];
  const titles = (page: Page) => page.locator('.incident-row .title').allInnerTexts();

  test('every page and dialog can be read by everybody', async () => {
    const page = await open(browser(), desk());
    for (const path of ['/timeline?days=7', '/opinions', UNFLAGGED, '/?q=nothing-like-it', '/?q=nation:RO']) {
      await page.goto(desk().url + path);
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await settled(page);
      await expectReadable(page, path);
    }
    await page.goto(desk().url + UNFLAGGED);
    await page.locator('.found a').first().click();
    await page.locator('.flagging').waitFor();
    await expectReadable(page, 'an article that is not flagged');
    await page.goto(`${desk().url}/incidents/1?q=state:any%20drone`);
    await page.locator('.decide .regroup').waitFor();
    for (const key of ['m', 's', 't', 'd', 'n', '?', 'Control+k']) {
      await page.keyboard.press(key);
      await page.locator('dialog[open]').waitFor();
      await expectReadable(page, `the dialog of ${key}`);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    }
    await page.locator('.text mark').first().focus();
    await page.locator('.hint').waitFor();
    await expectReadable(page, 'what is behind a mark');
    await close(page);
  }, 300_000);

  test('an article that the rules have missed is found, flagged by hand, and taken back', async () => {
    const page = await goTo(UNFLAGGED);
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
    expect((await send(desk(), 'POST', `/incidents/${id}/decisions`, { decision: 'undo' })).body.flag).toBe('none');
    await close(page);
  }, 120_000);

  test('a view is kept by a key, opened by another, and its count follows decisions at once', async () => {
    const page = await goTo('/');
    const { keyboard } = page;
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
    await page.waitForURL(`${desk().url}/`);
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
  }, 120_000);

  test('two incidents are joined by a key, and taken apart again', async () => {
    const [one, other] = (await waitingOnes()) as [Waiting, Waiting];
    const page = await goTo(`/incidents/${one.id}`);
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
  }, 120_000);

  test('selected words become a tag', async () => {
    const page = await open(browser(), desk());
    const [{ id }] = (await api('/incidents?q=country:RO')).incidents;
    await page.goto(`${desk().url}/incidents/${id}`);
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
  }, 120_000);

  test('two colleagues on one incident see each other, and the slower one is told', async () => {
    const [anna, boris] = [await pageOf('anna'), await pageOf('boris')];
    const [{ id }] = (await waitingOnes()) as [Waiting];
    for (const page of [anna, boris]) {
      await page.goto(`${desk().url}/incidents/${id}`);
      await page.locator('.headline').waitFor();
    }
    await anna.locator('.others').getByText('boris is looking at this as well').waitFor();
    await boris.locator('.others').getByText('anna is looking at this as well').waitFor();
    // Boris has decided on what he saw; Anna's decision is there before his.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await boris.route('**/api/v1/decisions', (route) => held.then(() => route.continue()));
    await Promise.all([boris.waitForRequest('**/api/v1/decisions'), boris.keyboard.press('e')]);
    await anna.keyboard.press('c');
    await anna.locator('.toast').getByText('Confirmed').waitFor();
    release();
    await boris.locator('.toast.error').getByText('look again').waitFor();
    expect(
      (await api(`/incidents/${id}`)).reviews.filter(({ decision }: { decision: string }) =>
        /confirm|escalate/.test(decision),
      ),
    ).toMatchObject([{ decision: 'confirm', by: 'anna' }]);
    // Whoever closes the page is gone.
    await boris.goto(`${desk().url}/feeds`);
    await anna.goto(`${desk().url}/incidents/${id}?q=state:any`);
    await anna.locator('.headline').waitFor();
    await expect.poll(() => anna.locator('.others').count()).toBe(0);
    await close(anna);
    await close(boris);
  }, 120_000);

  test('some articles of an incident are split off by a key, and come back', async () => {
    const all = await Promise.all((await waitingOnes()).map(({ id }) => api(`/incidents/${id}`)));
    const file = all.find(({ articles }) => articles.length > 1);
    const page = await goTo(`/incidents/${file.id}`);
    await page.locator('.headline').waitFor();
    await page.keyboard.press('m');
    const dialog = page.locator('dialog.regroup');
    await dialog.getByRole('checkbox').first().uncheck();
    await dialog.getByRole('option', { name: 'A new incident of their own' }).waitFor();
    await dialog.getByRole('combobox').focus();
    await page.keyboard.press('Enter');
    await page.locator('.toast').getByText('Split off as').waitFor();
    await page.waitForURL((url) => !url.pathname.endsWith(`/${file.id}`));
    await page
      .locator('.history')
      .getByText(/^split|joined/)
      .first()
      .waitFor();
    expect((await api(`/incidents/${file.id}`)).articles).toHaveLength(1);
    await page.keyboard.press('u');
    await page.locator('.toast').getByText('Taken back').waitFor();
    expect((await api(`/incidents/${file.id}`)).articles).toHaveLength(file.articles.length);
    await close(page);
  }, 120_000);

  test('several are decided at once, and taken back at once', async () => {
    const page = await goTo('/');
    const { keyboard } = page;
    const three = (await waitingOnes()).slice(0, 3);
    await page.locator('.incident-row').first().waitFor();
    for (const { id } of three) {
      await keyboard.press('j');
      await page.waitForURL(`**/incidents/${id}*`);
      await keyboard.press('x');
    }
    await page.locator('.bulk').getByText('3 incidents selected').waitFor();
    await page.locator('.bulk').getByRole('button', { name: 'Confirm' }).click();
    const toast = page.locator('.toast', { hasText: 'Confirmed: 3 incidents' });
    await toast.waitFor();
    const states = () => Promise.all(three.map(async ({ id }) => (await api(`/incidents/${id}`)).state));
    expect(await states()).toEqual(['confirmed', 'confirmed', 'confirmed']);
    await toast.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.toast').getByText('Taken back: 3 incidents').waitFor();
    expect(await states()).toEqual(['new', 'new', 'new']);
    await close(page);
  }, 120_000);

  test('what happens elsewhere moves nothing that one reads; new flags wait until they are asked for', async () => {
    const page = await goTo('/');
    await page.locator('.incident-row').first().waitFor();
    await page.locator('.live.on').waitFor();
    const [first, second] = (await waitingOnes()) as [Waiting, Waiting];
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.waitForURL(`**/incidents/${second.id}*`);
    await page.locator('.headline').waitFor();
    const scrolled = () => page.evaluate(`document.querySelector('.pane').scrollTop`);
    await page.evaluate(`document.querySelector('.pane').scrollTo({ top: 120 })`);
    const at = await scrolled();
    expect(at).toBeGreaterThan(0);
    const before = await titles(page);

    // A colleague takes the first one, and flags an article by hand.
    const boris = await colleague(desk(), 'bela');
    await send(boris, 'POST', `/incidents/${first.id}/decisions`, { decision: 'assign', assignee: 'bela' });
    await page.locator('.incident-row').first().getByText('bela').waitFor();
    const { itemKey, title } = (await api('/articles?q=flag:none')).articles.at(-1);
    const flagged = (await send(boris, 'POST', `/articles/${itemKey}/flag`, { flag: 'above' })).body;
    await page.getByRole('button', { name: 'One new flag: show' }).waitFor();
    expect(await titles(page)).toEqual(before);
    expect(await scrolled()).toBe(at);
    await page.getByRole('button', { name: 'One new flag: show' }).click();
    await page.locator('.incident-row', { hasText: title }).waitFor();
    await page.waitForURL(`**/incidents/${second.id}*`);

    await send(boris, 'POST', `/incidents/${flagged.id}/decisions`, { decision: 'undo' });
    await send(boris, 'POST', `/incidents/${first.id}/decisions`, { decision: 'undo' });
    await close(page);
  }, 120_000);

  test('a note is not lost when a colleague was faster', async () => {
    const [{ id }] = (await waitingOnes()) as [Waiting];
    const page = await goTo(`/incidents/${id}`);
    await page.locator('.headline').waitFor();
    await page.keyboard.press('n');
    await page.locator('dialog textarea').fill('Seen from the pier as well.');
    await page.route('**/api/v1/decisions', (route) =>
      route.fulfill({
        json: { decided: [], refused: [{ id, detail: 'it has changed since you read it: look again' }] },
      }),
    );
    await page.keyboard.press('Control+Enter');
    await page.locator('.toast.error').getByText('look again').waitFor();
    await page.unroute('**/api/v1/decisions');
    expect(await page.locator('dialog textarea').inputValue()).toBe('Seen from the pier as well.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.history').getByText('Seen from the pier as well.').waitFor();
    await close(page);
  }, 120_000);

  test('a morning: twenty incidents by keyboard alone, each escalation for a colleague to judge blind', async () => {
    await send(desk(), 'PUT', '/opinions/rule', { share: 0, escalations: true });
    const carla = await pageOf('carla');
    const { keyboard } = carla;
    await carla.goto(desk().url);
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
    const page = await goTo(`/opinions`);
    await expect.poll(() => page.locator('.to-judge li').count()).toBe(4);
    const counted = page.getByRole('navigation', { name: 'Pages' }).locator('.waiting-count');
    await counted.getByText('4').waitFor();
    await page.keyboard.press('j');
    await page.locator('.judging .headline').waitFor();
    expect(await page.locator('.judging').textContent()).not.toMatch(/carla|escalated/);
    await page.keyboard.press('e');
    await page.locator('.toast').getByText('You agree').waitFor();
    await counted.getByText('3').waitFor();
    await page.locator('.judging .headline').waitFor();
    await page.keyboard.press('d');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('1');
    await page.locator('.toast').getByText('You differ').waitFor();
    const { agreement } = await api('/opinions');
    const { given } = await api('/opinions/given');
    expect(agreement).toMatchObject({ n: 2, observed: 0.5 });
    expect(await api(`/incidents/${given[0].incidentId}`)).toMatchObject({ state: 'in-review', assignee: 'carla' });
    await page.keyboard.press('Escape');
    await page.locator('.agreement').getByText('50 %').waitFor();
    await expectReadable(page, 'opinions given');
    await close(page);
    await close(carla);
  }, 240_000);

  test('a bar of the timeline leads to as many incidents', async () => {
    const page = await goTo('/timeline?days=7');
    const bar = page.locator('.bars.large a').last();
    await bar.waitFor();
    const n = Number(/(\d+) incidents?$/.exec((await bar.getAttribute('aria-label')) ?? '')?.[1]);
    expect(n).toBeGreaterThan(0);
    await bar.press('Enter');
    await page
      .locator('.count')
      .getByText(new RegExp(`^${n} incident`))
      .waitFor();
    await close(page);
  }, 120_000);

  test('a number of the timeline leads to as many incidents', async () => {
    const page = await goTo(`/timeline`);
    const cell = page.locator('.matrix .heat').first();
    await cell.waitFor();
    const n = Number(/^\d+/.exec((await cell.textContent()) ?? '')?.[0]);
    await cell.click();
    await page.locator('.incident-row').first().waitFor();
    await expect.poll(() => page.locator('.incident-row').count()).toBe(n);
    await close(page);
  }, 120_000);
});

import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { ask, close, expectReadable, open, send, settled } from '../support/desk-in-browser.ts';
import { useBrowser, useDemoDesk } from '../support/use-desk.ts';

const PAGES = ['/', '/incidents/1', '/articles?q=drone', '/map?view=Europe', '/digest', '/feeds'];

describe.skipIf(!hasBrowser)('the desk in a browser', () => {
  const browser = useBrowser();

  describe('over the demo', () => {
    const desk = useDemoDesk();
    const api = (path: string) => ask(desk(), path);

    test('every page can be read by everybody', async () => {
      const page = await open(browser(), desk());
      for (const path of PAGES) {
        await page.goto(desk().url + path);
        await page.locator('h1, h2').first().waitFor({ state: 'attached' });
        await settled(page);
        await expectReadable(page, path);
      }
      await close(page);
    }, 300_000);

    test("an analyst's morning, by keyboard alone", async () => {
      const page = await open(browser(), desk());
      const { keyboard } = page;
      const headline = page.locator('.headline');
      const rows = page.locator('.incident-row');
      await page.goto(desk().url);
      await rows.first().waitFor();
      const waiting = (await api('/incidents?limit=1000')).incidents as { id: number; title: string }[];
      expect(waiting.length).toBeGreaterThan(8);

      await keyboard.press('j');
      await headline.waitFor();
      expect(await headline.textContent()).toBe(waiting[0]?.title);
      await keyboard.press('j');
      await page.waitForURL(`**/incidents/${waiting[1]?.id}*`);
      await keyboard.press('k');
      await page.waitForURL(`**/incidents/${waiting[0]?.id}*`);

      // What is behind a mark is told on focus; from there to its rule and back, by keyboard.
      const hint = page.locator('.hint');
      const link = hint.getByRole('link').first();
      const onLink = () => expect.poll(() => page.evaluate('document.activeElement.href ?? ""')).toContain('/rules/');
      await page.locator('.text mark.threat').first().focus();
      await hint.getByText(/rule /).first().waitFor();
      await keyboard.press('Escape');
      await hint.waitFor({ state: 'hidden' });
      await keyboard.press('Enter');
      await link.waitFor();
      await keyboard.press('Enter');
      await onLink();
      await keyboard.press('Escape');
      await hint.waitFor({ state: 'hidden' });
      await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('MARK');
      await keyboard.press('Enter');
      await link.waitFor();
      await keyboard.press('Enter');
      await onLink();
      await keyboard.press('Enter');
      await page.getByRole('heading', { name: 'As it is written' }).waitFor();
      await page.goBack();
      await headline.waitFor();

      // Confirm: the next one opens. Dismiss by the reason's digit. Escalate.
      await keyboard.press('c');
      await page.waitForURL(`**/incidents/${waiting[1]?.id}*`);
      await page.locator('.toast').getByText(`Confirmed: ${waiting[0]?.title}`).waitFor();
      await keyboard.press('d');
      await page.locator('dialog[open]').waitFor();
      await keyboard.press('4');
      await page.waitForURL(`**/incidents/${waiting[2]?.id}*`);
      await page.locator('.toast').getByText('Dismissed').waitFor();
      await keyboard.press('e');
      await page.waitForURL(`**/incidents/${waiting[3]?.id}*`);
      await page.locator('.toast').getByText('Escalated').waitFor();
      expect(await api(`/incidents/${waiting[1]?.id}`)).toMatchObject({
        state: 'dismissed',
        reviews: [{ decision: 'dismiss', reason: 'old-news' }],
      });

      // Undo the last one: it waits again.
      await keyboard.press('u');
      await page.locator('.toast').getByText(`Taken back: ${waiting[2]?.title}`).waitFor();
      expect(await api(`/incidents/${waiting[2]?.id}`)).toMatchObject({ state: 'new' });

      // A note, then the tags.
      await keyboard.press('n');
      await page.locator('dialog[open] textarea').waitFor();
      await keyboard.type('Ask the ministry.');
      await keyboard.press('Control+Enter');
      await page.locator('.history').getByText('Ask the ministry.').waitFor();
      await keyboard.press('t');
      const add = page.getByRole('combobox', { name: 'Add to threats' });
      await add.focus();
      await keyboard.type('Espionage');
      await keyboard.press('Enter');
      await page.getByRole('button', { name: 'Keep' }).focus();
      await keyboard.press('Enter');
      await page.locator('.history ins').getByText('Espionage').waitFor();
      expect((await api(`/incidents/${waiting[3]?.id}`)).threats).toContain('espionage');

      // Take it, give it back.
      await keyboard.press('a');
      await page.locator('.meta').getByText('in review').waitFor();
      await keyboard.press('a');
      await page.locator('.meta').getByText('new', { exact: true }).waitFor();

      // Select two and dismiss both at once.
      await keyboard.press('x');
      await keyboard.press('j');
      await page.waitForURL(`**/incidents/${waiting[4]?.id}*`);
      await keyboard.press('x');
      await page.locator('.bulk').getByText('2 incidents selected').waitFor();
      await keyboard.press('d');
      await page.locator('dialog[open]').waitFor();
      await keyboard.press('1');
      await page.locator('.toast').getByText('Dismissed: 2 incidents').waitFor();
      for (const one of [3, 4])
        expect(await api(`/incidents/${waiting[one]?.id}`)).toMatchObject({ state: 'dismissed' });

      // Search with a field, go places, ask for the keys.
      await keyboard.press('Escape');
      await keyboard.press('/');
      await keyboard.type('country:EE state:any');
      await keyboard.press('Enter');
      await page.waitForURL('**/?q=country*');
      const { incidents: found } = await api('/incidents?q=country:EE%20state:any');
      await expect.poll(() => rows.count()).toBe(found.length);
      await keyboard.press('g');
      await keyboard.press('m');
      await page.locator('.map svg').waitFor();
      await keyboard.press('?');
      await page.getByRole('heading', { name: 'Keys' }).waitFor();
      await keyboard.press('Escape');
      await keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command or search' }).waitFor();
      await keyboard.type('feeds');
      await keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Feeds' }).waitFor();
      await close(page);
    }, 180_000);

    test('whoever looks at the state of the system finds nothing that alarms', async () => {
      const page = await open(browser(), desk());
      await page.goto(`${desk().url}/system`);
      const figures = page.getByLabel('What is behind');
      await figures.getByText('the demo polls its feeds once').waitFor();
      expect(await figures.locator('.warn, .bad').allTextContents()).toEqual([]);
      // … and no promise of polls that nobody will make.
      await page.goto(`${desk().url}/feeds`);
      const row = page.getByRole('row', { name: /Danube Wire/ });
      await row.getByText('new item').waitFor();
      expect(await row.textContent()).not.toMatch(/next in/);
      await close(page);
    });

    test('two analysts on one incident see each other, and cannot overwrite one another', async () => {
      const [{ id, version }] = (await api('/incidents?limit=1')).incidents;
      const page = await open(browser(), desk());
      await page.goto(`${desk().url}/incidents/${id}`);
      await page.locator('.headline').waitFor();
      await page.locator('.live.on').waitFor();
      const decided = (decision: string, on: number) =>
        send(desk(), 'POST', `/incidents/${id}/decisions`, { decision, version: on, note: 'from elsewhere' });
      expect((await decided('escalate', version)).status).toBe(201);
      await page.locator('.news').getByText('has just acted on this incident').waitFor();
      await page.locator('.meta').getByText('escalated').waitFor();
      const late = await decided('confirm', version);
      expect(late.status).toBe(409);
      expect(late.body.detail).toContain('has changed since you read it');
      await close(page);
    }, 120_000);
  });
});

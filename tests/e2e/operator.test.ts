import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  root,
  serve,
  settled,
  stop,
  WIDE,
} from '../support/desk-in-browser.ts';

const PAGES = [
  '/feeds',
  '/feeds/add',
  '/rules',
  '/rules/seabed',
  '/rules/try',
  '/rules/proposals',
  '/rules/files',
  '/rules/edit?file=patterns/seabed.yaml',
  '/system',
];

const CUT = 'A data cable between Finland and Germany was severed by an anchor of a Russian tanker, officials said.';
const FILLER = 'The transport agency in Helsinki said that repair ships were on their way to the place of the damage. ';

/** A site with a feed that can be added, one that is broken, and a page that is gone until it is back. */
interface Site extends Server {
  /** whether the page that was gone answers */
  isBack: boolean;
}

function startSite(): Site {
  const site = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const html = (body: string) => response.setHeader('content-type', 'text/html; charset=utf-8').end(body);
    const rss = (title: string, entries: string) =>
      response
        .setHeader('content-type', 'application/rss+xml')
        .end(`<rss version="2.0"><channel><title>${title}</title><link>${base}</link>${entries}</channel></rss>`);
    const entry = (name: string, title: string) =>
      `<item><title>${title}</title><link>${base}/${name}</link><guid>${name}</guid><pubDate>${new Date().toUTCString()}</pubDate></item>`;
    const page = (title: string, text: string) =>
      html(
        `<html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1><p>${text}</p><p>${FILLER.repeat(8)}</p></article></body></html>`,
      );
    switch (request.url) {
      case '/home':
        return html('<title>Sound Courier</title><link rel="alternate" type="application/rss+xml" href="/courier">');
      case '/courier':
        return rss('Sound Courier', entry('cable', 'Cable cut off Hanko') + entry('fair', 'A fair opens in Turku'));
      case '/wire':
        return rss('Strait Wire', entry('story', 'Anchor dragged over cable') + entry('lost', 'A page that is gone'));
      case '/cable':
        return page('Cable cut off Hanko', CUT);
      case '/story':
        return page('Anchor dragged over cable', CUT);
      case '/fair':
        return page('A fair opens in Turku', 'A fair opened in Turku on Monday.');
      case '/lost':
        if (site.isBack) return page('A page that is gone', CUT);
        return response.writeHead(404).end('not here');
      default:
        return response.writeHead(404).end();
    }
  }) as Site;
  site.isBack = false;
  return site;
}

describe.skipIf(!hasBrowser)("the operator's desk in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-operator-'));
  const ruleFile = (name: string) => readFileSync(join(folder, 'config', name), 'utf8');
  let browser: Browser;
  let site: Site;
  let address: string;
  let desk: Desk;
  const api = (path: string) => ask(desk, path);

  beforeAll(async () => {
    browser = await openBrowser();
    site = startSite();
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const { port } = site.address() as AddressInfo;
    address = `http://127.0.0.1:${port}`;
    cpSync(inject('template'), join(folder, 'data'), { recursive: true });
    cpSync(join(root, 'config'), join(folder, 'config'), { recursive: true });
    const feed = (id: string, title: string) =>
      `  - id: ${id}\n    title: ${title}\n    url: ${address}/${id}\n    language: en\n    topics: [baltic]\n    reliability: B\n    interval: 1 h\n`;
    writeFileSync(
      join(folder, 'config/feeds.yaml'),
      `feeds:\n${feed('wire', 'Strait Wire')}${feed('closed', 'Closed Gazette')}`,
    );
    writeFileSync(
      join(folder, 'config/subthreshold.yaml'),
      `fetch:\n  allowAddresses: ['127.0.0.1:${port}']\n  perHostDelay: 0 s\n  respectRobots: false\n`,
    );
    desk = await serve(['start'], {
      SUBTHRESHOLD_DATA_DIR: join(folder, 'data'),
      SUBTHRESHOLD_CONFIG_DIR: join(folder, 'config'),
    });
    await fetch(`${desk.url}/api/v1/feeds/poll`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: desk.cookie },
      body: '{}',
    });
    for (let tries = 0; tries < 120; tries++) {
      const [{ items }, { incidents }] = [await api('/dead-letters'), await api('/incidents')];
      if (items.length > 0 && incidents.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error('the feeds were not read');
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stop(desk?.process);
    site?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test.each([
    ['light', WIDE],
    ['dark', WIDE],
    ['light', NARROW],
    ['dark', NARROW],
  ] as const)(
    'every page can be read by everybody: %s, %o',
    async (colorScheme, viewport) => {
      const page = await open(browser, desk, { colorScheme, viewport });
      for (const path of PAGES) {
        await page.goto(desk.url + path);
        await page.locator('h1').first().waitFor();
        await settled(page);
        if (path.includes('edit')) await page.locator('.cm-line').first().waitFor();
        await expectReadable(page, path);
      }
      await close(page);
    },
    240_000,
  );

  test('a broken feed says why, and what to do', async () => {
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/feeds`);
    const row = page.getByRole('row', { name: /Closed Gazette/ });
    await row.getByText(/404/).waitFor();
    await row.getByText(/look at the feed in a browser/i).waitFor();
    await close(page);
  }, 60_000);

  test('a feed is found by the address of its site, looked at, added, changed and paused', async () => {
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/feeds`);
    await page.getByRole('link', { name: 'Add a feed' }).click();
    await page.getByLabel('Address of a site or feed').fill(`${address}/home`);
    await page.keyboard.press('Enter');
    // What it would bring: its text and tags.
    await page.getByRole('heading', { name: 'Sound Courier' }).waitFor();
    const sample = page.locator('.sample', { hasText: 'Cable cut off Hanko' });
    await sample.getByText(/severed by an anchor/).waitFor();
    await sample.locator('.tag.threat').first().waitFor();
    await page.getByRole('checkbox', { name: 'Maritime' }).check();
    await page.getByLabel('Reliability').selectOption('C');
    await page.getByRole('button', { name: 'Add the feed' }).click();
    await page.locator('.toast').getByText('Added Sound Courier').waitFor();

    const row = page.getByRole('row', { name: /Sound Courier/ });
    await row.getByText(/reliability C · general, maritime/).waitFor();
    await page.getByRole('button', { name: 'Edit Sound Courier' }).click();
    await page.getByLabel('Polled every').fill('2 h');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.toast').getByText('Changed Sound Courier').waitFor();
    await page.getByRole('button', { name: 'Pause Sound Courier' }).click();
    await page.locator('.toast').getByText('Paused: Sound Courier').waitFor();
    const { feeds } = await api('/feeds');
    expect(feeds.find(({ id }: { id: string }) => id === 'sound-courier')).toMatchObject({
      intervalSeconds: 7200,
      enabled: false,
      reliability: 'C',
    });
    // Several at once.
    await page.getByLabel('Select Sound Courier').check();
    await page.getByLabel('Select Closed Gazette').check();
    await page.getByLabel('Set reliability').selectOption('D');
    await page.locator('.toast').getByText('Reliability D: 2 feeds').waitFor();
    await close(page);
  }, 120_000);

  const editor = (page: Page) => page.locator('.cm-content');

  test('a rule is changed: a mistake is shown with its line, the effect before it is saved, and it is taken back', async () => {
    const before = ruleFile('patterns/seabed.yaml');
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/rules`);
    await page.getByLabel('Search rules').fill('seabed');
    await page.getByRole('link', { name: 'Cables and pipelines at sea' }).click();
    await page.getByText('A cable car stopped above the valley in Italy.').first().waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    const status = page.locator('.heading [role=status]');
    await status.getByText(/tests of the rule set hold/).waitFor();

    // A mistake: the line, the key and what is allowed.
    await editor(page).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('x');
    await status.getByText('1 mistake').waitFor();
    const problem = page.locator('.problem');
    await problem.getByText('line 2').waitFor();
    expect(await problem.textContent()).toMatch(/flag.*did you mean "below"/);
    expect(await page.getByRole('button', { name: 'Save …' }).isDisabled()).toBe(true);

    // Another flag: usable, and its effect on the articles of the last days is shown.
    for (let i = 0; i < 'belowx'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('above');
    await status.getByText(/tests of the rule set hold/).waitFor();
    await page.getByRole('button', { name: 'What would change' }).click();
    const change = page.locator('.changes li', { hasText: 'Anchor dragged over cable' });
    await change.waitFor();
    expect(await change.textContent()).toContain('above');
    await page.getByRole('button', { name: 'Difference' }).click();
    await page.locator('.difference .added').getByText('flag: above').waitFor();
    await page.locator('.difference .removed').getByText('flag: below').waitFor();

    await page.getByRole('button', { name: 'Save …' }).click();
    await page.getByLabel('What is changed, and why').fill('to see what happens');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page
      .locator('.toast')
      .getByText(/Saved as version/)
      .waitFor();
    expect(ruleFile('patterns/seabed.yaml')).toBe(before.replace('flag: below', 'flag: above'));

    // The way back: the version that was found before.
    await page.getByRole('button', { name: 'History' }).first().click();
    await page.getByText('to see what happens').waitFor();
    await page.locator('.versions li', { hasText: 'found so in the folder' }).getByRole('link').click();
    await page.locator('.difference .added').getByText('flag: below').waitFor();
    await page.getByRole('button', { name: 'Save …' }).click();
    expect(await page.getByLabel('What is changed, and why').inputValue()).toMatch(/^back to version/);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => ruleFile('patterns/seabed.yaml'), { timeout: 20_000 }).toBe(before);
    await close(page);
  }, 180_000);

  test('from a wrong flag to its rule: a sentence becomes a proposed test, and an operator accepts it', async () => {
    const [{ id }] = (await api('/incidents')).incidents;
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/incidents/${id}`);
    await page
      .getByText(/^Rules that spoke/)
      .first()
      .click();
    const spoke = page.locator('.spoke li', { has: page.locator('.kind.threat') }).first();
    const rule = (await spoke.getByRole('link').getAttribute('href'))?.split('/').at(-1) as string;
    await spoke.getByRole('button', { name: 'Wrong here: make it a test' }).click();
    const dialog = page.getByRole('dialog', { name: 'Make a test of this sentence' });
    const sentence = await dialog.getByLabel('Sentence').inputValue();
    expect(sentence.length).toBeGreaterThan(10);
    expect(await dialog.getByLabel('Rule', { exact: true }).inputValue()).toBe(rule);
    // It was right after all: a test that the rule must keep.
    await dialog.getByLabel(/must match it/).check();
    await dialog.getByRole('button', { name: 'Propose' }).click();
    await page.locator('.toast').getByText(`Proposed as a test of “${rule}”`).waitFor();

    await page.goto(`${desk.url}/rules/proposals`);
    await page.getByText(`“${sentence}”`).waitFor();
    await page.getByRole('link', { name: 'Accept in the editor' }).click();
    await page
      .locator('.heading [role=status]')
      .getByText(/tests of the rule set hold/)
      .waitFor();
    await page.getByRole('button', { name: 'Save …' }).click();
    await page.getByText('1 proposed test will be accepted.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page
      .locator('.toast')
      .getByText(/Saved as version/)
      .waitFor();
    expect((await api(`/rules/${rule}`)).match).toContain(sentence);
    expect((await api('/rule-proposals?state=open')).proposals).toEqual([]);
    await close(page);
  }, 120_000);

  test('a text is tried, and every word of the answer leads to its rule', async () => {
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/rules/try`);
    await page.getByLabel('Text', { exact: true }).fill(CUT);
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page
      .locator('.explained .why')
      .getByText(/Below the threshold/)
      .waitFor();
    await page.locator('.grounds a').first().click();
    await page.getByRole('heading', { name: 'As it is written' }).waitFor();
    await close(page);
  }, 60_000);

  test('a dead letter says why it was given up, and is read when it is tried again', async () => {
    const page = await open(browser, desk);
    await page.goto(`${desk.url}/system`);
    const row = page.getByRole('row', { name: /A page that is gone/ });
    await row.getByText(/404/).waitFor();
    site.isBack = true;
    await page.getByRole('button', { name: 'Retry A page that is gone' }).click();
    await page.locator('.toast').getByText('Tried again: A page that is gone').waitFor();
    await expect.poll(async () => (await api('/articles?q=gone')).articles.length, { timeout: 30_000 }).toBe(1);
    await page.getByText('Nothing was given up').waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Queue console' }).waitFor();
    await close(page);
  }, 90_000);
});

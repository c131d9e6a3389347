import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { ask, close, expectReadable, open, settled } from '../support/desk-in-browser.ts';
import { colleague, until, useBrowser, useSiteDesk } from '../support/use-desk.ts';

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

/** Whether what was gone at first is there: pages that were lost, and the webhook. */
let isBack = false;

/** A site with a feed that can be added, one that is broken, and pages and a webhook that are gone until they are back. */
const site: RequestListener = (request, response) => {
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
  const path = request.url ?? '';
  if (path === '/home')
    return html('<title>Sound Courier</title><link rel="alternate" type="application/rss+xml" href="/courier">');
  if (path === '/courier')
    return rss('Sound Courier', entry('cable', 'Cable cut off Hanko') + entry('fair', 'A fair opens in Turku'));
  if (path === '/wire')
    return rss(
      'Strait Wire',
      entry('story', 'Anchor dragged over cable') + LOST.map((title, n) => entry(`lost-${n}`, title)).join(''),
    );
  if (path === '/cable') return page('Cable cut off Hanko', CUT);
  if (path === '/story') return page('Anchor dragged over cable', CUT);
  if (path === '/fair') return page('A fair opens in Turku', 'A fair opened in Turku on Monday.');
  if (path === '/hook') return response.writeHead(isBack ? 204 : 410).end();
  const lost = LOST[Number(/^\/lost-(\d)$/.exec(path)?.[1] ?? LOST.length)];
  if (lost && isBack) return page(lost, CUT);
  return response.writeHead(404).end('not here');
};
const LOST = ['A page that is gone', 'Another page that is gone', 'A third page that is gone'];

describe.skipIf(!hasBrowser)("the operator's desk in a browser", () => {
  const browser = useBrowser();
  const desk = useSiteDesk({
    site,
    feeds: { wire: 'Strait Wire', closed: 'Closed Gazette' },
    files: (address) => ({
      'deliveries.yaml': `subscribers:\n  - { id: chat, via: webhook, to: "${address}/hook", secret: CHAT_SECRET }\n`,
      'alerts.yaml': 'rules:\n  - { id: everything, if: { flag: [below] }, to: [chat] }\n',
    }),
    env: { CHAT_SECRET: `whsec_${Buffer.from('grey herons over the delta').toString('base64')}` },
  });
  const ruleFile = (name: string) => readFileSync(join(desk().folder, 'config', name), 'utf8');
  const api = (path: string) => ask(desk(), path);
  const goTo = async (path: string) => {
    const page = await open(browser(), desk());
    await page.goto(desk().url + path);
    return page;
  };

  beforeAll(async () => {
    // Deliveries are looked for once a minute.
    await until('feeds read, pages and a delivery given up', async () => {
      const { letters } = await api('/dead-letters');
      const given = (kind: string) => letters.filter((letter: { kind: string }) => letter.kind === kind).length;
      const { incidents } = await api('/incidents');
      return given('item') === LOST.length && given('delivery') > 0 && incidents.length > 0;
    });
  }, 240_000);

  test('every page can be read by everybody', async () => {
    const page = await open(browser(), desk());
    for (const path of PAGES) {
      await page.goto(desk().url + path);
      await page.locator('h1').first().waitFor();
      await settled(page);
      if (path.includes('edit')) await page.locator('.cm-line').first().waitFor();
      await expectReadable(page, path);
    }
    await close(page);
  }, 300_000);

  test('a broken feed says why, and what to do', async () => {
    const page = await goTo('/feeds');
    const row = page.getByRole('row', { name: /Closed Gazette/ });
    await row.getByText(/404/).waitFor();
    await row.getByText(/look at the feed in a browser/i).waitFor();
    await close(page);
  }, 120_000);

  test('a feed is found by the address of its site, looked at, added, changed and paused', async () => {
    const page = await goTo('/feeds');
    await page.getByRole('link', { name: 'Add a feed' }).click();
    await page.getByLabel('Address of a site or feed').fill(`${desk().address}/home`);
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
    const page = await goTo('/rules');
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
    await expect.poll(() => ruleFile('patterns/seabed.yaml')).toBe(before);
    await close(page);
  }, 180_000);

  test('from a wrong flag to its rule: a sentence becomes a proposed test, and an operator accepts it', async () => {
    const [{ id }] = (await api('/incidents')).incidents;
    const page = await open(browser(), desk());
    await page.goto(`${desk().url}/incidents/${id}`);
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

    await page.goto(`${desk().url}/rules/proposals`);
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
    const page = await goTo('/rules/try');
    await page.getByLabel('Text', { exact: true }).fill(CUT);
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page
      .locator('.explained .why')
      .getByText(/Below the threshold/)
      .waitFor();
    await page.locator('.grounds a').first().click();
    await page.getByRole('heading', { name: 'As it is written' }).waitFor();
    await close(page);
  }, 120_000);

  test('what was given up says why; tried again, alone or all of it, it is read and sent', async () => {
    const page = await goTo('/system');
    const row = page.getByRole('row', { name: LOST[0] });
    await row.getByText(/404/).waitFor();
    // One for each incident that was told of by now.
    await page
      .getByRole('row', { name: /for chat/ })
      .first()
      .getByText(/status 410/)
      .waitFor();
    isBack = true;
    await page.getByRole('button', { name: `Retry ${LOST[0]}` }).click();
    await page.locator('.toast').getByText(`Tried again: ${LOST[0]}`).waitFor();
    await row.waitFor({ state: 'detached' });
    await expect.poll(async () => (await api('/articles?q=gone')).articles.length).toBe(1);

    const { letters } = await api('/dead-letters');
    const delivery = letters.find(({ kind }: { kind: string }) => kind === 'delivery');
    await page
      .getByRole('button', { name: `Retry ${delivery.title}` })
      .first()
      .click();
    const sent = async () =>
      (await api('/deliveries')).deliveries.find(({ key }: { key: string }) => key === delivery.key)?.state;
    await expect.poll(sent).toBe('sent');

    await page.getByRole('button', { name: 'Retry all' }).click();
    await page.locator('.toast').getByText('Tried again: 2 items').waitFor();
    await expect.poll(async () => (await api('/articles?q=gone')).articles.length).toBe(LOST.length);
    await page.getByText('Nothing was given up: everything could be read and sent.').waitFor();
    await page.getByRole('link', { name: 'Queue console' }).waitFor();
    await close(page);
  }, 180_000);

  test('a feed list comes in and goes out as OPML; several feeds are taken off it at once', async () => {
    const page = await goTo('/feeds');
    await page.getByRole('row', { name: /Strait Wire/ }).waitFor();
    const outline = (name: string, path: string) =>
      `<outline type="rss" text="${name}" xmlUrl="${desk().address}/${path}"/>`;
    await page.getByLabel('OPML list').setInputFiles({
      name: 'list.opml',
      mimeType: 'text/xml',
      buffer: Buffer.from(
        `<opml version="2.0"><head/><body>${outline('Strait Wire', 'wire')}${outline('North Pier', 'pier')}${outline('South Pier', 'quay')}<outline type="rss" text="Nowhere" xmlUrl="ftp://nowhere.example/x"/></body></opml>`,
      ),
    });
    await page.locator('.toast').getByText('2 feeds added, 1 on the list already, 1 passed over').waitFor();

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByLabel('Export the list').selectOption('opml'),
    ]);
    expect(file.suggestedFilename()).toBe('feeds.opml');
    const list = readFileSync(await file.path(), 'utf8');
    for (const path of ['wire', 'pier', 'quay']) expect(list).toContain(`xmlUrl="${desk().address}/${path}"`);

    // A list that is none changes nothing, and is told in words.
    await page.getByLabel('OPML list').setInputFiles({ name: 'x.xml', mimeType: 'text/xml', buffer: Buffer.from('x') });
    await page.locator('.toast.error').getByText('that is no OPML list').waitFor();

    await page.getByLabel('Select North Pier').check();
    await page.getByLabel('Select South Pier').check();
    await page.getByRole('button', { name: 'Remove …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take 2 feeds off the list?' });
    await dialog.getByText('North Pier, South Pier').waitFor();
    await dialog.getByRole('button', { name: 'Take off the list' }).click();
    await page.locator('.toast').getByText('Taken off the list: 2 feeds').waitFor();
    await page.getByRole('row', { name: /Pier/ }).first().waitFor({ state: 'detached' });
    expect((await api('/feeds')).feeds.map(({ title }: { title: string }) => title)).not.toContain('North Pier');
    await close(page);
  }, 120_000);

  test('a preview of a rule is cancelled, and begun again', async () => {
    const page = await goTo('/rules/edit?file=patterns/seabed.yaml');
    const status = page.locator('.heading [role=status]');
    await status.getByText(/tests of the rule set hold/).waitFor();
    await editor(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('# looked at\n');
    await expect.poll(() => page.getByRole('button', { name: 'What would change' }).isEnabled()).toBe(true);
    // As it is where there are many articles: nothing has come back yet.
    await page.route('**/rules/preview', () => {});
    await page.getByRole('button', { name: 'What would change' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.progress').getByText('; cancelled').waitFor();
    await page.unroute('**/rules/preview');
    await page.getByRole('button', { name: 'What would change' }).click();
    await page.getByText('Nothing that anybody would see changes').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await close(page);
  }, 120_000);

  test("an analyst's sentence becomes a test; Escape while it is sent does not hide how that ended", async () => {
    const analyst = await colleague(desk(), 'anna');
    const page = await open(browser(), analyst);
    await page.goto(`${desk().url}/rules/seabed`);
    const propose = async (sentence: string) => {
      await page.getByRole('button', { name: 'Propose a test' }).click();
      await page.getByRole('textbox', { name: 'Sentence' }).fill(sentence);
      await page.getByRole('button', { name: 'Propose', exact: true }).click();
    };
    let answer: (() => void) | undefined;
    await page.route('**/rule-proposals', (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      answer = () => void route.fulfill({ status: 503, json: { detail: 'the store rests' } });
    });
    await propose('A cable was cut off Hanko.');
    await expect.poll(() => answer !== undefined).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    answer?.();
    await page.locator('.toast.error').getByText('the store rests').waitFor();

    await page.unroute('**/rule-proposals');
    await propose('A pipeline between Finland and Estonia was torn by an anchor.');
    await page.locator('.toast').getByText('Proposed as a test of “seabed”').waitFor();
    await page.getByRole('link', { name: 'A test is proposed for this rule' }).click();
    await page.getByText('torn by an anchor').waitFor();
    expect(await page.getByRole('link', { name: 'Accept in the editor' }).count()).toBe(0);
    await close(page);

    const operator = await goTo('/rules/proposals');
    await operator.getByRole('link', { name: 'Accept in the editor' }).click();
    await operator
      .locator('.heading [role=status]')
      .getByText(/tests of the rule set hold/)
      .waitFor();
    await operator.getByRole('button', { name: 'Save …' }).click();
    await operator.getByText('1 proposed test will be accepted.').waitFor();
    await operator.getByRole('button', { name: 'Save', exact: true }).click();
    await operator
      .locator('.toast')
      .getByText(/Saved as version/)
      .waitFor();
    expect((await api('/rules/seabed')).match).toContain(
      'A pipeline between Finland and Estonia was torn by an anchor.',
    );
    await close(operator);
  }, 180_000);
});

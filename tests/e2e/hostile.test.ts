import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { alertMessage } from '../../src/deliver/message.ts';
import { PAGES } from '../../src/desk/web.ts';
import { createToken } from '../../src/store/api-tokens.ts';
import { saveArticle } from '../../src/store/articles.ts';
import { openEmbedded } from '../../src/store/database.ts';
import { decide } from '../../src/store/decisions.ts';
import { createDelivery, recordRefusal } from '../../src/store/deliveries.ts';
import { syncFeeds } from '../../src/store/feeds.ts';
import { createIncident } from '../../src/store/incidents.ts';
import { recordFailure, saveItems } from '../../src/store/items.ts';
import { propose } from '../../src/store/rule-proposals.ts';
import { addRuleVersion } from '../../src/store/rule-versions.ts';
import { giveOpinion, setOpinionRule, waitingOpinions } from '../../src/store/second-opinions.ts';
import { saveView } from '../../src/store/views.ts';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { ask, close, open, settled } from '../support/desk-in-browser.ts';
import { dataFolder, quietConfig } from '../support/folders.ts';
import { loggedIn } from '../support/login.ts';
import { start } from '../support/program.ts';
import { article, classification, feed, incident, item } from '../support/records.ts';

/** What would run if it were taken for markup anywhere; a page that does so is named differently. */
const HOSTILE = '"><img src=x onerror="document.title=\'pwned\'"><script>document.title="pwned"</script>';
const RUNS = 'javascript:document.title="pwned"';
/** When all of it was stored. */
const AT = new Date();
const FORMULA = '=HYPERLINK("https://evil.example","a report")';
const PATTERN = 'patterns/act-in-the-air.yaml';

const asHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A news site that is out to harm whoever reads it: feeds, pages, addresses, headers. */
async function hostileSite(): Promise<string> {
  const escaped = asHtml(HOSTILE);
  const story = `Sabotage is suspected after Russian drones hit a depot near Tulcea in Romania, NATO said. ${escaped}`;
  const filler = 'The defence ministry in Bucharest said that the attack was under investigation. '.repeat(12);
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const links = [`${base}/story`, asHtml(RUNS), `${base}/broken`];
    if (request.url === '/feed') {
      response.setHeader('content-type', 'application/rss+xml');
      return response.end(
        // In a feed, text stands as escaped HTML: escaped twice.
        `<rss version="2.0"><channel><title>${asHtml(escaped)}</title><link>${base}</link>${links
          .map(
            (link, n) =>
              `<item><title>Russian sabotage near Tulcea ${asHtml(escaped)} ${n}</title><link>${link}</link>
            <guid>${n}</guid><author>${escaped}</author><category>${escaped}</category>
            <pubDate>${new Date().toUTCString()}</pubDate><description>${story} ${filler}</description></item>`,
          )
          .join('')}</channel></rss>`,
      );
    }
    if (request.url !== '/story') response.writeHead(500, HOSTILE, { 'content-type': HOSTILE });
    else response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<html lang="en"><head><title>${escaped}</title><meta name="author" content="${escaped}"></head>
      <body><article><h1>Depot hit</h1><p>${story}</p><p>${filler}</p><p>${HOSTILE}</p></article></body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A configuration that lets the site be fetched. */
function hostileConfig(site: string): string {
  const config = quietConfig();
  writeFileSync(
    join(config, 'subthreshold.yaml'),
    `fetch: {allowAddresses: ['${site}'], perHostDelay: 0 s}\nexport: {organisation: ${JSON.stringify(HOSTILE)}}\n`,
  );
  return config;
}

/**
 * A store in which everything that somebody can write is hostile, also what the desk's own forms would not take.
 * @returns the session of an operator who is named so too, and the rule file that was changed
 */
async function hostileStore(folder: string, config: string, site: string) {
  const { db, close: closeStore } = await openEmbedded(folder);
  const operator = await loggedIn(db, 'operator', { name: HOSTILE, port: 0, now: new Date() });
  await loggedIn(db, 'analyst', { name: `anna ${HOSTILE}`, port: 0, now: new Date() });
  await createToken(db, { userId: 1, name: HOSTILE, role: 'monitor', expiresAt: null, now: AT });
  await saveView(db, { name: HOSTILE, search: `"${HOSTILE}"`, order: 'newest', by: HOSTILE, at: AT });
  const feedAt = (id: string, path: string) => feed({ id, title: HOSTILE, url: `http://${site}/${path}` });
  const unread = feed({ title: HOSTILE, topics: [HOSTILE], language: HOSTILE, enabled: false });
  await syncFeeds(db, [unread, feedAt('hostile', 'feed'), feedAt('broken', 'broken')]);

  const told = classification({
    ...{ threats: [HOSTILE], actors: [HOSTILE], locations: [HOSTILE], why: HOSTILE, patterns: [HOSTILE] },
    evidence: [{ rule: HOSTILE, kind: 'threat', start: 0, end: 6, in: 'text' }],
    acts: [{ threat: HOSTILE, status: 'happened', target: HOSTILE, place: HOSTILE }],
  });
  for (const [n, title] of [HOSTILE, `${HOSTILE} again`, FORMULA].entries()) {
    const key = `s${n}`;
    const words = { url: n === 0 ? RUNS : `https://evil.example/${n}`, title, author: HOSTILE };
    await saveItems(
      db,
      [item({ ...words, key, names: [`guid:${key}`], guid: key, fingerprint: key, feedText: HOSTILE })],
      AT,
    );
    const { threats, actors, locations, patterns } = told;
    const id = await createIncident(
      db,
      incident({ title, summary: HOSTILE, firstSeen: AT, lastSeen: AT, threats, actors, locations, patterns }),
      AT,
    );
    const read = article({
      ...words,
      itemKey: key,
      text: HOSTILE,
      pageError: HOSTILE,
      classification: told,
    });
    await saveArticle(db, read, async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
    const by = `anna ${HOSTILE}`;
    await decide(db, id, { decision: 'note', note: HOSTILE, by, at: AT });
    await decide(db, id, {
      decision: 'correct',
      correction: { affected: { add: [HOSTILE], remove: [] } },
      by,
      at: AT,
    });
    await decide(db, id, { decision: 'assign', assignee: HOSTILE, by, at: AT });
    await setOpinionRule(db, { share: n < 2 ? 100 : 0, escalations: false });
    await decide(db, id, { decision: 'dismiss', reason: HOSTILE, note: HOSTILE, by, at: AT });
  }
  const [first] = (await waitingOpinions(db, HOSTILE)).forMe;
  await giveOpinion(db, first?.id as number, {
    decision: 'dismiss',
    reason: HOSTILE,
    note: HOSTILE,
    by: HOSTILE,
    at: AT,
  });
  const dead = item({
    key: 'dead',
    names: ['guid:dead'],
    guid: 'dead',
    title: HOSTILE,
    url: RUNS,
    fingerprint: 'dead',
  });
  await saveItems(db, [dead], AT);
  await recordFailure(db, 'dead', HOSTILE, true);
  const key = '11111111-1111-4111-8111-111111111111';
  await createDelivery(db, { key, subscriber: HOSTILE, kind: 'alert', title: HOSTILE, content: {}, createdAt: AT });
  await recordRefusal(db, key, HOSTILE, true);

  const words = { rule: 'act-in-the-air', by: HOSTILE, at: AT, note: HOSTILE };
  await propose(db, { ...words, kind: 'match', text: HOSTILE, itemKey: 's1' });
  const before = readFileSync(join(config, PATTERN), 'utf8');
  const content = before
    .replace(/^title: .*$/m, `title: ${JSON.stringify(HOSTILE)}`)
    .replace(/^meaning: .*$/m, `meaning: ${JSON.stringify(HOSTILE)}`)
    .concat(`# ${HOSTILE}\n`);
  expect(content).not.toBe(before);
  await addRuleVersion(db, { file: PATTERN, content, by: HOSTILE, at: AT, note: HOSTILE }, before);
  await closeStore();
  return operator;
}

/** What a page is looked at for; `act` does what brings more onto it. */
interface Visit {
  path: string;
  /** it has something to show that is hostile */
  shows?: boolean;
  act?: (page: Page) => Promise<void>;
}

describe.skipIf(!hasBrowser)('a desk over hostile sources, colleagues and rules', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  test('whatever is stored is shown as text on every page, and leaves the house as text', async () => {
    const site = await hostileSite();
    const config = hostileConfig(site);
    const folder = dataFolder();
    const { cookie } = await hostileStore(folder, config, site);
    const running = start(['start'], {
      ...{ SUBTHRESHOLD_DATA_DIR: folder, SUBTHRESHOLD_CONFIG_DIR: config, SUBTHRESHOLD_HTTP_PORT: '0' },
    });
    const [url] = await running.says(/http:\/\/127\.0\.0\.1:\d+/);
    const desk = { url, cookie, process: running.process };
    const send = (path: string, body: object) =>
      fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, 'user-agent': HOSTILE },
        body: JSON.stringify(body),
      });

    // The pipeline itself: both feeds polled, the story read, flagged and placed.
    await send('/feeds/poll', {});
    const flagged = async () => (await ask(desk, '/incidents?q=depot')).incidents[0] as { id: number } | undefined;
    await expect.poll(flagged, { timeout: 120_000 }).toBeDefined();
    await expect
      .poll(
        async () => (await ask(desk, '/feeds')).feeds.find(({ id }: { id: string }) => id === 'broken').lastPolledAt,
        {
          timeout: 120_000,
        },
      )
      .not.toBeNull();
    const { id } = (await flagged()) as { id: number };
    const today = AT.toISOString().slice(0, 10);
    expect((await send('/digests', { day: today })).status).toBe(201);
    await send('/session', { name: HOSTILE.slice(0, 100), password: HOSTILE });
    await send(`/incidents/${id}/decisions`, { decision: 'note', note: HOSTILE });

    const look = async (page: Page, label: string, value: string, button: string) => {
      await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByRole('button', { name: button, exact: true }).click();
    };
    const visits: Visit[] = [
      { path: '/', shows: true },
      { path: '/?q=state:any', shows: true },
      { path: `/incidents/${id}`, shows: true },
      ...[1, 2, 3].map((n) => ({ path: `/incidents/${n}?q=state:any`, shows: true })),
      { path: '/articles?q=tulcea', shows: true },
      { path: '/articles/s0', shows: true },
      { path: '/map?q=state:any' },
      { path: '/timeline?q=state:any', shows: true },
      { path: '/opinions', shows: true },
      { path: '/opinions/2', shows: true },
      { path: '/digest' },
      { path: `/digest/${today}` },
      { path: '/feeds', shows: true },
      {
        ...{ path: '/feeds/add', shows: true },
        act: (page) => look(page, 'Address of a site or feed', `http://${site}/feed`, 'Look for feeds'),
      },
      { path: '/rules', shows: true },
      { path: '/rules/act-in-the-air', shows: true },
      { path: '/rules/files', shows: true },
      { path: '/rules/proposals', shows: true },
      { path: `/rules/edit?file=${encodeURIComponent(PATTERN)}`, shows: true },
      { path: '/rules/try', act: (page) => look(page, 'Text', `A drone fell. ${HOSTILE}`, 'Try') },
      { path: '/system', shows: true },
      { path: '/account', shows: true },
      { path: '/users', shows: true },
      { path: '/audit', shows: true },
      { path: '/api' },
      { path: `/login?trouble=${encodeURIComponent(HOSTILE)}`, shows: true },
    ];
    const shown = visits.map(({ path }) => path.split('?')[0] as string);
    for (const pattern of PAGES) {
      const address = new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`);
      expect(
        shown.filter((path) => address.test(path)),
        `${pattern} is looked at`,
      ).not.toEqual([]);
    }

    const page = await open(browser, desk, { userAgent: HOSTILE });
    for (const { path, shows, act } of visits) {
      await page.goto(url + path);
      await page.locator('h1, h2, main, #root').first().waitFor({ state: 'attached' });
      await act?.(page);
      await settled(page);
      if (shows)
        await expect
          .poll(() => page.locator('body').innerText(), { message: path, timeout: 20_000 })
          .toContain('onerror=');
      expect(await page.title(), path).not.toBe('pwned');
      expect(await page.locator('[onerror], a[href^="javascript" i], img[src="x"]').count(), path).toBe(0);
      expect(await page.locator('body script').count(), path).toBe(0);
    }
    await close(page);
    // The queue console is not ours: it asks for fonts elsewhere, which its policy keeps it from getting.
    const console = await open(browser, desk);
    await console.goto(`${url}/queues`);
    await console.getByText('poll').first().waitFor({ state: 'attached' });
    expect(await console.title()).not.toBe('pwned');
    expect(await console.locator('[onerror], img[src="x"]').count()).toBe(0);
    await console.context().close();

    // What leaves the house, or is read by other programs.
    const read = async (path: string) => (await fetch(url + path, { headers: { cookie } })).text();
    const expectText = (html: string, what: string) => {
      const $ = load(html);
      expect($('script, [onerror], img[src=x], a[href^=javascript]').length, what).toBe(0);
      return $.text();
    };
    expect(expectText(await read(`/digests/${today}.html`), 'digest')).toContain('onerror=');
    for (const feedName of ['incidents', 'digests']) {
      const atom = load(await read(`/feeds/${feedName}.atom`), { xml: true });
      expect(atom('feed > entry').length).toBeGreaterThan(0);
      expect(atom('script, img').length).toBe(0);
      expect(atom('link[href^=javascript]').length).toBe(0);
      atom('content').each((_, content) => void expectText(atom(content).text(), `${feedName}.atom`));
      for (const entry of JSON.parse(await read(`/feeds/${feedName}.json`)).items) {
        expectText(entry.content_html ?? '', `${feedName}.json`);
        expect(`${entry.url} ${entry.external_url}`).not.toContain('javascript:');
      }
    }
    for (const path of ['/api/v1/export/csv', '/api/v1/audit/export/csv']) {
      const [, ...rows] = parse(await read(path)) as string[][];
      expect(rows.flat().join(' '), path).toContain('onerror=');
      // A spreadsheet takes none of its cells for a formula.
      expect(
        rows.flat().filter((cell) => /^\s*[=+@-]/.test(cell)),
        path,
      ).toEqual([]);
    }
    for (const format of ['stix', 'misp', 'geojson'])
      expect(JSON.parse(await read(`/api/v1/export/${format}`))).toBeDefined();
  }, 300_000);
});

test('a mail is text where a title, a source or an error of a feed is markup', () => {
  const sources = [{ title: HOSTILE, url: RUNS, source: HOSTILE, reliability: 'B', published: AT.toISOString() }];
  const told = {
    ...{ id: 1, title: HOSTILE, summary: HOSTILE, flag: 'below', score: 0.9, severity: 3, state: 'new', sources },
    ...{ threats: [HOSTILE], affected: [HOSTILE], firstSeen: AT.toISOString() },
  } as unknown as Parameters<typeof alertMessage>[0][number];
  const broken = { id: 'hostile', title: HOSTILE, state: 'broken', message: HOSTILE, advice: HOSTILE };
  const $ = load(alertMessage([told], [broken], { zone: 'UTC', language: undefined }).html);
  expect($('script, img, a').length).toBe(0);
  expect($('body').text().split('onerror=').length).toBeGreaterThan(6);
});

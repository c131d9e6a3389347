// Takes the pictures of docs/desk.md: node scripts/screenshots.mjs
// With a folder, every page in both widths and both themes instead, as PNG, to be looked at: node scripts/screenshots.mjs FOLDER [NAME …]
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../', import.meta.url));
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const PASSWORD = 'grey herons over the delta';
/** What sessions are shown as. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0';

const press =
  (...keys) =>
  async (page) => {
    for (const key of keys) await page.keyboard.press(key);
  };
/** What the API would answer is held back, or refused. */
const held = (page) => page.route('**/api/v1/incidents?*', () => {});
const refused = (page) => page.route('**/api/v1/incidents?*', (route) => route.abort());

/**
 * What is shown: `in` is how the docs show it (width and theme; not at all without), `desk` whose it is (the demo's operator, unless told),
 * `before` comes before the page is opened, `act` after.
 */
const PICTURES = {
  queue: { path: '/incidents/FIRST', in: [WIDE, 'light'] },
  'queue-dark': { path: '/incidents/FIRST', in: [WIDE, 'dark'] },
  'queue-narrow': { path: '/', in: [NARROW, 'light'] },
  'incident-narrow': { path: '/incidents/FIRST', in: [NARROW, 'dark'] },
  evidence: {
    path: '/incidents/FIRST',
    in: [WIDE, 'light'],
    act: (page) => page.locator('.text mark.threat').first().focus(),
  },
  dismiss: { path: '/incidents/FIRST', in: [WIDE, 'dark'], act: press('d') },
  correct: { path: '/incidents/FIRST', in: [WIDE, 'light'], act: press('t') },
  join: { path: '/incidents/FIRST', in: [WIDE, 'light'], act: press('m') },
  selected: { path: '/incidents/FIRST', in: [WIDE, 'light'], act: press('x', 'j', 'x', 'j', 'x') },
  keys: { path: '/', in: [WIDE, 'light'], act: press('?') },
  commands: { path: '/', in: [WIDE, 'dark'], act: press('Control+k') },
  articles: { path: '/articles?q=drone', in: [WIDE, 'light'] },
  'article-unflagged': { path: '/articles?q=flag:none', in: [WIDE, 'light'], act: press('j') },
  map: { path: '/map?view=Europe', in: [WIDE, 'dark'] },
  timeline: { path: '/timeline?days=7', in: [WIDE, 'light'] },
  'timeline-narrow': { path: '/timeline?days=7', in: [NARROW, 'dark'] },
  digest: { path: '/digest', in: [WIDE, 'light'] },
  opinions: { path: '/opinions', in: [WIDE, 'light'] },
  judging: { path: '/opinions', in: [WIDE, 'light'], act: press('j') },
  feeds: { path: '/feeds', in: [WIDE, 'light'] },
  'feeds-narrow': { path: '/feeds', in: [NARROW, 'light'] },
  'add-feed': { path: '/feeds/add', in: [WIDE, 'light'] },
  rules: { path: '/rules', in: [WIDE, 'light'] },
  rule: { path: '/rules/seabed', in: [WIDE, 'light'] },
  'rule-try': {
    path: '/rules/try',
    in: [WIDE, 'light'],
    act: async (page) => {
      await page
        .getByLabel('Text', { exact: true })
        .fill('A data cable between Finland and Germany was severed by an anchor of a Russian tanker, officials said.');
      await page.getByRole('button', { name: 'Try', exact: true }).click();
      await page.locator('.explained').waitFor();
    },
  },
  'rule-proposals': { path: '/rules/proposals', in: [WIDE, 'light'] },
  'rule-files': { path: '/rules/files', in: [WIDE, 'light'] },
  'rule-editor': { path: '/rules/edit?file=lexicon/threats.yaml&line=37', in: [WIDE, 'dark'] },
  system: { path: '/system', in: [WIDE, 'light'] },
  account: { path: '/account', in: [WIDE, 'light'] },
  users: { path: '/users', in: [WIDE, 'light'] },
  audit: { path: '/audit', in: [WIDE, 'light'] },
  api: { path: '/api', in: [WIDE, 'light'] },
  login: { path: '/login', in: [NARROW, 'light'], desk: 'nobody' },
  'first-start': { path: 'LINK', in: [NARROW, 'dark'], desk: 'new' },
  viewer: { path: '/incidents/FIRST', in: [WIDE, 'light'], desk: 'viewer' },
  'queue-empty': { path: '/', in: [WIDE, 'light'], desk: 'empty' },
  'queue-nothing': { path: '/?q=threat:sabotage%20country:PT', in: [WIDE, 'light'] },
  'queue-loading': { path: '/', in: [WIDE, 'light'], before: held },
  'queue-error': { path: '/', in: [WIDE, 'light'], before: refused, act: (page) => page.getByRole('alert').waitFor() },
  'feeds-empty': { path: '/feeds', desk: 'empty' },
  'map-empty': { path: '/map', desk: 'empty' },
  'timeline-empty': { path: '/timeline', desk: 'empty' },
  'digest-empty': { path: '/digest', desk: 'empty' },
  'articles-empty': { path: '/articles', desk: 'empty' },
  'opinions-empty': { path: '/opinions', desk: 'empty' },
  'system-empty': { path: '/system', desk: 'empty' },
};

const folder = mkdtempSync(join(tmpdir(), 'subthreshold-pictures-'));
const started = [];

/** Runs the built program until it prints the link to come in by. */
function serve(args, env) {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    env: { ...inherited, SUBTHRESHOLD_HTTP_PORT: '0', LOG_LEVEL: 'warn', ...env },
  });
  started.push(child);
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (data) => {
      said += data;
      const link = /http:\/\/[\w.:[\]-]+\/login#key=[\w-]+/.exec(said)?.[0];
      if (link) resolve(link);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`it ended:\n${said}`)));
  });
}

async function send(method, url, body, cookie = '') {
  const answer = await fetch(url, {
    method,
    headers: { cookie, 'user-agent': BROWSER, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${await answer.text()}`);
  return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0], body: await answer.json() };
}

const logIn = async (link, name) => {
  const { origin, hash } = new URL(link);
  const key = hash.slice('#key='.length);
  return (await send('POST', `${origin}/api/v1/session/by-key`, { key, name, password: PASSWORD })).cookie;
};

/** Gives the demo's desk colleagues, decisions, second opinions, a view, a token and a proposed test to show. */
async function enliven(url, operator) {
  const api = `${url}/api/v1`;
  const colleague = async (name, role) => {
    const { link } = (await send('POST', `${api}/users`, { name, role }, operator)).body;
    return logIn(url + link.path);
  };
  const [mara, viewer] = [await colleague('mara', 'analyst'), await colleague('reader', 'viewer')];
  await send('PUT', `${api}/opinions/rule`, { share: 10, escalations: true }, operator);
  const { incidents } = (await send('GET', `${api}/incidents?limit=40`, null, operator)).body;
  const choices = ['escalate', 'confirm', 'escalate', 'dismiss', 'escalate', 'confirm', 'escalate', 'confirm'];
  const decided = incidents.slice(3, 3 + choices.length);
  for (const [i, { id, version }] of decided.entries()) {
    const reason = choices[i] === 'dismiss' ? { reason: 'old-news' } : {};
    await send('POST', `${api}/incidents/${id}/decisions`, { decision: choices[i], version, ...reason }, mara);
  }
  const { forMe } = (await send('GET', `${api}/opinions`, null, operator)).body;
  for (const [i, { id }] of forMe.slice(0, 2).entries())
    await send(
      'POST',
      `${api}/opinions/${id}`,
      i === 0 ? { decision: 'escalate' } : { decision: 'dismiss', reason: 'no-pact' },
      operator,
    );
  await send('POST', `${api}/views`, { name: 'Cables', search: 'threat:undersea-infrastructure state:any' }, operator);
  await send('POST', `${api}/views`, { name: 'Romania', search: 'country:RO' }, operator);
  await send('POST', `${api}/me/tokens`, { name: 'Prometheus', role: 'viewer', days: 90 }, operator);
  await send('POST', `${api}/me/tokens`, { name: 'weekly export', role: 'analyst', days: 365 }, mara);
  await send(
    'POST',
    `${api}/rule-proposals`,
    {
      rule: 'seabed',
      kind: 'no-match',
      text: 'The cable to the island was laid in one summer.',
      note: 'It is about a new cable, not a cut one.',
    },
    mara,
  );
  return { viewer };
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  cpSync(join(root, 'config'), join(folder, 'config'), { recursive: true });
  writeFileSync(join(folder, 'config/feeds.yaml'), 'feeds: []\n');
  const without = (data) => ({
    SUBTHRESHOLD_CONFIG_DIR: join(folder, 'config'),
    SUBTHRESHOLD_DATA_DIR: join(folder, data),
  });
  const [demo, empty, fresh] = [
    await serve(['demo', '--serve'], { SUBTHRESHOLD_DATA_DIR: join(folder, 'demo') }),
    await serve(['start'], without('empty')),
    await serve(['start'], without('new')),
  ];
  const operator = await logIn(demo);
  const url = new URL(demo).origin;
  const { viewer } = await enliven(url, operator);
  const desks = {
    operator: { url, cookie: operator },
    viewer: { url, cookie: viewer },
    nobody: { url, cookie: '' },
    empty: { url: new URL(empty).origin, cookie: await logIn(empty, 'operator') },
    new: { url: '', cookie: '', link: fresh },
  };

  const { incidents } = (await send('GET', `${url}/api/v1/incidents?limit=1`, null, operator)).body;
  /** Opens what a picture shows. */
  const open = async ({ path, in: [viewport, colorScheme] = [WIDE, 'light'], desk = 'operator', before, act }) => {
    const { url, cookie, link } = desks[desk];
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const [name, value] = cookie.split('=');
    if (value) await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await before?.(page);
    await page.goto(link ?? url + path.replace('FIRST', incidents[0].id));
    await page.waitForTimeout(900);
    if (!before) await page.waitForFunction(() => !document.querySelector('.waiting'));
    await act?.(page);
    await page.waitForTimeout(900);
    return page;
  };

  /** A picture as lossy WebP, which Chromium makes: a quarter of its PNG. */
  const small = async (png) => {
    const page = await browser.newPage();
    const data = await page.evaluate(
      async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
        canvas.getContext('2d').drawImage(image, 0, 0);
        return canvas.toDataURL('image/webp', 0.85);
      },
      `data:image/png;base64,${png.toString('base64')}`,
    );
    await page.close();
    return Buffer.from(data.split(',')[1], 'base64');
  };

  const [into, ...names] = process.argv.slice(2);
  const wanted = Object.entries(PICTURES).filter(
    ([name, picture]) => (into || picture.in) && (names.length === 0 || names.includes(name)),
  );
  mkdirSync(into ?? join(root, 'docs/pictures'), { recursive: true });
  for (const [name, picture] of wanted) {
    try {
      const page = await open(picture);
      if (!into) writeFileSync(join(root, `docs/pictures/${name}.webp`), await small(await page.screenshot()));
      else
        for (const viewport of [WIDE, NARROW])
          for (const colorScheme of ['light', 'dark']) {
            await page.setViewportSize(viewport);
            await page.emulateMedia({ colorScheme });
            await page.waitForTimeout(300);
            await page.screenshot({ path: join(into, `${name}-${viewport.width}-${colorScheme}.png`) });
          }
      await page.context().close();
    } catch (error) {
      console.error(`${name}: ${error}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
  for (const child of started) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
}

import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../tests/support/browser.ts';
import type { Desk } from './desk.ts';
import { table, timesOf } from './figures.ts';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const TIMES = 15;

// What runs in the page is a text here: these files know Node, not the browser.

/** A page keeps of its own speed what the browser tells; Event Timing tells nothing of what takes less than 16 ms. */
const WATCH = `
  globalThis.speed = { events: [], tasks: [], frames: [] };
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId) speed.events.push(duration);
  }).observe({ type: 'event', durationThreshold: 16 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) speed.tasks.push(duration);
  }).observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (now) => {
    speed.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;

/** What was seen since it was asked for last, when the page has painted and told of it. */
const TAKE = `new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => {
  const seen = speed;
  globalThis.speed = { events: [], tasks: [], frames: [] };
  resolve(seen);
}, 50)))`;

/** All of it in milliseconds. */
interface Speed {
  /** from a key or a click to the next paint */
  events: number[];
  /** tasks of more than 50 ms, in which the page hears nothing */
  tasks: number[];
  /** between frames */
  frames: number[];
}

/** The desk in Chromium: what its first page weighs, how long keys and clicks take, how smoothly it scrolls. */
export async function measureBrowser({ url, cookies }: Desk): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await openQueue(browser, url, cookies[0]);
    await weigh(page);
    const rows = await interact(page, url);
    await page.context().close();
    console.log(
      '\nIn the browser, milliseconds: from key or click to the next paint, and until it shows what was asked for',
    );
    console.log(
      table([['', '', 'median', '95 %', 'slowest', 'shown', '95 %', 'slowest', 'long tasks', 'longest'], ...rows]),
    );

    const scrolled: string[][] = [];
    for (const [n, viewport] of [WIDE, NARROW].entries()) {
      const list = await openQueue(browser, url, cookies[n + 1], viewport);
      scrolled.push([`${viewport.width} px`, ...(await scroll(list))]);
      await list.context().close();
    }
    console.log('\nScrolling through the whole queue, milliseconds between frames');
    console.log(
      table([['', '', 'median', '95 %', 'slowest', 'frames', '> 50 ms', 'long tasks', 'longest'], ...scrolled]),
    );
  } finally {
    await browser.close();
  }
}

/** A page of somebody who has logged in, with the queue on it. */
async function openQueue(browser: Browser, url: string, cookie = '', viewport = WIDE): Promise<Page> {
  const context = await browser.newContext({ viewport, bypassCSP: true });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(url);
  await page.locator('.incident-row').first().waitFor();
  return page;
}

/** Bytes that a first visit has taken, as they were sent. */
async function weigh(page: Page): Promise<void> {
  await page.locator('.facets li').first().waitFor();
  const loaded = await page.evaluate<{ path: string; bytes: number }[]>(`
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .map(({ name, transferSize }) => ({ path: new URL(name).pathname, bytes: transferSize }))`);
  const sum = (of: (path: string) => boolean) =>
    (loaded.filter(({ path }) => of(path)).reduce((all, { bytes }) => all + bytes, 0) / 1000).toFixed(0);
  const isData = (path: string) => path.startsWith('/api/');
  console.log(
    `\nThe first page: ${sum((path) => !isData(path))} kB of page, scripts and styles, ${sum(isData)} kB of data`,
  );
  console.log(
    table(
      loaded
        .sort((a, b) => b.bytes - a.bytes)
        .slice(0, 12)
        .map(({ path, bytes }) => ['', path, `${(bytes / 1000).toFixed(1)} kB`]),
    ),
  );
}

/** Does each thing some times; a row of figures for each. */
async function interact(page: Page, url: string): Promise<string[][]> {
  const { keyboard } = page;
  const rows: string[][] = [];
  const until = (condition: string) => page.waitForFunction(condition, undefined, { polling: 'raf' });
  const measure = async (
    group: string,
    name: string,
    times: number,
    act: (i: number) => Promise<unknown>,
    before: () => Promise<unknown> = async () => {},
  ) => {
    const [painted, shown, tasks]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < times; i++) {
      await before();
      await page.evaluate(TAKE);
      const start = performance.now();
      await act(i);
      shown.push(performance.now() - start);
      const seen = await page.evaluate<Speed>(TAKE);
      painted.push(Math.max(16, ...seen.events));
      tasks.push(...seen.tasks);
    }
    const longest = tasks.length > 0 ? Math.max(...tasks).toFixed(0) : '';
    rows.push([group, name, ...timesOf(painted), ...timesOf(shown), String(tasks.length), longest]);
  };
  /** Another incident stands open, with its text. */
  const toAnother = async (act: () => Promise<unknown>) => {
    const from = await page.evaluate<string>('location.pathname');
    await act();
    await until(`location.pathname !== '${from}' && document.querySelector('.pane .article')`);
  };
  const press = (key: string) => () => toAnother(() => keyboard.press(key));

  /** What an analyst does to the incidents of a list. */
  const work = async (group: string) => {
    await measure(group, 'j: the next', TIMES * 2, press('j'));
    await measure('', 'k: the one before', TIMES, press('k'));
    await measure('', 'x: select, and not', TIMES + 1, async (i) => {
      await keyboard.press('x');
      await until(`document.querySelectorAll('.bulk').length === ${(i + 1) % 2}`);
    });
    await measure('', 'c: confirm, on to the next', TIMES, press('c'));
    await measure('', 'd 1: dismiss with a reason', TIMES, () =>
      toAnother(async () => {
        await keyboard.press('d');
        await page.locator('dialog[open] .reasons').waitFor();
        await keyboard.press('1');
      }),
    );
    await measure(
      '',
      'u: undo',
      5,
      async () => {
        await keyboard.press('u');
        await until(`document.querySelector('.toast')?.textContent.startsWith('Taken back')`);
      },
      () => until(`!document.querySelector('.toast')`),
    );
  };
  const search = async (group: string, text: string) =>
    measure(group, `search: ${text}`, 3, async () => {
      await keyboard.press('/');
      await keyboard.type(text);
      await keyboard.press('Enter');
      await until(
        `location.search !== '' && !document.querySelector('.waiting') && document.querySelector('.rows li, .found li')`,
      );
    });
  // The first incident of the store is told by forty articles.
  await page.goto(`${url}/incidents/1?q=state:any`);
  const title = await page.locator('.headline').textContent();
  await page.goto(`${url}/?${new URLSearchParams({ q: `state:any "${title}"` })}`);
  const largest = page.locator('.incident-row .title[href^="/incidents/1?"]');
  await largest.waitFor();
  await measure(
    'Few rows',
    'an incident of 40 reports',
    5,
    () => toAnother(() => largest.click()),
    async () => {
      if ((await page.evaluate('location.pathname')) !== '/') await keyboard.press('Escape');
      await until(`location.pathname === '/'`);
    },
  );
  await page.goto(url);
  await page.locator('.incident-row').first().waitFor();

  const SEARCHES = ['drone', '"shadow fleet" country:LT', 'threat:sabotage -drone'];

  await measure('100 rows', 'o: open the first', 1, press('o'));
  await work('');
  await keyboard.press('Escape');
  await until(`location.pathname === '/'`);
  await measure('', 'a filter, and without', TIMES + 1, async (i) => {
    const filter = page
      .locator('.facets details', { hasText: 'Threat' })
      .first()
      .locator('button')
      .nth(Math.floor(i / 2) % 5);
    await filter.click();
    await until(`location.search.includes('threat') === ${i % 2 === 0} && document.querySelector('.rows li')`);
  });
  for (const text of SEARCHES) await search('', text);
  await page.goto(`${url}/articles`);
  await page.locator('.found li').first().waitFor();
  for (const [i, text] of SEARCHES.entries()) await search(i === 0 ? 'All articles' : '', text);

  await page.goto(url);
  await page.locator('.incident-row').first().waitFor();
  const all = await toEnd(page);
  // With room below for what follows.
  await page.mouse.wheel(0, -20_000);
  await until(`Number(document.querySelector('.rows li').dataset.index) < ${all - 150}`);
  await page.locator('.incident-row .title').nth(10).click();
  await page.locator('.pane .article').first().waitFor();
  await work(`${all} rows`);
  return rows;
}

/** Scrolls until nothing more comes. @returns how many rows there are */
async function toEnd(page: Page): Promise<number> {
  const box = await page.locator('.scroll').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 200);
  const place = () =>
    page.evaluate<{ atEnd: boolean; rows: number }>(`(() => {
      const { scrollTop, clientHeight, scrollHeight } = document.querySelector('.scroll');
      const last = document.querySelector('.rows li:last-child');
      return {
        atEnd: scrollTop + clientHeight > scrollHeight - 2 && Number(last.ariaSetSize) > 0,
        rows: Number(last.dataset.index) + 1,
      };
    })()`);
  for (;;) {
    await page.mouse.wheel(0, 1_500);
    const { atEnd, rows } = await place();
    if (atEnd) return rows;
  }
}

async function scroll(page: Page): Promise<string[]> {
  await page.evaluate(TAKE);
  const start = performance.now();
  const rows = await toEnd(page);
  const seconds = (performance.now() - start) / 1000;
  const { frames, tasks } = await page.evaluate<Speed>(TAKE);
  return [
    `${rows} rows in ${seconds.toFixed(0)} s`,
    ...timesOf(frames),
    String(frames.length),
    String(frames.filter((ms) => ms > 50).length),
    String(tasks.length),
    tasks.length > 0 ? Math.max(...tasks).toFixed(0) : '',
  ];
}

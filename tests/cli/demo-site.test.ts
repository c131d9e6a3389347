import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type DemoSite, startDemoSite } from '../../src/cli/demo-site.ts';

const folder = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const NOON = new Date('2026-03-04T12:00:00Z');

interface Expected {
  url: string;
  feed: string;
  flag: 'below' | 'above' | 'none';
  threats: string[];
  affected: string[];
  cues?: string[];
  negative?: string;
  first?: string;
  last?: string;
  old?: boolean;
}
const { items: expected, clutter } = parse(readFileSync(join(folder, 'expected.yaml'), 'utf8')) as {
  items: Expected[];
  clutter: string[];
};
const addresses = Object.keys(parse(readFileSync(join(folder, 'site.yaml'), 'utf8')) as object);

/** What a client gets that follows `hosts` and keeps the outlet's address. */
function get(site: DemoSite, url: string, headers: Record<string, string> = {}, method = 'GET') {
  const { hostname, pathname, search } = new URL(url);
  const { host, port } = site.hosts[hostname] ?? { host: '127.0.0.1', port: Object.values(site.hosts)[0]?.port };
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    request({ host, port, method, path: pathname + search, headers: { ...headers, host: hostname } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** Every body of a run, by address. */
async function bodies(options: { now: Date; timeZone?: string }): Promise<Map<string, string>> {
  const site = await startDemoSite({ folder, ...options });
  try {
    const served = new Map<string, string>();
    for (const url of addresses) served.set(url, (await get(site, url)).body.toString('latin1'));
    return served;
  } finally {
    await site.close();
  }
}

const isoDates = (text: string) => [...text.matchAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g)].map(([date]) => new Date(date));
const mailDates = (text: string) =>
  [...text.matchAll(/\w{3}, \d\d \w{3} \d{4} [\d:]+ \+0000/g)].map(([date]) => new Date(date));

describe('the demo site', () => {
  let site: DemoSite;
  beforeAll(async () => {
    site = await startDemoSite({ now: NOON, folder });
  });
  afterAll(() => site.close());

  test('serves every feed as a decent publisher does', async () => {
    expect(site.feeds).toHaveLength(8);
    for (const { url } of site.feeds) {
      const first = await get(site, url);
      expect(first.status, url).toBe(200);
      const etag = first.headers.etag ?? '';
      expect(await get(site, url, { 'if-none-match': etag })).toMatchObject({ status: 304, body: Buffer.alloc(0) });
      expect((await get(site, url, { 'if-none-match': '"old"' })).status).toBe(200);
      const zipped = await get(site, url, { 'accept-encoding': 'gzip' });
      expect(zipped.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(zipped.body)).toEqual(first.body);
    }
  });

  test('serves the page of every item, but for the one that was taken down', async () => {
    for (const { url } of expected) {
      const { status } = await get(site, url);
      expect(status, url).toBe(url.endsWith('/gulls-ferry') ? 404 : 200);
    }
  });

  test('knows nothing else', async () => {
    expect((await get(site, 'https://danubewire.example/nothing')).status).toBe(404);
    expect((await get(site, 'https://else.example/rss.xml')).status).toBe(404);
    expect((await get(site, 'https://danubewire.example/rss.xml', {}, 'POST')).status).toBe(405);
    expect((await get(site, 'https://danubewire.example/rss.xml', {}, 'HEAD')).body).toHaveLength(0);
  });

  test('lists in each feed the items that the answers are written for, and no others', async () => {
    const listed = new Set<string>();
    for (const { id, url } of site.feeds) {
      const text = (await get(site, url)).body.toString('latin1');
      const items = expected.filter(({ feed }) => feed === id);
      for (const item of items) {
        const { pathname, search } = new URL(item.url);
        expect(text, item.url).toContain((pathname + search).slice(1));
        listed.add(item.url);
      }
      const entries = text.match(/<item[ >]|<entry>|"date_published"/g) ?? [];
      expect(entries.length, id).toBe(items.length);
    }
    expect([...listed, ...site.feeds.map(({ url }) => url)].sort()).toEqual([...addresses].sort());
  });

  test('leaves no placeholder in anything', async () => {
    for (const url of addresses) expect((await get(site, url)).body.toString('latin1'), url).not.toMatch(/\{\{|\}\}/);
  });

  test('names invented hosts only, but for those that name a format', async () => {
    const formats = ['schema.org', 'www.w3.org', 'purl.org', 'jsonfeed.org'];
    for (const url of addresses) {
      const text = (await get(site, url)).body.toString('latin1');
      for (const [, host = ''] of text.matchAll(/\bhttps?:\/\/([^/"'<>\s)]+)/g))
        expect(formats.includes(host) || host in site.hosts || host === 'cdn.pacificledger.example', host).toBe(true);
      for (const [, host = ''] of text.matchAll(/@([\w-]+\.[\w.-]*\w)/g)) expect(host).toMatch(/\.example$/);
    }
  });

  test('keeps the encoding of an old outlet, which its own declaration tells', async () => {
    const feed = await get(site, 'https://kuestenkurier.example/en/rss.xml');
    expect(feed.headers['content-type']).toBe('text/xml');
    const text = iconv.decode(feed.body, 'windows-1252');
    expect(text).toContain('encoding="windows-1252"');
    expect(text).toContain('Küsten-Kurier – English pages');
    expect(feed.body.includes(Buffer.from('ü', 'utf8'))).toBe(false);
  });
});

describe('the dates of the demo', () => {
  test('make two runs of one day the same, byte for byte', async () => {
    const [morning, night] = [new Date('2026-03-04T00:30:00Z'), new Date('2026-03-04T23:59:30Z')];
    expect(await bodies({ now: morning })).toEqual(await bodies({ now: night }));
  });

  test('leave the identity of an item alone on another day', async () => {
    const identities = (served: Map<string, string>) =>
      [...served.values()].flatMap((text) => text.match(/<guid.*|<id>.*|<link.*|rdf:about=.*|"(id|url)": .*/g) ?? []);
    expect(identities(await bodies({ now: NOON }))).toEqual(
      identities(await bodies({ now: new Date('2027-11-30T09:00:00Z') })),
    );
  });

  test.each(['2026-03-04T00:00:20Z', '2026-03-04T00:07:00Z', '2026-03-04T17:00:00Z'])(
    'are never later than the present (%s)',
    async (moment) => {
      const now = new Date(moment);
      for (const [url, text] of await bodies({ now }))
        for (const date of [...isoDates(text), ...mailDates(text)])
          expect(date.getTime(), url).toBeLessThanOrEqual(now.getTime());
    },
  );

  test.each([
    ['UTC', '2026-03-04T00:00:20Z', '2026-03-04T00:00:00Z'],
    ['UTC', '2026-03-04T23:00:00Z', '2026-03-04T00:00:00Z'],
    ['Europe/Bucharest', '2026-03-04T23:00:00Z', '2026-03-04T22:00:00Z'],
    ['America/New_York', '2026-03-04T03:00:00Z', '2026-03-03T05:00:00Z'],
  ])('fill today in %s, at %s', async (timeZone, moment, midnight) => {
    const served = await bodies({ now: new Date(moment), timeZone });
    const today = (url: string) =>
      isoDates(served.get(url) ?? '').some((date) => date.getTime() >= new Date(midnight).getTime());
    const flagged = expected.filter(({ flag, url }) => flag !== 'none' && today(url));
    expect(flagged.length).toBeGreaterThanOrEqual(6);
  });

  test('are told in words where a text names a day', async () => {
    const served = await bodies({ now: NOON });
    expect(served.get('https://danubewire.example/news/drone-grain-store-plauru')).toContain('late on Tuesday and set');
    expect(served.get('https://kuestenkurier.example/en/artikel.php?id=3112')).toContain('03.03.2026, 07:30');
  });

  test('are refused when nothing can fill them', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'demo-site-'));
    try {
      writeFileSync(join(broken, 'feeds.yaml'), 'feeds: []\n');
      writeFileSync(join(broken, 'site.yaml'), 'https://a.example/: { file: a.html }\n');
      writeFileSync(join(broken, 'a.html'), 'on {{weekdai day-1}}');
      await expect(startDemoSite({ now: NOON, folder: broken })).rejects.toThrow('{{weekdai day-1}}');
    } finally {
      rmSync(broken, { recursive: true });
    }
  });
});

describe('the fixtures', () => {
  const all = (key: 'threats' | 'cues' | 'affected') =>
    new Set(expected.filter(({ flag }) => flag === 'below').flatMap((item) => item[key] ?? []));

  test('hold every type of act and every cue below the threshold, for a member of each pact', () => {
    expect(all('threats').size).toBe(15);
    expect(all('cues').size).toBe(10);
    expect([...all('affected')]).toEqual(expect.arrayContaining(['RO', 'IE', 'JP', 'PH', 'KR', 'AU']));
  });

  test('hold on their pages the words that the answers name', async () => {
    const site = await startDemoSite({ now: NOON, folder });
    let everything = '';
    for (const { url, first = '', last = '' } of expected) {
      const { body } = await get(site, url);
      const page = iconv.decode(body, url.includes('kuestenkurier') ? 'windows-1252' : 'utf8');
      const text = load(page).text().replace(/\s+/g, ' ');
      expect(text, url).toContain(first);
      expect(text, url).toContain(last);
      everything += page;
    }
    await site.close();
    for (const words of clutter) expect(everything).toContain(words);
  });

  test('hold one act above it and a dozen kinds of item that only sound like one', () => {
    expect(expected.filter(({ flag }) => flag === 'above')).toHaveLength(1);
    expect(new Set(expected.flatMap(({ negative }) => negative ?? [])).size).toBeGreaterThanOrEqual(12);
  });
});

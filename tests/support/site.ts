import { cpSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './folders.ts';

/** A site on this machine with feeds of made-up news, which any process can read. */
export interface TestSite {
  /** a configuration folder that lists its feeds and allows its address */
  configDir: string;
  /** where it is served, without a closing slash */
  address: string;
  /** how often each page was asked for, by path */
  hits: Map<string, number>;
}

/** Serves `feeds` feeds with `items` items each; every page takes `delay` ms, so that the work can be shared. */
export async function startSite({
  feeds,
  items,
  delay = 0,
}: {
  feeds: number;
  items: number;
  delay?: number;
}): Promise<TestSite> {
  const hits = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    hits.set(path, (hits.get(path) ?? 0) + 1);
    const [, home] = /^\/home\/(\d+)$/.exec(path) ?? [];
    if (home !== undefined)
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><title>Home</title><link rel="alternate" type="application/rss+xml" href="/${home}">`);
    const [, feed, item] = /^\/(\d+)(?:\/(\d+))?$/.exec(path) ?? [];
    if (feed === undefined) return void response.writeHead(404).end();
    const [type, body] =
      item === undefined
        ? ['application/rss+xml', rss(`http://${request.headers.host}`, Number(feed), items)]
        : ['text/html; charset=utf-8', page(Number(feed), Number(item))];
    setTimeout(() => response.writeHead(200, { 'content-type': type }).end(body), item === undefined ? 0 : delay);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { configDir: configFor(port, feeds), address: `http://127.0.0.1:${port}`, hits };
}

function configFor(port: number, feeds: number): string {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(new URL('../../config/', import.meta.url)), folder, { recursive: true });
  writeFileSync(
    join(folder, 'subthreshold.yaml'),
    `fetch:\n  allowAddresses: ['127.0.0.1:${port}']\n  perHostDelay: 0 s\n  perHostConcurrency: 4\n  respectRobots: false\n`,
  );
  const list = Array.from({ length: feeds }, (_, feed) =>
    [
      `  - id: feed-${feed}`,
      `    title: Feed ${feed}`,
      `    url: http://127.0.0.1:${port}/${feed}`,
      '    language: en',
      '    topics: [baltic]',
      '    reliability: B',
      '    interval: 15 min',
    ].join('\n'),
  );
  writeFileSync(join(folder, 'feeds.yaml'), `feeds:\n${list.join('\n')}\n`);
  return folder;
}

const headline = (feed: number, item: number) =>
  item % 3 === 0
    ? `Drone crosses into Estonia near crossing ${feed}-${item}, debris found`
    : `Harbour council ${feed} adopts its budget, reading ${item}`;

const body = (feed: number, item: number) =>
  item % 3 === 0
    ? `An unidentified drone entered Estonian airspace from Russia on the night and came down in a field near crossing ${feed}-${item}, the defence ministry said. Nobody was hurt. The ministry suspects that Russia sent it and summoned the Russian envoy; the police have cordoned off the site and are collecting the debris.`
    : `The harbour council adopted its budget in reading ${item} after a debate of several hours. The plan of district ${feed} pays for two new quays, a lock and the repair of the breakwater, the chair of the council said. Work begins in spring, and the ferry will run during all of it.`;

function rss(base: string, feed: number, items: number): string {
  const entries = Array.from(
    { length: items },
    (_, item) =>
      `<item><title>${headline(feed, item)}</title><link>${base}/${feed}/${item}</link><pubDate>${new Date().toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${feed}</title><link>${base}</link>${entries.join('')}</channel></rss>`;
}

const page = (feed: number, item: number) =>
  `<!doctype html><html lang="en"><head><title>${headline(feed, item)}</title></head><body><article><h1>${headline(feed, item)}</h1><p>${body(feed, item)}</p><p>${body(feed, item + 3)}</p></article></body></html>`;

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { type FeedEntry, readFeeds } from '../config/feeds.ts';
import { readYaml } from '../config/read-yaml.ts';

/** The invented outlets of the fixtures, served over HTTP on loopback. */
export interface DemoSite {
  /** their feeds, at the addresses of the invented outlets */
  feeds: FeedEntry[];
  /**
   * Where each outlet's host is really served (plain HTTP). A client sends its request for
   * `https://danubewire.example/x` there, with the outlet's name in the `Host` header; every address that it keeps
   * stays the outlet's own, so nothing that is stored depends on the port.
   */
  hosts: Record<string, { host: string; port: number }>;
  close(): Promise<void>;
}

export interface DemoSiteOptions {
  /** the day of the run: items are dated relative to it, none later than it */
  now: Date;
  /** the fixtures folder */
  folder: string;
  /** IANA zone in which that day begins; the digest's zone, so that its "today" is not empty. UTC unless told. */
  timeZone?: string;
}

const siteSchema = z.record(
  z.url(),
  z.strictObject({
    file: z.string().optional(),
    type: z.string().default('text/html; charset=utf-8'),
    status: z.number().int().min(200).max(599).default(200),
  }),
);

interface Answer {
  status: number;
  type: string;
  body: Buffer;
  etag: string;
}

/**
 * Serves the fixtures folder: its feed list `feeds.yaml`, and everything in `site.yaml` (address: file, content type,
 * status) with the dates filled in. Gzip, ETag and conditional GET as a decent publisher has them.
 * @throws ConfigError when a list is wrong, Error when a file is missing or holds a placeholder that nothing fills
 */
export async function startDemoSite({ now, folder, timeZone = 'UTC' }: DemoSiteOptions): Promise<DemoSite> {
  const feeds = readFeeds(join(folder, 'feeds.yaml'));
  const { value: pages } = readYaml(join(folder, 'site.yaml'), siteSchema);
  const moment = DateTime.fromJSDate(now, { zone: timeZone });
  const answers = new Map<string, Answer>();
  for (const [url, { file, type, status }] of Object.entries(pages)) {
    const body = file ? fillDates(readFileSync(join(folder, file)), moment) : Buffer.from('');
    const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    answers.set(address(url), { status, type, body, etag });
  }

  const server = createServer((request, response) => answer(request, response, answers));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { address: host, port } = server.address() as AddressInfo;
  const outlets = new Set([...Object.keys(pages), ...feeds.map(({ url }) => url)].map((url) => new URL(url).hostname));
  return {
    feeds,
    hosts: Object.fromEntries([...outlets].map((name) => [name, { host, port }])),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** `https://danubewire.example/x?y` as `danubewire.example/x?y` */
function address(url: string): string {
  const { hostname, pathname, search } = new URL(url);
  return hostname + pathname + search;
}

function answer(request: IncomingMessage, response: ServerResponse, answers: Map<string, Answer>): void {
  const method = request.method ?? '';
  if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  const outlet = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const found = answers.get(outlet + request.url);
  if (!found) return void response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');

  const headers = { etag: found.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
  if (found.status === 200 && matches(request.headers['if-none-match'], found.etag))
    return void response.writeHead(304, headers).end();
  const gzip = /\bgzip\b/i.test(String(request.headers['accept-encoding'] ?? ''));
  const body = gzip ? gzipSync(found.body) : found.body;
  response
    .writeHead(found.status, {
      ...headers,
      'content-type': found.type,
      'content-length': body.length,
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    })
    .end(method === 'HEAD' ? undefined : body);
}

/** Weak comparison (RFC 9110, 13.1.2): the client may hold several tags, and need not say that they are weak. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}

/**
 * Fills `{{form day-N HH:MM}}`: the day that lies N days before `now`'s, at that time of `now`'s zone. What would lie
 * ahead of `now` becomes `now` (to the minute): news of today is dated within its first half hour, so one run before
 * 00:30 may see other minutes than the next, and all later runs of a day see the same bytes.
 *
 * Works on bytes, since a page may be in any encoding that has ASCII in it.
 */
function fillDates(bytes: Buffer, now: DateTime): Buffer {
  const filled = bytes.toString('latin1').replace(/\{\{([^{}]*)\}\}/g, (whole, inside: string) => {
    const [, form = '', days, hour = '0', minute = '0'] = /^(\w+) day-(\d+)(?: (\d\d):(\d\d))?$/.exec(inside) ?? [];
    const write = Object.hasOwn(FORMS, form) ? FORMS[form as keyof typeof FORMS] : undefined;
    if (!write || days === undefined) throw new Error(`fixtures: nothing fills the placeholder ${whole}`);
    const then = now
      .startOf('day')
      .minus({ days: Number(days) })
      .set({ hour: Number(hour), minute: Number(minute) });
    return write(DateTime.min(then, now.startOf('minute')));
  });
  return Buffer.from(filled, 'latin1');
}

const english = (pattern: string) => (time: DateTime) => time.setLocale('en-GB').toFormat(pattern);
const utc = (write: (time: DateTime) => string) => (time: DateTime) => write(time.toUTC());

/** The forms a date takes in feeds and pages. */
const FORMS = {
  /** 2026-03-04T00:12:00Z */
  iso: utc(english("yyyy-MM-dd'T'HH:mm:ss'Z'")),
  /** Wed, 04 Mar 2026 00:12:00 +0000 */
  rfc822: utc(english('ccc, dd LLL yyyy HH:mm:ss +0000')),
  /** 4 March 2026, 00:12 UTC */
  stamp: utc(english("d LLLL yyyy, HH:mm 'UTC'")),
  /** 00:12 */
  clock: utc(english('HH:mm')),
  /** 4 March 2026 */
  date: english('d LLLL yyyy'),
  /** 04.03.2026 */
  dotted: english('dd.LL.yyyy'),
  /** Wednesday */
  weekday: english('cccc'),
};

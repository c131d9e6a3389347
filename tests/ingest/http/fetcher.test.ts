import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { FetchSettings } from '../../../src/config/settings.ts';
import type { Lookup } from '../../../src/ingest/http/connector.ts';
import { createFetcher, type Fetcher } from '../../../src/ingest/http/fetcher.ts';
import { type Act, answer, type RawServer, startRawServer } from './raw-server.ts';
import { fetchSettings } from './settings.ts';

const FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Baltic Wire</title></channel></rss>';
const PAGE = '<!doctype html><title>Cable cut off the coast</title><p>A tanker dragged its anchor.</p>';
const XML = { 'Content-Type': 'application/rss+xml; charset=utf-8' };
const HTML = { 'Content-Type': 'text/html' };

const running: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const each of running.reverse()) await each.close();
});

/** A server that plays `acts`, and a fetcher that may talk to it. */
async function scene(
  acts: Record<string, Act>,
  settings: Partial<FetchSettings> = {},
  lookup?: Lookup,
): Promise<{ server: RawServer; fetcher: Fetcher }> {
  const server = await startRawServer(acts);
  const fetcher = createFetcher(fetchSettings(settings), lookup);
  running.push(server, fetcher);
  return { server, fetcher };
}

const resolvesTo =
  (...addresses: string[]): Lookup =>
  async () =>
    addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('a document', () => {
  test('comes with everything a caller needs', async () => {
    const { server, fetcher } = await scene({
      '/feed': answer(
        200,
        {
          ...XML,
          ETag: 'W/"7"',
          'Last-Modified': 'Sat, 14 Mar 2026 10:00:00 GMT',
          Date: 'Sat, 14 Mar 2026 12:00:00 GMT',
          Expires: 'Sat, 14 Mar 2026 12:30:00 GMT',
          'Cache-Control': 'public, max-age=1200',
          Age: '200',
          Link: '<https://hub.example/>; rel="hub"',
          'Set-Cookie': 'spy=1',
        },
        FEED,
      ),
    });
    expect(await fetcher.get(`${server.url('/feed')}?a=1#top`, { accept: 'feed' })).toEqual({
      outcome: 'ok',
      status: 200,
      finalUrl: `${server.url('/feed')}?a=1`,
      permanentUrl: null,
      headers: { date: 'Sat, 14 Mar 2026 12:00:00 GMT', link: '<https://hub.example/>; rel="hub"' },
      body: Buffer.from(FEED),
      contentType: 'application/rss+xml; charset=utf-8',
      validators: { etag: 'W/"7"', lastModified: 'Sat, 14 Mar 2026 10:00:00 GMT' },
      freshness: { maxAge: 1_000_000, expires: 1_800_000, retryAfter: null },
    });
  });

  test('is asked for by name, without cookies', async () => {
    const { server, fetcher } = await scene({ '*': answer(200, { ...XML, 'Set-Cookie': 'spy=1' }, FEED) });
    await fetcher.get(server.url('/feed'), { accept: 'feed' });
    await fetcher.get(server.url('/feed'), { accept: 'feed' });
    expect(server.requests[1]).toMatch(/^user-agent: Subthreshold\/\d/im);
    expect(server.requests[1]).toMatch(/^accept: application\/atom\+xml/im);
    expect(server.requests[1]).not.toMatch(/^(cookie|referer|authorization):/im);
  });

  test.each([
    ['gzip', gzipSync(FEED)],
    ['x-gzip', gzipSync(FEED)],
    ['deflate', deflateSync(FEED)],
    ['deflate', deflateRawSync(FEED)],
    ['br', brotliCompressSync(FEED)],
    ['deflate, gzip', gzipSync(deflateSync(FEED))],
    ['identity', Buffer.from(FEED)],
    ['GZIP', Buffer.from(FEED)], // a lie
    ['br', Buffer.alloc(0)],
  ])('compressed as %s is unpacked', async (encoding, body) => {
    const { server, fetcher } = await scene({ '/feed': answer(200, { ...XML, 'Content-Encoding': encoding }, body) });
    const outcome = await fetcher.get(server.url('/feed'), { accept: 'feed' });
    expect(outcome).toMatchObject({ outcome: 'ok', body: Buffer.from(body.length > 0 ? FEED : '') });
  });

  test('may be no larger than the caller allows', async () => {
    const { server, fetcher } = await scene({ '/feed': answer(200, XML, FEED.padEnd(5000)) });
    expect(await fetcher.get(server.url('/feed'), { maxBytes: 4999 })).toMatchObject({ kind: 'too-large' });
    expect(await fetcher.get(server.url('/feed'), { maxBytes: 5000 })).toMatchObject({ outcome: 'ok' });
  });

  test.each([
    ['feed', { 'Content-Type': 'text/html' }, FEED],
    ['feed', { 'Content-Type': 'image/png' }, `\ufeff\n ${FEED}`],
    ['feed', {}, '{"version": "https://jsonfeed.org/version/1.1"}'],
    ['feed', XML, `Warning: something odd\n${FEED}`],
    ['feed', XML, Buffer.from(`\ufeff${FEED}`, 'utf16le')],
    ['feed', XML, Buffer.from(FEED, 'utf16le')],
    ['page', { 'Content-Type': 'application/octet-stream' }, PAGE],
    ['page', { 'Content-Type': 'image/jpeg' }, PAGE],
    ['page', {}, PAGE],
    ['any', { 'Content-Type': 'image/jpeg' }, Buffer.from([255, 216, 0])],
  ] as const)('is judged by what it is, not by its label: %s %o', async (accept, headers, body) => {
    const { server, fetcher } = await scene({ '/x': answer(200, headers, body) });
    expect(await fetcher.get(server.url('/x'), { accept })).toMatchObject({ outcome: 'ok' });
  });

  test.each([
    ['feed', XML, PAGE],
    ['page', { 'Content-Type': 'application/pdf' }, Buffer.from('%PDF-1.7\n%\u0001\u0002')],
    ['page', { 'Content-Type': 'application/json' }, '{"error": "no"}'],
    ['page', HTML, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0])],
  ] as const)('of the wrong kind is refused: %s %o', async (accept, headers, body) => {
    const { server, fetcher } = await scene({ '/x': answer(200, headers, body) });
    expect(await fetcher.get(server.url('/x'), { accept })).toMatchObject({ kind: 'bad-content-type' });
  });
});

describe('a version that is known', () => {
  const conditional: Act = (socket, request) =>
    (/^if-none-match: "7"\r$/im.test(request)
      ? answer(304, { 'Cache-Control': 'max-age=60' })
      : answer(200, XML, FEED))(socket, request);

  test('is not sent again', async () => {
    const { server, fetcher } = await scene({ '/feed': conditional });
    const validators = { etag: '"7"', lastModified: 'Sat, 14 Mar 2026 10:00:00 GMT' };
    expect(await fetcher.get(server.url('/feed'), { validators })).toEqual({
      outcome: 'not-modified',
      finalUrl: server.url('/feed'),
      permanentUrl: null,
      freshness: { maxAge: 60_000, expires: null, retryAfter: null },
    });
    expect(server.requests[0]).toContain('if-modified-since: Sat, 14 Mar 2026 10:00:00 GMT');
  });

  test('is sent when its validators are broken', async () => {
    const { server, fetcher } = await scene({ '/feed': conditional });
    const validators = { etag: '"7"\r\nX-Injected: yes', lastModified: '' };
    expect(await fetcher.get(server.url('/feed'), { validators })).toMatchObject({ outcome: 'ok' });
    expect(server.requests[0]).not.toContain('Injected');
  });

  test('that nobody asked about is no answer', async () => {
    const { server, fetcher } = await scene({ '/feed': answer(304, {}) });
    expect(await fetcher.get(server.url('/feed'))).toMatchObject({ kind: 'http-status', status: 304 });
  });
});

describe('redirects', () => {
  test('that are permanent all the way are reported; a temporary one ends the chain', async () => {
    const { server, fetcher } = await scene({
      '/old': answer(301, { Location: '/newer' }),
      '/newer': answer(308, { Location: '/newest' }),
      '/newest': answer(200, XML, FEED),
      '/mixed': answer(301, { Location: '/temporary' }),
      '/temporary': answer(302, { Location: '/old' }),
      '/away': answer(302, { Location: '/old' }),
    });
    const newest = server.url('/newest');
    expect(await fetcher.get(server.url('/old'))).toMatchObject({ finalUrl: newest, permanentUrl: newest });
    expect(await fetcher.get(server.url('/mixed'))).toMatchObject({
      finalUrl: newest,
      permanentUrl: server.url('/temporary'),
    });
    expect(await fetcher.get(server.url('/away'))).toMatchObject({ finalUrl: newest, permanentUrl: null });
  });

  test('are followed so often and no more', async () => {
    const next: Act = (socket, request) => {
      const step = Number(/^GET \/(\d+)/.exec(request)?.[1]);
      (step === 0 ? answer(200, XML, FEED) : answer(302, { Location: `/${step - 1}` }))(socket, request);
    };
    const { server, fetcher } = await scene({ '*': next }, { maxRedirects: 3 });
    expect(await fetcher.get(server.url('/3'))).toMatchObject({ outcome: 'ok' });
    expect(await fetcher.get(server.url('/4'))).toMatchObject({ kind: 'too-many-redirects' });
  });

  test('to an address in bare UTF-8 are understood', async () => {
    const { server, fetcher } = await scene({
      '/old': (socket) => socket.end('HTTP/1.1 301 Moved\r\nLocation: /știri\r\nContent-Length: 0\r\n\r\n'),
      '/%C8%99tiri': answer(200, XML, FEED),
    });
    expect(await fetcher.get(server.url('/old'))).toMatchObject({ finalUrl: server.url('/%C8%99tiri') });
  });
});

describe('addresses', () => {
  test('that change between two look-ups gain nothing: only what was checked is connected to', async () => {
    // 127.0.0.1 plays the public server, 127.0.0.2 the secret one.
    const secret = await startRawServer({ '*': answer(200, HTML, 'secret') }, '127.0.0.2');
    running.push(secret);
    let lookups = 0;
    const rebinding: Lookup = async () => [{ address: ++lookups % 2 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    const { server, fetcher } = await scene({ '*': answer(200, XML, FEED) }, {}, rebinding);
    expect(await fetcher.get(server.url('/', 'rebinding.example'))).toMatchObject({ outcome: 'ok' });
    expect(lookups).toBe(1);
    expect(await fetcher.get(secret.url('/', 'rebinding.example'))).toMatchObject({
      kind: 'blocked-address',
      message: expect.stringContaining('rebinding.example leads to 127.0.0.2, a loopback address'),
    });
    expect(secret.requests).toEqual([]);
  });

  test('are each checked where a name has several', async () => {
    const { server, fetcher } = await scene(
      { '*': answer(200, XML, FEED) },
      {},
      resolvesTo('::1', '10.0.0.1', '127.0.0.1'),
    );
    expect(await fetcher.get(server.url('/', 'many.example'))).toMatchObject({ outcome: 'ok' });
    expect(server.requests[0]).toMatch(new RegExp(`^host: many.example:${server.port}\r$`, 'im'));
  });

  test('are checked again at each hop', async () => {
    const lookup: Lookup = async (name) => resolvesTo(name === 'inside.example' ? '192.168.0.1' : '127.0.0.1')(name);
    const { server, fetcher } = await scene({ '/': answer(302, { Location: 'http://inside.example/' }) }, {}, lookup);
    expect(await fetcher.get(server.url('/', 'outside.example'))).toMatchObject({
      kind: 'blocked-address',
      url: 'http://inside.example/',
    });
  });

  test('of names that do not exist are told as such', async () => {
    const missing: Lookup = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };
    const { fetcher } = await scene({}, {}, missing);
    expect(await fetcher.get('http://nowhere.example/feed')).toMatchObject({
      kind: 'dns',
      message: 'there is no host named nowhere.example; is it spelt right, has the site moved?',
    });
    const { fetcher: other } = await scene({}, {}, resolvesTo());
    expect(await other.get('http://nowhere.example/feed')).toMatchObject({ kind: 'dns' });
  });

  test('that are never found out are not waited for', async () => {
    const silent: Lookup = () => new Promise(() => {});
    const timeouts = { connect: 200, firstByte: 200, total: 5000 };
    const { fetcher } = await scene({}, { timeouts }, silent);
    expect(await fetcher.get('http://silent.example/feed')).toMatchObject({ kind: 'timeout-connect', retryable: true });
  });

  test('that speak no TLS are told as such', async () => {
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as { port: number };
    const { fetcher } = await scene({});
    const outcome = await fetcher.get(`https://127.0.0.1:${port}/`);
    plain.close();
    expect(outcome).toMatchObject({ kind: 'tls', retryable: false });
  });

  test.each([
    ['ftp://wire.example/feed', 'begins with ftp:'],
    ['file:///etc/passwd', 'begins with file:'],
    ['http://user:hunter2@wire.example/', 'holds a user name or a password'],
    ['http://user@wire.example/', 'holds a user name or a password'],
    ['not an address', 'not a web address'],
    ['http://user:hunter2@wire example/', 'not a web address'],
    ['//wire.example/feed', 'not a web address'],
    ['', 'not a web address'],
    [`http://wire.example/${'x'.repeat(5000)}`, 'longer than 4096 characters'],
  ])('%s is refused', async (url, message) => {
    const { fetcher } = await scene({}, {}, resolvesTo('127.0.0.1'));
    const outcome = await fetcher.get(url);
    expect(outcome).toMatchObject({ kind: 'bad-url', message: expect.stringContaining(message), retryable: false });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });
});

test('any string at all is answered with an outcome', async () => {
  const missing: Lookup = async () => [];
  const { fetcher } = await scene({}, { allowAddresses: [] }, missing);
  const url = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.webUrl().map((u) => `${u}\0\r\n`),
  );
  await fc.assert(
    fc.asyncProperty(url, async (any) => {
      const outcome = await fetcher.get(any, { accept: 'page' });
      expect(outcome).toMatchObject({
        outcome: 'failed',
        kind: expect.stringMatching(/^(bad-url|dns|blocked-address)$/),
      });
    }),
  );
});

describe('what a status says', () => {
  test('gone is gone', async () => {
    const { server, fetcher } = await scene({ '/feed': answer(410, {}) });
    expect(await fetcher.get(server.url('/feed'))).toMatchObject({ outcome: 'gone', finalUrl: server.url('/feed') });
  });

  test.each([
    [403, false, 'answers 403 Forbidden: it refuses us'],
    [404, false, 'answers 404 Not Found: there is nothing at this address'],
    [429, true, 'answers 429 Too Many Requests: it wants to be asked less often'],
    [500, true, 'answers 500 Internal Server Error: the server has trouble of its own'],
    [202, false, 'answers 202 Accepted: no document came with it'],
    [799, true, 'answers 799: '],
  ])('%i is told in words', async (status, retryable, message) => {
    const { server, fetcher } = await scene({ '/feed': answer(status, {}) });
    const outcome = await fetcher.get(server.url('/feed'));
    expect(outcome).toMatchObject({
      kind: 'http-status',
      status,
      retryable,
      message: expect.stringContaining(message),
    });
  });

  test.each([429, 503])('a host that answers %i with Retry-After is left alone', async (status) => {
    const { server, fetcher } = await scene({
      '/busy': answer(status, { 'Retry-After': '120' }),
      '/feed': answer(200, XML, FEED),
    });
    expect(await fetcher.get(server.url('/busy'))).toMatchObject({ kind: 'http-status', retryAfter: 120_000 });
    const again = await fetcher.get(server.url('/feed'));
    expect(again).toMatchObject({ kind: 'resting', retryable: true });
    expect(again.outcome === 'failed' && again.retryAfter).toBeGreaterThan(110_000);
    expect(server.requests).toHaveLength(1);
  });
});

describe('robots.txt', () => {
  const rules = answer(
    200,
    {},
    'User-agent: *\nDisallow: /private/\n\nUser-agent: subthreshold\nDisallow: /archive/\n',
  );
  const page = answer(200, HTML, PAGE);

  test('is asked once for pages, and obeyed', async () => {
    const { server, fetcher } = await scene({ '/robots.txt': rules, '*': page });
    const get = (path: string) => fetcher.get(server.url(path), { accept: 'page' });
    await Promise.all([get('/news/1'), get('/news/2')]);
    expect(await get('/archive/1')).toMatchObject({ kind: 'robots', retryable: false });
    expect((await Promise.all([get('/private/1'), get('/private/2')])).map(({ outcome }) => outcome)).toEqual([
      'ok',
      'ok',
    ]);
    expect(server.requests.filter((request) => request.startsWith('GET /robots.txt'))).toHaveLength(1);
    expect(server.requests.some((request) => request.startsWith('GET /archive'))).toBe(false);
  });

  test('is not asked for feeds, nor when settings say so', async () => {
    const acts = { '/robots.txt': answer(200, {}, 'User-agent: *\nDisallow: /\n'), '*': answer(200, XML, FEED) };
    const { server, fetcher } = await scene(acts);
    expect(await fetcher.get(server.url('/feed'), { accept: 'feed' })).toMatchObject({ outcome: 'ok' });
    const careless = await scene(acts, { respectRobots: false });
    expect(await careless.fetcher.get(careless.server.url('/1'), { accept: 'page' })).toMatchObject({ outcome: 'ok' });
  });

  test('holds for what a page redirects to', async () => {
    const { server, fetcher } = await scene({
      '/robots.txt': rules,
      '/news': answer(302, { Location: '/archive/1' }),
      '*': page,
    });
    expect(await fetcher.get(server.url('/news'), { accept: 'page' })).toMatchObject({
      kind: 'robots',
      url: server.url('/archive/1'),
    });
  });

  test('that is missing forbids nothing; that cannot be read for now forbids everything', async () => {
    const get = async (robots: Act) => {
      const { server, fetcher } = await scene({ '/robots.txt': robots, '*': page });
      return fetcher.get(server.url('/news'), { accept: 'page' });
    };
    expect(await get(answer(404, {}))).toMatchObject({ outcome: 'ok' });
    expect(await get(answer(410, {}))).toMatchObject({ outcome: 'ok' });
    expect(await get(answer(200, HTML, PAGE))).toMatchObject({ outcome: 'ok' });
    expect(await get(answer(302, { Location: '/robots.txt' }))).toMatchObject({ outcome: 'ok' });
    expect(await get(answer(500, {}))).toMatchObject({ kind: 'robots', status: 500, retryable: true });
    expect(await get((socket) => socket.destroy())).toMatchObject({ kind: 'connection-reset', retryable: true });
  });

  test('may ask for a pause between two pages', async () => {
    const paced = answer(200, {}, 'User-agent: *\nCrawl-delay: 0.4\n');
    const starts: number[] = [];
    const noted: Act = (socket, request) => {
      starts.push(performance.now());
      page(socket, request);
    };
    const { server, fetcher } = await scene({ '/robots.txt': paced, '*': noted });
    await Promise.all(['/1', '/2', '/3'].map((path) => fetcher.get(server.url(path), { accept: 'page' })));
    const [first, second, third] = starts as [number, number, number];
    expect(second - first).toBeGreaterThan(350);
    expect(third - second).toBeGreaterThan(350);
  });

  test('made to be hard to read does not hold us up', async () => {
    const hard = `User-agent: *\nDisallow: /${'*a'.repeat(50_000)}\n`;
    const { server, fetcher } = await scene({ '/robots.txt': answer(200, {}, hard), '*': page });
    const url = server.url(`/${'a'.repeat(3000)}`);
    expect(await fetcher.get(url, { accept: 'page' })).toMatchObject({ kind: 'robots', retryable: false });
  });
});

describe('a caller', () => {
  const never: Act = () => {};

  test('can abort at any moment, and gets its own reason', async () => {
    const { server, fetcher } = await scene({ '*': never }, { perHostConcurrency: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = [
      fetcher.get(server.url('/1'), { signal: first.signal }),
      fetcher.get(server.url('/2'), { signal: second.signal }),
    ];
    const settled = Promise.allSettled(waiting);
    second.abort(new Error('no longer wanted')); // while it waits for its turn
    setTimeout(() => first.abort(new Error('enough')), 50); // while it waits for an answer
    expect((await settled).map((result) => result.status === 'rejected' && result.reason.message)).toEqual([
      'enough',
      'no longer wanted',
    ]);
    await expect(fetcher.get(server.url('/3'), { signal: AbortSignal.abort(new Error('late')) })).rejects.toThrow(
      'late',
    );
  });

  test('can abort while robots.txt is waited for', async () => {
    const { server, fetcher } = await scene({ '/robots.txt': never });
    const signal = AbortSignal.timeout(50);
    await expect(fetcher.get(server.url('/1'), { accept: 'page', signal })).rejects.toThrow(/timeout/);
  });

  test('closes: what is under way ends, what waits or comes later is turned away', async () => {
    const slow: Act = (socket, request) => setTimeout(() => answer(200, XML, FEED)(socket, request), 100);
    const { server, fetcher } = await scene({ '*': slow }, { perHostConcurrency: 1 });
    const underWay = fetcher.get(server.url('/1'));
    const waiting = fetcher.get(server.url('/2'));
    await expect.poll(() => server.requests.length).toBe(1);
    const closing = fetcher.close();
    expect(await waiting).toMatchObject({ kind: 'closed', retryable: true });
    expect(await fetcher.get(server.url('/3'))).toMatchObject({ kind: 'closed' });
    await closing;
    expect(await underWay).toMatchObject({ outcome: 'ok' });
    expect(server.requests).toHaveLength(1);
  });
});

test('a host gets so many requests at a time, and a pause between their starts', async () => {
  let now = 0;
  let most = 0;
  const starts: number[] = [];
  const slow: Act = (socket, request) => {
    starts.push(performance.now());
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      answer(200, XML, FEED)(socket, request);
    }, 120);
  };
  const { server, fetcher } = await scene({ '*': slow }, { perHostConcurrency: 2, perHostDelay: 40 });
  await Promise.all(['/1', '/2', '/3', '/4'].map((path) => fetcher.get(server.url(path))));
  expect(most).toBe(2);
  const pauses = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
  expect(Math.min(...pauses)).toBeGreaterThan(20);
});

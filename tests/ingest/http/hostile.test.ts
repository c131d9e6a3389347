import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFetcher, type Fetcher } from '../../../src/ingest/http/fetcher.ts';
import type { FetchFailed, FetchOutcome } from '../../../src/ingest/http/outcome.ts';
import { type Act, answer, drip, type RawServer, startRawServer } from './raw-server.ts';
import { fetchSettings } from './settings.ts';

const FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Baltic Wire</title></channel></rss>';
const XML = { 'Content-Type': 'application/rss+xml' };
const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n';
const bomb = Buffer.from(FEED.replace('Baltic Wire', ' '.repeat(20_000_000)));

const endless: Act = (socket) => {
  socket.write(`${OK}\r\n`);
  const more = () => {
    while (socket.writable && socket.write(Buffer.alloc(65_536, 'x')));
  };
  socket.on('drain', more);
  more();
};

const acts: Record<string, Act> = {
  '/slow-body': drip(`${OK}Content-Length: 100000\r\n\r\n`, 'x', 20),
  '/slow-head': drip('HTTP/1.1 200 OK\r\nX-Slow: ', 'x', 20),
  '/endless-1xx': drip('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', 20),
  '/endless-body': endless,
  '/huge-length': answer(200, { ...XML, 'Content-Length': '99999999999' }, FEED),
  '/gzip-bomb': answer(200, { ...XML, 'Content-Encoding': 'gzip' }, gzipSync(bomb)),
  '/deflate-bomb': answer(200, { ...XML, 'Content-Encoding': 'deflate' }, deflateSync(bomb)),
  '/brotli-bomb': answer(200, { ...XML, 'Content-Encoding': 'br' }, brotliCompressSync(bomb)),
  '/double-bomb': answer(200, { ...XML, 'Content-Encoding': 'gzip, gzip' }, gzipSync(gzipSync(bomb))),
  '/nine-times-gzip': answer(200, { ...XML, 'Content-Encoding': Array(9).fill('gzip').join(',') }, FEED),
  '/half-a-gzip': answer(200, { ...XML, 'Content-Encoding': 'gzip' }, gzipSync(FEED).subarray(0, 50)),
  '/broken-gzip': answer(200, { ...XML, 'Content-Encoding': 'gzip' }, Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6])),
  '/unknown-compression': answer(200, { ...XML, 'Content-Encoding': 'rot13' }, FEED),
  '/loop-a': answer(302, { Location: '/loop-b' }),
  '/loop-b': answer(302, { Location: '/loop-a' }),
  '/loop-self': answer(301, { Location: '/loop-self', 'Set-Cookie': 'a=b' }),
  '/to-metadata': answer(302, { Location: 'http://169.254.169.254/latest/meta-data/' }),
  '/to-mapped': answer(301, { Location: 'http://[::ffff:127.0.0.1]:1/' }),
  '/to-loopback-oddly': answer(301, { Location: 'http://0x7f.2/' }),
  '/to-file': answer(301, { Location: 'file:///etc/passwd' }),
  '/to-credentials': answer(301, { Location: 'http://user:hunter2@wire.example/' }),
  '/to-nowhere': answer(301, {}),
  '/to-nonsense': answer(301, { Location: 'http://[nonsense/' }),
  '/half-closed': (socket) => socket.end(),
  '/half-closed-in-head': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
  '/reset': (socket) => socket.resetAndDestroy(),
  '/body-cut-short': answer(200, { ...XML, 'Content-Length': '5000' }, FEED),
  '/chunk-cut-short': (socket) => socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\nff\r\nabc`),
  '/bad-chunk': (socket) => socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n`),
  '/two-lengths': (socket) => socket.end(`${OK}Content-Length: 5\r\nContent-Length: 7\r\n\r\n1234567`),
  '/body-too-long': answer(200, { ...XML, 'Content-Length': '20' }, FEED),
  '/error-page': answer(200, { 'Content-Type': 'text/html' }, '<!doctype html><title>Just a\n moment…</title>'),
  '/error-page-as-feed': answer(200, XML, '\ufeff\n<!-- x --><HTML><head><title>Database error</title></HTML>'),
  '/picture-as-feed': answer(200, XML, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 4])),
  '/many-headers': (socket) => socket.end(`${OK}${'a: b\r\n'.repeat(10_000)}\r\n${FEED}`),
  '/wide-headers': (socket) => socket.end(`${OK}${'X-Wide: '.padEnd(40_000, 'x')}\r\n\r\n${FEED}`),
  '/never': () => {},
  '/not-http': (socket) => socket.end('220 mail.example ESMTP\r\n'),
  '/poison': answer(200, { ...XML, ['__proto__']: 'x', Constructor: 'y', toString: 'z' }, FEED),
  '/500': answer(500, {}, 'oops'),
};

let server: RawServer;
let fetcher: Fetcher;
beforeAll(async () => {
  server = await startRawServer(acts);
  fetcher = createFetcher(fetchSettings({ timeouts: { connect: 1000, firstByte: 1000, total: 3000 } }));
});
afterAll(async () => {
  await fetcher.close();
  await server.close();
});

const get = (path: string) => fetcher.get(server.url(path), { accept: 'feed' });
const failure = (outcome: FetchOutcome): FetchFailed => {
  if (outcome.outcome !== 'failed') throw new Error(`did not fail, but: ${outcome.outcome}`);
  return outcome;
};

test.concurrent.each([
  ['/slow-body', 'timeout-total'],
  ['/slow-head', 'timeout-first-byte'],
  ['/endless-1xx', 'timeout-total'],
  ['/never', 'timeout-first-byte'],
  ['/endless-body', 'too-large'],
  ['/huge-length', 'too-large'],
  ['/gzip-bomb', 'too-large'],
  ['/deflate-bomb', 'too-large'],
  ['/brotli-bomb', 'too-large'],
  ['/double-bomb', 'too-large'],
  ['/nine-times-gzip', 'bad-encoding'],
  ['/half-a-gzip', 'bad-encoding'],
  ['/broken-gzip', 'bad-encoding'],
  ['/unknown-compression', 'bad-encoding'],
  ['/loop-a', 'redirect-loop'],
  ['/loop-self', 'redirect-loop'],
  ['/to-metadata', 'blocked-address'],
  ['/to-mapped', 'connection-refused'],
  ['/to-loopback-oddly', 'blocked-address'],
  ['/to-file', 'bad-url'],
  ['/to-credentials', 'bad-url'],
  ['/to-nowhere', 'bad-redirect'],
  ['/to-nonsense', 'bad-redirect'],
  ['/half-closed', 'connection-reset'],
  ['/half-closed-in-head', 'connection-reset'],
  ['/reset', 'connection-reset'],
  ['/body-cut-short', 'truncated'],
  ['/chunk-cut-short', 'truncated'],
  ['/bad-chunk', 'bad-response'],
  ['/two-lengths', 'bad-response'],
  ['/error-page', 'bad-content-type'],
  ['/error-page-as-feed', 'bad-content-type'],
  ['/picture-as-feed', 'bad-content-type'],
  ['/many-headers', 'too-many-headers'],
  ['/wide-headers', 'too-many-headers'],
  ['/not-http', 'bad-response'],
  ['/500', 'http-status'],
])('%s ends as %s, told in words', async (path, kind) => {
  const { message, ...failed } = failure(await get(path));
  expect(failed.kind, message).toBe(kind);
  expect(message).toMatch(/^[^\n]{20,200}$/);
});

test('an answer that is longer than it says is cut, and harms nothing', async () => {
  expect(await get('/body-too-long')).toMatchObject({ outcome: 'ok', body: Buffer.from(FEED.slice(0, 20)) });
});

test('headers with the names of inherited properties are headers like others', async () => {
  const outcome = await get('/poison');
  expect(outcome).toMatchObject({ outcome: 'ok', body: Buffer.from(FEED) });
  expect(({} as { x?: string }).x).toBeUndefined();
});

test('an error page is told by its title, on one line', async () => {
  expect(failure(await get('/error-page')).message).toContain('a web page (“Just a moment…”) where a feed should be');
});

test('a password in a redirect is neither told nor kept', async () => {
  expect(JSON.stringify(await get('/to-credentials'))).not.toContain('hunter2');
});

test('a redirect into the machine is told with the address it leads to', async () => {
  expect(failure(await get('/to-metadata'))).toMatchObject({
    message:
      "169.254.169.254 is a cloud's metadata service; list it in fetch.allowAddresses if it is meant to be fetched from",
    url: 'http://169.254.169.254/latest/meta-data/',
    retryable: false,
  });
});

test('none of this leaves a connection behind', async () => {
  expect(server.requests.length).toBeGreaterThan(Object.keys(acts).length);
  await expect.poll(() => server.open(), { timeout: 2000 }).toEqual([]);
});

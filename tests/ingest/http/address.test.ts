import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAddressGuard } from '../../../src/ingest/http/address.ts';
import { createFetcher } from '../../../src/ingest/http/fetcher.ts';
import { startRawServer } from './raw-server.ts';
import { fetchSettings } from './settings.ts';

const guard = createAddressGuard([]);
const use = (address: string) => guard(address, 'wire.example', 80);

test.each([
  '1.1.1.1',
  '93.184.216.34',
  '172.32.0.1',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
  '::ffff:93.184.216.34',
  '64:ff9b::5db8:d822',
])('%s is public', (address) => {
  expect(use(address)).toBeNull();
});

test.each([
  ['127.0.0.1', 'a loopback address'],
  ['127.255.255.254', 'a loopback address'],
  ['0.0.0.0', 'the unspecified address'],
  ['10.0.0.1', 'a private address'],
  ['172.16.0.1', 'a private address'],
  ['172.31.255.255', 'a private address'],
  ['192.168.178.1', 'a private address'],
  ['100.64.0.1', 'a private address of a provider'],
  ['169.254.1.1', 'a link-local address'],
  ['169.254.169.254', "a cloud's metadata service"],
  ['168.63.129.16', "a cloud's metadata service"],
  ['100.100.100.200', "a cloud's metadata service"],
  ['224.0.0.251', 'a multicast address'],
  ['255.255.255.255', 'the broadcast address'],
  ['240.0.0.1', 'a reserved address'],
  ['192.0.2.1', 'a reserved address'],
  ['198.18.0.1', 'a reserved address'],
  ['::', 'the unspecified address'],
  ['::1', 'a loopback address'],
  ['fe80::1', 'a link-local address'],
  ['fe80::1%eth0', 'a link-local address'],
  ['fd12:3456::1', 'a private address'],
  ['fd00:ec2::254', "a cloud's metadata service"],
  ['ff02::1', 'a multicast address'],
  ['fec0::1', 'a reserved address'],
  ['::ffff:127.0.0.1', 'a loopback address'],
  ['::ffff:a9fe:a9fe', "a cloud's metadata service"],
  ['::127.0.0.1', 'a reserved address'],
  ['::ffff:0:127.0.0.1', 'a reserved address'],
  ['64:ff9b::7f00:1', 'a loopback address'],
  ['64:ff9b::a9fe:a9fe', "a cloud's metadata service"],
  ['64:ff9b:1::7f00:1', 'a reserved address'],
  ['2002:7f00:1::', 'a reserved address'],
  ['2001:0:7f00:1::', 'a reserved address'],
  ['2001:db8::1', 'a reserved address'],
  ['3fff::1', 'a reserved address'],
  ['4000::1', 'a reserved address'],
])('%s is %s', (address, expected) => {
  expect(use(address)).toBe(expected);
});

test('an IPv4 address is what it is in every IPv6 dress that reaches it', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const low = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      expect(use(`::ffff:${low}`)).toBe(use(address));
      expect(use(`::ffff:${address}`)).toBe(use(address));
      expect(use(`64:ff9b::${low}`)).toBe(use(address));
      // These reach nothing, or what nobody may vouch for.
      for (const dead of [`::${address}`, `2002:${low}::1`, `2001:0:${low}::1`]) expect(use(dead)).not.toBeNull();
    }),
  );
});

test('every address has an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      expect(['string', 'object']).toContain(typeof use(address));
    }),
  );
});

describe('exceptions', () => {
  const allowed = (entries: string[], address: string, host = address, port = 80) =>
    createAddressGuard(entries)(address, host, port) === null;

  test('an address, a range, a port, a name', () => {
    expect(allowed(['10.1.2.3'], '10.1.2.3')).toBe(true);
    expect(allowed(['10.1.2.3'], '10.1.2.4')).toBe(false);
    expect(allowed(['10.1.0.0/16'], '10.1.200.4')).toBe(true);
    expect(allowed(['10.1.0.0/16'], '::ffff:10.1.200.4')).toBe(true);
    expect(allowed(['127.0.0.1:8080'], '127.0.0.1', 'localhost', 8080)).toBe(true);
    expect(allowed(['127.0.0.1:8080'], '127.0.0.1', 'localhost', 80)).toBe(false);
    expect(allowed(['[::1]:8080'], '::1', '::1', 8080)).toBe(true);
    expect(allowed(['::1'], '::1')).toBe(true);
    expect(allowed(['fd00::/8'], 'fd12::1')).toBe(true);
    expect(allowed(['feeds.internal'], '10.1.2.3', 'feeds.internal')).toBe(true);
    expect(allowed(['feeds.internal'], '10.1.2.3', 'feeds.internal.evil.example')).toBe(false);
    expect(allowed(['feeds.internal:8080'], '10.1.2.3', 'feeds.internal', 80)).toBe(false);
  });
});

describe('odd spellings of this machine', async () => {
  const server = await startRawServer({ '*': (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nsecret') });
  const fetcher = createFetcher(fetchSettings({ allowAddresses: [] }));
  const { port } = server;

  test.each([
    `http://127.0.0.1:${port}/`,
    `http://127.1:${port}/`,
    `http://0x7f.1:${port}/`,
    `http://0x7f000001:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://017700000001:${port}/`,
    `http://2130706433:${port}/`,
    `http://127.0.0.1.:${port}/`,
    `http://①②⑦.⓪.⓪.①:${port}/`,
    `http://127%2e0%2e0%2e1:${port}/`,
    `http://0:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[0:0:0:0:0:ffff:7f00:1]:${port}/`,
    `http://[::127.0.0.1]:${port}/`,
    `http://[64:ff9b::127.0.0.1]:${port}/`,
    `http://localhost:${port}/`,
    `http:127.0.0.1:${port}/`,
    `http:\\\\127.0.0.1:${port}\\`,
    `https://127.0.0.1:${port}/`,
  ])('%s is refused', async (url) => {
    expect(await fetcher.get(url)).toMatchObject({ outcome: 'failed', kind: 'blocked-address', retryable: false });
    expect(server.requests).toEqual([]);
  });

  test('and the server is closed', async () => {
    await fetcher.close();
    await server.close();
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../src/config/settings.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Settings as they come from a file with `yaml` in it, and `env`. */
function settings(yaml: string | null, env: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  folders.push(folder);
  mkdirSync(join(folder, 'config'));
  if (yaml !== null) writeFileSync(join(folder, 'config/subthreshold.yaml'), yaml);
  return readSettings({ SUBTHRESHOLD_CONFIG_DIR: join(folder, 'config'), ...env });
}

const shipped = readFileSync(new URL('../../config/subthreshold.yaml', import.meta.url), 'utf8');

test('the file that comes with the program states every setting at its default', () => {
  const { origins, configDir: _, ...values } = readSettings({});
  const { origins: defaults, configDir: __, ...valuesByDefault } = settings(null);
  expect(values).toEqual(valuesByDefault);
  const stated = Object.keys(origins).filter((name) => origins[name]?.from === 'file');
  expect(stated).toEqual(Object.keys(defaults).filter((name) => !['configDir', 'fetch.userAgent'].includes(name)));
});

test('every setting of the file is explained by a comment at it or at its group', () => {
  const lines = shipped.split('\n');
  const unexplained = Object.entries(readSettings({}).origins)
    .filter(([, origin]) => origin.from === 'file')
    .filter(([name, origin]) => {
      const line = origin.from === 'file' ? origin.line : 0;
      const groupLine = lines.findIndex((text) => text.startsWith(`${name.split('.')[0]}:`)) + 1;
      return ![line, groupLine].some((at) => lines[at - 2]?.trim().startsWith('#'));
    })
    .map(([name]) => name);
  expect(unexplained).toEqual([]);
});

test('times are read into milliseconds and sizes into bytes', () => {
  const { fetch } = settings('fetch: { timeouts: { connect: 1.5 s, total: 2 min }, maxBytes: { wire: 3 MB } }');
  expect(fetch.timeouts).toEqual({ connect: 1500, firstByte: 20_000, total: 120_000 });
  expect(fetch.maxBytes).toEqual({ wire: 3_000_000, decompressed: 20_000_000 });
});

test('a group may stand empty', () => {
  expect(settings('http:\nfetch:\n  timeouts:\n')).toMatchObject({ http: { port: 8642 }, fetch: { maxRedirects: 5 } });
});

test('the environment goes before the file, and each setting remembers where it came from', () => {
  const { http, log, database, dataDir, origins } = settings('http:\n  port: 9000\n  host: "::1"\n', {
    SUBTHRESHOLD_HTTP_PORT: '9001',
    SUBTHRESHOLD_DATA_DIR: 'elsewhere',
    DATABASE_URL: 'postgresql://someone@db.example/news',
    LOG_LEVEL: 'DEBUG',
    REDIS_URL: '',
  });
  expect(http).toMatchObject({ host: '::1', port: 9001 });
  expect(log.level).toBe('debug');
  expect(database.url).toBe('postgresql://someone@db.example/news');
  expect(dataDir).toBe(resolve('elsewhere'));
  expect(origins['http.port']).toEqual({ from: 'environment', variable: 'SUBTHRESHOLD_HTTP_PORT' });
  expect(origins['http.host']).toMatchObject({ from: 'file', line: 3 });
  expect(origins['redis.url']).toEqual({ from: 'default' });
});

test('a typo is refused with file, line and the name that was probably meant', () => {
  expect(() => settings('fetch:\n  maxRedirect: 3\n')).toThrow(
    /subthreshold\.yaml:2: fetch\.maxRedirect: is not a known key; did you mean "maxRedirects"\?/,
  );
  expect(() => settings('log: { level: inof }')).toThrow(/did you mean "info"/);
});

test.each([
  ['timezone: Middle/Earth', 'timezone: is not a time zone'],
  ['digest: { cron: "at six" }', 'digest.cron: is not a cron expression'],
  ['digest: { cron: "61 6 * * *" }', 'digest.cron: is not a cron expression'],
  ['fetch: { timeouts: { total: 60 } }', 'fetch.timeouts.total: must be a length of time such as "30 s"'],
  ['fetch: { timeouts: { total: 0 s } }', 'fetch.timeouts.total: must be more than nothing and at most 1 h'],
  ['fetch: { timeouts: { total: 30 d } }', 'fetch.timeouts.total: must be more than nothing and at most 1 h'],
  ['polling: { minInterval: 0 s }', 'polling.minInterval: must be at least 1 s'],
  ['fetch: { maxBytes: { wire: 3 lightyears } }', 'fetch.maxBytes.wire: must be a size such as "10 MB"'],
  ['fetch: { allowAddresses: ["10.0.0.0/33"] }', 'fetch.allowAddresses[0]: must be an address, a range'],
  ['fetch: { allowAddresses: ["127.1"] }', 'fetch.allowAddresses[0]: must be an address, a range'],
  ['fetch: { contact: me }', 'fetch.contact: must be a web address or a mail address'],
  ['workers: { threads: none }', 'workers.threads: '],
  ['workers: { pollConcurrency: 0 }', 'workers.pollConcurrency: must be a whole number from 1 to 64, is 0'],
  ['http: { port: 70000 }', 'http.port: must be a whole number from 0 to 65535, is 70000'],
  ['polling: { minInterval: 2 h }', 'polling: minInterval must not exceed defaultInterval'],
  ['redis: { url: "redis://cache.example" }', 'redis.url: Redis holds queues only'],
])('%s is refused in words', (yaml, message) => {
  expect(() => settings(yaml)).toThrow(message);
});

test('bad variables are refused all at once, by name', () => {
  expect(() => settings('', { SUBTHRESHOLD_HTTP_PORT: 'eighty', LOG_LEVEL: 'loud' })).toThrow(
    /environment: SUBTHRESHOLD_HTTP_PORT: must be a whole number.*\nenvironment: LOG_LEVEL: must be one of trace/,
  );
});

test('REDIS_URL without DATABASE_URL is refused and told what is missing', () => {
  expect(() => settings('', { REDIS_URL: 'redis://cache.example' })).toThrow(/REDIS_URL: .*set DATABASE_URL/);
});

test('a refused database address is not repeated, since it may hold a password', () => {
  expect(() => settings('', { DATABASE_URL: 'mysql://me:hunter2@db.example' })).toThrow(
    /^environment: DATABASE_URL: must be the address of a PostgreSQL database, such as postgresql:\/\/user@host\/database$/,
  );
  expect(() => settings('database: { url: "mysql://me:hunter2@db.example" }')).not.toThrow(/hunter2/);
});

test('a folder that is not there is refused by name', () => {
  expect(() => readSettings({ SUBTHRESHOLD_CONFIG_DIR: '/no/such/folder' })).toThrow(
    'environment: SUBTHRESHOLD_CONFIG_DIR: there is no folder /no/such/folder',
  );
});

test('the User-Agent names the contact', () => {
  expect(settings('fetch: { contact: desk@monitor.example }').fetch.userAgent).toMatch(
    /^Subthreshold\/\d+\.\d+\.\d+ \(\+desk@monitor\.example; news feed reader\)$/,
  );
});

test('settings cannot be changed', () => {
  const { fetch } = settings('');
  expect(() => {
    (fetch.timeouts as { total: number }).total = 1;
  }).toThrow(TypeError);
});

test('the shipped file is plain YAML', () => {
  expect(parse(shipped)).toMatchObject({ http: { host: '127.0.0.1', port: 8642 }, digest: { cron: '0 6 * * *' } });
});

import { expect, test } from 'vitest';
import { withoutCredentials } from '../../src/config/credentials.ts';
import { createLogger } from '../../src/config/logger.ts';

function logged(isTTY = false) {
  const lines: string[] = [];
  const stream = { isTTY, write: (line: string) => lines.push(line) };
  return { log: createLogger({ log: { level: 'info' } }, 'poll', stream), lines };
}

test('a line is JSON with level, name and time in words', () => {
  const { log, lines } = logged();
  log.info({ feed: 'baltic-wire' }, 'polled');
  log.debug('not at this level');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', name: 'poll', feed: 'baltic-wire', msg: 'polled' });
  expect(JSON.parse(lines[0] ?? '').time).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test('on a terminal a line is for people', () => {
  const { log, lines } = logged(true);
  log.warn({ feed: 'baltic-wire' }, 'answers slowly');
  expect(lines.join('')).toContain('answers slowly');
  expect(() => JSON.parse(lines[0] ?? '')).toThrow();
});

test('secrets do not reach the log, whatever they are part of', () => {
  const { log, lines } = logged();
  const url = 'postgresql://analyst:hunter2@db.example/news';
  log.info({ url, headers: { authorization: 'Bearer hunter2', 'set-cookie': ['hunter2'] } }, `opened ${url}`);
  log.error(new Error(`cannot reach redis://:hunter2@cache.example:6379 nor https://hunter2@feeds.example/`));
  log.info({ user: { name: 'analyst', login: { password: 'hunter2' } }, token: 'hunter2' });
  log.info({ feed: 'https://feeds.example/rss?id=4&api_key=hunter2&page=2' });
  const all = lines.join('');
  expect(all).not.toContain('hunter2');
  expect(all).toContain('postgresql://[redacted]@db.example/news');
  expect(all).toContain('id=4&api_key=[redacted]&page=2');
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
});

test('text without credentials stays as it is', () => {
  const text = 'see https://wire.example/a@b?x=1 and write to desk@wire.example';
  expect(withoutCredentials(text)).toBe(text);
});

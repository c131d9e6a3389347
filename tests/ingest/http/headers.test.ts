import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conditions, freshnessOf } from '../../../src/ingest/http/headers.ts';

const now = Date.UTC(2026, 2, 14, 12);
const MINUTE = 60_000;

test.each([
  [{ 'cache-control': 'max-age=600' }, { maxAge: 10 * MINUTE }],
  [{ 'cache-control': 'public, s-maxage=5, MAX-AGE="600"' }, { maxAge: 10 * MINUTE }],
  [{ 'cache-control': ['no-transform', 'max-age=600'] }, { maxAge: 10 * MINUTE }],
  [{ 'cache-control': 'x-max-age=600' }, { maxAge: null }],
  [{ 'cache-control': 'max-age=600', age: '540' }, { maxAge: MINUTE }],
  [{ 'cache-control': 'max-age=600', age: '9999' }, { maxAge: 0 }],
  [{ 'cache-control': 'max-age=-5' }, { maxAge: null }],
  [{ expires: 'Sat, 14 Mar 2026 12:30:00 GMT' }, { expires: 30 * MINUTE }],
  [{ expires: 'Sat, 14 Mar 2026 11:00:00 GMT' }, { expires: 0 }],
  [{ expires: '0' }, { expires: 0 }],
  [{ 'retry-after': '90' }, { retryAfter: 90_000 }],
  [{ 'retry-after': 'Sat, 14 Mar 2026 12:02:00 GMT' }, { retryAfter: 2 * MINUTE }],
  [{ 'retry-after': 'soon' }, { retryAfter: null }],
  [{ 'retry-after': '999999999999' }, { retryAfter: 365 * 24 * 60 * MINUTE }],
])('%o means %o', (headers, expected) => {
  expect(freshnessOf(headers as IncomingHttpHeaders, now)).toMatchObject(expected);
});

test("times count from the server's clock, whatever ours says", () => {
  const headers = { date: 'Mon, 01 Jan 2024 00:00:00 GMT', expires: 'Mon, 01 Jan 2024 00:10:00 GMT' };
  expect(freshnessOf(headers, now).expires).toBe(10 * MINUTE);
});

test('any header value gives lengths of time or nothing', () => {
  const value = fc.oneof(
    fc.string(),
    fc.string().map((text) => `max-age=${text}`),
    fc.nat().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('cache-control', 'expires', 'retry-after', 'age', 'date'), value),
      (headers) => {
        for (const length of Object.values(freshnessOf(headers, now)))
          if (length !== null) expect(length).toSatisfy((ms: number) => ms >= 0 && ms <= 365 * 24 * 60 * MINUTE);
      },
    ),
  );
});

test('only values that are header values are sent as conditions', () => {
  expect(conditions({ etag: 'W/"a"', lastModified: 'yesterday' })).toEqual({
    'if-none-match': 'W/"a"',
    'if-modified-since': 'yesterday',
  });
  expect(conditions({ etag: '"a"\nb', lastModified: null })).toEqual({});
  expect(conditions({ etag: 'x'.repeat(2000) })).toEqual({});
});

import type { IncomingHttpHeaders } from 'node:http';
import type { Freshness, Validators } from './outcome.ts';

/** Headers of an answer that are passed on. */
export const KEPT_HEADERS = ['content-language', 'content-location', 'date', 'link', 'server', 'x-robots-tag'] as const;

/** A header's value; of several lines with its name the first. */
export function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? null;
}

/** The headers of KEPT_HEADERS that are there. */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.map((name) => [name, [headers[name] ?? []].flat().join(', ')]).filter(([, value]) => value),
  );
}

/** The validators of an answer. */
export function validatorsOf(headers: IncomingHttpHeaders): Validators {
  return { etag: header(headers, 'etag') || null, lastModified: header(headers, 'last-modified') || null };
}

/** Headers of a conditional request. Values that are no proper header values are left out. */
export function conditions({ etag, lastModified }: Partial<Validators>): Record<string, string> {
  const sendable = (value: string | null | undefined) => (value && /^[\x20-\x7e]{1,1000}$/.test(value) ? value : null);
  const [match, since] = [sendable(etag), sendable(lastModified)];
  return { ...(match && { 'if-none-match': match }), ...(since && { 'if-modified-since': since }) };
}

// No server means more than that; a larger figure is a mistake or ill will.
const A_YEAR = 365 * 24 * 3600 * 1000;

/**
 * What an answer says about when to come again (RFC 9111, sections 4.2 and 5; RFC 9110, section 10.2.3).
 * @param now milliseconds since 1970, for answers that do not tell the time themselves
 */
export function freshnessOf(headers: IncomingHttpHeaders, now: number): Freshness {
  const serverTime = dateOf(header(headers, 'date')) ?? now;
  const directives = [headers['cache-control'] ?? []].flat().join(',');
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(directives)?.[1];
  const age = Number(/^\d+$/.exec(header(headers, 'age') ?? '')?.[0] ?? 0);
  const expires = header(headers, 'expires');
  const expiry = dateOf(expires);
  return {
    maxAge: seconds === undefined ? null : bounded((Number(seconds) - age) * 1000),
    // An Expires that is no date (such as 0) means that it has passed.
    expires: expires === null ? null : expiry === null ? 0 : bounded(expiry - serverTime),
    retryAfter: retryAfterOf(header(headers, 'retry-after'), serverTime),
  };
}

function retryAfterOf(value: string | null, serverTime: number): number | null {
  if (value === null) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return bounded(Number(value) * 1000);
  const date = dateOf(value);
  return date === null ? null : bounded(date - serverTime);
}

/** An HTTP date, milliseconds since 1970. Bare numbers, which `Date` would take for years, are none. */
function dateOf(value: string | null): number | null {
  const time = value && /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

const bounded = (milliseconds: number) => Math.min(Math.max(0, milliseconds), A_YEAR);

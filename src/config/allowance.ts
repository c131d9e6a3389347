import ipaddr from 'ipaddr.js';

/** An exception from the rule that nothing is fetched from private addresses. */
export interface Allowance {
  /** a range of addresses and the bits that count, or the host name as it stands in a URL */
  host: { range: [ipaddr.IPv4 | ipaddr.IPv6, number] } | { name: string };
  /** null allows every port */
  port: number | null;
}

/**
 * Reads one entry of `fetch.allowAddresses`: `10.0.0.0/8`, `::1`, `127.0.0.1:8080`, `[::1]:8080`, `feeds.internal`,
 * `feeds.internal:8080`. Undefined when it is none of these.
 */
export function parseAllowance(text: string): Allowance | undefined {
  const entry = text.trim().toLowerCase();
  const range = parseRange(entry);
  if (range) return { host: { range }, port: null };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) return undefined;
  const written = bracketed ?? plain;
  if (written === undefined) return undefined;
  const address = parseRange(written);
  if (address) return { host: { range: address }, port };
  return plain !== undefined && /^(?!.*[\d.]$)[a-z\d_](?:[a-z\d_.-]*[a-z\d_])?$/.test(plain)
    ? { host: { name: plain }, port }
    : undefined;
}

function parseRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return [ipaddr.IPv4.parse(text), 32];
  if (ipaddr.IPv6.isValid(text)) return [ipaddr.IPv6.parse(text), 128];
  return undefined;
}

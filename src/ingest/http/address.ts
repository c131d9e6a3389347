import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { parseAllowance } from '../../config/allowance.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Says in words why nothing may be fetched from `address`, to which `host` (as in the URL) leads; null when it may. */
export type AddressGuard = (address: string, host: string, port: number) => string | null;

/** A guard that lets public addresses pass, and those of `allowed` (the form of `fetch.allowAddresses`). */
export function createAddressGuard(allowed: readonly string[]): AddressGuard {
  const allowances = allowed.map(parseAllowance).filter((allowance) => allowance !== undefined);
  return (text, host, port) => {
    const address = parseAddress(text);
    const special = specialUse(address);
    if (special === null) return null;
    const excepted = allowances.some(
      (allowance) =>
        (allowance.port === null || allowance.port === port) &&
        ('name' in allowance.host ? allowance.host.name === host : within(address, allowance.host.range)),
    );
    return excepted ? null : special;
  };
}

/** The address itself; an IPv4 address in IPv6 clothes (`::ffff:127.0.0.1`) as what it is. */
function parseAddress(text: string): Address {
  // ipaddr.js reads `::1.2.3.4` as if it stood in ::ffff:0:0/96; the URL parser writes all of it in hexadecimal.
  const [bare = ''] = text.split('%');
  const address = ipaddr.parse(isIPv6(bare) ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function within(address: Address, [range, bits]: [Address, number]): boolean {
  return address.kind() === range.kind() && address.match(range, bits);
}

// Addresses at which clouds tell a machine its own secrets, from the documentation of AWS (both), Azure, Alibaba and Oracle.
const METADATA = new Set(['169.254.169.254', 'fd00:ec2::254', '168.63.129.16', '100.100.100.200', '192.0.0.192']);

const USES: Readonly<Record<string, string>> = {
  loopback: 'a loopback address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  carrierGradeNat: 'a private address of a provider',
  linkLocal: 'a link-local address',
  multicast: 'a multicast address',
  unspecified: 'the unspecified address',
  broadcast: 'the broadcast address',
};

// All that IANA has given out for use on the public Internet (RFC 4291, section 2.4).
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
// IPv4 addresses as an IPv6-only network shows them (RFC 6052).
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

function specialUse(address: Address): string | null {
  if (METADATA.has(address.toString())) return "a cloud's metadata service";
  const range = address.range();
  if (address instanceof ipaddr.IPv4) return range === 'unicast' ? null : (USES[range] ?? 'a reserved address');
  if (address.match(TRANSLATED)) return specialUse(new ipaddr.IPv4(address.toByteArray().slice(12)));
  if (range === 'unicast' && address.match(GLOBAL_UNICAST)) return null;
  return USES[range] ?? 'a reserved address';
}

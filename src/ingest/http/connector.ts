import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address.ts';
import { FetchFailure } from './failure.ts';

/** Finds the addresses of a host name. */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>;

/** The system's own look-up. */
export const lookupAddresses: Lookup = (hostname) => systemLookup(hostname, { all: true });

/**
 * Connects for undici to addresses that the guard lets pass, and to no other. A name is looked up once for each
 * connection, and the socket gets the very addresses that were checked: a name that changes its address between two
 * look-ups gains nothing.
 *
 * @param timeout milliseconds for look-up, connection and TLS together
 */
export function createConnector(guard: AddressGuard, lookup: Lookup, timeout: number): buildConnector.connector {
  return (options, callback) => {
    const { hostname } = options;
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const refusal = (address: string) => {
      const use = guard(address, hostname, port);
      return use && new FetchFailure('blocked-address', blockedMessage(hostname, address, use));
    };
    // Sockets do not look up what is an address already.
    const blocked = isIP(hostname) ? refusal(hostname) : null;
    if (blocked) {
      process.nextTick(callback, blocked, null);
      return;
    }
    const checkedLookup: LookupFunction = (name, { all }, answer) => {
      lookup(name).then(
        (found) => {
          const passed = found.filter(({ address }) => refusal(address) === null);
          const [first] = passed;
          const [refused] = found;
          if (!first) answer((refused && refusal(refused.address)) || notFound(name), '');
          else if (all) answer(null, passed);
          else answer(null, first.address, first.family);
        },
        (error) => answer(error, ''),
      );
    };
    buildConnector({
      timeout,
      maxCachedSessions: 0,
      lookup: checkedLookup,
      // Node's own 250 ms give up on hosts that are merely far away.
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: Math.max(250, timeout / 4),
    } as buildConnector.BuildOptions)(options, callback);
  };
}

function blockedMessage(hostname: string, address: string, use: string): string {
  const what = hostname === address ? `${hostname} is ${use}` : `${hostname} leads to ${address}, ${use}`;
  return `${what}; list it in fetch.allowAddresses if it is meant to be fetched from`;
}

const notFound = (name: string) => Object.assign(new Error(`no address for ${name}`), { code: 'ENOTFOUND' });

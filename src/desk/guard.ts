import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ConfigError } from '../config/read-yaml.ts';
import type { Settings } from '../config/settings.ts';
import { Problem } from './problem.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/**
 * There are no accounts yet: whoever reaches the desk may decide. So it answers on this machine alone.
 * @throws ConfigError when the settings say otherwise
 */
export function requireLoopback({ http, origins }: Pick<Settings, 'http' | 'origins'>): void {
  if (LOOPBACK.test(http.host)) return;
  const origin = origins['http.host'];
  throw new ConfigError([
    {
      file: origin?.from === 'file' ? origin.file : 'environment',
      line: origin?.from === 'file' ? origin.line : undefined,
      key: origin?.from === 'environment' ? origin.variable : 'http.host',
      message: `"${http.host}" would open the desk to other machines, and it has no accounts yet: use 127.0.0.1, and a tunnel or a proxy with a login in front of it`,
    },
  ]);
}

/**
 * Any website can make a browser send requests to 127.0.0.1. Host tells that the page's own name is not made to point
 * here (DNS rebinding); Origin and Sec-Fetch-Site tell that a change is asked for by a page of ours.
 */
export function guard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const host = request.headers.host ?? '';
    const name = host.replace(/:\d+$/, '');
    if (!LOOPBACK.test(name))
      throw new Problem(
        403,
        'wrong host',
        `this desk answers to localhost, not to "${isIP(name) ? 'that address' : name}"`,
      );
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    if (
      (origin !== undefined && origin !== `http://${host}`) ||
      (site !== undefined && !['same-origin', 'none'].includes(String(site)))
    )
      throw new Problem(403, 'wrong origin', 'changes are taken from pages of this desk alone');
  });
}

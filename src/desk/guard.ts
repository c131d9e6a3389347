import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings.ts';
import { comesWithBearer } from './access.ts';
import { Problem } from './problem.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/**
 * Any website can make a browser send requests to the desk. Host tells that the page's own name is not made to point
 * here (DNS rebinding): names are taken when the settings say that they are ours, addresses always. Origin and
 * Sec-Fetch-Site tell that a change is asked for by a page of ours. Whoever brings a bearer token is no browser that
 * was led astray.
 */
export function guard(app: FastifyInstance, { http }: Pick<Settings, 'http'>): void {
  const ours = http.publicUrl === null ? null : new URL(http.publicUrl);
  app.addHook('onRequest', async (request) => {
    if (comesWithBearer(request) || request.routeOptions.url === '/healthz') return;
    const { host } = request;
    const name = host.replace(/:\d+$/, '');
    if (!LOOPBACK.test(name) && !isIP(name.replace(/^\[|\]$/g, '')) && host !== ours?.host)
      throw new Problem(
        403,
        'wrong host',
        `this desk does not answer to "${name}"; if that is its name, say so in http.publicUrl (SUBTHRESHOLD_PUBLIC_URL)`,
      );
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const own = [`${request.protocol}://${host}`, host === ours?.host ? ours.origin : undefined];
    if (
      (origin !== undefined && !own.includes(origin)) ||
      (site !== undefined && !['same-origin', 'none'].includes(String(site)))
    )
      throw new Problem(403, 'wrong origin', 'changes are taken from pages of this desk alone');
  });
}

import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.ts';

type AddressSettings = Pick<Settings, 'http'>;

/** Whether the browser came by https, as far as can be known: directly, through a trusted proxy, or to the public address. */
export const isSecure = (request: FastifyRequest, { http }: AddressSettings): boolean =>
  request.protocol === 'https' ||
  (http.publicUrl?.startsWith('https:') === true && new URL(http.publicUrl).host === request.host);

/** The desk's address as the browser knows it. */
export const addressOfDesk = (request: FastifyRequest, { http }: AddressSettings): string =>
  http.publicUrl ?? `${request.protocol}://${request.host}`;

/**
 * Browsers keep cookies by host, whatever the port: two desks on one machine need two names. With https, the prefix
 * keeps other hosts of the domain from setting it.
 */
const nameOf = (request: FastifyRequest, settings: AddressSettings) =>
  isSecure(request, settings) ? '__Host-subthreshold' : `subthreshold-${settings.http.port}`;

export function readSessionCookie(request: FastifyRequest, settings: AddressSettings): string | undefined {
  return request.cookies[nameOf(request, settings)];
}

/** Gives the browser a session's secret to keep; null takes it away. */
export function writeSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  settings: AddressSettings,
  session: { secret: string; expiresAt: Date } | null,
): void {
  // Lax, not strict: whoever follows a link of a digest to an incident is logged in. Changes are guarded by their origin.
  const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: isSecure(request, settings) };
  const name = nameOf(request, settings);
  if (session) reply.setCookie(name, session.secret, { ...options, expires: session.expiresAt });
  else reply.clearCookie(name, options);
}

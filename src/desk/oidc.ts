import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { ROLES, type Role } from '../config/roles.ts';
import type { Settings } from '../config/settings.ts';
import { keepAudit } from '../store/audit.ts';
import { type StoredUser, UserError, userOfSubject } from '../store/users.ts';
import { whoAsks } from './audit-trail.ts';
import type { DeskContext } from './context.ts';
import { giveSession, userName } from './login-routes.ts';
import { addressOfDesk, isSecure } from './session-cookie.ts';

type OidcSettings = Settings['oidc'];

/** What a browser keeps between going to the provider and coming back. */
interface Journey {
  state: string;
  nonce: string;
  verifier: string;
  to: string;
}

const PATH = '/login/oidc';
const COOKIE = 'subthreshold-oidc';
/** Milliseconds that a login at the provider may take. */
const JOURNEY_MS = 10 * 60_000;

/** Login by an OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0, RFC 7636). */
export function oidc(app: FastifyInstance, { db, settings, log, now }: DeskContext): void {
  const { oidc } = settings;
  if (!oidc.issuer) return;
  const provider = discovered(oidc);
  const open = { config: { role: 'public' }, schema: { hide: true } } as const;
  const callback = (request: FastifyRequest) => `${addressOfDesk(request, settings)}${PATH}/callback`;
  // Strict would keep it from coming back: the provider is another site.
  const cookie = (request: FastifyRequest) => ({
    ...{ path: PATH, httpOnly: true, sameSite: 'lax' as const, secure: isSecure(request, settings) },
  });
  const sendBack = async (request: FastifyRequest, reply: FastifyReply, why: string) => {
    await keepAudit(db, {
      ...whoAsks(request),
      request: `GET ${PATH}/callback`,
      at: now(),
      action: `Login refused: ${why}`,
    });
    return backToLogin(reply, why);
  };

  app.get<{ Querystring: { to?: string } }>(PATH, open, async (request, reply) => {
    const journey: Journey = {
      ...{ state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() },
      to: String(request.query.to ?? '/').slice(0, 1_000),
    };
    let config: Configuration;
    try {
      config = await provider();
    } catch (error) {
      log.error({ err: error }, 'the OpenID provider does not answer');
      return sendBack(request, reply, `${oidc.name} does not answer`);
    }
    const url = buildAuthorizationUrl(config, {
      ...{ redirect_uri: callback(request), scope: oidc.scope, state: journey.state, nonce: journey.nonce },
      ...{ code_challenge: await calculatePKCECodeChallenge(journey.verifier), code_challenge_method: 'S256' },
    });
    reply.setCookie(COOKIE, Buffer.from(JSON.stringify(journey)).toString('base64url'), {
      ...cookie(request),
      maxAge: JOURNEY_MS / 1000,
    });
    return reply.redirect(url.href, 303);
  });

  app.get(`${PATH}/callback`, open, async (request, reply) => {
    const journey = readJourney(request.cookies[COOKIE]);
    reply.clearCookie(COOKIE, cookie(request));
    // Nobody has tried to come in: a stray request is nothing for the audit log.
    if (!journey) return backToLogin(reply, 'the login took too long, or was begun in another browser');
    let claims: Record<string, unknown>;
    try {
      claims = await claimsOf(await provider(), new URL(request.url, callback(request)), journey);
    } catch (error) {
      log.warn({ err: error }, 'login by OpenID Connect failed');
      return sendBack(request, reply, `${oidc.name} did not let you in`);
    }
    const role = roleOf(claims, oidc);
    if (!role) return sendBack(request, reply, `${oidc.name} gives you no role on this desk`);
    const name = nameOf(claims);
    if (!name) return sendBack(request, reply, `${oidc.name} tells no name that can be used`);
    let user: StoredUser;
    try {
      const { iss, sub } = claims;
      user = await userOfSubject(db, { issuer: String(iss), subject: String(sub), name, role, now: now() });
    } catch (error) {
      if (error instanceof UserError) return sendBack(request, reply, error.message);
      throw error;
    }
    if (!user.enabled) return sendBack(request, reply, 'this account is disabled');
    await db.transaction(async (tx) => {
      await giveSession({ settings, now }, tx, request, reply, user);
      await keepAudit(tx, { ...whoAsks(request), request: `GET ${PATH}/callback`, at: now(), action: 'Log in' });
    });
    return reply.redirect(pageOfDesk(journey.to), 303);
  });
}

const backToLogin = (reply: FastifyReply, why: string) =>
  reply.redirect(`/login?trouble=${encodeURIComponent(why)}`, 303);

/** A page of the desk, whatever the journey began with: neither another host nor what a browser takes for one (`//host`). */
function pageOfDesk(wanted: string): string {
  const base = 'http://desk.invalid';
  if (!URL.canParse(wanted, base)) return '/';
  const { origin, pathname, search } = new URL(wanted, base);
  return origin === base ? pathname.replace(/^\/+/, '/') + search : '/';
}

/** The provider's configuration, asked for when it is first needed, and again after it did not answer. */
function discovered({ issuer, clientId, clientSecret }: OidcSettings): () => Promise<Configuration> {
  let asked: Promise<Configuration> | undefined;
  return () => {
    asked ??= discovery(
      new URL(issuer as string),
      clientId,
      clientSecret ?? undefined,
      clientSecret ? undefined : None(),
      {
        timeout: 10,
        execute: issuer?.startsWith('http:') ? [allowInsecureRequests] : [],
      },
    ).catch((error) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}

/** What the provider says of whoever comes back, in the ID token and, where it has one, at its userinfo endpoint. */
async function claimsOf(config: Configuration, url: URL, { state, nonce, verifier }: Journey) {
  const tokens = await authorizationCodeGrant(config, url, {
    ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
  });
  const claims = tokens.claims() as Record<string, unknown>;
  if (!config.serverMetadata().userinfo_endpoint) return claims;
  return { ...(await fetchUserInfo(config, tokens.access_token, String(claims.sub))), ...claims };
}

/** The highest role that the claim gives; null for none. */
function roleOf(claims: Record<string, unknown>, { roleClaim, roles }: OidcSettings): Role | null {
  const said: unknown =
    claims[roleClaim] ??
    roleClaim.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], claims);
  const values = new Set([said].flat().map(String));
  return ROLES.toReversed().find((role) => roles[role].some((value) => values.has(value))) ?? null;
}

function nameOf({ preferred_username, email, sub }: Record<string, unknown>): string | null {
  for (const said of [preferred_username, email, sub]) {
    const name = userName.safeParse(said);
    if (name.success) return name.data;
  }
  return null;
}

function readJourney(cookie: string | undefined): Journey | undefined {
  try {
    const journey = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()) as Partial<Journey>;
    if (['state', 'nonce', 'verifier', 'to'].every((key) => typeof journey[key as keyof Journey] === 'string'))
      return journey as Journey;
  } catch {
    // none, or none of ours
  }
  return undefined;
}

import { userInfo } from 'node:os';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { mayActAs, type Role, type Scope } from '../config/roles.ts';
import { findToken } from '../store/api-tokens.ts';
import type { Reader } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { findSession } from '../store/sessions.ts';
import { findUser, type StoredUser } from '../store/users.ts';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';
import { readSessionCookie } from './session-cookie.ts';
import { USER_HEADER } from './user-header.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route. */
    role?: Scope | 'public';
    /** The route is for somebody who has logged in, or for the machine's owner: a token will not do. */
    inPerson?: boolean;
  }
  interface FastifyInstance {
    /** every route there is */
    routes: readonly RouteOptions[];
  }
  interface FastifyRequest {
    /** who asks; null where nobody has logged in, which only public routes see (`userOf`) */
    user: DeskUser | null;
  }
}

/** Whoever sends a request. */
export interface DeskUser {
  /** null for the owner of the machine, who needs no account */
  id: number | null;
  name: string;
  /** what they may do: for a token, not more than it was made for */
  role: Scope;
  /** what their account may do */
  account: Role;
  /** how they came in */
  via: { kind: 'session'; id: number } | { kind: 'token'; name: string } | { kind: 'command' };
}

/** Who asks, in a route that is not public. */
export function userOf({ user }: FastifyRequest): DeskUser {
  if (!user) throw unknown();
  return user;
}

/**
 * As whom somebody reads incidents: analysts and operators by their name, whatever their token may do, since a second
 * opinion may be asked of them; viewers, and the machine's owner, are told everything.
 */
export function readerOf(request: FastifyRequest): Reader {
  const { name, account, via } = userOf(request);
  return via.kind === 'command' || !mayActAs(account, 'analyst') ? null : name;
}

/** The account of whoever asks, and the session that they ask in (0: by a token). @throws Problem for the machine's owner */
export async function accountOf(db: Database, request: FastifyRequest): Promise<{ user: StoredUser; session: number }> {
  const { id, via } = userOf(request);
  const user = id === null ? undefined : await findUser(db, id);
  if (!user) throw new Problem(409, 'no account', 'the owner of the machine has no account: this is for users');
  return { user, session: via.kind === 'session' ? via.id : 0 };
}

/** Finds out who a request is of. What that user may is for `admit` to say. */
export function identify(app: FastifyInstance, context: DeskContext, { trusted }: { trusted: boolean }): void {
  const owner = userInfo().username;
  app.decorateRequest('user', null);
  app.addHook('onRequest', async (request) => {
    const named = request.headers[USER_HEADER];
    request.user = trusted
      ? {
          ...{ id: null, name: typeof named === 'string' ? named : owner, role: 'operator', account: 'operator' },
          via: { kind: 'command' },
        }
      : await find(request, context, { seen: true });
  });
}

/**
 * Lets whoever was identified use what is for them: every route there is, also addresses without one. A route that does
 * not say for whom it is keeps the desk from starting.
 */
export function admit(app: FastifyInstance): void {
  const routes: RouteOptions[] = [];
  app.decorate('routes', routes);
  app.addHook('onRoute', (route) => void routes.push(route));
  app.addHook('onReady', async () => {
    const open = routes.filter(({ config }) => !config?.role).map(({ method, url }) => `${method} ${url}`);
    if (open.length > 0) throw new Error(`for whom is ${open.join(', ')}? Say it in config.role`);
  });
  app.addHook('onRequest', async (request, reply) => {
    const { role: needed = 'operator', inPerson = false } = request.is404
      ? ({ role: 'viewer' } as const)
      : request.routeOptions.config;
    if (needed === 'public') return;
    const { user } = request;
    if (!user) return askToLogIn(request, reply);
    if (!mayActAs(user.role, needed))
      throw new Problem(403, 'not allowed', `this is for the role ${needed}; yours is ${user.role}`);
    if (inPerson && user.via.kind === 'token')
      throw new Problem(403, 'not allowed', 'a token may not do this: log in to the desk');
  });
}

/** Whether whoever asked for something that goes on is still let in: logged in, enabled, the token not revoked. */
export async function isStillIn(request: FastifyRequest, context: DeskContext): Promise<boolean> {
  if (request.user?.via.kind === 'command') return true;
  return (await find(request, context, { seen: false }).catch(() => null)) !== null;
}

/**
 * Whose token a request brings, else whose session: never the session of whoever brings a token that is not good, since
 * those who bring one are not asked from where they come (see guard.ts).
 * @param seen whether it counts as using the session
 */
async function find(
  request: FastifyRequest,
  { db, settings, now }: Pick<DeskContext, 'db' | 'settings' | 'now'>,
  { seen }: { seen: boolean },
): Promise<DeskUser | null> {
  const token = tokenOf(request);
  if (token !== undefined) {
    const found = await findToken(db, token, now());
    return found ? { ...found.user, via: { kind: 'token', name: found.name } } : null;
  }
  const secret = readSessionCookie(request, settings);
  const session = secret && (await findSession(db, secret, { now: now(), limits: settings.sessions, seen }));
  return session ? { ...session.user, account: session.user.role, via: { kind: 'session', id: session.id } } : null;
}

/** The token that a request brings: as a bearer, or as the password of HTTP Basic, which is what feed readers can do. */
function tokenOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  const [, scheme, value] = /^(bearer|basic) +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (!value) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  return Buffer.from(value, 'base64')
    .toString()
    .replace(/^[^:]*:/, '');
}

/** Whether nothing but the token says who asks: what a browser cannot be made to send by a foreign page. */
export const comesWithBearer = ({ headers }: FastifyRequest): boolean => /^bearer /i.test(headers.authorization ?? '');

/** Sends a browser that wants a page to the login; programs are told. */
function askToLogIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (tokenOf(request) !== undefined) throw unknown('this token is not good (any more)');
  const forPage =
    request.method === 'GET' &&
    !request.url.startsWith('/api/') &&
    (request.headers.accept ?? '').includes('text/html') &&
    request.headers['sec-fetch-dest'] !== 'iframe';
  if (!forPage) throw unknown();
  return reply.redirect(`/login?to=${encodeURIComponent(request.url)}`, 303);
}

const unknown = (detail = 'log in, or send a token along (Authorization: Bearer …)') =>
  new Problem(401, 'not logged in', detail, { 'www-authenticate': 'Bearer realm="Subthreshold"' });

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES, SCOPES } from '../config/roles.ts';
import { keepAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { countAttempt, forgive, type Patience } from '../store/login-failures.ts';
import { choosePassword, createFirstOperator, findLoginKey } from '../store/login-keys.ts';
import { LOGIN_KEY_PURPOSES } from '../store/schema.ts';
import { beginSession, endOtherSessions, endSession, listSessions, sessionSchema } from '../store/sessions.ts';
import { findUser, findUserByName, setPassword } from '../store/users.ts';
import { accountOf, userOf } from './access.ts';
import { whoAsks } from './audit-trail.ts';
import type { DeskContext } from './context.ts';
import { byId } from './params.ts';
import { hashPassword, isPassword, LONGEST, weakness } from './passwords.ts';
import { Problem } from './problem.ts';
import { writeSessionCookie } from './session-cookie.ts';

const MINUTE = 60_000;
const PATIENCE = { firstWait: 30_000, longestWait: 15 * MINUTE, memory: 60 * MINUTE };
const WITH_ACCOUNT: Patience = { ...PATIENCE, free: 5 };
/** More people than one may come from it. */
const WITH_ADDRESS: Patience = { ...PATIENCE, free: 20 };

/** What a user may be named. */
export const userName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u, {
    error: 'a name has letters, digits and . _ @ + - (64 at most), and begins with a letter or digit',
  })
  // It stands for those who have not logged in, and for whom nothing is assigned to.
  .refine((name) => name.toLowerCase() !== 'nobody', { error: 'nobody cannot be the name of somebody' });
const password = z.string().max(LONGEST, { error: `at most ${LONGEST} characters` });
const loginKey = z.string().max(100).describe('what stands behind `#key=` in the link');

const loggedInSchema = z.object({ name: z.string(), role: z.enum(ROLES) });
/** Somebody who comes in. */
export type Comer = z.infer<typeof loggedInSchema> & { id: number };

const meSchema = loggedInSchema.extend({
  role: z.enum(SCOPES).describe('what they may do: by a token, not more than it was made for'),
  timezone: z.string().describe("IANA time zone of the system's days"),
  hasPassword: z.boolean(),
  via: z.enum(['session', 'token', 'command']).describe('how they have come in'),
});
export type Me = z.infer<typeof meSchema>;

const ownSessionSchema = sessionSchema
  .extend({ current: z.boolean().describe('the one that asks') })
  .meta({ id: 'Session', description: 'A browser that is logged in' });
export type OwnSession = z.infer<typeof ownSessionSchema>;

/** Begins a session and gives it to the browser; the request is that user's from then on. */
export async function giveSession(
  { settings, now }: Pick<DeskContext, 'settings' | 'now'>,
  tx: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, name, role }: Comer,
): Promise<void> {
  const session = await beginSession(
    tx,
    { id },
    {
      ...{ now: now(), limits: settings.sessions, address: request.ip },
      userAgent: request.headers['user-agent'] ?? null,
    },
  );
  writeSessionCookie(request, reply, settings, session);
  request.user = { id, name, role, account: role, via: { kind: 'session', id: 0 } };
}

/** Coming in, going out, and what everybody may do about their own account; below `/api/v1`. */
export function loginRoutes(app: FastifyInstance, { db, settings, log, now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const limits = settings.sessions;

  /** Refuses who has failed too often. @returns call it when they have not failed */
  const attempt = async (request: FastifyRequest, name: string): Promise<() => Promise<void>> => {
    const account = `account ${name.toLowerCase().slice(0, 100)}`;
    const address = `address ${network(request.ip)}`;
    for (const [subject, patience] of [
      [address, WITH_ADDRESS],
      [account, WITH_ACCOUNT],
    ] as const) {
      const wait = Math.ceil((await countAttempt(db, subject, now(), patience)) / 1000);
      if (wait === 0) continue;
      log.warn({ subject, wait }, 'login throttled');
      throw new Problem(429, 'too many attempts', `too many attempts: try again in ${inWords(wait)}`, {
        'retry-after': String(wait),
      });
    }
    return async () => {
      await forgive(db, account, { all: true });
      await forgive(db, address, { all: false });
    };
  };

  const refuse = async (request: FastifyRequest, action: string, detail: string): Promise<never> => {
    await keepAudit(db, { ...whoAsks(request), at: now(), action });
    throw new Problem(401, 'not logged in', detail);
  };

  /** @param come who comes in, where nobody else was faster */
  const logIn = async (
    request: FastifyRequest,
    reply: FastifyReply,
    come: (tx: Database) => Promise<Comer | undefined>,
  ): Promise<z.infer<typeof loggedInSchema>> => {
    const { name, role } = await db.transaction(async (tx) => {
      const user = await come(tx);
      if (!user) throw notGood();
      await giveSession({ settings, now }, tx, request, reply, user);
      await request.writeDown(tx);
      return user;
    });
    reply.code(201);
    return { name, role };
  };

  const notGood = () =>
    new Problem(410, 'link used up', 'this link is not good any more: it was used, replaced, or is too old');

  const strong = async (chosen: string, name: string): Promise<string> => {
    const why = weakness(chosen, name);
    if (why) throw new Problem(422, 'weak password', why);
    return hashPassword(chosen);
  };

  routes.get(
    '/session',
    {
      config: { role: 'public' },
      schema: {
        summary: 'How one can log in, beside name and password',
        response: { 200: z.object({ oidc: z.string().nullable().describe('name of the OpenID Connect provider') }) },
      },
    },
    async () => ({ oidc: settings.oidc.issuer ? settings.oidc.name : null }),
  );

  routes.post(
    '/session',
    {
      config: { role: 'public', problems: [401] },
      schema: {
        summary: 'Log in',
        body: z.object({ name: z.string().trim().max(100), password }),
        response: { 201: loggedInSchema },
      },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const succeeded = await attempt(request, name);
      const user = await findUserByName(db, name);
      const right = await isPassword(user?.enabled ? user.passwordHash : null, password);
      if (!user || !right) return refuse(request, 'Login refused', 'name and password do not belong together');
      await succeeded();
      return logIn(request, reply, async () => user);
    },
  );

  routes.post(
    '/session/key',
    {
      config: { role: 'public', audit: false, problems: [410] },
      schema: {
        summary: 'What a link to log in is good for',
        body: z.object({ key: loginKey }),
        response: {
          200: z.object({
            purpose: z.enum(LOGIN_KEY_PURPOSES),
            name: z.string().nullable().describe('whose it is; null for the first operator'),
          }),
        },
      },
    },
    async ({ body: { key } }) => {
      const found = await findLoginKey(db, key, now());
      if (!found) throw notGood();
      return { purpose: found.purpose, name: found.user?.name ?? null };
    },
  );

  routes.post(
    '/session/by-key',
    {
      config: { role: 'public', problems: [401, 409, 410, 422] },
      schema: {
        summary: 'Log in by a link',
        body: z.object({
          key: loginKey,
          name: userName.optional().describe('of the first operator'),
          password: password.optional().describe('the one that is chosen'),
        }),
        response: { 201: loggedInSchema },
      },
    },
    async (request, reply) => {
      const { key, name, password } = request.body;
      const found = await findLoginKey(db, key, now());
      if (!found) throw notGood();
      if (found.purpose === 'demo') return logIn(request, reply, async () => found.user ?? undefined);
      const called = found.user?.name ?? name;
      if (!called) throw new Problem(400, 'bad request', 'name: the first operator needs one');
      if (!password) throw new Problem(400, 'bad request', 'password: choose one');
      const chosen = { passwordHash: await strong(password, called), now: now() };
      return logIn(request, reply, async (tx) =>
        found.user ? choosePassword(tx, key, chosen) : createFirstOperator(tx, key, { ...chosen, name: called }),
      );
    },
  );

  routes.delete(
    '/session',
    {
      config: { role: 'viewer', inPerson: true },
      schema: { summary: 'Log out', response: { 200: z.object({ loggedOut: z.literal(true) }) } },
    },
    async (request, reply) => {
      const { id, via } = userOf(request);
      if (id !== null && via.kind === 'session') await request.change((tx) => endSession(tx, id, via.id));
      writeSessionCookie(request, reply, settings, null);
      return { loggedOut: true as const };
    },
  );

  routes.get(
    '/me',
    { config: { role: 'viewer' }, schema: { summary: 'Who asks', response: { 200: meSchema } } },
    async (request) => {
      const { id, name, role, via } = userOf(request);
      const user = id === null ? undefined : await findUser(db, id);
      return {
        ...{ name, role, timezone: settings.timezone },
        hasPassword: user?.passwordHash != null,
        via: via.kind,
      };
    },
  );

  const own = { role: 'viewer', inPerson: true } as const;

  routes.put(
    '/me/password',
    {
      config: { ...own, problems: [409, 422] },
      schema: {
        summary: 'Change the password',
        description: 'Other sessions end.',
        body: z.object({ current: password, password }),
        response: { 200: z.object({ changed: z.literal(true) }) },
      },
    },
    async (request) => {
      const { user, session } = await accountOf(db, request);
      const succeeded = await attempt(request, user.name);
      if (!(await isPassword(user.passwordHash, request.body.current)))
        return refuse(request, 'Change of password refused', 'that is not the present password');
      await succeeded();
      const passwordHash = await strong(request.body.password, user.name);
      await request.change((tx) => setPassword(tx, user.id, passwordHash, { keepSession: session }));
      return { changed: true as const };
    },
  );

  routes.get(
    '/me/sessions',
    {
      config: { ...own, problems: [409] },
      schema: {
        summary: 'Where one is logged in',
        response: { 200: z.object({ sessions: z.array(ownSessionSchema) }) },
      },
    },
    async (request) => {
      const { user, session } = await accountOf(db, request);
      const list = await listSessions(db, user.id, now(), limits);
      return { sessions: list.map((one) => ({ ...one, current: one.id === session })) };
    },
  );

  routes.delete(
    '/me/sessions/:id',
    {
      config: { ...own, problems: [404, 409] },
      schema: {
        summary: 'End a session',
        params: byId('a session'),
        response: { 200: z.object({ ended: z.int() }) },
      },
    },
    async (request) => {
      const { user } = await accountOf(db, request);
      const { id } = request.params;
      await request.change(async (tx) => {
        if (!(await endSession(tx, user.id, id))) throw new Problem(404, 'not found', `you have no session ${id}`);
      });
      return { ended: 1 };
    },
  );

  routes.delete(
    '/me/sessions',
    {
      config: { ...own, problems: [409] },
      schema: { summary: 'End all other sessions', response: { 200: z.object({ ended: z.int() }) } },
    },
    async (request) => {
      const { user, session } = await accountOf(db, request);
      return { ended: await request.change((tx) => endOtherSessions(tx, user.id, session)) };
    },
  );
}

/** Whoever has one IPv6 address has the 2^64 beside it too. */
const network = (address: string) => (address.includes(':') ? address.split(':').slice(0, 4).join(':') : address);

const inWords = (seconds: number) => (seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`);

import type { Role, Scope } from '../../src/config/roles.ts';
import { createToken } from '../../src/store/api-tokens.ts';
import type { Database } from '../../src/store/database.ts';
import { beginSession } from '../../src/store/sessions.ts';
import { addUser, findUserByName } from '../../src/store/users.ts';
import { NOW } from './records.ts';

/**
 * Headers of a browser in which a user has logged in, for `app.inject` and `fetch`; the user is made when there is none.
 * @param port what the desk's settings say (`http.port`): cookies are named by it
 */
export async function loggedIn(
  db: Database,
  role: Role = 'operator',
  { name = role, now = NOW, host = '127.0.0.1:8642', port = 8642 }: LoginOptions = {},
): Promise<{ host: string; cookie: string }> {
  const user = (await findUserByName(db, name)) ?? (await addUser(db, { name, role, createdAt: now }));
  const { secret } = await beginSession(db, user, {
    ...{ now, limits: { idle: 3_600_000, longest: 86_400_000 }, address: '127.0.0.1', userAgent: 'a test' },
  });
  return { host, cookie: `subthreshold-${port}=${secret}` };
}

interface LoginOptions {
  name?: string;
  now?: Date;
  host?: string;
  port?: number;
}

/** The link that `start` and `demo --serve` print, in what they have said. */
export const LOGIN_LINK = /http:\/\/[\w.:[\]-]+\/login#key=[\w-]+/;

/**
 * Comes in by the link of `start` (as the first operator, with `PASSWORD`) or of `demo --serve`.
 * @returns the desk's address, and the session's cookie
 */
export async function logInByLink(link: string, name = 'operator'): Promise<{ url: string; cookie: string }> {
  const { origin: url, hash } = new URL(link);
  const answer = await fetch(`${url}/api/v1/session/by-key`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: hash.slice('#key='.length), name, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`no login: ${await answer.text()}`);
  return { url, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] as string };
}

/** Headers of a program that comes with a token. */
export async function withToken(
  db: Database,
  scope: Scope,
  account: Role = 'operator',
): Promise<{ authorization: string }> {
  const user =
    (await findUserByName(db, account)) ?? (await addUser(db, { name: account, role: account, createdAt: NOW }));
  const made = await createToken(db, { userId: user.id, name: scope, role: scope, expiresAt: null, now: NOW });
  return { authorization: `Bearer ${made.token}` };
}

export const PASSWORD = 'grey herons over the delta';

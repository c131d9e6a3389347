import { Refusal } from '../config/refusal.ts';
import { readSettings } from '../config/settings.ts';
import type { Json } from '../desk/json.ts';
import type { LoginLink } from '../desk/user-routes.ts';
import type { User } from '../store/users.ts';
import type { Client } from './client.ts';
import { withClient } from './with-client.ts';

type Listed = Json<User>;
type Link = Json<LoginLink>;

/** `subthreshold users list`: who may use the desk. */
export async function listCommand({ json = false }: { json?: boolean }): Promise<void> {
  await withClient('users', async (client) => {
    const { users } = await client.get<{ users: Listed[] }>('/users');
    if (json) return console.log(JSON.stringify({ users }));
    if (users.length === 0)
      return console.log('There are no users yet: "subthreshold start" prints a link that makes the first.');
    for (const { name, role, enabled, hasPassword, issuer, lastLoginAt } of users) {
      const notes = [
        !enabled && 'disabled',
        issuer && `by ${issuer}`,
        !hasPassword && !issuer && 'no password yet',
        lastLoginAt ? `last login ${lastLoginAt.slice(0, 16).replace('T', ' ')} UTC` : 'never logged in',
      ].filter(Boolean);
      console.log(`${name.padEnd(20)} ${role.padEnd(9)} ${notes.join(', ')}`);
    }
  });
}

/** `subthreshold users add NAME`: adds a user, and prints the link by which they choose a password. */
export async function addCommand(name: string, { role }: { role: string }): Promise<void> {
  await withClient('users', async (client) => {
    const { user, link } = await client.post<{ user: Listed; link: Link }>('/users', { name, role });
    console.log(`${user.name} is ${user.role}.`);
    printLink(user.name, link);
  });
}

/** `subthreshold users reset NAME`: prints a link by which a user chooses a new password. */
export async function resetCommand(name: string): Promise<void> {
  await withClient('users', async (client) => {
    const { id } = await named(client, name);
    printLink(name, await client.post<Link>(`/users/${id}/link`, {}));
  });
}

/** `subthreshold users role|enable|disable NAME`. */
export async function changeCommand(name: string, change: { role?: string; enabled?: boolean }): Promise<void> {
  await withClient('users', async (client) => {
    const { id } = await named(client, name);
    const user = await client.patch<Listed>(`/users/${id}`, change);
    console.log(`${user.name} is ${user.role}${user.enabled ? '' : ', disabled'}.`);
  });
}

async function named(client: Client, name: string): Promise<Listed> {
  const { users } = await client.get<{ users: Listed[] }>('/users');
  const user = users.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!user)
    throw new Refusal(`there is no user named ${name}; there are ${users.map((one) => one.name).join(', ') || 'none'}`);
  return user;
}

function printLink(name: string, { path, expiresAt }: Link): void {
  const { http } = readSettings();
  const host = ['0.0.0.0', '::'].includes(http.host) ? 'localhost' : http.host;
  const desk = http.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
  console.log(
    `By this link ${name} chooses a password. It is good once, until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC:\n\n  ${desk}${path}\n`,
  );
}

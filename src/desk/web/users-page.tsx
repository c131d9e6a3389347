import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ROLES } from '../../config/roles.ts';
import { AccountNav } from './account-nav.tsx';
import { del, get, patch, post } from './api.ts';
import { Field, fieldsOf, SelectField } from './field.tsx';
import { Empty, Failure, Moment, useTitle, Waiting } from './parts.tsx';
import { Secret } from './secret.tsx';
import { Table } from './table.tsx';
import { useToast } from './toasts.tsx';
import { TokenTable } from './token-table.tsx';
import type { ApiToken, LoginLink, User } from './wire.ts';

/** Who may use the desk, and with which tokens: for operators. */
export function UsersPage() {
  useTitle('Users');
  return (
    <div className="page account">
      <AccountNav />
      <div className="heading">
        <h1>Users</h1>
      </div>
      <UserSection />
      <AllTokensSection />
    </div>
  );
}

function UserSection() {
  const say = useToast();
  const queries = useQueryClient();
  const [made, setMade] = useState<{ name: string; link: LoginLink } | null>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => get<{ users: User[] }>('/users', signal).then(({ users }) => users),
  });
  const change = {
    onError: (failure: Error) => say(failure.message, { kind: 'error' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  };
  const add = useMutation({
    ...change,
    mutationFn: (user: Record<string, string>) => post<{ user: User; link: LoginLink }>('/users', user),
    onSuccess: ({ user, link }) => setMade({ name: user.name, link }),
  });
  const reset = useMutation({
    ...change,
    mutationFn: ({ id }: User) => post<LoginLink>(`/users/${id}/link`, {}),
    onSuccess: (link, { name }) => setMade({ name, link }),
  });
  const alter = useMutation({
    ...change,
    mutationFn: ({ id, ...what }: { id: number; role?: string; enabled?: boolean }) =>
      patch<User>(`/users/${id}`, what),
    onSuccess: ({ name, role, enabled }) => say(`${name} is ${role}${enabled ? '' : ', disabled'}`),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    add.mutate(fieldsOf(form), { onSuccess: () => form.reset() });
  };
  return (
    <section>
      <h2 className="hidden">Accounts</h2>
      <p className="soft">
        A viewer reads, an analyst decides, an operator keeps feeds, rules and accounts. Who is added gets a link to
        choose a password by.
      </p>
      {made && (
        <Secret
          what={`By this link ${made.name} chooses a password. It is good once, for three days. Give it to nobody else.`}
          secret={location.origin + made.link.path}
          close={() => setMade(null)}
        />
      )}
      <form className="inline-form" onSubmit={submit}>
        <Field label="Name" name="name" maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        <SelectField label="Role" name="role" defaultValue="analyst" options={ROLES.map((role) => [role, role])} />
        <button type="submit" disabled={add.isPending}>
          Add a user
        </button>
      </form>
      {isPending && <Waiting what="users" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <Table
          rows={data}
          keyOf={({ id }) => id}
          isOff={({ enabled }) => !enabled}
          columns={[
            {
              heading: 'User',
              kind: 'name',
              cell: ({ name, enabled }) => (
                <>
                  {name}
                  {!enabled && <small>disabled</small>}
                </>
              ),
            },
            {
              heading: 'Role',
              cell: ({ id, name, role, issuer }) => (
                <select
                  aria-label={`Role of ${name}`}
                  value={role}
                  disabled={issuer !== null}
                  title={issuer ? 'said by the OpenID provider' : undefined}
                  onChange={(event) => alter.mutate({ id, role: event.target.value })}
                >
                  {ROLES.map((one) => (
                    <option key={one}>{one}</option>
                  ))}
                </select>
              ),
            },
            {
              heading: 'Logs in by',
              cell: ({ issuer, hasPassword }) => issuer ?? (hasPassword ? 'password' : 'no password yet'),
            },
            {
              heading: 'Last login',
              cell: ({ lastLoginAt }) => (lastLoginAt ? <Moment at={lastLoginAt} /> : 'never'),
            },
            {
              kind: 'actions',
              cell: (user) => (
                <>
                  {user.enabled && user.issuer === null && (
                    <button type="button" className="quiet" onClick={() => reset.mutate(user)}>
                      New password link<span className="hidden"> for {user.name}</span>
                    </button>
                  )}
                  <button
                    type="button"
                    className="quiet"
                    onClick={() => alter.mutate({ id: user.id, enabled: !user.enabled })}
                  >
                    {user.enabled ? 'Disable' : 'Enable'}
                    <span className="hidden"> {user.name}</span>
                  </button>
                </>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}

function AllTokensSection() {
  const say = useToast();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens', 'all'],
    queryFn: ({ signal }) => get<{ tokens: ApiToken[] }>('/tokens', signal).then(({ tokens }) => tokens),
  });
  const revoke = useMutation({
    mutationFn: ({ id }: ApiToken) => del(`/tokens/${id}`),
    onSuccess: (_, { name, user }) => say(`Revoked: ${name}, of ${user}`),
    onError: (failure) => say(failure.message, { kind: 'error' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  return (
    <section>
      <h2>Tokens of all users</h2>
      {error && <Failure error={error} again={() => void refetch()} />}
      {data?.length === 0 && <Empty>Nobody has a token.</Empty>}
      {data && data.length > 0 && <TokenTable tokens={data} owners revoke={revoke.mutate} />}
    </section>
  );
}

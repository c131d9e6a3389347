import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { mayActAs, SCOPES } from '../../config/roles.ts';
import { AccountNav } from './account-nav.tsx';
import { del, get, post, put } from './api.ts';
import { Field, fieldsOf, NEW_PASSWORD, SelectField } from './field.tsx';
import { counted } from './format.ts';
import { Empty, Failure, Moment, useTitle, Waiting } from './parts.tsx';
import { Secret } from './secret.tsx';
import { Table } from './table.tsx';
import { useToast } from './toasts.tsx';
import { TokenTable } from './token-table.tsx';
import { useMe } from './vocabulary.ts';
import type { ApiToken, Me, Session } from './wire.ts';

/** What everybody keeps of their own: password, sessions, tokens. */
export function AccountPage() {
  useTitle('My account');
  const { data: me, error, refetch } = useMe();
  return (
    <div className="page account">
      <AccountNav />
      <div className="heading">
        <h1>My account</h1>
        {me && (
          <p className="soft">
            {me.name}, {me.role}
          </p>
        )}
      </div>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!me && !error && <Waiting what="the account" />}
      {me?.hasPassword && <PasswordSection me={me} />}
      {me && <SessionSection />}
      {me && <TokenSection me={me} />}
    </div>
  );
}

function PasswordSection({ me }: { me: Me }) {
  const say = useToast();
  const change = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { current, password, again } = fieldsOf(form);
    if (password !== again) return say('The two new passwords are not the same', { kind: 'error' });
    try {
      await put('/me/password', { current, password });
      form.reset();
      say('The password is changed; other sessions have ended');
    } catch (error) {
      say((error as Error).message, { kind: 'error' });
    }
  };
  return (
    <section>
      <h2>Password</h2>
      <form className="inline-form" onSubmit={(event) => void change(event)}>
        {/* For the browser's password manager. */}
        <input className="hidden" autoComplete="username" value={me.name} readOnly tabIndex={-1} aria-hidden />
        <Field label="Present password" name="current" type="password" autoComplete="current-password" />
        <Field label="New password" name="password" {...NEW_PASSWORD} />
        <Field label="The same again" name="again" type="password" autoComplete="new-password" />
        <button type="submit">Change it</button>
      </form>
    </section>
  );
}

function SessionSection() {
  const say = useToast();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => get<{ sessions: Session[] }>('/me/sessions', signal).then(({ sessions }) => sessions),
  });
  const end = useMutation({
    mutationFn: (id: number | null) => del<{ ended: number }>(`/me/sessions${id === null ? '' : `/${id}`}`),
    onSuccess: ({ ended }) => say(`${counted(ended, 'session')} ended`),
    onError: (failure) => say(failure.message, { kind: 'error' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <section>
      <h2>Where you are logged in</h2>
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <Table
          rows={data}
          keyOf={({ id }) => id}
          columns={[
            {
              heading: 'Browser',
              kind: 'name',
              cell: ({ userAgent, current }) => (
                <>
                  {browserName(userAgent)}
                  {current && <small>this one</small>}
                </>
              ),
            },
            { heading: 'From', cell: ({ address }) => address },
            { heading: 'Since', cell: ({ createdAt }) => <Moment at={createdAt} /> },
            { heading: 'Last seen', cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
            { heading: 'Ends', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
            {
              kind: 'actions',
              cell: ({ id, userAgent, current }) =>
                !current && (
                  <button
                    type="button"
                    className="quiet"
                    aria-label={`End the session of ${browserName(userAgent)}`}
                    onClick={() => end.mutate(id)}
                  >
                    End
                  </button>
                ),
            },
          ]}
        />
      )}
      {data && data.length > 1 && (
        <p className="inline-form">
          <button type="button" onClick={() => end.mutate(null)}>
            End all others
          </button>
        </p>
      )}
    </section>
  );
}

/** `Firefox on Linux`, as far as a browser says. */
function browserName(agent: string | null): string {
  const browser = /(Firefox|Edg|Chrome|Safari)\//.exec(agent ?? '')?.[1]?.replace('Edg', 'Edge');
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent ?? '')?.[0];
  if (!browser) return agent ? agent.slice(0, 40) : 'unknown';
  return system ? `${browser} on ${system}` : browser;
}

const DAYS = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'a year'],
  ['', 'no end'],
] as const;

function TokenSection({ me }: { me: Me }) {
  const say = useToast();
  const queries = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens', 'own'],
    queryFn: ({ signal }) => get<{ tokens: ApiToken[] }>('/me/tokens', signal).then(({ tokens }) => tokens),
  });
  const change = { onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }) };
  const make = useMutation({
    ...change,
    mutationFn: ({ name, role, days }: Record<string, string>) =>
      post<{ token: string }>('/me/tokens', { name, role, days: days ? Number(days) : null }),
    onSuccess: ({ token }) => setMade(token),
    onError: (failure) => say(failure.message, { kind: 'error' }),
  });
  const revoke = useMutation({
    ...change,
    mutationFn: ({ id }: ApiToken) => del(`/me/tokens/${id}`),
    onSuccess: (_, { name }) => say(`Revoked: ${name}`),
    onError: (failure) => say(failure.message, { kind: 'error' }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    make.mutate(fieldsOf(form), { onSuccess: () => form.reset() });
  };
  return (
    <section>
      <h2>Tokens</h2>
      <p className="soft">
        For programs, feed readers and Prometheus: sent along as <code>Authorization: Bearer …</code>, or as the
        password of HTTP Basic. With the scope monitor it opens <code>/readyz</code> and <code>/metrics</code>, and
        reads nothing else.
      </p>
      {made && (
        <Secret
          what="This is the token. It is shown this once; whoever has it can do what its scope allows."
          secret={made}
          close={() => setMade(null)}
        />
      )}
      <form className="inline-form" onSubmit={submit}>
        <Field label="What it is for" name="name" maxLength={100} autoComplete="off" />
        <SelectField
          label="Scope"
          name="role"
          defaultValue="viewer"
          options={SCOPES.filter((role) => mayActAs(me.role, role)).map((role) => [role, role])}
        />
        <SelectField label="Good for" name="days" defaultValue="90" options={DAYS} />
        <button type="submit" disabled={make.isPending}>
          Make a token
        </button>
      </form>
      {error && <Failure error={error} again={() => void refetch()} />}
      {data?.length === 0 && <Empty>You have no tokens.</Empty>}
      {data && data.length > 0 && <TokenTable tokens={data} revoke={revoke.mutate} />}
    </section>
  );
}

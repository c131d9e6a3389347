import { Moment } from './parts.tsx';
import { Table } from './table.tsx';
import type { ApiToken } from './wire.ts';

/** Tokens, with a button to revoke each. */
export function TokenTable({
  tokens,
  owners = false,
  revoke,
}: {
  tokens: readonly ApiToken[];
  /** whether to say whose each is */
  owners?: boolean;
  revoke: (token: ApiToken) => void;
}) {
  return (
    <Table
      rows={tokens}
      keyOf={({ id }) => id}
      columns={[
        { heading: 'Token', kind: 'name', cell: ({ name }) => name },
        owners && { heading: 'Whose', cell: ({ user }) => user },
        { heading: 'Scope', cell: ({ role }) => role },
        { heading: 'Made', cell: ({ createdAt }) => <Moment at={createdAt} /> },
        { heading: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Moment at={lastUsedAt} /> : 'never') },
        { heading: 'Good until', cell: ({ expiresAt }) => (expiresAt ? <Moment at={expiresAt} full /> : 'no end') },
        {
          kind: 'actions',
          cell: (token) => (
            <button type="button" className="quiet" aria-label={`Revoke ${token.name}`} onClick={() => revoke(token)}>
              Revoke
            </button>
          ),
        },
      ]}
    />
  );
}

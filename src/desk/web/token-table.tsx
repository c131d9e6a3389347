import { Moment } from './parts.tsx';
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
    <table className="ledger">
      <thead>
        <tr>
          <th scope="col">Token</th>
          {owners && <th scope="col">Whose</th>}
          <th scope="col">Scope</th>
          <th scope="col">Made</th>
          <th scope="col">Last used</th>
          <th scope="col">Good until</th>
          <th scope="col">
            <span className="hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row">{token.name}</th>
            {owners && <td data-label="Whose">{token.user}</td>}
            <td data-label="Scope">{token.role}</td>
            <td data-label="Made">
              <Moment at={token.createdAt} />
            </td>
            <td data-label="Last used">{token.lastUsedAt ? <Moment at={token.lastUsedAt} /> : 'never'}</td>
            <td data-label="Good until">{token.expiresAt ? <Moment at={token.expiresAt} full /> : 'no end'}</td>
            <td className="end">
              <button type="button" className="quiet" aria-label={`Revoke ${token.name}`} onClick={() => revoke(token)}>
                Revoke
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

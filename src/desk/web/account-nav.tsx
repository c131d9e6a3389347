import { Link, useLocation } from 'wouter';
import './account.css';
import { del } from './api.ts';
import { useMay } from './vocabulary.ts';

/** Ends the session, here and at the server. */
export async function logOut(): Promise<void> {
  await del('/session').catch(() => {});
  location.assign('/login');
}

/** The pages about accounts, for whom they are. */
export function AccountNav() {
  const [path] = useLocation();
  const keeps = useMay('operator');
  const pages = [
    ['/account', 'My account'],
    ...(keeps
      ? [
          ['/users', 'Users'],
          ['/audit', 'Audit log'],
        ]
      : []),
    ['/api', 'API'],
  ] as const;
  return (
    <nav className="account-nav" aria-label="Accounts">
      {pages.map(([to, name]) => (
        <Link key={to} href={to as string} aria-current={path === to ? 'page' : undefined}>
          {name}
        </Link>
      ))}
      <button type="button" className="quiet" onClick={() => void logOut()}>
        Log out
      </button>
    </nav>
  );
}

import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { Link, Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { logOut } from './account-nav.tsx';
import { ArticlesPage } from './articles-page.tsx';
import { useDecisions } from './decisions.ts';
import { DigestPage } from './digest-page.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { useKeys, useSequences } from './keys.ts';
import { useLive } from './live.ts';
import { type Command, Palette } from './palette.tsx';
import { Empty, Key, Waiting } from './parts.tsx';
import { QueuePage } from './queue-page.tsx';
import { ThemeButton } from './theme.tsx';
import { useMay, useMe } from './vocabulary.ts';
import { WaitingForMe } from './waiting-for-me.tsx';

// The map brings the outlines of all states with it: those who do not look at it need not wait for them.
const MapPage = lazy(() => import('./map-page.tsx').then(({ MapPage }) => ({ default: MapPage })));
const AccountPage = lazy(() => import('./account-page.tsx').then(({ AccountPage }) => ({ default: AccountPage })));
const UsersPage = lazy(() => import('./users-page.tsx').then(({ UsersPage }) => ({ default: UsersPage })));
const AuditPage = lazy(() => import('./audit-page.tsx').then(({ AuditPage }) => ({ default: AuditPage })));
const ApiPage = lazy(() => import('./api-page.tsx').then(({ ApiPage }) => ({ default: ApiPage })));

const TimelinePage = lazy(() => import('./timeline-page.tsx').then(({ TimelinePage }) => ({ default: TimelinePage })));
const OpinionsPage = lazy(() => import('./opinions-page.tsx').then(({ OpinionsPage }) => ({ default: OpinionsPage })));
// Operators' pages come when they are asked for.
const FeedsPage = lazy(() => import('./feeds-page.tsx').then(({ FeedsPage }) => ({ default: FeedsPage })));
const AddFeedPage = lazy(() => import('./add-feed-page.tsx').then(({ AddFeedPage }) => ({ default: AddFeedPage })));
const RulesSection = lazy(() => import('./rules-section.tsx').then(({ RulesSection }) => ({ default: RulesSection })));
const SystemPage = lazy(() => import('./system-page.tsx').then(({ SystemPage }) => ({ default: SystemPage })));

const PAGES = [
  ['/', 'Queue', 'q'],
  ['/articles', 'Articles', 'a'],
  ['/map', 'Map', 'm'],
  ['/timeline', 'Timeline', 't'],
  ['/digest', 'Digest', 'd'],
  ['/opinions', 'Opinions', 'o'],
  ['/feeds', 'Feeds', 'f'],
  ['/rules', 'Rules', 'r'],
] as const;
/** … and what only operators have to do with. */
const OPERATORS_PAGES = [...PAGES, ['/system', 'System', 's']] as const;

/** On a narrow screen the pages are scrolled sideways: the present one must be seen. */
const intoView = (link: HTMLElement | null) => link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

/** A page that only operators have to do with: others, who come by its address, are told so. */
function ForOperators({ children }: { children: ReactNode }) {
  const { data: me } = useMe();
  const may = useMay('operator');
  if (!me) return <Waiting what="the page" />;
  return may ? children : <Empty>This page is for operators.</Empty>;
}

export function App() {
  const [path, go] = useLocation();
  const search = useSearch();
  const [open, setOpen] = useState<'help' | 'palette' | null>(null);
  const live = useLive();
  const decisions = useDecisions();
  const { data: me } = useMe();
  const pages = useMay('operator') ? OPERATORS_PAGES : PAGES;
  const mayDecide = useMay('analyst');
  useSequences();
  useKeys({
    '?': () => setOpen('help'),
    'Ctrl+k': () => setOpen('palette'),
    ...Object.fromEntries(pages.map(([to, , key]) => [`g ${key}`, () => go(to)])),
  });
  const commands = useMemo<Command[]>(
    () => [
      ...pages.map(([to, name, key]) => ({ name: `Go to ${name.toLowerCase()}`, key: `g ${key}`, run: () => go(to) })),
      { name: 'Go to my account', run: () => go('/account') },
      { name: 'Log out', run: () => void logOut() },
      ...(mayDecide ? [{ name: 'Take the last decision back', key: 'u', run: () => void decisions.undo() }] : []),
      { name: 'Keys', key: '?', run: () => setOpen('help') },
    ],
    [go, decisions, pages, mayDecide],
  );
  const here = (to: string) => (to === '/' ? path === '/' || path.startsWith('/incidents') : path.startsWith(to));
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <Link className="brand" href="/">
          <img src={new URL('./icon.svg', import.meta.url).href} alt="" width="22" height="22" />
          <span>Subthreshold</span>
        </Link>
        <nav aria-label="Pages">
          {pages.map(([to, name]) => (
            <Link key={to} href={to} ref={here(to) ? intoView : undefined} aria-current={here(to) ? 'page' : undefined}>
              {name}
              {to === '/opinions' && <WaitingForMe />}
            </Link>
          ))}
        </nav>
        <span className="tools">
          <span className={`live ${live.lost ? 'off' : live.connected ? 'on' : ''}`} role="status">
            <i aria-hidden="true" />
            <span className="wide">{live.lost ? 'not connected' : 'live'}</span>
          </span>
          <button type="button" className="quiet" onClick={() => setOpen('palette')}>
            <span className="hidden">Commands</span>
            <Key>Ctrl K</Key>
          </button>
          <ThemeButton />
          {me && (
            <Link className="me" href="/account" title={`${me.name}, ${me.role}`}>
              {me.name}
            </Link>
          )}
        </span>
      </header>
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Waiting what="the page" />}>
          <Switch>
            <Route path="/">
              <QueuePage id={null} search={search} live={live} decisions={decisions} />
            </Route>
            <Route path="/incidents/:id">
              {({ id }) => <QueuePage id={Number(id)} search={search} live={live} decisions={decisions} />}
            </Route>
            <Route path="/articles">
              <ArticlesPage search={search} articleKey={null} />
            </Route>
            <Route path="/articles/:key">{({ key }) => <ArticlesPage search={search} articleKey={key} />}</Route>
            <Route path="/map">
              <MapPage search={search} />
            </Route>
            <Route path="/timeline">
              <TimelinePage search={search} />
            </Route>
            <Route path="/opinions/:id?">{({ id }) => <OpinionsPage key={id} id={id ? Number(id) : null} />}</Route>
            <Route path="/digest/:day?">{({ day }) => <DigestPage day={day} />}</Route>
            <Route path="/feeds">
              <FeedsPage />
            </Route>
            <Route path="/account">
              <AccountPage />
            </Route>
            <Route path="/users">
              <ForOperators>
                <UsersPage />
              </ForOperators>
            </Route>
            <Route path="/audit">
              <ForOperators>
                <AuditPage search={search} />
              </ForOperators>
            </Route>
            <Route path="/api">
              <ApiPage />
            </Route>
            <Route path="/feeds/add">
              <ForOperators>
                <AddFeedPage />
              </ForOperators>
            </Route>
            <Route path="/rules/*?">
              <RulesSection search={search} />
            </Route>
            <Route path="/system">
              <ForOperators>
                <SystemPage />
              </ForOperators>
            </Route>
            <Route>
              <Redirect to="/" replace />
            </Route>
          </Switch>
        </Suspense>
      </main>
      {open === 'help' && <HelpDialog close={() => setOpen(null)} />}
      {open === 'palette' && <Palette commands={commands} close={() => setOpen(null)} />}
    </>
  );
}

import './operator.css';
import './system.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from './api.ts';
import { ago, counted, inWords, local } from './format.ts';
import { Empty, Failure, Moment, OutLink, useTitle, Waiting } from './parts.tsx';
import { useToast } from './toasts.tsx';
import type { DeadLetters, SystemState } from './wire.ts';

const QUEUES: Record<string, string> = {
  poll: 'polls feeds',
  read: 'fetches, reads and tags articles',
  digest: 'makes digests',
  deliver: 'sends digests and alerts',
  routine: 'looks for what is to be sent, exports, clears away',
};

/** How the system is: what is behind, what failed, what goes through, what it takes, and what it is. */
export function SystemPage() {
  useTitle('System');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => get<SystemState>('/system', signal),
    refetchInterval: 15_000,
  });
  return (
    <div className="page system">
      <div className="heading">
        <h1>System</h1>
        {data && (
          <p className="soft">
            this process is up since <Moment at={data.startedAt} full />
          </p>
        )}
        <a className="aside" href="/queues">
          Queue console
        </a>
      </div>
      {isPending && <Waiting what="the state of the system" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <>
          <Behind state={data} />
          <div className="panels">
            <Queues state={data} />
            <Throughput state={data} />
          </div>
          <Dead />
          <div className="panels">
            <Storage state={data} />
            <Versions state={data} />
          </div>
        </>
      )}
    </div>
  );
}

/** What an operator should look at, in words; nothing when all is well. */
function Behind({ state }: { state: SystemState }) {
  const { items, oldestPending, otherRules, feeds, store, queues, incidents, lastDigest } = state;
  const wait = oldestPending ? Date.parse(state.now) - Date.parse(oldestPending) : 0;
  const facts: [name: string, value: string, look: '' | 'warn' | 'bad', more?: string][] = [
    [
      'Still to be read',
      items.pending.toLocaleString('en-GB'),
      wait > 1_800_000 ? 'bad' : '',
      oldestPending ? `oldest seen ${ago(oldestPending)}` : 'nothing waits',
    ],
    ['Could not be read', items.failed.toLocaleString('en-GB'), items.failed > 0 ? 'warn' : '', 'see below'],
    [
      'Feeds in trouble',
      `${feeds.troubled.length} of ${feeds.active}`,
      feeds.troubled.length > 0 ? 'warn' : '',
      feeds.lastPolledAt ? `last poll ${ago(feeds.lastPolledAt)}` : 'none polled yet',
    ],
    ['Waiting for review', ((incidents.new ?? 0) + (incidents['in-review'] ?? 0)).toLocaleString('en-GB'), ''],
    [
      'Tagged by earlier rules',
      otherRules.toLocaleString('en-GB'),
      '',
      otherRules > 0 ? '“subthreshold reclassify” brings them up to date' : 'none',
    ],
    ['Newest digest', lastDigest ?? 'none yet', ''],
    [
      'Schema',
      `${store.migrations.applied} of ${store.migrations.known}`,
      store.migrations.applied === store.migrations.known ? '' : 'bad',
    ],
    'error' in queues
      ? ['Queues', 'no answer', 'bad', queues.error]
      : [
          'Feeds on a schedule',
          `${Math.min(queues.schedules, feeds.active)} of ${feeds.active}`,
          queues.schedules < feeds.active ? 'warn' : '',
        ],
  ];
  return (
    <dl className="figures" aria-label="What is behind">
      {facts.map(([name, value, look, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={look}>{value}</dd>
          {more && <dd className="more">{more}</dd>}
        </div>
      ))}
    </dl>
  );
}

function Queues({ state: { queues, versions } }: { state: SystemState }) {
  return (
    <section className="panel" aria-labelledby="queues">
      <h2 id="queues">
        Queues <small className="soft">{versions.queues}</small>
      </h2>
      {'error' in queues ? (
        <p className="bad">{queues.error}</p>
      ) : (
        <table className="sheet-table">
          <thead>
            <tr>
              <th scope="col">Queue</th>
              {['waiting', 'active', 'delayed', 'failed'].map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(queues.jobs).map(([name, jobs]) => (
              <tr key={name}>
                <th scope="row">
                  <a href={`/queues/queue/${name}`}>{name}</a>
                  <small>{QUEUES[name]}</small>
                </th>
                {['waiting', 'active', 'delayed', 'failed'].map((one) => (
                  <td key={one} data-label={one} className={`number ${one === 'failed' && jobs[one] ? 'bad' : ''}`}>
                    {((jobs[one] ?? 0) + (one === 'waiting' ? (jobs.prioritized ?? 0) : 0)).toLocaleString('en-GB')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const HEIGHT = 90;
const BAR = 10;

/** Articles read in each of the last hours, the flagged ones marked. */
function Throughput({ state: { hours } }: { state: SystemState }) {
  const most = Math.max(1, ...hours.map(({ read, seen }) => Math.max(read, seen)));
  const day = hours.slice(-24);
  const sum = (of: 'seen' | 'read' | 'flagged' | 'incidents') => day.reduce((n, hour) => n + hour[of], 0);
  const y = (n: number) => (n / most) * HEIGHT;
  return (
    <section className="panel" aria-labelledby="throughput">
      <h2 id="throughput">
        Throughput <small className="soft">by the hour, {hours.length} hours</small>
      </h2>
      <svg
        className="hours"
        viewBox={`0 0 ${hours.length * BAR} ${HEIGHT + 1}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Articles read in each of the last ${hours.length} hours; ${sum('read')} in the last 24`}
      >
        {hours.map(({ from, read, flagged, seen }, i) => (
          <g key={from}>
            <title>{`${local(from)}: ${seen} items seen, ${read} articles read, ${flagged} flagged`}</title>
            <rect className="hit" x={i * BAR} y={0} width={BAR} height={HEIGHT} />
            <rect className="read" x={i * BAR + 1} y={HEIGHT - y(read)} width={BAR - 2} height={y(read)} />
            <rect className="flagged" x={i * BAR + 1} y={HEIGHT - y(flagged)} width={BAR - 2} height={y(flagged)} />
          </g>
        ))}
        <line x1={0} x2={hours.length * BAR} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
      </svg>
      <p className="legend">
        <span>
          <i className="swatch read" aria-hidden="true" /> read
        </span>
        <span>
          <i className="swatch flagged" aria-hidden="true" /> flagged
        </span>
        <span className="soft">highest {most.toLocaleString('en-GB')} an hour</span>
      </p>
      <dl className="facts">
        {(
          [
            ['Items seen in 24 hours', 'seen'],
            ['Articles read', 'read'],
            ['of them flagged', 'flagged'],
            ['New incidents', 'incidents'],
          ] as const
        ).map(([name, of]) => (
          <div key={of}>
            <dt>{name}</dt>
            <dd>{sum(of).toLocaleString('en-GB')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What was given up, why, and the way to try it again. */
function Dead() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['dead-letters'],
    queryFn: ({ signal }) => get<DeadLetters>('/dead-letters', signal),
    refetchInterval: 15_000,
  });
  const queries = useQueryClient();
  const say = useToast();
  const refresh = () => {
    for (const key of ['dead-letters', 'system']) void queries.invalidateQueries({ queryKey: [key] });
  };
  const fail = (failure: Error) => say(failure.message, { kind: 'error' });
  const retry = useMutation({
    mutationFn: ({ path }: { path: string; title: string }) => post(`${path}/retry`, {}),
    onSuccess: (_, { title }) => {
      say(`Tried again: ${title}`);
      refresh();
    },
    onError: fail,
  });
  const all = useMutation({
    mutationFn: () => post<{ again: { items: number; deliveries: number } }>('/dead-letters/retry', {}),
    onSuccess: ({ again }) => {
      say(`Tried again: ${counted(again.items, 'item')} and ${again.deliveries} deliveries`);
      refresh();
    },
    onError: fail,
  });
  const rows = [
    ...(data?.items ?? []).map(({ key, title, url, feedId, error, attempts, firstSeenAt }) => ({
      path: `/items/${encodeURIComponent(key)}`,
      title: title || 'without a title',
      url,
      from: feedId,
      error,
      attempts,
      at: firstSeenAt,
    })),
    ...(data?.deliveries ?? []).map(({ key, title, subscriber, kind, error, attempts, createdAt }) => ({
      path: `/deliveries/${key}`,
      title,
      url: null,
      from: `${kind} for ${subscriber}`,
      error,
      attempts,
      at: createdAt,
    })),
  ];
  return (
    <section className="panel" aria-labelledby="dead">
      <div className="heading">
        <h2 id="dead">Dead letters</h2>
        <p className="soft">What was given up after several attempts</p>
        {rows.length > 1 && (
          <button type="button" className="aside" disabled={all.isPending} onClick={() => all.mutate()}>
            Retry all
          </button>
        )}
      </div>
      {isPending && <Waiting what="dead letters" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && rows.length === 0 && <Empty>Nothing was given up: everything could be read and sent.</Empty>}
      {rows.length > 0 && (
        <table className="sheet-table">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Why</th>
              <th scope="col">Since</th>
              <th scope="col">
                <span className="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, title, url, from, error, attempts, at }) => (
              <tr key={path}>
                <th scope="row">
                  <OutLink address={url}>{title}</OutLink>
                  <small>{from}</small>
                </th>
                <td data-label="Why">
                  <span className="bad">{error ?? 'no reason was kept'}</span>
                  <small>{counted(attempts, 'attempt')}</small>
                </td>
                <td data-label="Since">
                  <Moment at={at} />
                </td>
                <td>
                  <button
                    type="button"
                    aria-label={`Retry ${title}`}
                    disabled={retry.isPending}
                    onClick={() => retry.mutate({ path, title })}
                  >
                    Retry
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in the unit that suits it: `12.4 MB`. */
function size(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

function Storage({ state: { tables, store } }: { state: SystemState }) {
  const [largest] = tables;
  return (
    <section className="panel" aria-labelledby="storage">
      <h2 id="storage">
        Storage <small className="soft">{size(store.bytes)} in all</small>
      </h2>
      <table className="sheet-table">
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col" className="number">
              Rows, about
            </th>
            <th scope="col">With its indexes</th>
          </tr>
        </thead>
        <tbody>
          {tables.map(({ name, bytes, rows }) => (
            <tr key={name}>
              <th scope="row">{inWords(name.replaceAll('_', ' '))}</th>
              <td data-label="Rows, about" className="number">
                {rows === null ? '–' : rows.toLocaleString('en-GB')}
              </td>
              <td data-label="With its indexes">
                <span className="precision">
                  <meter min={0} max={largest?.bytes ?? 1} value={bytes} aria-label={size(bytes)} />
                  {size(bytes)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Versions({ state: { versions, store, memory, queues } }: { state: SystemState }) {
  const facts = [
    ['Subthreshold', versions.program],
    ['Rule set', versions.ruleSet],
    ['Schema', `migration ${store.migrations.applied} of ${store.migrations.known}`],
    ['Node', versions.node],
    ['Store', versions.store === 'embedded' ? `embedded PostgreSQL ${store.version}` : `PostgreSQL ${store.version}`],
    ['Queues', versions.queues],
    ...('error' in queues || queues.evictionPolicy === null ? [] : [['Redis when full', queues.evictionPolicy]]),
    ['Memory of this process', size(memory)],
  ];
  return (
    <section className="panel" aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

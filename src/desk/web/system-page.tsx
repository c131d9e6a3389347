import './operator.css';
import './system.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { get, post } from './api.ts';
import { counted, exactly, figure, inWords } from './format.ts';
import { More, usePaged } from './paged.tsx';
import { Empty, Failure, Moment, OutLink, useTitle, Waiting } from './parts.tsx';
import { Table } from './table.tsx';
import { useToast } from './toasts.tsx';
import type { DeadLetter, SystemState } from './wire.ts';

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
  const facts: [name: string, value: string, look: '' | 'warn' | 'bad', more?: ReactNode][] = [
    [
      'Still to be read',
      figure(items.pending),
      wait > 1_800_000 ? 'bad' : '',
      oldestPending ? (
        <>
          oldest seen <Moment at={oldestPending} />
        </>
      ) : (
        'nothing waits'
      ),
    ],
    [
      'Could not be read',
      figure(items.failed),
      items.failed > 0 ? 'warn' : '',
      items.failed > 0 ? 'see dead letters' : 'nothing was given up',
    ],
    [
      'Feeds in trouble',
      `${feeds.troubled.length} of ${feeds.active}`,
      feeds.troubled.length > 0 ? 'warn' : '',
      feeds.lastPolledAt ? (
        <>
          last poll <Moment at={feeds.lastPolledAt} />
        </>
      ) : (
        'none polled yet'
      ),
    ],
    ['Waiting for review', figure((incidents.new ?? 0) + (incidents['in-review'] ?? 0)), ''],
    [
      'Tagged by earlier rules',
      figure(otherRules),
      '',
      otherRules > 0 ? '“subthreshold reclassify” brings them up to date' : 'all by the present rules',
    ],
    ['Newest digest', lastDigest ?? 'none yet', ''],
    [
      'Schema',
      `${store.migrations.applied} of ${store.migrations.known}`,
      store.migrations.applied === store.migrations.known ? '' : 'bad',
      'migrations applied',
    ],
    'error' in queues
      ? ['Queues', 'no answer', 'bad', queues.error]
      : [
          'Feeds on a schedule',
          `${Math.min(queues.schedules, feeds.active)} of ${feeds.active}`,
          queues.schedules < feeds.active && !feeds.invented ? 'warn' : '',
          feeds.invented && 'the demo polls its feeds once',
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
    <section className="card panel" aria-labelledby="queues">
      <h2 id="queues">
        Queues <small className="soft">{versions.queues}</small>
      </h2>
      {'error' in queues ? (
        <p className="bad">{queues.error}</p>
      ) : (
        <Table
          rows={Object.entries(queues.jobs)}
          keyOf={([name]) => name}
          columns={[
            {
              heading: 'Queue',
              kind: 'name',
              cell: ([name]) => (
                <>
                  <a href={`/queues/queue/${name}`}>{name}</a>
                  <small>{QUEUES[name]}</small>
                </>
              ),
            },
            {
              heading: 'Waiting',
              kind: 'number',
              cell: ([, jobs]) => figure((jobs.waiting ?? 0) + (jobs.prioritized ?? 0)),
            },
            { heading: 'Active', kind: 'number', cell: ([, jobs]) => figure(jobs.active ?? 0) },
            { heading: 'Delayed', kind: 'number', cell: ([, jobs]) => figure(jobs.delayed ?? 0) },
            {
              heading: 'Failed',
              kind: 'number',
              cell: ([, { failed = 0 }]) => <span className={failed > 0 ? 'bad' : ''}>{figure(failed)}</span>,
            },
          ]}
        />
      )}
    </section>
  );
}

const HEIGHT = 90;
const BAR = 10;

/** Articles read in each of the last hours, the flagged ones marked. */
function Throughput({ state: { hours } }: { state: SystemState }) {
  const busiest = Math.max(0, ...hours.map(({ read, seen }) => Math.max(read, seen)));
  const day = hours.slice(-24);
  const sum = (of: 'seen' | 'read' | 'flagged' | 'incidents') => day.reduce((n, hour) => n + hour[of], 0);
  const y = (n: number) => (n / Math.max(1, busiest)) * HEIGHT;
  return (
    <section className="card panel" aria-labelledby="throughput">
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
            <title>{`${exactly(from)}: ${seen} items seen, ${read} articles read, ${flagged} flagged`}</title>
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
        {busiest > 0 && <span className="soft">highest {figure(busiest)} an hour</span>}
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
            <dd>{figure(sum(of))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Where what was given up is tried again. */
const PLACES = { item: 'items', delivery: 'deliveries' } as const;

/** What was given up, why, and the way to try it again. */
function Dead() {
  const list = usePaged<DeadLetter>({
    ...{ key: ['dead-letters'], path: '/dead-letters', rows: 'letters' },
    refetchInterval: 15_000,
  });
  const { data: letters = [], error, isPending, isSuccess, refetch } = list;
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
  return (
    <section className="card panel" aria-labelledby="dead">
      <div className="heading">
        <h2 id="dead">Dead letters</h2>
        <p className="soft">What was given up after several attempts</p>
        {letters.length > 1 && (
          <button type="button" className="aside" disabled={all.isPending} onClick={() => all.mutate()}>
            Retry all
          </button>
        )}
      </div>
      {isPending && <Waiting what="dead letters" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {isSuccess && letters.length === 0 && <Empty>Nothing was given up: everything could be read and sent.</Empty>}
      {letters.length > 0 && (
        <Table
          rows={letters}
          keyOf={({ kind, key }) => `${kind} ${key}`}
          columns={[
            {
              heading: 'What',
              kind: 'name',
              cell: ({ kind, title, url, from }) => (
                <>
                  <OutLink address={url}>{title || 'without a title'}</OutLink>
                  <small>{kind === 'item' ? from : `for ${from}`}</small>
                </>
              ),
            },
            {
              heading: 'Why',
              cell: ({ error, attempts }) => (
                <>
                  <span className="bad">{error ?? 'no reason was kept'}</span>
                  <small>{counted(attempts, 'attempt')}</small>
                </>
              ),
            },
            { heading: 'Since', cell: ({ at }) => <Moment at={at} /> },
            {
              kind: 'actions',
              cell: ({ kind, key, title }) => (
                <button
                  type="button"
                  aria-label={`Retry ${title}`}
                  disabled={retry.isPending}
                  onClick={() => retry.mutate({ path: `/${PLACES[kind]}/${encodeURIComponent(key)}`, title })}
                >
                  Retry
                </button>
              ),
            },
          ]}
        />
      )}
      <More list={list} />
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
    <section className="card panel" aria-labelledby="storage">
      <h2 id="storage">
        Storage <small className="soft">{size(store.bytes)} in all</small>
      </h2>
      <Table
        rows={tables}
        keyOf={({ name }) => name}
        columns={[
          { heading: 'Table', kind: 'name', cell: ({ name }) => inWords(name.replaceAll('_', ' ')) },
          { heading: 'Rows, about', kind: 'number', cell: ({ rows }) => (rows === null ? '–' : figure(rows)) },
          {
            heading: 'With its indexes',
            kind: 'number',
            cell: ({ bytes }) => (
              <span className="precision">
                <meter min={0} max={largest?.bytes ?? 1} value={bytes} aria-label={size(bytes)} />
                <span className="size">{size(bytes)}</span>
              </span>
            ),
          },
        ]}
      />
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
    <section className="card panel" aria-labelledby="versions">
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

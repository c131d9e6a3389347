import './operator.css';
import './feeds-page.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, useRef, useState } from 'react';
import { Link } from 'wouter';
import { isInvented, RELIABILITIES } from '../../config/feed-words.ts';
import { del, get, patch, post } from './api.ts';
import { type FeedFields, FeedForm, intervalInWords } from './feed-form.tsx';
import { capital, counted } from './format.ts';
import { Dialog, DialogFoot, Empty, Failure, Moment, OutLink, useTitle, Waiting } from './parts.tsx';
import { Precision } from './precision.tsx';
import { useSaving } from './saving.ts';
import { Table } from './table.tsx';
import { useToast } from './toasts.tsx';
import { useFeeds, useMay } from './vocabulary.ts';
import type { FeedState, FeedStatistics } from './wire.ts';

const TROUBLE: Record<FeedState['health']['state'], number> = {
  broken: 0,
  gone: 1,
  silent: 2,
  empty: 3,
  new: 4,
  unchanged: 5,
  ok: 5,
};
const SHOWS = ['all', 'in trouble', 'paused'] as const;

/** The feeds: how each is, what it brings, and what may be done with it; those with trouble first. */
export function FeedsPage() {
  useTitle('Feeds');
  const { data, error, isPending, refetch } = useFeeds();
  const { data: statistics } = useQuery({
    queryKey: ['feeds', 'statistics'],
    queryFn: ({ signal }) =>
      get<{ feeds: Record<string, FeedStatistics> }>('/feeds/statistics', signal).then(({ feeds }) => feeds),
    staleTime: 60_000,
  });
  const change = useFeedChanges();
  const mayChange = useMay('operator');
  const [text, setText] = useState('');
  const [show, setShow] = useState<(typeof SHOWS)[number]>('all');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [editing, setEditing] = useState<FeedState | null>(null);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const inTrouble = ({ enabled, health }: FeedState) => enabled && TROUBLE[health.state] < 4;
  const shown = (data ?? [])
    .filter(
      (feed) =>
        (show === 'all' || (show === 'paused' ? !feed.enabled : inTrouble(feed))) &&
        words.every((word) =>
          `${feed.id} ${feed.title} ${feed.url} ${feed.topics.join(' ')}`.toLowerCase().includes(word),
        ),
    )
    .toSorted((a, b) => Number(b.enabled) - Number(a.enabled) || TROUBLE[a.health.state] - TROUBLE[b.health.state]);
  const active = data?.filter(({ enabled }) => enabled) ?? [];
  const troubled = active.filter(inTrouble);
  const selected = shown.filter(({ id }) => chosen.has(id));
  const choose = (ids: readonly string[], on: boolean) =>
    setChosen((before) => new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
  return (
    <div className="page wide-page">
      <div className="heading">
        <h1>Feeds</h1>
        {data && (
          <p className="soft">
            {active.length === 0
              ? 'no active feed'
              : `${counted(active.length, 'active feed')}, ${troubled.length === 0 ? 'all well' : `${troubled.length} in trouble`}`}
          </p>
        )}
        {mayChange && (
          <span className="aside buttons-row">
            <FeedLists />
            {active.length > 0 && (
              <button type="button" disabled={change.busy} onClick={() => change.poll()}>
                Fetch all now
              </button>
            )}
            <Link className="button main" href="/feeds/add">
              Add a feed
            </Link>
          </span>
        )}
      </div>
      <div className="filter-row">
        <input
          type="search"
          aria-label="Search feeds"
          placeholder="Search by title, id, address or topic"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="segments">
          {SHOWS.map((one) => (
            <button key={one} type="button" aria-pressed={show === one} onClick={() => setShow(one)}>
              {capital(one)}
            </button>
          ))}
        </span>
      </div>
      {selected.length > 0 && <Bulk feeds={selected} change={change} done={() => setChosen(new Set())} />}
      {isPending && <Waiting what="feeds" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data?.length === 0 && (
        <Empty>No feed is on the list. Add one by an address of its site, or import an OPML list.</Empty>
      )}
      {data && data.length > 0 && shown.length === 0 && <Empty>No feed fits.</Empty>}
      {shown.length > 0 && (
        <Table
          className="feeds"
          rows={shown}
          keyOf={({ id }) => id}
          isOff={({ enabled }) => !enabled}
          columns={[
            mayChange && {
              kind: 'choose',
              heading: (
                <input
                  type="checkbox"
                  aria-label="Select all"
                  checked={selected.length === shown.length}
                  onChange={({ target }) =>
                    choose(
                      shown.map(({ id }) => id),
                      target.checked,
                    )
                  }
                />
              ),
              cell: ({ id, title }) => (
                <input
                  type="checkbox"
                  aria-label={`Select ${title}`}
                  checked={chosen.has(id)}
                  onChange={({ target }) => choose([id], target.checked)}
                />
              ),
            },
            {
              heading: 'Feed',
              kind: 'name',
              cell: ({ id, title, url, reliability, topics }) => (
                <>
                  <OutLink address={url}>{title}</OutLink>
                  <small>
                    {id} · reliability {reliability}
                    {topics.length > 0 && ` · ${topics.join(', ')}`}
                  </small>
                </>
              ),
            },
            { heading: 'Health', cell: (feed) => <Health feed={feed} /> },
            {
              heading: 'Items and flags by week',
              label: 'By week',
              cell: ({ id }) => <Weeks weeks={statistics?.[id]?.weeks} />,
            },
            {
              heading: 'Confirmed of decided',
              label: 'Confirmed',
              cell: ({ id }) => (
                <Precision confirmed={statistics?.[id]?.confirmed ?? 0} dismissed={statistics?.[id]?.dismissed ?? 0} />
              ),
            },
            { heading: 'Polls', cell: (feed) => <Polls feed={feed} /> },
            mayChange && {
              kind: 'actions',
              cell: (feed) => (
                <>
                  {feed.enabled && feed.health.state !== 'gone' && (
                    <button
                      type="button"
                      className="quiet"
                      aria-label={`Fetch ${feed.title} now`}
                      disabled={change.busy}
                      onClick={() => change.poll([feed.id])}
                    >
                      Fetch
                    </button>
                  )}
                  <button
                    type="button"
                    className="quiet"
                    aria-label={`Edit ${feed.title}`}
                    onClick={() => setEditing(feed)}
                  >
                    Edit
                  </button>
                  <button
                    type="button"
                    className="quiet"
                    aria-label={`${feed.enabled ? 'Pause' : 'Resume'} ${feed.title}`}
                    disabled={change.busy}
                    onClick={() => change.set([feed], { enabled: !feed.enabled }, feed.enabled ? 'Paused' : 'Resumed')}
                  >
                    {feed.enabled ? 'Pause' : 'Resume'}
                  </button>
                </>
              ),
            },
          ]}
        />
      )}
      {editing && <EditDialog feed={editing} close={() => setEditing(null)} />}
    </div>
  );
}

/** When it was asked last, when it had something new, and when it is asked next. */
function Polls({ feed }: { feed: FeedState }) {
  const { enabled, lastPolledAt, lastNewItemAt, nextPollAt } = feed;
  return (
    <>
      {lastPolledAt ? <Moment at={lastPolledAt} /> : 'not yet'}
      <small>
        {lastNewItemAt ? (
          <>
            new item <Moment at={lastNewItemAt} />
          </>
        ) : (
          'no item yet'
        )}
      </small>
      {nextPollAt && enabled && !isInvented(feed) && (
        <small>
          next <Moment at={nextPollAt} />
        </small>
      )}
    </>
  );
}

type Changes = ReturnType<typeof useFeedChanges>;

/** What may be done with feeds; each says what it has done. */
function useFeedChanges() {
  const queries = useQueryClient();
  const say = useToast();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['feeds'] });
  const run = useMutation({
    mutationFn: (work: () => Promise<string>) => work(),
    onSuccess: (said) => {
      refresh();
      say(said);
    },
    onError: (failure) => {
      refresh();
      say(failure.message, { kind: 'error' });
    },
  });
  const each = async (feeds: readonly FeedState[], work: (feed: FeedState) => Promise<unknown>) => {
    for (const feed of feeds) await work(feed);
    return feeds.length === 1 && feeds[0] ? feeds[0].title : counted(feeds.length, 'feed');
  };
  return {
    busy: run.isPending,
    poll: (ids?: readonly string[]) =>
      run.mutate(async () => {
        const { feeds } = await post<{ feeds: string[] }>('/feeds/poll', ids ? { ids } : {});
        setTimeout(refresh, 3_000);
        return `${counted(feeds.length, 'feed')} will be fetched now`;
      }),
    set: (feeds: readonly FeedState[], change: object, done: string) =>
      run.mutate(async () => `${done}: ${await each(feeds, ({ id }) => patch(`/feeds/${id}`, change))}`),
    remove: (feeds: readonly FeedState[]) =>
      run.mutate(async () => `Taken off the list: ${await each(feeds, ({ id }) => del(`/feeds/${id}`))}`),
  };
}

function Bulk({ feeds, change, done }: { feeds: readonly FeedState[]; change: Changes; done: () => void }) {
  const [removing, setRemoving] = useState(false);
  const run = (work: () => void) => () => {
    work();
    done();
  };
  return (
    <div className="row bulk" role="toolbar" aria-label="Selected feeds">
      <b>{counted(feeds.length, 'feed')} selected</b>
      <button
        type="button"
        onClick={run(() => change.poll(feeds.filter(({ enabled }) => enabled).map(({ id }) => id)))}
      >
        Fetch now
      </button>
      <button type="button" onClick={run(() => change.set(feeds, { enabled: false }, 'Paused'))}>
        Pause
      </button>
      <button type="button" onClick={run(() => change.set(feeds, { enabled: true }, 'Resumed'))}>
        Resume
      </button>
      <select
        aria-label="Set reliability"
        value=""
        onChange={({ target }) =>
          run(() => change.set(feeds, { reliability: target.value }, `Reliability ${target.value}`))()
        }
      >
        <option value="" disabled>
          Reliability …
        </option>
        {RELIABILITIES.map((letter) => (
          <option key={letter}>{letter}</option>
        ))}
      </select>
      <button type="button" onClick={() => setRemoving(true)}>
        Remove …
      </button>
      <button type="button" className="quiet" onClick={done}>
        Clear
      </button>
      {removing && (
        <Dialog title={`Take ${counted(feeds.length, 'feed')} off the list?`} close={() => setRemoving(false)}>
          <p>{feeds.map(({ title }) => title).join(', ')}</p>
          <p className="soft">What they brought stays, and keeps its source.</p>
          <DialogFoot close={() => setRemoving(false)}>
            <button type="button" className="main" onClick={run(() => change.remove(feeds))}>
              Take off the list
            </button>
          </DialogFoot>
        </Dialog>
      )}
    </div>
  );
}

function EditDialog({ feed, close }: { feed: FeedState; close: () => void }) {
  const { title, url, language, topics, reliability, intervalSeconds } = feed;
  const queries = useQueryClient();
  const say = useToast();
  const { save, busy, problem } = useSaving(close);
  const keep = (fields: FeedFields) =>
    save(async () => {
      await patch(`/feeds/${feed.id}`, fields);
      void queries.invalidateQueries({ queryKey: ['feeds'] });
      say(`Changed ${title}`);
    });
  return (
    <Dialog title={`Edit ${title}`} close={close} className="edit-feed">
      <FeedForm
        feed={{ title, url, language, topics, reliability, interval: intervalInWords(intervalSeconds) }}
        label="Keep"
        problem={problem}
        busy={busy}
        keep={keep}
        close={close}
      />
    </Dialog>
  );
}

/** The list in and out. */
function FeedLists() {
  const file = useRef<HTMLInputElement>(null);
  const queries = useQueryClient();
  const say = useToast();
  const take = useMutation({
    mutationFn: async (list: File) =>
      post<{ added: unknown[]; known: number; unusable: string[] }>('/feeds/import', { opml: await list.text() }),
    onSuccess: ({ added, known, unusable }) => {
      void queries.invalidateQueries({ queryKey: ['feeds'] });
      say(`${counted(added.length, 'feed')} added, ${known} on the list already, ${unusable.length} passed over`);
    },
    onError: (failure) => say(failure.message, { kind: 'error' }),
  });
  const give = useMutation({
    mutationFn: async (kind: 'opml' | 'yaml') => {
      const list = await get<Record<string, string>>(`/feeds/${kind}`);
      download(kind === 'opml' ? 'feeds.opml' : 'feeds.yaml', list[kind] ?? '');
    },
    onError: (failure) => say(failure.message, { kind: 'error' }),
  });
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        accept=".opml,.xml,text/xml"
        aria-label="OPML list"
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          const [list] = event.target.files ?? [];
          if (list) take.mutate(list);
          event.target.value = '';
        }}
      />
      <button type="button" disabled={take.isPending} onClick={() => file.current?.click()}>
        Import OPML
      </button>
      <select
        aria-label="Export the list"
        value=""
        onChange={({ target }) => give.mutate(target.value as 'opml' | 'yaml')}
      >
        <option value="" disabled>
          Export …
        </option>
        <option value="opml">as OPML</option>
        <option value="yaml">as feeds.yaml</option>
      </select>
    </>
  );
}

/** Has the browser save a text as a file. */
function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const BAR = 8;
const HEIGHT = 24;

/** Items of each week as bars, the flagged ones marked, and the last week in figures. */
function Weeks({ weeks }: { weeks: FeedStatistics['weeks'] | undefined }) {
  if (!weeks) return <span className="soft">–</span>;
  const most = Math.max(1, ...weeks.map(({ items }) => items));
  const last = weeks.at(-1);
  const y = (n: number) => (n > 0 ? Math.max(2, (n / most) * HEIGHT) : 0);
  return (
    <span className="weeks">
      <svg width={weeks.length * BAR} height={HEIGHT + 1} aria-hidden="true">
        <line x1={0} x2={weeks.length * BAR - 2} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
        {weeks.map(({ items, flags }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: weeks have no other identity than their place
          <g key={i}>
            <title>{`${weeks.length - 1 - i === 0 ? 'the last 7 days' : `${counted(weeks.length - 1 - i, 'week')} before`}: ${counted(items, 'item')}, ${flags} flagged`}</title>
            <rect className="items" x={i * BAR} y={HEIGHT - y(items)} width={BAR - 2} height={y(items)} />
            <rect className="flags" x={i * BAR} y={HEIGHT - y(flags)} width={BAR - 2} height={y(flags)} />
          </g>
        ))}
      </svg>
      <span>
        {last?.items ?? 0}
        <small>{last?.flags ?? 0} flagged</small>
      </span>
    </span>
  );
}

function Health({ feed: { enabled, health } }: { feed: FeedState }) {
  if (!enabled) return <span className="soft">paused</span>;
  const look = TROUBLE[health.state] < 2 ? 'bad' : TROUBLE[health.state] < 4 ? 'warn' : 'good';
  return (
    <>
      <span className={`health ${health.state === 'new' ? 'soft' : look}`}>{capital(health.message)}</span>
      {health.advice && <small>{capital(health.advice)}</small>}
    </>
  );
}

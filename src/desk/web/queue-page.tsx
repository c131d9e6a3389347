import './queue-page.css';
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { TagField } from '../../store/tags.ts';
import { get, query } from './api.ts';
import { CorrectDialog, DismissDialog, NoteDialog, type Quote } from './decision-dialogs.tsx';
import type { Choice, useDecisions } from './decisions.ts';
import { FacetList, readSearch, useFacets } from './facets.tsx';
import { counted } from './format.ts';
import { IncidentView, useIncident } from './incident-view.tsx';
import { useKeys } from './keys.ts';
import { type Live, usePresence } from './live.ts';
import { Dialog, Empty, Failure, Key, useTitle, Waiting } from './parts.tsx';
import { watching } from './presence.tsx';
import { QueueRow } from './queue-row.tsx';
import { RegroupDialog, type Regrouping } from './regroup-dialog.tsx';
import { SearchBox } from './search-box.tsx';
import { selectedText } from './selection-tags.tsx';
import { type Order, SaveViewDialog, useViews, ViewList } from './views.tsx';
import { useMay, useMe } from './vocabulary.ts';
import type { Incident, Page } from './wire.ts';

const ROW_HEIGHT = 86;
/** Rows of the first page, which is to be there soon, and of those that follow. */
const FIRST_ROWS = 100;
const MORE_ROWS = 500;

/** The queue on the left, the incident that is open on the right; on a narrow screen one of them. */
export function QueuePage({
  id,
  search,
  live,
  decisions,
}: {
  id: number | null;
  search: string;
  live: Live;
  decisions: ReturnType<typeof useDecisions>;
}) {
  const parameters = new URLSearchParams(search);
  const q = parameters.get('q') ?? '';
  const order: Order = parameters.get('order') === 'newest' ? 'newest' : 'priority';
  const [, go] = useLocation();
  const queries = useQueryClient();
  const { data: me } = useMe();
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [dialog, setDialog] = useState<'dismiss' | 'note' | 'correct' | 'filters' | 'save' | 'regroup' | null>(null);
  /** a note that could not be kept */
  const [unsent, setUnsent] = useState('');
  /** a stretch of text that is to become a tag */
  const [quote, setQuote] = useState<Quote | null>(null);
  const { data: kept } = useViews();
  const views = kept?.views;
  const may = useMay('analyst');
  const field = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLElement>(null);
  useTitle(id === null ? 'Queue' : `Incident ${id}`);

  const list = useInfiniteQuery({
    queryKey: ['incidents', q, order],
    queryFn: ({ pageParam, signal }) =>
      get<Page>(
        `/incidents${query({ q, order, cursor: pageParam, limit: pageParam === null ? FIRST_ROWS : MORE_ROWS })}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const wanted = useMemo(() => statesOf(q), [q]);
  // What has been decided leaves the list, save for what is open: it must not be pulled from under the reader.
  const rows = useMemo(
    () =>
      (list.data?.pages ?? [])
        .flatMap(({ incidents }) => incidents)
        .filter((incident) => incident.id === id || wanted === null || wanted.includes(incident.state)),
    [list.data, wanted, id],
  );
  const at = rows.findIndex((row) => row.id === id);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (lastShown >= rows.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [lastShown, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const address = (incident: number | null, text = q, by = order) =>
    `${incident === null ? '/' : `/incidents/${incident}`}${query({ q: text, order: by === 'newest' ? by : null })}`;
  const open = (incident: Incident | undefined) => incident && go(address(incident.id), { replace: id !== null });
  const move = (step: number) => {
    const to = id === null || at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    if (rows[to]) virtual.scrollToIndex(to, { align: 'auto' });
    open(rows[to]);
  };
  const change = (text: string) => go(address(null, text));
  const show = (text: string, by: Order) => go(address(null, text, by));
  usePresence(id, live.connected);

  const current = (): Incident | undefined => rows[at] ?? file;
  const targets = (): Incident[] => {
    const one = current();
    return selected.size > 0 ? rows.filter((row) => selected.has(row.id)) : one ? [one] : [];
  };
  /** @returns whether anything was decided */
  const decide = async (choice: Choice): Promise<boolean> => {
    const meant = may ? targets() : [];
    if (meant.length === 0) return false;
    // The next one to look at: below, else above, that stays in the list.
    const gone = new Set(meant.map((one) => one.id));
    const next =
      rows.slice(at + 1).find((row) => !gone.has(row.id)) ??
      rows.slice(0, Math.max(at, 0)).findLast((row) => !gone.has(row.id));
    const decided = await decisions.decide(meant, choice);
    if (decided.length === 0) return false;
    setSelected(new Set());
    const leaves = decided.some((one) => one.id === id && wanted !== null && !wanted.includes(one.state));
    if (leaves) go(address(next?.id ?? null), { replace: true });
    return true;
  };
  const note = async (choice: Choice) => {
    // What was written is not lost when a colleague was faster.
    const kept = await decide(choice);
    setUnsent(kept ? '' : (choice.note ?? ''));
    if (!kept) setDialog('note');
  };
  const assign = () => {
    const [first] = targets();
    if (first && me && may) void decide({ decision: 'assign', assignee: first.assignee === me.name ? null : me.name });
  };
  const ask = (what: typeof dialog) => may && targets().length > 0 && setDialog(what);
  const { data: file } = useIncident(id);
  const correct = (field: TagField | null = null, text = selectedText()?.text ?? null) => {
    if (id === null || !may) return;
    setQuote(text === null ? null : { field, text });
    setDialog('correct');
  };
  const regroup = async ({ articles, to }: Regrouping) => {
    const from = current();
    if (!from) return;
    const taken = await decisions.regroup(from, articles, to);
    if (taken) go(address(taken.id), { replace: true });
  };
  const joinSelected = async () => {
    const [into, ...others] = targets().toSorted((a, b) => Number(b.id === id) - Number(a.id === id));
    if (!into || others.length === 0) return;
    const joined = await decisions.joinAll(others, into);
    setSelected(new Set());
    if (joined) go(address(into.id), { replace: id !== null });
  };
  const select = (one: number) =>
    setSelected((all) => (all.has(one) ? new Set([...all].filter((other) => other !== one)) : new Set([...all, one])));

  useKeys({
    j: () => move(1),
    k: () => move(-1),
    o: () => (id === null ? open(rows[0]) : pane.current?.focus()),
    c: () => void decide({ decision: 'confirm' }),
    e: () => void decide({ decision: 'escalate' }),
    d: () => ask('dismiss'),
    n: () => ask('note'),
    t: () => correct(),
    m: () => (selected.size > 1 ? void joinSelected() : file && may && setDialog('regroup')),
    s: () => may && q !== '' && setDialog('save'),
    'g v': () => field.current?.closest('.triage')?.querySelector<HTMLElement>('.views button')?.focus(),
    ...Object.fromEntries(
      (views ?? []).slice(0, 9).map((view, i) => [`g ${i + 1}`, () => show(view.search, view.order)]),
    ),
    a: assign,
    u: () => may && void decisions.undo(),
    x: () => may && id !== null && select(id),
    '/': () => {
      field.current?.focus();
      field.current?.select();
    },
    Escape: () => (selected.size > 0 ? setSelected(new Set()) : id !== null && go(address(null))),
  });

  const { data: facets } = useFacets(q);
  const shownCount = facets?.state
    .filter(({ value }) => wanted === null || wanted.includes(value))
    .reduce((sum, { n }) => sum + n, 0);
  const refresh = () => {
    live.seen();
    // A list that was scrolled through is long, and its beginning is what is looked at next.
    queries.setQueriesData<InfiniteData<Page>>(
      { queryKey: ['incidents'] },
      (old) => old && { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) },
    );
    void queries.invalidateQueries({ queryKey: ['incidents'] });
    void queries.invalidateQueries({ queryKey: ['counts'] });
    scroller.current?.scrollTo({ top: 0 });
  };
  return (
    <div className={`triage ${id === null ? 'listing' : 'reading'}`}>
      <aside className="rail" aria-label="Filters">
        <ViewList search={q} order={order} me={me?.name} show={show} save={() => setDialog('save')} />
        <FacetList search={q} change={change} />
      </aside>
      <section className="list" aria-label="Queue">
        <div className="bar">
          <h1 className={id === null ? '' : 'hidden'}>Queue</h1>
          <SearchBox value={q} search={change} label="Search: drone country:RO" field={field} />
          <div className="row">
            <span className="count">
              {shownCount === undefined ? ' ' : counted(shownCount, 'incident')}
              {q ? ' ' : ' to review'}
              {q && (
                <button type="button" className="link" onClick={() => change('')}>
                  clear search
                </button>
              )}
            </span>
            <button type="button" className="quiet filters" onClick={() => setDialog('filters')}>
              Filters
            </button>
            <button
              type="button"
              className="quiet"
              title="Change the order"
              onClick={() => go(address(id, q, order === 'newest' ? 'priority' : 'newest'))}
            >
              {order === 'newest' ? 'newest first' : 'by priority'} ⇅
            </button>
          </div>
          {selected.size > 0 && (
            <div className="row bulk" role="status">
              <b>{counted(selected.size, 'incident')} selected</b>
              <button type="button" className="link" onClick={() => setSelected(new Set())}>
                clear
              </button>
              <button type="button" onClick={() => void decide({ decision: 'confirm' })}>
                Confirm <Key>c</Key>
              </button>
              <button type="button" onClick={() => ask('dismiss')}>
                Dismiss <Key>d</Key>
              </button>
              <button type="button" onClick={() => void decide({ decision: 'escalate' })}>
                Escalate <Key>e</Key>
              </button>
              {selected.size > 1 && (
                <button type="button" onClick={() => void joinSelected()}>
                  Join <Key>m</Key>
                </button>
              )}
            </div>
          )}
          {live.fresh > 0 && (
            <button type="button" className="fresh" onClick={refresh}>
              {live.fresh === 1 ? 'One new flag' : `${live.fresh} new flags`}: show
            </button>
          )}
        </div>
        <div className="scroll" ref={scroller}>
          {list.isPending && <Waiting what="the queue" />}
          {list.isError && <Failure error={list.error} again={() => void list.refetch()} />}
          {list.isSuccess && rows.length === 0 && (
            <Empty>
              {q ? (
                <>
                  <p>No incident fits this search.</p>
                  <p>
                    <button type="button" className="link" onClick={() => go(`/articles${query({ q })}`)}>
                      Search all articles, flagged or not
                    </button>
                  </p>
                </>
              ) : (
                <>
                  <p>{kept?.builtIn.all === 0 ? 'Nothing has been flagged yet.' : 'All is reviewed.'}</p>
                  <p>New flags appear here as feeds are read.</p>
                  {kept?.builtIn.all === 0 && (
                    <p>
                      <Link href="/feeds">See the feeds</Link>
                    </p>
                  )}
                </>
              )}
            </Empty>
          )}
          <ul className="rows" style={{ height: virtual.getTotalSize() }}>
            {shown.map(({ index, start, key }) => {
              const row = rows[index] as Incident;
              return (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  aria-setsize={hasNextPage ? -1 : rows.length}
                  aria-posinset={index + 1}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <QueueRow
                    incident={row}
                    href={address(row.id)}
                    others={watching(live.others, row.id)}
                    current={row.id === id}
                    selected={selected.has(row.id)}
                    select={may ? () => select(row.id) : null}
                  />
                </li>
              );
            })}
          </ul>
          {isFetchingNextPage && <Waiting what="more" />}
        </div>
      </section>
      <section className="pane" aria-label="Incident" ref={pane} tabIndex={-1}>
        {id === null ? (
          <Empty>
            <p>
              {rows.length > 0 && (
                <>
                  <Key>j</Key> opens the first incident,{' '}
                </>
              )}
              <Key>?</Key> shows all keys.
            </p>
          </Empty>
        ) : (
          <IncidentView
            id={id}
            back={() => go(address(null))}
            changed={live.changed}
            others={watching(live.others, id)}
            tag={correct}
            actions={{
              confirm: () => void decide({ decision: 'confirm' }),
              escalate: () => void decide({ decision: 'escalate' }),
              dismiss: () => ask('dismiss'),
              note: () => ask('note'),
              correct: () => correct(),
              regroup: () => setDialog('regroup'),
              assign,
            }}
          />
        )}
      </section>
      {dialog === 'filters' && (
        <Dialog title="Filters" close={() => setDialog(null)} className="side">
          <ViewList search={q} order={order} me={me?.name} show={show} save={() => setDialog('save')} />
          <FacetList search={q} change={change} />
          <div className="buttons">
            <button type="button" onClick={() => setDialog(null)}>
              Show
            </button>
          </div>
        </Dialog>
      )}
      {dialog === 'dismiss' && (
        <DismissDialog
          count={targets().length}
          close={() => setDialog(null)}
          decide={(choice) => void decide(choice)}
        />
      )}
      {dialog === 'note' && (
        <NoteDialog
          count={targets().length}
          unsent={unsent}
          close={() => setDialog(null)}
          decide={(choice) => void note(choice)}
        />
      )}
      {dialog === 'save' && <SaveViewDialog search={q} order={order} close={() => setDialog(null)} />}
      {dialog === 'regroup' && file && (
        <RegroupDialog
          incident={current() ?? file}
          articles={file.articles}
          close={() => setDialog(null)}
          regroup={(regrouping) => void regroup(regrouping)}
        />
      )}
      {dialog === 'correct' && current() && (
        <CorrectDialog
          incident={current() as Incident}
          quote={quote}
          close={() => setDialog(null)}
          decide={(choice) => void decisions.decide([current() as Incident], choice)}
        />
      )}
    </div>
  );
}

/** The states that a search shows; null when it shows all. */
function statesOf(search: string): string[] | null {
  const term = readSearch(search).terms.find(({ field, not }) => field === 'state' && !not);
  if (!term) return ['new', 'in-review'];
  return term.values.includes('any') ? null : term.values;
}

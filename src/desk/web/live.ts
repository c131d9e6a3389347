import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { post } from './api.ts';
import type { IncidentEvent, IncidentFile, Page, Watcher } from './wire.ts';

export interface Live {
  /** flags that have come in and are not on the list yet */
  fresh: number;
  connected: boolean;
  /** it was connected, or should be, and is not */
  lost: boolean;
  /** the last change that a colleague or a new report has made, by incident */
  changed: IncidentEvent | null;
  seen: () => void;
  /** who else has which incident open, everywhere */
  others: Watcher[];
}

/** By this the desk tells open pages apart. */
const PAGE = crypto.randomUUID();

/** How long a page waits that was refused (too many pages are open, the desk is being restarted) before it asks again. */
const AGAIN_MS = 30_000;

/** Listens until it is told to stop. A browser comes back by itself when a connection breaks, but not when it is refused. */
function listenToEvents(handlers: Record<'error' | 'presence' | 'incident', (message: Event) => void>): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource(`/api/v1/events?page=${PAGE}`);
    for (const [name, handle] of Object.entries(handlers)) source.addEventListener(name, handle);
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, AGAIN_MS);
    });
  };
  connect();
  return () => {
    clearTimeout(again);
    source.close();
  };
}

const dataOf = <T>(message: Event): T => JSON.parse((message as MessageEvent<string>).data);

/** Lets colleagues see which incident this page shows. */
export function usePresence(incident: number | null, connected: boolean): void {
  useEffect(() => {
    // Whoever is told of nothing is not seen either; when the page hears again, it is told anew.
    if (connected) void post('/presence', { page: PAGE, incident }).catch(() => {});
  }, [incident, connected]);
}

interface Pages {
  pages: Page[];
}

/** Listens for new flags and decisions. Rows that are shown change in place; nothing moves until the reader asks. */
export function useLive(): Live {
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const [connected, setConnected] = useState(false);
  const [lost, setLost] = useState(false);
  const [others, setOthers] = useState<Watcher[]>([]);
  const [changed, setChanged] = useState<IncidentEvent | null>(null);
  const counting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () =>
      listenToEvents({
        error: () => {
          setConnected(false);
          setLost(true);
        },
        presence: (message) => {
          // The first word of the desk: from now on everything is told.
          setConnected(true);
          setLost(false);
          setOthers(dataOf<Watcher[]>(message).filter(({ page }) => page !== PAGE));
        },
        incident: (message) => {
          const event = dataOf<IncidentEvent>(message);
          const known = update(queries, event);
          if (known === 'ours') return;
          if (known === 'unknown' && (event.state === 'new' || event.state === 'in-review'))
            setFresh((ids) => new Set([...ids, event.id]));
          else setChanged(event);
          clearTimeout(counting.current);
          counting.current = setTimeout(() => {
            void queries.invalidateQueries({ queryKey: ['counts'] });
            for (const key of ['map', 'trends', 'opinions']) void queries.invalidateQueries({ queryKey: [key] });
          }, 1_000);
        },
      }),
    [queries],
  );
  return { fresh: fresh.size, connected, lost, others, changed, seen: () => setFresh(new Set()) };
}

/** Takes a change over into what is shown. `ours`: it was there already, this page has made it. */
function update(queries: QueryClient, event: IncidentEvent): 'ours' | 'shown' | 'unknown' {
  let known: 'ours' | 'shown' | 'unknown' = 'unknown';
  const file = queries.getQueryData<IncidentFile>(['incident', event.id]);
  if (file) known = file.version >= event.version ? 'ours' : 'shown';
  if (known === 'shown') void queries.invalidateQueries({ queryKey: ['incident', event.id] });
  const { state, assignee, version, title, score, flag } = event;
  queries.setQueriesData<Pages>({ queryKey: ['incidents'] }, (list) => {
    const row = list?.pages.flatMap(({ incidents }) => incidents).find(({ id }) => id === event.id);
    if (!list || !row) return list;
    if (known === 'unknown') known = row.version >= version ? 'ours' : 'shown';
    if (row.version >= version) return list;
    return {
      ...list,
      pages: list.pages.map((page) => ({
        ...page,
        incidents: page.incidents.map((one) =>
          one.id === event.id ? { ...one, state, assignee, version, title, score, flag } : one,
        ),
      })),
    };
  });
  return known;
}

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { IncidentEvent, IncidentFile, Page } from './wire.ts';

export interface Live {
  /** flags that have come in and are not on the list yet */
  fresh: number;
  connected: boolean;
  /** the last change that a colleague or a new report has made, by incident */
  changed: IncidentEvent | null;
  seen: () => void;
}

interface Pages {
  pages: Page[];
}

/** Listens for new flags and decisions. Rows that are shown change in place; nothing moves until the reader asks. */
export function useLive(): Live {
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const [connected, setConnected] = useState(true);
  const [changed, setChanged] = useState<IncidentEvent | null>(null);
  const counting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.addEventListener('incident', (message) => {
      const event = JSON.parse((message as MessageEvent<string>).data) as IncidentEvent;
      const known = update(queries, event);
      if (known === 'ours') return;
      if (known === 'unknown' && (event.state === 'new' || event.state === 'in-review'))
        setFresh((ids) => new Set([...ids, event.id]));
      else setChanged(event);
      clearTimeout(counting.current);
      counting.current = setTimeout(() => {
        void queries.invalidateQueries({ queryKey: ['counts'] });
        void queries.invalidateQueries({ queryKey: ['map'] });
      }, 1_000);
    });
    return () => source.close();
  }, [queries]);
  return { fresh: fresh.size, connected, changed, seen: () => setFresh(new Set()) };
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

import './views.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { del, get, patch, post } from './api.ts';
import { counted, figure } from './format.ts';
import { Dialog, DialogFoot, Key } from './parts.tsx';
import { useSaving } from './saving.ts';
import { useToast } from './toasts.tsx';
import { useMay } from './vocabulary.ts';
import type { View } from './wire.ts';

export type Order = View['order'];

/** Searches that everybody wants who reads, or decides. */
const builtIn = (me: string | undefined, mayDecide: boolean): { key: string; name: string; search: string }[] => [
  { key: 'review', name: 'To review', search: '' },
  ...(mayDecide
    ? [{ key: 'mine', name: 'Mine', search: `assignee:${me && /[\s,]/.test(me) ? `"${me}"` : (me ?? 'nobody')}` }]
    : []),
  { key: 'escalated', name: 'Escalated', search: 'state:escalated' },
  { key: 'all', name: 'Everything', search: 'state:any' },
];

/** Everybody's views, and how many incidents there are in each state. */
export const useViews = () =>
  useQuery({
    // A decision changes counts: what makes those stale makes these stale too.
    queryKey: ['counts', 'views'],
    queryFn: ({ signal }) => get<{ views: View[]; builtIn: Record<string, number> }>(`/views`, signal),
  });

/** Named searches, with how many incidents each shows. */
export function ViewList({
  search,
  order,
  me,
  show,
  save,
}: {
  search: string;
  order: Order;
  me: string | undefined;
  show: (search: string, order: Order) => void;
  save: () => void;
}) {
  const { data } = useViews();
  const views = data?.views;
  const [editing, setEditing] = useState<View | null>(null);
  const may = useMay('analyst');
  const always = builtIn(me, may);
  const known = [...always, ...(views ?? [])].some((view) => view.search === search);
  return (
    <nav className="views" aria-label="Views">
      <ul>
        {always.map((view) => (
          <li key={view.name}>
            <button
              type="button"
              aria-current={view.search === search ? 'true' : undefined}
              onClick={() => show(view.search, 'priority')}
            >
              <span>{view.name}</span>
              <b>{data && figure(data.builtIn[view.key] ?? 0)}</b>
            </button>
          </li>
        ))}
        {views?.map((view, i) => (
          <li key={view.id}>
            <button
              type="button"
              aria-current={view.search === search && view.order === order ? 'true' : undefined}
              title={view.problem ?? `${view.search || 'to review'} · kept by ${view.by}`}
              onClick={() => show(view.search, view.order)}
            >
              <span>{view.name}</span>
              {view.problem ? <b className="warn">!</b> : <b>{view.n !== null && figure(view.n)}</b>}
            </button>
            {may && (
              <button
                type="button"
                className="quiet edit"
                aria-label={`Change the view ${view.name}`}
                onClick={() => setEditing(view)}
              >
                ⋯
              </button>
            )}
            {i < 9 && <span className="hidden">g {i + 1}</span>}
          </li>
        ))}
      </ul>
      {may && !known && search && (
        <button type="button" className="link" onClick={save}>
          Keep this search <Key>s</Key>
        </button>
      )}
      {editing && <EditDialog view={editing} search={search} order={order} close={() => setEditing(null)} />}
    </nav>
  );
}

/** Keeps the present search under a name. */
export function SaveViewDialog({ search, order, close }: { search: string; order: Order; close: () => void }) {
  const queries = useQueryClient();
  const say = useToast();
  const [name, setName] = useState('');
  const { save, busy, problem } = useSaving(close);
  const changed = () => queries.invalidateQueries({ queryKey: ['counts', 'views'] });
  const keep = async () => {
    const view = await post<View>('/views', { name, search, order });
    void changed();
    say(`Kept as “${view.name}”`, {
      action: { label: 'Undo', run: () => void del(`/views/${view.id}`).then(changed) },
    });
  };
  return (
    <Dialog title="Keep this search as a view" close={close}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save(keep);
        }}
      >
        <p>
          <code>{search || 'what waits for review'}</code>, {order === 'newest' ? 'newest first' : 'by priority'}.
          Everybody sees it, with its count.
        </p>
        <label>
          Name
          <input autoFocus required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <DialogFoot close={close} problem={problem}>
          <button type="submit" className="main" disabled={!name.trim() || busy}>
            Keep <Key>↵</Key>
          </button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function EditDialog({ view, search, order, close }: { view: View; search: string; order: Order; close: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(view.name);
  const { save, busy, problem } = useSaving(close);
  const send = (work: () => Promise<unknown>) =>
    save(async () => {
      await work();
      void queries.invalidateQueries({ queryKey: ['counts', 'views'] });
    });
  return (
    <Dialog title={`The view ${view.name}`} close={close}>
      <p>
        <code>{view.search || 'what waits for review'}</code>
        {view.n !== null && `, ${counted(view.n, 'incident')}`}
      </p>
      <label>
        Name
        <input maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <DialogFoot close={close} problem={problem ?? view.problem}>
        <button type="button" className="danger" disabled={busy} onClick={() => send(() => del(`/views/${view.id}`))}>
          Remove
        </button>
        {(search !== view.search || order !== view.order) && (
          <button
            type="button"
            disabled={busy}
            onClick={() => send(() => patch(`/views/${view.id}`, { search, order }))}
          >
            Give it the present search
          </button>
        )}
        <button
          type="button"
          className="main"
          disabled={busy || !name.trim() || name.trim() === view.name}
          onClick={() => send(() => patch(`/views/${view.id}`, { name }))}
        >
          Rename
        </button>
      </DialogFoot>
    </Dialog>
  );
}

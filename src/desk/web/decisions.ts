import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { TagCorrection } from '../../store/tags.ts';
import { post } from './api.ts';
import { counted } from './format.ts';
import { useToast } from './toasts.tsx';
import type { Decided, Incident, Page, Regrouped } from './wire.ts';

export interface Choice {
  decision: 'confirm' | 'dismiss' | 'escalate' | 'note' | 'correct' | 'assign' | 'flag' | 'undo';
  reason?: string;
  note?: string;
  correction?: TagCorrection;
  assignee?: string | null;
  flag?: 'below' | 'above';
}

const DONE: Record<Choice['decision'], string> = {
  confirm: 'Confirmed',
  dismiss: 'Dismissed',
  escalate: 'Escalated',
  note: 'Noted',
  correct: 'Corrected',
  assign: 'Assigned',
  flag: 'Flagged',
  undo: 'Taken back',
};

type Target = Pick<Incident, 'id' | 'version' | 'title'>;

/** Sends decisions, on one incident or many, and remembers them for undo. */
export function useDecisions() {
  const queries = useQueryClient();
  const say = useToast();
  const past = useRef<{ targets: Target[]; regrouped: boolean }[]>([]);

  const send = useCallback(
    async (targets: readonly Target[], choice: Choice) => {
      const { decided, refused } = await post<Decided>('/decisions', {
        ...choice,
        incidents: targets.map(({ id, version }) => ({ id, version })),
      });
      const now = new Map(decided.map((incident) => [incident.id, incident]));
      queries.setQueriesData<{ pages: Page[] }>(
        { queryKey: ['incidents'] },
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) => ({
              ...page,
              incidents: page.incidents.map((incident) => now.get(incident.id) ?? incident),
            })),
          },
      );
      for (const { id } of targets) void queries.invalidateQueries({ queryKey: ['incident', id] });
      for (const key of ['counts', 'map', 'trends', 'opinions']) void queries.invalidateQueries({ queryKey: [key] });
      return { decided, refused };
    },
    [queries],
  );

  const undo = useCallback(async () => {
    const last = past.current.pop();
    if (!last) return say('There is nothing to undo.', { kind: 'error' });
    try {
      const { targets, regrouped } = last;
      const { decided, refused } = await send(targets, { decision: 'undo' });
      // What we did before rests on what the incident is now: this change of it was ours.
      const now = new Map(decided.map((one) => [one.id, one]));
      past.current = past.current.map((before) => ({
        ...before,
        targets: before.targets.map((target) => now.get(target.id) ?? target),
      }));
      if (decided.length > 0) say(`Taken back: ${named(decided)}`);
      for (const { detail } of refused) say(detail, { kind: 'error' });
      // What was joined or split comes home: other incidents have changed as well. A long list is not asked for again
      // where all that comes back is on it still.
      void queries.invalidateQueries({ queryKey: ['incident'] });
      if (regrouped || !decided.every(({ id }) => isListed(queries, id)))
        void queries.invalidateQueries({ queryKey: ['incidents'] });
    } catch (error) {
      past.current.push(last);
      say((error as Error).message, { kind: 'error' });
    }
  }, [queries, say, send]);

  const decide = useCallback(
    async (targets: readonly Target[], choice: Choice): Promise<Incident[]> => {
      try {
        const { decided, refused } = await send(targets, choice);
        const revocable = choice.decision !== 'note' && decided.length > 0;
        if (revocable) past.current.push({ targets: decided, regrouped: false });
        if (decided.length > 0)
          say(
            `${DONE[choice.decision]}: ${named(decided)}`,
            revocable ? { action: { label: 'Undo (u)', run: () => void undo() } } : {},
          );
        for (const { detail } of refused) say(detail, { kind: 'error' });
        return decided;
      } catch (error) {
        say((error as Error).message, { kind: 'error' });
        return [];
      }
    },
    [say, send, undo],
  );

  /** Moves articles of an incident, or all, to another one or to a new one; @returns the one that has them now. */
  const regroup = useCallback(
    async (from: Target, articles: string[] | 'all', to: Target | null): Promise<Incident | undefined> => {
      const seen = ({ id, version }: Target) => ({ id, version });
      try {
        const moved =
          articles === 'all' && to
            ? await post<Regrouped>(`/incidents/${from.id}/join`, { version: from.version, into: seen(to) })
            : await post<Regrouped>(`/incidents/${from.id}/move`, {
                ...{ version: from.version, articles, to: to && seen(to) },
              });
        past.current.push({ targets: [moved.to], regrouped: true });
        const done = articles === 'all' ? 'Joined into' : to ? 'Moved to' : 'Split off as';
        say(`${done} ${moved.to.id}: ${moved.to.title}`, { action: { label: 'Undo (u)', run: () => void undo() } });
        for (const { id } of [moved.from, moved.to]) void queries.invalidateQueries({ queryKey: ['incident', id] });
        for (const key of ['incidents', 'counts', 'map', 'trends']) void queries.invalidateQueries({ queryKey: [key] });
        return moved.to;
      } catch (error) {
        say((error as Error).message, { kind: 'error' });
        return undefined;
      }
    },
    [queries, say, undo],
  );

  /** Joins several into one; what fails stops it. */
  const joinAll = useCallback(
    async (others: readonly Target[], into: Target): Promise<boolean> => {
      let target = into;
      for (const other of others) {
        const joined = await regroup(other, 'all', target);
        if (!joined) return false;
        target = joined;
      }
      return true;
    },
    [regroup],
  );

  return { decide, undo, regroup, joinAll };
}

/** Whether the list on the page has an incident, shown or not. */
const isListed = (queries: QueryClient, id: number) =>
  queries
    .getQueriesData<{ pages: Page[] }>({ queryKey: ['incidents'], type: 'active' })
    .every(([, list]) => list?.pages.some(({ incidents }) => incidents.some((incident) => incident.id === id)));

const named = (incidents: readonly Incident[]) =>
  incidents.length === 1 ? (incidents[0] as Incident).title : counted(incidents.length, 'incident');

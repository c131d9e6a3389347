import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { TagCorrection } from '../../store/tags.ts';
import { post } from './api.ts';
import { counted } from './format.ts';
import { useToast } from './toasts.tsx';
import type { Incident, Page } from './wire.ts';

export interface Choice {
  decision: 'confirm' | 'dismiss' | 'escalate' | 'note' | 'correct' | 'assign' | 'undo';
  reason?: string;
  note?: string;
  correction?: TagCorrection;
  assignee?: string | null;
}

const DONE: Record<Choice['decision'], string> = {
  confirm: 'Confirmed',
  dismiss: 'Dismissed',
  escalate: 'Escalated',
  note: 'Noted',
  correct: 'Corrected',
  assign: 'Assigned',
  undo: 'Taken back',
};

type Target = Pick<Incident, 'id' | 'version' | 'title'>;

/** Sends decisions, on one incident or many, and remembers them for undo. */
export function useDecisions() {
  const queries = useQueryClient();
  const say = useToast();
  const past = useRef<Target[][]>([]);

  const send = useCallback(
    async (targets: readonly Target[], choice: Choice) => {
      const { decided, refused } = await post<{ decided: Incident[]; refused: { id: number; detail: string }[] }>(
        '/decisions',
        { ...choice, incidents: targets.map(({ id, version }) => ({ id, version })) },
      );
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
      for (const key of ['counts', 'map', 'matrix']) void queries.invalidateQueries({ queryKey: [key] });
      return { decided, refused };
    },
    [queries],
  );

  const undo = useCallback(async () => {
    const last = past.current.pop();
    if (!last) return say('There is nothing to undo.', { kind: 'error' });
    try {
      const { decided, refused } = await send(last, { decision: 'undo' });
      if (decided.length > 0) say(`Taken back: ${named(decided)}`);
      for (const { detail } of refused) say(detail, { kind: 'error' });
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
        if (revocable) past.current.push(decided);
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

  return { decide, undo };
}

const named = (incidents: readonly Incident[]) =>
  incidents.length === 1 ? (incidents[0] as Incident).title : counted(incidents.length, 'incident');

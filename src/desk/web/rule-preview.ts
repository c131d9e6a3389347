import { useEffect, useRef, useState } from 'react';
import { ApiError } from './api.ts';
import type { PreviewChange, PreviewProgress } from './wire.ts';

export interface Preview {
  state: 'running' | 'done' | 'cancelled' | 'failed';
  read: number;
  total: number;
  changed: PreviewChange[];
  error: string | null;
}

/** Runs stored articles through a rule file that is not saved yet, with progress. */
export function usePreview(): {
  preview: Preview | null;
  start: (edit: { file: string; content: string | null; days: number }) => void;
  cancel: () => void;
  clear: () => void;
} {
  const [preview, setPreview] = useState<Preview | null>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async (edit: { file: string; content: string | null; days: number }) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    let now: Preview = { state: 'running', read: 0, total: 0, changed: [], error: null };
    const tell = (change: Partial<Preview>) => {
      now = { ...now, ...change };
      if (running.current === abort) setPreview(now);
    };
    tell({});
    try {
      for await (const line of linesOf(edit, abort.signal)) {
        if ('error' in line) throw new ApiError(500, line.error);
        tell({ read: line.read, total: line.total, changed: [...now.changed, ...line.changed] });
      }
      tell({ state: 'done' });
    } catch (error) {
      tell(abort.signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: (error as Error).message });
    }
  };
  return {
    preview,
    start: (edit) => void start(edit),
    cancel: () => running.current?.abort(),
    clear: () => {
      running.current?.abort();
      running.current = null;
      setPreview(null);
    },
  };
}

async function* linesOf(edit: object, signal: AbortSignal): AsyncGenerator<PreviewProgress | { error: string }> {
  const answer = await fetch('/api/v1/rules/preview', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(edit),
  });
  if (!answer.ok || !answer.body) {
    const problem = await answer.json().catch(() => null);
    throw new ApiError(answer.status, problem?.detail ?? `the desk answered ${answer.status}`);
  }
  let rest = '';
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line) yield JSON.parse(line);
    if (done) return;
  }
}

import { useEffect, useRef, useState } from 'react';
import { useToast } from './toasts.tsx';

/**
 * Work that a dialog waits for. Done, it closes the dialog; what goes wrong is said in the dialog, or in the corner when
 * the dialog was closed meanwhile: Escape does not hide how it ended.
 */
export function useSaving(close: () => void) {
  const say = useToast();
  const open = useRef(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const save = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      if (open.current) close();
    } catch (error) {
      const { message } = error as Error;
      if (open.current) setProblem(message);
      else say(message, { kind: 'error' });
    }
    setBusy(false);
  };
  return { save: (work: () => Promise<unknown>) => void save(work), busy, problem };
}

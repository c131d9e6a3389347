import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';

interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'error';
  action?: { label: string; run: () => void } | undefined;
}
type Say = (text: string, options?: { kind?: Toast['kind']; action?: Toast['action'] }) => void;

const Context = createContext<Say>(() => {});
const SHOWN_MS = 8_000;

/** Says in a corner what has been done, with a way back. */
export const useToast = () => useContext(Context);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const last = useRef(0);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const say = useCallback<Say>(
    (text, { kind = 'done', action } = {}) => {
      const id = ++last.current;
      setToasts((all) => [...all.slice(-2), { id, text, kind, action }]);
      setTimeout(() => close(id), SHOWN_MS);
    },
    [close],
  );
  const value = useMemo(() => say, [say]);
  return (
    <Context value={value}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, text, kind, action }) => (
          <div key={id} className={`toast ${kind}`}>
            <span>{text}</span>
            {action && (
              <button
                type="button"
                onClick={() => {
                  close(id);
                  action.run();
                }}
              >
                {action.label}
              </button>
            )}
            <button type="button" className="quiet" aria-label="Close" onClick={() => close(id)}>
              ×
            </button>
          </div>
        ))}
      </div>
    </Context>
  );
}

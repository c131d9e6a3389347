import { createContext, type ReactNode, useCallback, useContext, useEffect, useId, useState } from 'react';
import type { Evidence } from '../../classify/types.ts';
import { foremost, type Piece } from './evidence.ts';
import { capital, placeName } from './format.ts';
import { useNames } from './vocabulary.ts';

interface Hint {
  evidence: Evidence[];
  box: DOMRect;
}

const Context = createContext<{ show: (hint: Hint | null) => void; id: string }>({ show: () => {}, id: '' });
const GAP = 6;
const WIDTH = 320;

/** Where marks say what is behind them, on hover and on focus. */
export function EvidenceHints({ children }: { children: ReactNode }) {
  const [hint, setHint] = useState<Hint | null>(null);
  const id = useId();
  const show = useCallback((next: Hint | null) => setHint(next), []);
  useEffect(() => {
    if (!hint) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
      event.preventDefault();
      setHint(null);
    };
    addEventListener('scroll', close, { capture: true, passive: true });
    addEventListener('keydown', close, { capture: true });
    return () => {
      removeEventListener('scroll', close, { capture: true });
      removeEventListener('keydown', close, { capture: true });
    };
  }, [hint]);
  const below = hint && hint.box.bottom + 160 < innerHeight;
  return (
    <Context value={{ show, id }}>
      {children}
      <div
        role="tooltip"
        id={id}
        className="hint"
        hidden={!hint}
        style={
          hint
            ? {
                left: Math.max(8, Math.min(hint.box.left, innerWidth - WIDTH - 8)),
                ...(below ? { top: hint.box.bottom + GAP } : { bottom: innerHeight - hint.box.top + GAP }),
              }
            : {}
        }
      >
        {hint && <Reasons evidence={hint.evidence} />}
      </div>
    </Context>
  );
}

/** Which rules a mark stands for, and what they say. */
function Reasons({ evidence }: { evidence: Evidence[] }) {
  const names = useNames();
  const seen = new Set<string>();
  return (
    <ul>
      {evidence
        .filter(({ kind, rule, tag }) => {
          const key = `${kind} ${rule} ${tag}`;
          return !seen.has(key) && seen.add(key);
        })
        .map(({ kind, rule, tag }) => {
          const card = names.rule(rule);
          const named =
            tag &&
            { threat: names.threat, actor: names.actor, cue: names.cue, location: placeName }[kind as 'threat']?.(tag);
          return (
            <li key={`${kind} ${rule} ${tag}`}>
              <span className={`kind ${kind}`}>{kind}</span> <b>{capital(named || card?.title || tag || rule)}</b>
              {card && named && <p>{card.title}</p>}
              {card?.meaning && <p>{card.meaning}</p>}
              <small>
                rule {rule}
                {card && ` · ${card.file}${card.line ? `:${card.line}` : ''}`}
              </small>
            </li>
          );
        })}
    </ul>
  );
}

/** A text with its evidence marked. */
export function EvidenceText({ pieces }: { pieces: readonly Piece[] }) {
  const { show, id } = useContext(Context);
  let at = 0;
  return pieces.map(({ text, evidence }) => {
    const key = at;
    at += text.length;
    const kind = foremost(evidence);
    if (!kind) return text;
    const open = (target: Element) => show({ evidence, box: target.getBoundingClientRect() });
    return (
      <mark
        key={key}
        className={kind}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what hovering shows
        tabIndex={0}
        aria-describedby={id}
        onMouseEnter={(event) => open(event.currentTarget)}
        onMouseLeave={() => show(null)}
        onFocus={(event) => open(event.currentTarget)}
        onBlur={() => show(null)}
      >
        {text}
      </mark>
    );
  });
}

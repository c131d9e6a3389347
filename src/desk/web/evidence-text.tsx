import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Evidence } from '../../classify/types.ts';
import { foremost, type Piece } from './evidence.ts';
import { capital, placeName } from './format.ts';
import { useNames } from './vocabulary.ts';

interface Hint {
  evidence: Evidence[];
  mark: HTMLElement;
  box: DOMRect;
}

interface Hints {
  /** a mark that is pointed at, or has the focus */
  show: (evidence: Evidence[], mark: HTMLElement) => void;
  /** it is so no longer */
  leave: () => void;
  /** goes to the links in the hint; shows it when it was closed */
  enter: (evidence: Evidence[], mark: HTMLElement) => void;
  id: string;
}

const Context = createContext<Hints>({ show: () => {}, leave: () => {}, enter: () => {}, id: '' });
const GAP = 4;
const WIDTH = 320;
/** The pointer has as long to get from a mark into its hint. */
const GRACE_MS = 250;

/** Where marks say what is behind them, on hover and on focus, with links to the rules. */
export function EvidenceHints({ children }: { children: ReactNode }) {
  const [hint, setHint] = useState<Hint | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** a mark that gets the focus back, and is not to open again */
  const closed = useRef<HTMLElement>(null);
  const id = useId();
  const stay = () => clearTimeout(leaving.current);
  const hints = useMemo<Hints>(() => {
    const open = (evidence: Evidence[], mark: HTMLElement) =>
      setHint({ evidence, mark, box: mark.getBoundingClientRect() });
    return {
      id,
      show: (evidence, mark) => {
        clearTimeout(leaving.current);
        if (closed.current !== mark) open(evidence, mark);
        closed.current = null;
      },
      leave: () => {
        clearTimeout(leaving.current);
        leaving.current = setTimeout(() => setHint(null), GRACE_MS);
      },
      enter: (evidence, mark) => {
        const link = panel.current?.querySelector('a');
        if (link) link.focus();
        else open(evidence, mark);
      },
    };
  }, [id]);
  useEffect(() => () => clearTimeout(leaving.current), []);
  useEffect(() => {
    if (!hint) return;
    const follow = () => setHint((now) => now && { ...now, box: now.mark.getBoundingClientRect() });
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setHint(null);
      if (!panel.current?.contains(document.activeElement)) return;
      closed.current = hint.mark;
      hint.mark.focus();
    };
    addEventListener('scroll', follow, { capture: true, passive: true });
    addEventListener('keydown', close, { capture: true });
    return () => {
      removeEventListener('scroll', follow, { capture: true });
      removeEventListener('keydown', close, { capture: true });
    };
  }, [hint]);
  const below = hint && hint.box.bottom + 160 < innerHeight;
  return (
    <Context value={hints}>
      {children}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it stays while it is pointed at */}
      <div
        ref={panel}
        id={id}
        className="hint"
        hidden={!hint}
        onMouseEnter={stay}
        onMouseLeave={hints.leave}
        onFocus={stay}
        onBlur={hints.leave}
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
              <span className={`kind ${kind}`}>{kind}</span>{' '}
              <b>{capital(named || card?.title || (tag || rule).replaceAll('-', ' '))}</b>
              {card && named && <p>{card.title}</p>}
              {card?.meaning && <p>{card.meaning}</p>}
              <small>
                rule {card ? <Link href={`/rules/${rule}`}>{rule}</Link> : rule}
                {card && ` · ${card.file}${card.line ? `:${card.line}` : ''}`}
              </small>
            </li>
          );
        })}
    </ul>
  );
}

/** A text with its evidence marked. Enter leads from a mark to the links in its hint, Escape back. */
export function EvidenceText({ pieces }: { pieces: readonly Piece[] }) {
  const { show, leave, enter, id } = useContext(Context);
  let at = 0;
  return pieces.map(({ text, evidence }) => {
    const key = at;
    at += text.length;
    const kind = foremost(evidence);
    if (!kind) return text;
    return (
      <mark
        key={key}
        className={kind}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what hovering shows
        tabIndex={0}
        aria-describedby={id}
        // Not while text is being selected: the hint would lie in the way.
        onMouseEnter={(event) => event.buttons === 0 && show(evidence, event.currentTarget)}
        onMouseLeave={leave}
        onFocus={(event) => show(evidence, event.currentTarget)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          enter(evidence, event.currentTarget);
        }}
      >
        {text}
      </mark>
    );
  });
}

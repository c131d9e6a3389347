import './parts.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { safeUrl } from '../../digest/render/safe-url.ts';
import { ago, exactly, inWords, local, placeName } from './format.ts';
import { useNames } from './vocabulary.ts';
import type { Incident } from './wire.ts';

/** A moment: how long ago, with the reader's time and UTC on hover. */
export function Moment({ at, full = false }: { at: string; full?: boolean }) {
  return (
    <time dateTime={at} title={exactly(at)}>
      {full ? local(at) : ago(at)}
    </time>
  );
}

/** An address from outside as a link that leads out, or its bare text when it is no web address. */
export function OutLink({ address, children }: { address: string | null; children: ReactNode }) {
  const url = safeUrl(address);
  return url ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    children
  );
}

export function Score({ flag, score }: Pick<Incident, 'flag' | 'score'>) {
  return (
    <span className={`score ${flag}`} title={`${flag} the threshold; probability of “below” ${score.toFixed(2)}`}>
      {flag === 'above' ? 'above' : score.toFixed(2)}
    </span>
  );
}

export const State = ({ state }: { state: Incident['state'] }) => (
  <span className={`state ${state}`}>{inWords(state)}</span>
);

/** The tags of an incident, by kind. `brief`: what was done to whom, the foremost first. */
export function Tags({ incident, brief = false }: { incident: Incident; brief?: boolean }) {
  const names = useNames();
  const threats = incident.threats.map((id) => ['threat', id, names.threat(id)] as const);
  const affected = incident.affected.map((id) => ['location', id, placeName(id)] as const);
  const tags = brief
    ? [...threats.slice(0, 1), ...affected, ...threats.slice(1)]
    : [
        ...threats,
        ...affected,
        ...incident.actors.map((id) => ['actor', id, names.actor(id)] as const),
        ...incident.cues.map((id) => ['cue', id, names.cue(id)] as const),
      ];
  return (
    <span className="tags">
      {tags.map(([kind, id, name]) => (
        <span key={`${kind} ${id}`} className={`tag ${kind}`}>
          {name}
        </span>
      ))}
    </span>
  );
}

export const Key = ({ children }: { children: string }) => <kbd>{children}</kbd>;

export function Failure({ error, again }: { error: Error; again?: () => void }) {
  return (
    <div className="empty" role="alert">
      <p>{error.message}</p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

export const Empty = ({ children }: { children: ReactNode }) => <div className="empty">{children}</div>;

export function Waiting({ what }: { what: string }) {
  return (
    <div className="waiting" role="status">
      <span className="hidden">Loading {what}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

/** Something folded up under its summary. What is in it is made when it is opened: of many, few are. */
export function Fold({ summary, className, children }: { summary: ReactNode; className: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={className} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{summary}</summary>
      {opened && children}
    </details>
  );
}

/** A dialog over the page; Escape closes it. */
export function Dialog({
  title,
  close,
  children,
  className = '',
}: {
  title: string;
  close: () => void;
  children: ReactNode;
  className?: string;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // What is not there yet cannot have the focus when it is made, and the first control is not always the one.
    dialog.current?.querySelector<HTMLElement>('[data-focus]')?.focus();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      className={className}
      aria-label={title}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="sheet">
        <h2>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

/** The foot of a dialog: what went wrong, the way out, and (as `children`) what is to be done. */
export function DialogFoot({
  close,
  problem = null,
  children,
}: {
  close: () => void;
  problem?: string | null;
  children?: ReactNode;
}) {
  return (
    <>
      {problem && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button type="button" className="quiet" onClick={close}>
          Cancel
        </button>
        {children}
      </div>
    </>
  );
}

/** Names the page in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Subthreshold`;
  }, [title]);
}

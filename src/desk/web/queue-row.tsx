import { Link } from 'wouter';
import { Moment, Score, State, Tags } from './parts.tsx';
import { Faces } from './presence.tsx';
import type { Incident } from './wire.ts';

export function QueueRow({
  incident,
  href,
  others,
  current,
  selected,
  select,
}: {
  incident: Incident;
  href: string;
  /** colleagues who have it open */
  others: readonly string[];
  current: boolean;
  selected: boolean;
  /** null for those who decide nothing */
  select: (() => void) | null;
}) {
  const { title, state, lastSeen, assignee } = incident;
  return (
    <div className={`incident-row ${current ? 'current' : ''} ${selected ? 'selected' : ''}`}>
      <span className="lead">
        <Score {...incident} />
        {select && (
          <input type="checkbox" checked={selected} onChange={select} aria-label={`Select ${title}`} tabIndex={-1} />
        )}
      </span>
      <span className="body">
        <Link className="title" href={href} aria-current={current ? 'true' : undefined}>
          {title}
        </Link>
        <span className="line">
          <Tags incident={incident} brief />
          <span className="end">
            <Faces who={others} />
            {state !== 'new' && <State state={state} />}
            {assignee && <span className="assignee">{assignee}</span>}
            <Moment at={lastSeen} />
          </span>
        </span>
      </span>
    </div>
  );
}

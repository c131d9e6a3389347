import { useMemo } from 'react';
import { Link } from 'wouter';
import { capital, counted, figure } from './format.ts';
import { Moment, Score, State } from './parts.tsx';
import type { Preview } from './rule-preview.ts';
import { useNames } from './vocabulary.ts';
import type { PreviewChange } from './wire.ts';

const MOST = 200;

/** What a change means to whoever works through the queue, the weightiest first. */
const KINDS: [name: string, holds: (change: PreviewChange) => boolean][] = [
  ['confirmed before, and not flagged any more', ({ incident, now }) => decided(incident) && now.flag === 'none'],
  ['not flagged any more', ({ was, now }) => was.flag !== 'none' && now.flag === 'none'],
  ['newly flagged', ({ was, now }) => was.flag === 'none' && now.flag !== 'none'],
  ['below becomes above, or the other way round', ({ was, now }) => was.flag !== now.flag],
  ['other tags or patterns', () => true],
];

const decided = (incident: PreviewChange['incident']) =>
  incident !== null && (incident.state === 'confirmed' || incident.state === 'escalated');

/** What other rules would change in stored articles: counts, then article by article. */
export function PreviewView({ preview, cancel }: { preview: Preview; cancel: () => void }) {
  const groups = useMemo(() => {
    const found = KINDS.map(([name]): { name: string; changes: PreviewChange[] } => ({ name, changes: [] }));
    for (const change of preview.changed) found[KINDS.findIndex(([, holds]) => holds(change))]?.changes.push(change);
    return found.filter(({ changes }) => changes.length > 0);
  }, [preview.changed]);
  const { state, read, total, changed } = preview;
  return (
    <div className="preview">
      <div className="progress" role="status">
        <progress
          max={Math.max(total, 1)}
          value={state === 'done' ? Math.max(total, 1) : read}
          aria-label="Articles read"
        />
        <span>
          {state === 'failed'
            ? preview.error
            : `${counted(read, 'article')} of ${figure(total)} read, ${figure(changed.length)} would change${state === 'cancelled' ? '; cancelled' : ''}`}
        </span>
        {state === 'running' && (
          <button type="button" onClick={cancel}>
            Cancel
          </button>
        )}
      </div>
      {state === 'done' && changed.length === 0 && <p className="soft">Nothing that anybody would see changes.</p>}
      {groups.map(({ name, changes }) => (
        <section key={name}>
          <h3>
            {counted(changes.length, 'article')}: {name}
          </h3>
          <ul className="changes">
            {changes.slice(0, MOST).map((change) => (
              <Change key={change.item} change={change} />
            ))}
          </ul>
          {changes.length > MOST && <p className="soft">… and {changes.length - MOST} more.</p>}
        </section>
      ))}
    </div>
  );
}

function Change({ change: { item, title, source, publishedAt, incident, was, now } }: { change: PreviewChange }) {
  const names = useNames();
  const differences = (
    [
      ['pattern', was.patterns, now.patterns, names.pattern],
      ['threat', was.threats, now.threats, names.threat],
      ['falls on', was.affected, now.affected, (id: string) => names.value('country', id)],
    ] as const
  ).flatMap(([what, before, after, name]) => [
    ...after
      .filter((id) => !before.includes(id))
      .map((id) => ({ key: `+${what}${id}`, added: true, text: `${what} ${name(id)}` })),
    ...before
      .filter((id) => !after.includes(id))
      .map((id) => ({ key: `-${what}${id}`, added: false, text: `${what} ${name(id)}` })),
  ]);
  return (
    <li>
      <Link href={`/articles/${item}`}>{title || 'without a title'}</Link>
      <p className="meta">
        <span>
          <Flag {...was} /> <span aria-hidden="true">→</span>
          <span className="hidden">becomes</span> <Flag {...now} />
        </span>
        {differences.map(({ key, added, text }) =>
          added ? <ins key={key}>+ {text}</ins> : <del key={key}>− {text}</del>,
        )}
        {incident && <State state={incident.state} />}
        <span>{source}</span>
        <Moment at={publishedAt} />
      </p>
    </li>
  );
}

const Flag = ({ flag, score }: PreviewChange['was']) =>
  flag === 'none' ? <span className="score none">{capital('not flagged')}</span> : <Score flag={flag} score={score} />;

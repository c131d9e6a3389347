import './regroup-dialog.css';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { get, query } from './api.ts';
import { counted } from './format.ts';
import { Dialog, DialogFoot, Key, Moment, Score, State, Tags } from './parts.tsx';
import type { Article, Incident, Page } from './wire.ts';

/** Where articles of an incident go: to another one, or to a new one of their own. */
export interface Regrouping {
  /** all: the incidents are joined */
  articles: string[] | 'all';
  to: Incident | null;
}

/** Asks which articles of an incident tell of another event, and of which. */
export function RegroupDialog({
  incident,
  articles,
  close,
  regroup,
}: {
  incident: Incident;
  articles: readonly Article[];
  close: () => void;
  regroup: (regrouping: Regrouping) => void;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(articles.map(({ itemKey }) => itemKey)));
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const all = chosen.size === articles.length;
  // Until something is typed, what is most like it: the same acts on the same states.
  const like = [
    incident.affected.length > 0 && `affected:${incident.affected.join(',')}`,
    incident.threats.length > 0 && `threat:${incident.threats.join(',')}`,
  ].filter(Boolean);
  const q = `${text.trim() || like.join(' ')} state:any`;
  const number = /^#?(\d+)$/.exec(text.trim())?.[1];
  const { data, error, isPending, isPlaceholderData } = useQuery({
    queryKey: ['candidates', q],
    queryFn: async ({ signal }) =>
      number
        ? [await get<Incident>(`/incidents/${number}`, signal)]
        : (await get<Page>(`/incidents${query({ q, limit: 8, order: 'newest' })}`, signal)).incidents,
    placeholderData: (before) => before,
  });
  const found: (Incident | null)[] = [
    ...(all ? [] : [null]),
    ...(data ?? []).filter(({ id, flag }) => id !== incident.id && flag !== 'none').slice(0, 7),
  ];
  const active = Math.max(0, Math.min(at, found.length - 1));
  const choose = (to: Incident | null | undefined) => {
    // What is shown while others are looked for is not what was asked for.
    if (to === undefined || chosen.size === 0 || (to && isPlaceholderData)) return;
    close();
    regroup({ articles: all ? 'all' : [...chosen], to });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((active + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') choose(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title={articles.length === 1 ? 'Join with another incident' : 'Join, split or move'}
      close={close}
      className="regroup"
    >
      {articles.length > 1 && (
        <fieldset className="chosen">
          <legend>
            {all
              ? 'All articles: the two incidents become one'
              : `${counted(chosen.size, 'article')} of ${articles.length}`}
          </legend>
          {articles.map(({ itemKey, title, source, publishedAt }) => (
            <label key={itemKey}>
              <input
                type="checkbox"
                checked={chosen.has(itemKey)}
                onChange={() =>
                  setChosen((now) => {
                    const next = new Set(now);
                    if (!next.delete(itemKey)) next.add(itemKey);
                    return next;
                  })
                }
              />
              <span>
                {title}{' '}
                <small className="soft">
                  {source}, <Moment at={publishedAt} />
                </small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <label>
        {articles.length === 1 ? 'Which one' : 'Where they belong'}
        <input
          data-focus
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="regroup-found"
          aria-activedescendant={found.length > 0 ? `regroup-${active}` : undefined}
          placeholder="words, or an incident’s number"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
      </label>
      {error && <p className="bad">{error.message}</p>}
      {found.length === 0 && !error && (
        <p className="soft">{isPending ? 'Looking …' : 'No other incident is like this: type words to look for.'}</p>
      )}
      <div hidden={found.length === 0} role="listbox" id="regroup-found" aria-label="Incidents">
        {found.map((one, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the combobox, which owns the list
          <div
            key={one?.id ?? 'new'}
            id={`regroup-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onClick={() => choose(one)}
          >
            {one ? (
              <>
                <span className="title">
                  <small className="soft">{one.id}</small> {one.title}
                </span>
                <span className="line">
                  <Score {...one} /> <State state={one.state} /> <Tags incident={one} brief />{' '}
                  <Moment at={one.lastSeen} />
                </span>
              </>
            ) : (
              <span className="title">A new incident of their own</span>
            )}
          </div>
        ))}
      </div>
      <DialogFoot close={close}>
        <button
          type="button"
          className="main"
          disabled={found.length === 0 || chosen.size === 0}
          onClick={() => choose(found[active])}
        >
          {all ? 'Join' : found[active] ? 'Move' : 'Split'} <Key>↵</Key>
        </button>
      </DialogFoot>
    </Dialog>
  );
}

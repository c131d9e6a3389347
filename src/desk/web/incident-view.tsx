import './incident-view.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { attributionStatus } from '../../digest/attribution-status.ts';
import { get } from './api.ts';
import { ArticleText, ArticleTitle } from './article-text.tsx';
import { EvidenceHints } from './evidence-text.tsx';
import { capital, inWords, placeName } from './format.ts';
import { Failure, Key, Moment, Score, State, Tags, Waiting } from './parts.tsx';
import { useNames } from './vocabulary.ts';
import type { Article, IncidentEvent, IncidentFile, Review } from './wire.ts';

type Action = 'confirm' | 'dismiss' | 'escalate' | 'assign' | 'note' | 'correct';

const BUTTONS: [action: Action, name: string, key: string][] = [
  ['confirm', 'Confirm', 'c'],
  ['dismiss', 'Dismiss', 'd'],
  ['escalate', 'Escalate', 'e'],
  ['assign', 'Take', 'a'],
  ['note', 'Note', 'n'],
  ['correct', 'Tags', 't'],
];

/** An incident: what it is, why it is flagged, who is said to have done it, its articles, and every decision on it. */
export function IncidentView({
  id,
  back,
  actions,
  changed,
}: {
  id: number;
  back: () => void;
  actions: Record<Action, () => void>;
  changed: IncidentEvent | null;
}) {
  const names = useNames();
  const top = useRef<HTMLDivElement>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => get<IncidentFile>(`/incidents/${id}`, signal),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another incident begins at its top
  useEffect(() => {
    void top.current?.closest('.pane')?.scrollTo({ top: 0 });
  }, [id]);
  if (isPending) return <Waiting what="the incident" />;
  if (error) return <Failure error={error} again={() => void refetch()} />;
  const [best, ...others] = data.articles;
  // The best source's title is the incident's, and carries evidence.
  const titled = best?.title === data.title ? best : undefined;
  const news = changed?.id === id ? changed : null;
  return (
    <EvidenceHints>
      <div className="incident" ref={top}>
        <div className="decide">
          <button type="button" className="quiet back" onClick={back}>
            ← Queue
          </button>
          {BUTTONS.map(([action, name, key]) => (
            <button key={action} type="button" className={action} onClick={actions[action]}>
              {action === 'assign' && data.assignee ? 'Give back' : name} <Key>{key}</Key>
            </button>
          ))}
        </div>
        {news && (
          <p className="news" role="status">
            {news.decision
              ? `${capital(news.decision.by)} has just acted on this incident (${news.decision.decision}): what you see is up to date.`
              : 'A new report of this incident has just come in.'}
          </p>
        )}
        <p className="meta">
          <Score {...data} />
          <State state={data.state} />
          <span>severity {data.severity} of 5</span>
          {data.assignee && <span>with {data.assignee}</span>}
          <span>
            <Moment at={data.firstSeen} full />
            {data.firstSeen !== data.lastSeen && (
              <>
                {' '}
                to <Moment at={data.lastSeen} full />
              </>
            )}
          </span>
        </p>
        <h2 className="headline">{titled ? <ArticleTitle article={titled} /> : data.title}</h2>
        <Tags incident={data} />
        <dl className="claims">
          <div>
            <dt>Occurrence</dt>
            <dd>
              <Occurrence articles={data.articles} />
            </dd>
          </div>
          <div>
            <dt>Attribution</dt>
            <dd>
              <Attribution articles={data.articles} />
            </dd>
          </div>
          <div>
            <dt>Where</dt>
            <dd>{data.locations.map(placeName).join(', ') || 'no place is told'}</dd>
          </div>
          <div>
            <dt>Patterns</dt>
            <dd>{data.patterns.map(names.pattern).join('; ') || 'none'}</dd>
          </div>
        </dl>
        {best && <ArticleText article={best} untitled={best === titled} />}
        {others.length > 0 && (
          <>
            <h3 className="section">{others.length === 1 ? 'Another report' : `${others.length} more reports`}</h3>
            {others.map((article) => (
              <ArticleText key={article.itemKey} article={article} folded />
            ))}
          </>
        )}
        <h3 className="section">History</h3>
        {data.reviews.length === 0 ? (
          <p className="soft">No decision yet.</p>
        ) : (
          <ol className="history">
            {data.reviews.toReversed().map((review) => (
              <li key={review.id}>
                <b>{wordOf(review)}</b>
                <span className="soft">
                  {review.by}, <Moment at={review.at} />
                </span>
                {review.correction && <Changes correction={review.correction} />}
                {review.note && <p>{review.note}</p>}
              </li>
            ))}
          </ol>
        )}
      </div>
    </EvidenceHints>
  );
}

const WORDS: Record<Review['decision'], string> = {
  confirm: 'confirmed',
  dismiss: 'dismissed',
  escalate: 'escalated',
  note: 'noted',
  correct: 'corrected tags',
  assign: 'taken',
  join: 'joined',
  split: 'split',
  undo: 'took the last decision back',
};

function wordOf({ decision, reason, assignee, other, articles }: Review): string {
  if (decision === 'assign') return assignee ? `taken by ${assignee}` : 'given back';
  if (decision === 'join') return `joined: ${articles?.length} of the articles come from incident ${other}`;
  if (decision === 'split') return `split: ${articles?.length} of the articles have gone to incident ${other}`;
  return reason ? `${WORDS[decision]}: ${inWords(reason)}` : WORDS[decision];
}

function Changes({ correction }: { correction: NonNullable<Review['correction']> }) {
  const names = useNames();
  return (
    <p className="tags">
      {Object.entries(correction).flatMap(([field, { add, remove }]) => {
        const name = { threats: names.threat, actors: names.actor, cues: names.cue }[field] ?? placeName;
        return [
          ...add.map((tag) => <ins key={`+${tag}`}>+ {name(tag)}</ins>),
          ...remove.map((tag) => <del key={`-${tag}`}>− {name(tag)}</del>),
        ];
      })}
    </p>
  );
}

/** What is said to have been done, by threat and how sure it is, each with the sources that say so. */
function Occurrence({ articles }: { articles: readonly Article[] }) {
  const names = useNames();
  const told = new Map<string, { on: Set<string>; at: Set<string>; sources: string[] }>();
  for (const { classification, source } of articles)
    for (const { threat, status, target, place } of classification.acts) {
      const key = `${names.threat(threat)}: ${status}`;
      const claim = told.get(key) ?? { on: new Set(), at: new Set(), sources: [] };
      if (target) claim.on.add(targetName(target, names.actor));
      if (place) claim.at.add(placeName(place));
      claim.sources.push(source);
      told.set(key, claim);
    }
  const claims = [...told].map(([key, { on, at, sources }]): [string, string[]] => [
    [key, on.size > 0 && `against ${[...on].join(', ')}`, at.size > 0 && `at ${[...at].join(', ')}`]
      .filter(Boolean)
      .join(', '),
    sources,
  ]);
  return <Said told={claims} nothing="no report says plainly what was done" />;
}

function Attribution({ articles }: { articles: readonly Article[] }) {
  const names = useNames();
  const told = gathered(articles, ({ classification }) =>
    classification.attributions.map(
      (claim) =>
        `${names.actor(claim.actor)}: ${attributionStatus(claim)}${/\s/.test(claim.basis) ? ` (“${claim.basis}”)` : ''}`,
    ),
  );
  return <Said told={told} nothing="nobody is named" />;
}

const targetName = (id: string, actor: (id: string) => string) => (/^[A-Z]{2}$/.test(id) ? placeName(id) : actor(id));

function gathered(articles: readonly Article[], claims: (article: Article) => string[]): [string, string[]][] {
  const told = new Map<string, string[]>();
  for (const article of articles)
    for (const claim of new Set(claims(article))) told.set(claim, [...(told.get(claim) ?? []), article.source]);
  return [...told];
}

function Said({ told, nothing }: { told: [string, string[]][]; nothing: string }) {
  if (told.length === 0) return <span className="soft">{nothing}</span>;
  return (
    <ul>
      {told.map(([claim, sources]) => (
        <li key={claim}>
          {claim} <small className="soft">{[...new Set(sources)].join(', ')}</small>
        </li>
      ))}
    </ul>
  );
}

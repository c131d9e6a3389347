import './incident-view.css';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { attributionStatus } from '../../digest/attribution-status.ts';
import type { TagField } from '../../store/tags.ts';
import { get } from './api.ts';
import { ArticleText, ArticleTitle } from './article-text.tsx';
import { EvidenceHints } from './evidence-text.tsx';
import { capital, exactly, inWords, placeName, span } from './format.ts';
import { Failure, Key, Moment, Score, State, Tags, Waiting } from './parts.tsx';
import { Faces } from './presence.tsx';
import { SelectionTags } from './selection-tags.tsx';
import { useMay, useNames } from './vocabulary.ts';
import type { Article, IncidentEvent, IncidentFile, Review } from './wire.ts';

type Action = 'confirm' | 'dismiss' | 'escalate' | 'assign' | 'note' | 'correct' | 'regroup';

const BUTTONS: [action: Action, name: string, key: string][] = [
  ['confirm', 'Confirm', 'c'],
  ['dismiss', 'Dismiss', 'd'],
  ['escalate', 'Escalate', 'e'],
  ['assign', 'Take', 'a'],
  ['note', 'Note', 'n'],
  ['correct', 'Tags', 't'],
  ['regroup', 'Join, move', 'm'],
];

// The outlines of states are most of what the desk weighs: an incident is read before they are there.
const SmallMap = lazy(() => import('./small-map.tsx'));

/** An incident with its articles and decisions; none while `id` is null. */
export const useIncident = (id: number | null) =>
  useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => get<IncidentFile>(`/incidents/${id}`, signal),
    enabled: id !== null,
  });

/** An incident that is open: what can be done with it, who else looks at it, and what it is. */
export function IncidentView({
  id,
  back,
  actions,
  changed,
  others,
  tag,
}: {
  id: number;
  back: () => void;
  actions: Record<Action, () => void>;
  changed: IncidentEvent | null;
  /** colleagues who have it open as well */
  others: readonly string[];
  /** makes a tag of selected words */
  tag: (field: TagField, text: string) => void;
}) {
  const top = useRef<HTMLDivElement>(null);
  const may = useMay('analyst');
  const { data, error, isPending, refetch } = useIncident(id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another incident begins at its top
  useEffect(() => {
    void top.current?.closest('.pane')?.scrollTo({ top: 0 });
  }, [id]);
  if (isPending) return <Waiting what="the incident" />;
  if (error) return <Failure error={error} again={() => void refetch()} />;
  const news = changed?.id === id ? changed : null;
  return (
    <div className="incident" ref={top}>
      <div className="decide">
        <button type="button" className="quiet back" onClick={back}>
          ← Queue
        </button>
        {may &&
          BUTTONS.map(([action, name, key]) => (
            <button key={action} type="button" className={action} onClick={actions[action]}>
              {action === 'assign' && data.assignee ? 'Give back' : name} <Key>{key}</Key>
            </button>
          ))}
        {others.length > 0 && (
          <p className="others" role="status">
            <Faces who={others} /> {others.join(', ')} {others.length === 1 ? 'is' : 'are'} looking at this as well
          </p>
        )}
      </div>
      {news && (
        <p className="news" role="status">
          {news.decision
            ? `${capital(news.decision.by)} has just acted on this incident (${news.decision.decision}): what you see is up to date.`
            : 'A new report of this incident has just come in.'}
        </p>
      )}
      {data.joinedInto !== null && (
        <p className="news">
          It was joined into <Link href={`/incidents/${data.joinedInto}?q=state:any`}>incident {data.joinedInto}</Link>,
          which has its articles now.
        </p>
      )}
      <IncidentBody file={data} />
      {may && <SelectionTags tag={tag} />}
    </div>
  );
}

/** What an incident is, why it is flagged, who is said to have done it, its articles, and (not `blind`) every decision on it. */
export function IncidentBody({ file, blind = false }: { file: IncidentFile; blind?: boolean }) {
  const names = useNames();
  const [best, ...others] = foldedCopies(file.articles);
  // The best source's title is the incident's, and carries evidence.
  const titled = best?.article.title === file.title ? best.article : undefined;
  return (
    <EvidenceHints>
      <p className="meta">
        <Score {...file} />
        {!blind && <State state={file.state} />}
        {file.handFlag && <span>flagged by hand</span>}
        <span>severity {file.severity} of 5</span>
        {file.assignee && <span>with {file.assignee}</span>}
        <span title={`${exactly(file.firstSeen)} – ${exactly(file.lastSeen)}`}>
          {span(file.firstSeen, file.lastSeen)}
        </span>
      </p>
      <h2 className="headline">{titled ? <ArticleTitle article={titled} /> : file.title}</h2>
      <Tags incident={file} />
      <dl className="claims">
        <div>
          <dt>Occurrence</dt>
          <dd>
            <Occurrence articles={file.articles} />
          </dd>
        </div>
        <div>
          <dt>Attribution</dt>
          <dd>
            <Attribution articles={file.articles} />
          </dd>
        </div>
        <div>
          <dt>Where</dt>
          <dd>
            {file.locations.map(placeName).join(', ') || 'no place is told'}
            <Suspense fallback={<div className="small-map" />}>
              <SmallMap articles={file.articles} locations={file.locations} />
            </Suspense>
          </dd>
        </div>
        <div>
          <dt>Patterns</dt>
          <dd>
            {file.patterns.length === 0 ? (
              'none'
            ) : (
              <ul>
                {file.patterns.map((id) => (
                  <li key={id}>{names.pattern(id)}</li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      </dl>
      {best && <Report {...best} untitled={best.article === titled} />}
      {others.length > 0 && (
        <>
          <h3 className="section">{others.length === 1 ? 'Another report' : `${others.length} more reports`}</h3>
          {others.map((report) => (
            <Report key={report.article.itemKey} {...report} folded />
          ))}
        </>
      )}
      {!blind && <History reviews={file.reviews} />}
    </EvidenceHints>
  );
}

/** An article, and those that say the same. */
interface Told {
  article: Article;
  copies: Article[];
}

/** Articles with their near-duplicates under them, in the order of the articles. */
function foldedCopies(articles: readonly Article[]): Told[] {
  const byKey = new Map(articles.map((article) => [article.itemKey, article]));
  /** What it copies in the end, as far as that is in this incident. */
  const originalOf = (article: Article): Article => {
    let at = article;
    for (const seen = new Set([at]); at.copyOf !== null; seen.add(at)) {
      const next = byKey.get(at.copyOf);
      if (!next || seen.has(next)) break;
      at = next;
    }
    return at;
  };
  const groups = new Map<Article, Article[]>();
  for (const article of articles) {
    const original = originalOf(article);
    groups.set(original, [...(groups.get(original) ?? []), article]);
  }
  // Of each group the best source stands for the others.
  return [...groups.values()].map(([article, ...copies]) => ({ article: article as Article, copies }));
}

function Report({ article, copies, ...how }: Told & { folded?: boolean; untitled?: boolean }) {
  return (
    <>
      <ArticleText article={article} {...how} />
      {copies.length > 0 && (
        <details className="copies">
          <summary>
            {copies.length === 1 ? 'One near-duplicate' : `${copies.length} near-duplicates`}:{' '}
            {[...new Set(copies.map(({ source }) => source))].join(', ')}
          </summary>
          {copies.map((copy) => (
            <ArticleText key={copy.itemKey} article={copy} folded />
          ))}
        </details>
      )}
    </>
  );
}

function History({ reviews }: { reviews: readonly Review[] }) {
  return (
    <>
      <h3 className="section">History</h3>
      {reviews.length === 0 ? (
        <p className="soft">No decision yet.</p>
      ) : (
        <ol className="history">
          {reviews.toReversed().map((review) => (
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
    </>
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
  flag: 'flagged by hand',
  opinion: 'second opinion',
  undo: 'took the last decision back',
};

function wordOf({ decision, reason, assignee, other, articles, flag, verdict }: Review): string {
  if (decision === 'assign') return assignee ? `taken by ${assignee}` : 'given back';
  if (decision === 'flag') return `flagged by hand: ${flag} the threshold`;
  if (decision === 'opinion') return `second opinion: ${verdict}${reason ? ` (${inWords(reason)})` : ''}`;
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

import './articles-page.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { get, post, query } from './api.ts';
import { ArticleText } from './article-text.tsx';
import { EvidenceHints } from './evidence-text.tsx';
import { useKeys } from './keys.ts';
import { More, usePaged } from './paged.tsx';
import { Dialog, DialogFoot, Empty, Failure, Key, Moment, Score, useTitle, Waiting } from './parts.tsx';
import { SearchBox } from './search-box.tsx';
import { useToast } from './toasts.tsx';
import { useMay } from './vocabulary.ts';
import type { Article, FoundArticle, Incident } from './wire.ts';

/** Search over everything that was read, flagged or not. */
export function ArticlesPage({ search, articleKey }: { search: string; articleKey: string | null }) {
  const [, go] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  const q = new URLSearchParams(search).get('q') ?? '';
  useTitle('Articles');
  const list = usePaged<FoundArticle>({ key: ['articles', q], path: '/articles', rows: 'articles', asked: { q } });
  const found = list.data ?? [];
  const step = (by: number) => {
    const at = found.findIndex(({ itemKey }) => itemKey === articleKey);
    const next = found[at < 0 ? 0 : Math.min(found.length - 1, Math.max(0, at + by))];
    if (next) go(`/articles/${next.itemKey}${query({ q })}`, { replace: articleKey !== null });
  };
  useKeys({
    '/': () => {
      field.current?.focus();
      field.current?.select();
    },
    j: () => step(1),
    k: () => step(-1),
    Escape: () => articleKey !== null && go(`/articles${query({ q })}`),
  });
  return (
    <div className={`page articles ${articleKey === null ? '' : 'reading'}`}>
      <section className="results" aria-label="Articles found">
        <h1>Articles</h1>
        <SearchBox
          value={q}
          search={(text) => go(`/articles${query({ q: text })}`)}
          label='Search all articles: "fibre optic" -exercise country:FI'
          field={field}
        />
        {list.isPending && <Waiting what="articles" />}
        {list.isError && <Failure error={list.error} again={() => void list.refetch()} />}
        {list.isSuccess && found.length === 0 && (
          <Empty>{q ? 'No article fits this search.' : 'No article has been read yet.'}</Empty>
        )}
        <ol className="found">
          {found.map((article) => (
            <li key={article.itemKey} className={article.itemKey === articleKey ? 'current' : ''}>
              <h2>
                <Link
                  href={
                    article.incidentId === null || article.flag === 'none'
                      ? `/articles/${article.itemKey}${query({ q })}`
                      : `/incidents/${article.incidentId}${query({ q: 'state:any' })}`
                  }
                >
                  {article.title || 'without a title'}
                </Link>
              </h2>
              <p className="excerpt">
                <Excerpt text={article.excerpt} />
              </p>
              <p className="source">
                {article.flag === 'none' ? <span className="score none">not flagged</span> : <Score {...article} />}
                <span>{article.source}</span>
                <Moment at={article.publishedAt} />
              </p>
            </li>
          ))}
        </ol>
        <More list={list} />
      </section>
      {articleKey !== null && (
        <OpenArticle key={articleKey} id={articleKey} back={() => go(`/articles${query({ q })}`)} />
      )}
    </div>
  );
}

/** A text in which matches stand between two private-use characters. */
function Excerpt({ text }: { text: string }) {
  return text.split('\uE000').map((part, i) => {
    const [match, rest] = i === 0 ? ['', part] : [part.split('\uE001')[0], part.split('\uE001').slice(1).join('')];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
      <span key={i}>
        {match && <b>{match}</b>}
        {rest}
      </span>
    );
  });
}

function OpenArticle({ id, back }: { id: string; back: () => void }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['article', id],
    queryFn: ({ signal }) => get<Article>(`/articles/${id}`, signal),
  });
  return (
    <section className="open" aria-label="Article">
      <button type="button" className="quiet back" onClick={back}>
        ← Articles
      </button>
      {isPending && <Waiting what="the article" />}
      {error && <Failure error={error} />}
      {data && (
        <EvidenceHints>
          <FlagByHand article={data} />
          <ArticleText article={data} />
        </EvidenceHints>
      )}
    </section>
  );
}

/** Flags an article that the rules have passed by; from then on it is an incident, and is reviewed as one. */
function FlagByHand({ article }: { article: Article }) {
  const [asking, setAsking] = useState<'below' | 'above' | null>(null);
  const [, go] = useLocation();
  const queries = useQueryClient();
  const say = useToast();
  const may = useMay('analyst') && article.flag === 'none';
  useKeys({ f: () => may && setAsking('below') });
  const flag = async (note: string | undefined) => {
    try {
      const incident = await post<Incident>(`/articles/${article.itemKey}/flag`, { flag: asking, note });
      for (const key of ['incidents', 'counts', 'articles', 'article', 'map', 'trends'])
        void queries.invalidateQueries({ queryKey: [key] });
      say(`Flagged by hand: ${incident.title}`, {
        action: { label: 'Open', run: () => go(`/incidents/${incident.id}`) },
      });
      go(`/incidents/${incident.id}`);
    } catch (error) {
      say((error as Error).message, { kind: 'error' });
    }
  };
  if (article.incidentId !== null && article.flag !== 'none')
    return (
      <p className="flagging">
        <Link href={`/incidents/${article.incidentId}?q=state:any`}>Incident {article.incidentId}</Link>
      </p>
    );
  if (!may) return null;
  return (
    <div className="flagging">
      <span className="soft">The rules have not flagged this article.</span>
      <button type="button" onClick={() => setAsking('below')}>
        Flag by hand <Key>f</Key>
      </button>
      {asking && (
        <FlagDialog flag={asking} choose={setAsking} close={() => setAsking(null)} send={(note) => void flag(note)} />
      )}
    </div>
  );
}

function FlagDialog({
  flag,
  choose,
  close,
  send,
}: {
  flag: 'below' | 'above';
  choose: (flag: 'below' | 'above') => void;
  close: () => void;
  send: (note: string | undefined) => void;
}) {
  const [note, setNote] = useState('');
  return (
    <Dialog title="Flag by hand" close={close}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          close();
          send(note.trim() || undefined);
        }}
      >
        <fieldset className="segments">
          <legend className="hidden">Flag</legend>
          {(['below', 'above'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={flag === one} onClick={() => choose(one)}>
              {one} the threshold
            </button>
          ))}
        </fieldset>
        <label>
          Why, if you like: it helps whoever keeps the rules
          <textarea
            data-focus
            rows={3}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        </label>
        <DialogFoot close={close}>
          <button type="submit" className="main">
            Flag <Key>Ctrl ↵</Key>
          </button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

import './articles-page.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { get, query } from './api.ts';
import { ArticleText } from './article-text.tsx';
import { EvidenceHints } from './evidence-text.tsx';
import { useKeys } from './keys.ts';
import { Empty, Failure, Moment, Score, useTitle, Waiting } from './parts.tsx';
import { SearchBox } from './search-box.tsx';
import type { Article, FoundArticle } from './wire.ts';

/** Search over everything that was read, flagged or not. */
export function ArticlesPage({ search, articleKey }: { search: string; articleKey: string | null }) {
  const [, go] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  const q = new URLSearchParams(search).get('q') ?? '';
  useTitle('Articles');
  useKeys({
    '/': () => {
      field.current?.focus();
      field.current?.select();
    },
    Escape: () => articleKey !== null && go(`/articles${query({ q })}`),
  });
  const list = useInfiniteQuery({
    queryKey: ['articles', q],
    queryFn: ({ pageParam, signal }) =>
      get<{ articles: FoundArticle[]; next: string | null }>(`/articles${query({ q, cursor: pageParam })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const found = list.data?.pages.flatMap(({ articles }) => articles) ?? [];
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
            <li key={article.itemKey}>
              <h2>
                <Link
                  href={
                    article.incidentId === null
                      ? `/articles/${article.itemKey}${query({ q })}`
                      : `/incidents/${article.incidentId}${query({ q: 'state:any' })}`
                  }
                >
                  {article.title || 'without a title'}
                </Link>
              </h2>
              <p className="excerpt">
                <Excerpt text={article.excerpt} /> …
              </p>
              <p className="source">
                {article.flag === 'none' ? <span className="score none">not flagged</span> : <Score {...article} />}
                <span>{article.source}</span>
                <Moment at={article.publishedAt} />
              </p>
            </li>
          ))}
        </ol>
        {list.hasNextPage && (
          <button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            More
          </button>
        )}
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
          <ArticleText article={data} />
        </EvidenceHints>
      )}
    </section>
  );
}

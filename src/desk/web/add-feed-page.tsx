import './operator.css';
import './feeds-page.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post } from './api.ts';
import { type FeedFields, FeedForm } from './feed-form.tsx';
import { capital, counted, languageName, placeName } from './format.ts';
import { Empty, Failure, Moment, OutLink, Score, useTitle, Waiting } from './parts.tsx';
import { useToast } from './toasts.tsx';
import { useNames } from './vocabulary.ts';
import type { FeedTrial, FoundFeed } from './wire.ts';

/** Adds a feed: an address of its site, the feeds found there, what the chosen one would bring, and what is said of it. */
export function AddFeedPage() {
  useTitle('Add a feed');
  const [url, setUrl] = useState('');
  const [, go] = useLocation();
  const queries = useQueryClient();
  const say = useToast();
  const attempt = useMutation({
    mutationFn: (address: string) => post<FeedTrial>('/feeds/test', { url: address }),
  });
  const find = useMutation({
    mutationFn: () => post<{ feeds: FoundFeed[] }>('/feeds/find', { url }).then(({ feeds }) => feeds),
    onMutate: () => attempt.reset(),
    onSuccess: (feeds) => {
      if (feeds.length === 1 && feeds[0]) attempt.mutate(feeds[0].url);
    },
  });
  const add = useMutation({
    mutationFn: (fields: FeedFields) => post<{ id: string; title: string }>('/feeds', fields),
    onSuccess: ({ id, title }) => {
      void queries.invalidateQueries({ queryKey: ['feeds'] });
      say(`Added ${title}`, { action: { label: 'Fetch now', run: () => void post('/feeds/poll', { ids: [id] }) } });
      go('/feeds');
    },
  });
  const trial = attempt.data;
  return (
    <div className="page add-feed">
      <p>
        <Link href="/feeds">← Feeds</Link>
      </p>
      <div className="heading">
        <h1>Add a feed</h1>
        <p className="soft">
          Any address of a site will do: its feeds are looked for. Nothing is kept until you add one.
        </p>
      </div>
      <form
        className="filter-row"
        onSubmit={(event) => {
          event.preventDefault();
          find.mutate();
        }}
      >
        <input
          type="url"
          required
          className="address"
          aria-label="Address of a site or feed"
          placeholder="https://news.example"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <button type="submit" className="main" disabled={find.isPending}>
          {find.isPending ? 'Looking …' : 'Look for feeds'}
        </button>
      </form>
      {find.isPending && <Waiting what="the feeds of the site" />}
      {find.error && <Failure error={find.error} />}
      {find.data?.length === 0 && (
        <Empty>No feed was found there, nor on the pages and paths where sites have them.</Empty>
      )}
      {find.data && find.data.length > 1 && (
        <section aria-labelledby="found-feeds">
          <h2 id="found-feeds">{counted(find.data.length, 'feed')} found</h2>
          <ul className="found-feeds">
            {find.data.map((feed) => (
              <li key={feed.url}>
                <button
                  type="button"
                  aria-pressed={attempt.variables === feed.url}
                  onClick={() => attempt.mutate(feed.url)}
                >
                  <b>{feed.title ?? feed.url}</b>
                  <small>
                    {feed.url} · {counted(feed.items, 'item')}
                    {feed.language && ` · ${feed.language}`}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {attempt.isPending && <Waiting what="what the feed would bring" />}
      {attempt.error && <Failure error={attempt.error} />}
      {trial && (
        <div className="two">
          <TrialView trial={trial} />
          {trial.items > 0 && (
            <section aria-labelledby="add-form">
              <h2 id="add-form">What is said of it</h2>
              <FeedForm
                key={trial.url}
                feed={{
                  title: trial.title ?? new URL(trial.url).hostname,
                  url: trial.url,
                  language: /^[a-z]{2}/i.exec(trial.language ?? '')?.[0].toLowerCase() ?? 'en',
                  topics: ['general'],
                  reliability: 'F',
                  interval: '15 min',
                }}
                label="Add the feed"
                problem={add.error?.message ?? null}
                busy={add.isPending}
                keep={(fields) => add.mutate(fields)}
                close={() => go('/feeds')}
              />
            </section>
          )}
        </div>
      )}
    </div>
  );
}

/** What a feed would bring. */
function TrialView({ trial: { url, title, language, items, newest, problems, samples } }: { trial: FeedTrial }) {
  return (
    <section aria-labelledby="trial">
      <h2 id="trial">{title ?? url}</h2>
      <p className="meta">
        <OutLink address={url}>{url}</OutLink>
        <span>{counted(items, 'item')}</span>
        {newest && (
          <span>
            the newest <Moment at={newest} />
          </span>
        )}
        {language && <span>{languageName(language)}</span>}
      </p>
      {problems.length > 0 && (
        <ul className="trial-problems" aria-label="What is wrong">
          {problems.map((problem) => (
            <li key={problem} className="warn">
              {capital(problem)}
            </li>
          ))}
        </ul>
      )}
      {samples.map((sample) => (
        <Sample key={sample.url ?? sample.title} sample={sample} />
      ))}
    </section>
  );
}

const LONGEST = 420;

function Sample({ sample: { title, url, published, text, tags } }: { sample: FeedTrial['samples'][number] }) {
  const names = useNames();
  const found = [
    ...tags.threats.map((id) => ['threat', names.threat(id)] as const),
    ...tags.affected.map((id) => ['location', placeName(id)] as const),
    ...tags.actors.map((id) => ['actor', names.actor(id)] as const),
    ...tags.cues.map((id) => ['cue', names.cue(id)] as const),
  ];
  return (
    <article className="card sample">
      <h3>
        <OutLink address={url}>{title || 'without a title'}</OutLink>
      </h3>
      <p className="meta">
        {tags.flag === 'none' ? (
          <span className="score none">not flagged</span>
        ) : (
          <Score flag={tags.flag} score={tags.score} />
        )}
        {published && <Moment at={published} />}
        <span className="tags">
          {found.map(([kind, name]) => (
            <span key={`${kind} ${name}`} className={`tag ${kind}`}>
              {name}
            </span>
          ))}
          {found.length === 0 && 'no tags'}
        </span>
      </p>
      <p className="excerpt">
        {text.slice(0, LONGEST) || 'no text was found'}
        {text.length > LONGEST && ' …'}
      </p>
    </article>
  );
}

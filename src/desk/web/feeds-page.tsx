import './feeds-page.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from './api.ts';
import { capital, counted } from './format.ts';
import { Empty, Failure, Moment, OutLink, useTitle, Waiting } from './parts.tsx';
import { useToast } from './toasts.tsx';
import { useFeeds } from './vocabulary.ts';
import type { FeedState } from './wire.ts';

const TROUBLE: Record<FeedState['health']['state'], number> = {
  broken: 0,
  gone: 1,
  silent: 2,
  empty: 3,
  new: 4,
  unchanged: 5,
  ok: 5,
};

/** The feeds and their health, those with trouble first. */
export function FeedsPage() {
  useTitle('Feeds');
  const { data, error, isPending, refetch } = useFeeds();
  const queries = useQueryClient();
  const say = useToast();
  const poll = useMutation({
    mutationFn: (ids?: string[]) => post<{ feeds: string[] }>('/feeds/poll', ids ? { ids } : {}),
    onSuccess: ({ feeds }) => {
      say(`${counted(feeds.length, 'feed')} will be polled now`);
      setTimeout(() => void queries.invalidateQueries({ queryKey: ['feeds'] }), 3_000);
    },
    onError: (failure) => say(failure.message, { kind: 'error' }),
  });
  const sorted = data?.toSorted(
    (a, b) => Number(b.enabled) - Number(a.enabled) || TROUBLE[a.health.state] - TROUBLE[b.health.state],
  );
  const active = data?.filter(({ enabled }) => enabled) ?? [];
  const troubled = active.filter(({ health }) => TROUBLE[health.state] < 4);
  return (
    <div className="page">
      <div className="heading">
        <h1>Feeds</h1>
        {data && (
          <p className="soft">
            {counted(active.length, 'active feed')},{' '}
            {troubled.length === 0 ? 'all well' : `${troubled.length} in trouble`}
          </p>
        )}
        <a className="aside" href="/queues">
          Queue console
        </a>
        {active.length > 0 && (
          <button type="button" disabled={poll.isPending} onClick={() => poll.mutate(undefined)}>
            Poll all now
          </button>
        )}
      </div>
      {isPending && <Waiting what="feeds" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {sorted?.length === 0 && <Empty>No feed is on the list. feeds.yaml is where a new system begins.</Empty>}
      {sorted && sorted.length > 0 && (
        <table className="feeds">
          <thead>
            <tr>
              <th scope="col">Feed</th>
              <th scope="col">Health</th>
              <th scope="col">Last polled</th>
              <th scope="col">Last new item</th>
              <th scope="col">Next poll</th>
              <th scope="col">Reliability</th>
              <th scope="col">
                <span className="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((feed) => (
              <tr key={feed.id} className={feed.enabled ? '' : 'off'}>
                <th scope="row">
                  <OutLink address={feed.url}>{feed.title}</OutLink>
                  <small>
                    {feed.id}
                    {feed.topics.length > 0 && ` · ${feed.topics.join(', ')}`}
                  </small>
                </th>
                <td data-label="Health">
                  <Health feed={feed} />
                </td>
                <td data-label="Last polled">{feed.lastPolledAt ? <Moment at={feed.lastPolledAt} /> : 'not yet'}</td>
                <td data-label="Last new item">
                  {feed.lastNewItemAt ? <Moment at={feed.lastNewItemAt} /> : 'none yet'}
                </td>
                <td data-label="Next poll">
                  {feed.nextPollAt && feed.enabled ? <Moment at={feed.nextPollAt} /> : '–'}
                </td>
                <td data-label="Reliability">{feed.reliability}</td>
                <td>
                  {feed.enabled && feed.health.state !== 'gone' && (
                    <button
                      type="button"
                      className="quiet"
                      aria-label={`Poll ${feed.title} now`}
                      disabled={poll.isPending}
                      onClick={() => poll.mutate([feed.id])}
                    >
                      Poll
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Health({ feed: { enabled, health } }: { feed: FeedState }) {
  if (!enabled) return <span className="soft">switched off</span>;
  const look = TROUBLE[health.state] < 2 ? 'bad' : TROUBLE[health.state] < 4 ? 'warn' : 'good';
  return (
    <>
      <span className={`health ${health.state === 'new' ? 'soft' : look}`}>{capital(health.message)}</span>
      {health.advice && <small>{capital(health.advice)}</small>}
    </>
  );
}

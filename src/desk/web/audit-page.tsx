import { useInfiniteQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { AccountNav } from './account-nav.tsx';
import { get, query } from './api.ts';
import { Field, fieldsOf } from './field.tsx';
import { Empty, Failure, Moment, useTitle, Waiting } from './parts.tsx';
import type { AuditEntry } from './wire.ts';

/** Who has changed what, when and from where: for operators. */
export function AuditPage({ search }: { search: string }) {
  useTitle('Audit log');
  const [, go] = useLocation();
  const asked = new URLSearchParams(search);
  const [by, day] = [asked.get('by') ?? '', asked.get('day') ?? ''];
  const filter = { by, ...(day && dayOf(day)) };
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      get<{ entries: AuditEntry[]; next: string | null }>(`/audit${query({ ...filter, cursor: pageParam })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const entries = data?.pages.flatMap(({ entries }) => entries);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    go(`/audit${query(fieldsOf(event.currentTarget))}`);
  };
  return (
    <div className="page account">
      <AccountNav />
      <div className="heading">
        <h1>Audit log</h1>
        <span className="aside downloads">
          <a href={`/api/v1/audit/export/csv${query(filter)}`}>CSV</a>{' '}
          <a href={`/api/v1/audit/export/jsonl${query(filter)}`}>JSON Lines</a>
        </span>
      </div>
      <form className="inline-form" onSubmit={submit} key={search}>
        <Field label="Whose" name="by" defaultValue={by} required={false} autoComplete="off" />
        <Field label="Day" name="day" type="date" defaultValue={day} required={false} />
        <button type="submit">Show</button>
      </form>
      {isPending && <Waiting what="the log" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {entries?.length === 0 && <Empty>Nothing was changed.</Empty>}
      {entries && entries.length > 0 && (
        <table className="ledger">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">From</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ id, at, by, via, address, action, request, detail }) => (
              <tr key={id}>
                <td data-label="When">
                  <Moment at={at} full />
                </td>
                <td data-label="Who">
                  {by}
                  {via !== 'session' && <small>{via}</small>}
                </td>
                <td data-label="What">
                  {action}
                  <small>{request}</small>
                  {Object.keys(detail ?? {}).length > 0 && (
                    <details>
                      <summary>what was sent</summary>
                      <pre>{JSON.stringify(detail, null, 2)}</pre>
                    </details>
                  )}
                </td>
                <td data-label="From">{address ?? 'this machine'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <p className="inline-form">
          <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </button>
        </p>
      )}
    </div>
  );
}

/** A day of the reader's zone. */
function dayOf(day: string): { since: string; until: string } {
  const [since, until] = [new Date(`${day}T00:00:00`), new Date(`${day}T00:00:00`)];
  until.setDate(until.getDate() + 1);
  return { since: since.toISOString(), until: until.toISOString() };
}

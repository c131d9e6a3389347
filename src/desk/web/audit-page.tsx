import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { AccountNav } from './account-nav.tsx';
import { query } from './api.ts';
import { Field, fieldsOf } from './field.tsx';
import { More, usePaged } from './paged.tsx';
import { Empty, Failure, Moment, useTitle, Waiting } from './parts.tsx';
import { Table } from './table.tsx';
import type { AuditEntry } from './wire.ts';

/** Who has changed what, when and from where: for operators. */
export function AuditPage({ search }: { search: string }) {
  useTitle('Audit log');
  const [, go] = useLocation();
  const asked = new URLSearchParams(search);
  const [by, day] = [asked.get('by') ?? '', asked.get('day') ?? ''];
  const filter = { by, ...(day && dayOf(day)) };
  const list = usePaged<AuditEntry>({
    ...{ key: ['audit', filter], path: '/audit', rows: 'entries', asked: filter },
    staleTime: 0,
  });
  const { data: entries, error, isPending, refetch } = list;
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
        <Table
          rows={entries}
          keyOf={({ id }) => id}
          columns={[
            { heading: 'When', cell: ({ at }) => <Moment at={at} full /> },
            {
              heading: 'Who',
              cell: ({ by, via }) => (
                <>
                  {by}
                  {via !== 'session' && <small>{via}</small>}
                </>
              ),
            },
            {
              heading: 'What',
              kind: 'name',
              cell: ({ action, request, detail }) => (
                <>
                  {action}
                  {Object.keys(detail ?? {}).length === 0 ? (
                    <small>{request}</small>
                  ) : (
                    <details>
                      <summary>{request}</summary>
                      <pre>{JSON.stringify(detail, null, 2)}</pre>
                    </details>
                  )}
                </>
              ),
            },
            { heading: 'From', cell: ({ address }) => address ?? 'this machine' },
          ]}
        />
      )}
      <More list={list} />
    </div>
  );
}

/** A day of the reader's zone. */
function dayOf(day: string): { since: string; until: string } {
  const [since, until] = [new Date(`${day}T00:00:00`), new Date(`${day}T00:00:00`)];
  until.setDate(until.getDate() + 1);
  return { since: since.toISOString(), until: until.toISOString() };
}

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { get } from './api.ts';
import { More, usePaged } from './paged.tsx';
import { Empty, Failure, Moment, useTitle, Waiting } from './parts.tsx';
import { editorAt, RuleTabs } from './rule-parts.tsx';
import { Table } from './table.tsx';
import { useMay } from './vocabulary.ts';
import type { RuleFile, RuleVersion } from './wire.ts';

const STATES: Record<RuleFile['state'], [look: string, says: string]> = {
  unsaved: ['soft', 'never changed on the desk'],
  saved: ['good', 'as it was saved on the desk'],
  changed: ['warn', 'changed in the folder since it was saved on the desk: the folder counts'],
  behind: ['bad', 'the last version could not be written into the folder: see the log'],
};

/** The rule files, and everything that was saved. */
export function RuleFilesPage() {
  useTitle('Rule files');
  const mayEdit = useMay('operator');
  const files = useQuery({
    queryKey: ['rule-files'],
    queryFn: ({ signal }) => get<{ files: RuleFile[] }>('/rule-files', signal),
  });
  const versions = useVersions();
  return (
    <div className="page rules">
      <RuleTabs here="files" />
      <div className="heading">
        <h1>Files and history</h1>
      </div>
      <div className="two">
        <section aria-labelledby="rule-files">
          <h2 id="rule-files">Files</h2>
          {files.isPending && <Waiting what="files" />}
          {files.error && <Failure error={files.error} />}
          {files.data && (
            <Table
              rows={files.data.files}
              keyOf={({ file }) => file}
              columns={[
                { heading: 'File', kind: 'name', cell: ({ file }) => <Link href={editorAt({ file })}>{file}</Link> },
                {
                  heading: 'State',
                  cell: ({ state, last }) => (
                    <>
                      <span className={STATES[state][0]}>{STATES[state][1]}</span>
                      {last && (
                        <small>
                          version {last.id} by {last.by ?? 'other means'}, <Moment at={last.at} />
                        </small>
                      )}
                    </>
                  ),
                },
              ]}
            />
          )}
          {mayEdit && <NewPattern />}
        </section>
        <section aria-labelledby="rule-history">
          <h2 id="rule-history">What was saved</h2>
          {versions.error && <Failure error={versions.error} />}
          {versions.data?.length === 0 && <Empty>Nothing was saved on the desk yet.</Empty>}
          <Versions list={versions.data ?? []} />
          <More list={versions} />
        </section>
      </div>
    </div>
  );
}

/** What was saved, the newest first: of one file, or of all. */
export const useVersions = (file?: string) =>
  usePaged<RuleVersion>({
    ...{ key: ['rule-versions', file ?? null], path: '/rule-versions', rows: 'versions' },
    asked: { file },
  });

/** Versions of rule files, newest first, each with the way back to it. */
export function Versions({ list }: { list: readonly RuleVersion[] }) {
  return (
    <ol className="versions">
      {list.map(({ id, file, by, at, note }) => (
        <li key={id}>
          <Link href={editorAt({ file, version: id })}>
            {file}, version {id}
          </Link>
          <p className="meta">
            <span>{by ?? 'found so in the folder'}</span>
            <Moment at={at} full />
          </p>
          {note && <p>{note}</p>}
        </li>
      ))}
    </ol>
  );
}

function NewPattern() {
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    go(editorAt({ file: `patterns/${name}.yaml` }));
  };
  return (
    <form className="filter-row" onSubmit={add}>
      <input
        aria-label="Id of a new pattern"
        placeholder="id of a new pattern, as ferry-harassed"
        pattern="[a-z0-9]+(-[a-z0-9]+)*"
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit">New pattern</button>
    </form>
  );
}

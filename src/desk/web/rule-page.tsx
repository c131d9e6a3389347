import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get } from './api.ts';
import { inWords } from './format.ts';
import { Empty, Failure, Moment, OutLink, State, useTitle, Waiting } from './parts.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import { editorAt, KindTag, Record, RuleTabs, useProposals } from './rule-parts.tsx';
import { useMay } from './vocabulary.ts';
import type { RulePage as Rule } from './wire.ts';

/** A rule: its text, its tests, and what became of the incidents in which it spoke. */
export function RulePage({ id }: { id: string }) {
  useTitle(id);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rule', id],
    queryFn: ({ signal }) => get<Rule>(`/rules/${encodeURIComponent(id)}`, signal),
  });
  const [proposing, setProposing] = useState(false);
  const [mayPropose, mayEdit] = [useMay('analyst'), useMay('operator')];
  const proposals = useProposals().data?.filter(({ rule }) => rule === id) ?? [];
  return (
    <div className="page rules">
      <RuleTabs here="rules" />
      {isPending && <Waiting what="the rule" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <>
          <div className="heading">
            <h1>{data.title}</h1>
            <KindTag kind={data.kind} />
            <p className="soft">
              {data.id}
              {data.tag !== data.id && ` · ${data.tag}`} · {data.status}
            </p>
            <span className="aside buttons-row">
              {mayPropose && (
                <button type="button" onClick={() => setProposing(true)}>
                  Propose a test
                </button>
              )}
              {mayEdit && (
                <Link className="button main" href={editorAt({ file: data.file, line: data.line })}>
                  Edit
                </Link>
              )}
            </span>
          </div>
          {data.meaning && <p className="lead">{data.meaning}</p>}
          <div className="two">
            <section aria-labelledby="rule-text">
              <h2 id="rule-text">
                As it is written{' '}
                <small className="soft">
                  {data.file}
                  {data.line && `:${data.line}`}
                </small>
              </h2>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
              <pre className="code" tabIndex={0}>
                {data.text}
              </pre>
              <Tests title="Must match" mark="✓" list={data.match} />
              <Tests title="Must not match" mark="✕" list={data.noMatch} />
              <Tests title="Known misses" mark="?" list={data.todo} />
              {data.falsePositives.length > 0 && (
                <Tests title="Known to take wrongly" mark="!" list={data.falsePositives} />
              )}
              {data.references.length > 0 && (
                <>
                  <h2>References</h2>
                  <ul className="plain">
                    {data.references.map((reference) => (
                      <li key={reference}>
                        <OutLink address={reference}>{reference}</OutLink>
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </section>
            <section aria-labelledby="rule-record">
              <h2 id="rule-record">Its record</h2>
              <dl className="facts">
                <div>
                  <dt>Confirmed of decided</dt>
                  <dd>
                    <Record record={data.record} />
                  </dd>
                </div>
                {Object.entries(data.record.dismissed).map(([reason, n]) => (
                  <div key={reason}>
                    <dt>Dismissed: {inWords(reason)}</dt>
                    <dd>{n}</dd>
                  </div>
                ))}
                <div>
                  <dt>Not decided yet</dt>
                  <dd>{data.record.open}</dd>
                </div>
              </dl>
              {proposals.length > 0 && (
                <p>
                  <Link href="/rules/proposals">
                    {proposals.length === 1 ? 'A test is proposed' : `${proposals.length} tests are proposed`} for this
                    rule
                  </Link>
                </p>
              )}
              <h2>Where it spoke last</h2>
              {data.cases.length === 0 ? (
                <Empty>It has not spoken in any incident yet.</Empty>
              ) : (
                <ol className="cases">
                  {data.cases.map((one) => (
                    <li key={one.id}>
                      <Link href={`/incidents/${one.id}?q=state:any`}>{one.title}</Link>
                      <p className="quote">“{one.quote}”</p>
                      <p className="meta">
                        <State state={one.state} />
                        {one.reason && <span>{inWords(one.reason)}</span>}
                        <Moment at={one.updatedAt} />
                      </p>
                    </li>
                  ))}
                </ol>
              )}
            </section>
          </div>
          {proposing && (
            <ProposeDialog rule={data.id} kind="match" text="" itemKey={null} close={() => setProposing(false)} />
          )}
        </>
      )}
    </div>
  );
}

function Tests({ title, mark, list }: { title: string; mark: string; list: readonly string[] }) {
  if (list.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul className="tests">
        {list.map((text) => (
          <li key={text}>
            <span aria-hidden="true">{mark}</span> {text}
          </li>
        ))}
      </ul>
    </>
  );
}

import './opinions-page.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { OpinionRule, Pair, Waiting as WaitingOpinion } from '../../store/second-opinions.ts';
import { del, get, post, put } from './api.ts';
import { DismissDialog, NoteDialog } from './decision-dialogs.tsx';
import { counted, inWords } from './format.ts';
import { IncidentBody } from './incident-view.tsx';
import { useKeys } from './keys.ts';
import { More, usePaged } from './paged.tsx';
import { Empty, Failure, Key, Moment, useTitle, Waiting } from './parts.tsx';
import { useToast } from './toasts.tsx';
import { useMay } from './vocabulary.ts';
import type { IncidentFile, Json, Opinions } from './wire.ts';

const useOpinions = () =>
  useQuery({ queryKey: ['opinions'], queryFn: ({ signal }) => get<Opinions>('/opinions', signal) });

/** What waits for a second opinion, how to give one, and how far analysts agree. */
export function OpinionsPage({ id }: { id: number | null }) {
  useTitle('Second opinions');
  const { data, error, isPending, refetch } = useOpinions();
  const may = useMay('analyst');
  const operator = useMay('operator');
  const [, go] = useLocation();
  const queries = useQueryClient();
  const say = useToast();
  const letGo = async (opinion: number) => {
    try {
      await del(`/opinions/${opinion}`);
      say('No second opinion is asked for any more: the first decision is told to everybody');
      await queries.invalidateQueries();
    } catch (problem) {
      say((problem as Error).message, { kind: 'error' });
    }
  };
  useKeys({
    j: () => data?.forMe[0] && id === null && go(`/opinions/${data.forMe[0].id}`),
    Escape: () => id !== null && go('/opinions'),
  });
  if (id !== null && may)
    return (
      <Judging
        id={id}
        waiting={data?.forMe ?? []}
        back={() => go('/opinions')}
        open={(one) => go(`/opinions/${one}`)}
      />
    );
  return (
    <div className="page opinions">
      <div className="heading">
        <h1>Second opinions</h1>
        {data && <p className="soft">{ruleInWords(data.rule)}</p>}
      </div>
      {isPending && <Waiting what="second opinions" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <>
          {operator && <RuleForm rule={data.rule} />}
          <section aria-labelledby="for-me">
            <h2 id="for-me">Waiting for you</h2>
            {data.forMe.length === 0 ? (
              <Empty>
                <p>Nothing waits for your opinion.</p>
                {data.forOthers > 0 && (
                  <p>
                    {counted(data.forOthers, 'decision')} of yours {data.forOthers === 1 ? 'waits' : 'wait'} for a
                    colleague.
                  </p>
                )}
              </Empty>
            ) : (
              <>
                <ol className="to-judge">
                  {data.forMe.map(({ id, title, askedAt }) => (
                    <li key={id}>
                      {may ? <Link href={`/opinions/${id}`}>{title}</Link> : title}
                      <small className="soft">
                        asked <Moment at={askedAt} />
                      </small>
                      {operator && (
                        <button
                          type="button"
                          className="quiet"
                          aria-label={`Let go: ${title}`}
                          onClick={() => void letGo(id)}
                        >
                          Let go
                        </button>
                      )}
                    </li>
                  ))}
                </ol>
                <p className="soft">
                  {may && (
                    <>
                      <Key>j</Key> opens the first.{' '}
                    </>
                  )}
                  {data.forOthers > 0 && `${counted(data.forOthers, 'decision')} of yours wait for a colleague.`}
                </p>
              </>
            )}
          </section>
          <AgreementSection opinions={data} />
          {data.agreement.n > 0 && <GivenSection />}
        </>
      )}
    </div>
  );
}

const VERDICTS = ['confirm', 'dismiss', 'escalate'] as const;
const judgement = ({ decision, reason }: Pair['first']) => (reason ? `${decision} (${inWords(reason)})` : decision);

function ruleInWords({ share, escalations }: OpinionRule): string {
  const asked = [share > 0 && `${share} % of decisions, by lot`, escalations && 'every escalation'].filter(Boolean);
  return asked.length > 0
    ? `A second analyst judges ${asked.join(', and ')}, without knowing the first decision. That stands meanwhile, and is told to nobody who may be asked; where the second differs, the incident goes back to whoever decided first.`
    : 'None are asked for: an operator can set a share of decisions, or every escalation.';
}

function RuleForm({ rule }: { rule: OpinionRule }) {
  const queries = useQueryClient();
  const say = useToast();
  const [share, setShare] = useState(String(rule.share));
  const [escalations, setEscalations] = useState(rule.escalations);
  const n = Number(share);
  const good = share.trim() !== '' && Number.isInteger(n) && n >= 0 && n <= 100;
  return (
    <form
      className="rule"
      onSubmit={(event) => {
        event.preventDefault();
        put<OpinionRule>('/opinions/rule', { share: n, escalations }).then(
          () => {
            say('Second opinions: set');
            void queries.invalidateQueries({ queryKey: ['opinions'] });
          },
          (error: Error) => say(error.message, { kind: 'error' }),
        );
      }}
    >
      <label>
        <input
          type="number"
          min={0}
          max={100}
          value={share}
          onChange={(event) => setShare(event.target.value)}
          aria-label="Share of decisions, percent"
        />{' '}
        % of decisions, by lot
      </label>
      <label>
        <input type="checkbox" checked={escalations} onChange={(event) => setEscalations(event.target.checked)} /> every
        escalation
      </label>
      <button type="submit" disabled={!good || (n === rule.share && escalations === rule.escalations)}>
        Set
      </button>
    </form>
  );
}

const decimal = (n: number) => n.toFixed(2).replace('-', '−');

/** Cohen's kappa in the usual words of Landis and Koch (1977). */
function inStrength(kappa: number): string {
  if (kappa <= 0) return 'no better than chance';
  const steps = ['slight', 'fair', 'moderate', 'substantial', 'almost perfect'];
  return steps[Math.min(4, Math.ceil(kappa * 5) - 1)] as string;
}

function AgreementSection({ opinions: { agreement, table } }: { opinions: Opinions }) {
  const { n, observed, kappa, interval } = agreement;
  const of = (first: string, second: string) =>
    table.find((cell) => cell.first === first && cell.second === second)?.n ?? 0;
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement">Agreement</h2>
      {n === 0 || observed === null ? (
        <p className="soft">No second opinion has been given yet.</p>
      ) : (
        <div className="agreement">
          <dl>
            <div>
              <dt>Cohen’s κ</dt>
              <dd className="figure">{kappa === null ? '–' : decimal(kappa)}</dd>
              <dd className="soft">
                {kappa === null || interval === null
                  ? 'all say the same: there is nothing to tell from chance'
                  : `${inStrength(kappa)}; 95 % interval ${decimal(interval[0])} to ${decimal(interval[1])}`}
              </dd>
            </div>
            <div>
              <dt>The same</dt>
              <dd className="figure">{Math.round(observed * 100)} %</dd>
              <dd className="soft">of {counted(n, 'pair')}</dd>
            </div>
          </dl>
          <table>
            <caption className="hidden">First decisions by second opinions</caption>
            <thead>
              <tr>
                <td />
                {VERDICTS.map((second) => (
                  <th key={second} scope="col">
                    second: {second}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {VERDICTS.map((first) => (
                <tr key={first}>
                  <th scope="row">first: {first}</th>
                  {VERDICTS.map((second) => (
                    <td key={second} className={first === second ? 'same' : ''}>
                      {of(first, second)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Every opinion that was given, beside the decision that it is on. */
function GivenSection() {
  const list = usePaged<Json<Pair>>({ key: ['opinions', 'given'], path: '/opinions/given', rows: 'given' });
  return (
    <section aria-labelledby="given">
      <h2 id="given">Given</h2>
      {list.isPending && <Waiting what="opinions" />}
      {list.error && <Failure error={list.error} again={() => void list.refetch()} />}
      <ol className="given">
        {list.data?.map(({ id, incidentId, title, first, second, at }) => (
          <li key={id} className={first.decision === second.decision ? '' : 'differs'}>
            <Link href={`/incidents/${incidentId}?q=state:any`}>{title}</Link>
            <span>
              <b>{judgement(first)}</b> by {first.by}, <b>{judgement(second)}</b> by {second.by}
              {', '}
              <Moment at={at} />
            </span>
            {second.note && <q>{second.note}</q>}
          </li>
        ))}
      </ol>
      <More list={list} />
    </section>
  );
}

/** An incident as somebody sees it who does not know what others have made of it. */
function Judging({
  id,
  waiting,
  back,
  open,
}: {
  id: number;
  waiting: readonly Json<WaitingOpinion>[];
  back: () => void;
  open: (id: number) => void;
}) {
  const queries = useQueryClient();
  const say = useToast();
  const [dialog, setDialog] = useState<'dismiss' | 'note' | null>(null);
  const [note, setNote] = useState('');
  const { data, error, isPending } = useQuery({
    queryKey: ['opinion', id],
    queryFn: ({ signal }) => get<IncidentFile>(`/opinions/${id}`, signal),
  });
  const give = async (decision: string, reason?: string, said = note) => {
    try {
      const pair = await post<Json<Pair>>(`/opinions/${id}`, { decision, reason, ...(said && { note: said }) });
      const same = pair.first.decision === pair.second.decision;
      say(
        same
          ? `You agree: ${judgement(pair.first)}`
          : `You differ: ${pair.first.by} chose ${judgement(pair.first)}. The incident goes back.`,
      );
      const next = waiting.find((one) => one.id !== id);
      if (next) open(next.id);
      else back();
      for (const key of ['opinions', 'counts', 'incidents']) void queries.invalidateQueries({ queryKey: [key] });
      void queries.invalidateQueries({ queryKey: ['incident', pair.incidentId] });
    } catch (problem) {
      say((problem as Error).message, { kind: 'error' });
    }
  };
  useKeys({
    c: () => data && void give('confirm'),
    d: () => data && setDialog('dismiss'),
    e: () => data && void give('escalate'),
    n: () => data && setDialog('note'),
  });
  return (
    <div className="page judging">
      <h1 className="hidden">Second opinion</h1>
      <div className="decide">
        <button type="button" className="quiet" onClick={back}>
          ← Second opinions
        </button>
        <button type="button" className="confirm" onClick={() => void give('confirm')}>
          Confirm <Key>c</Key>
        </button>
        <button type="button" onClick={() => setDialog('dismiss')}>
          Dismiss <Key>d</Key>
        </button>
        <button type="button" className="escalate" onClick={() => void give('escalate')}>
          Escalate <Key>e</Key>
        </button>
        <button type="button" onClick={() => setDialog('note')}>
          Note <Key>n</Key>
        </button>
      </div>
      <p className="news">Judge for yourself: what your colleague decided is told afterwards.</p>
      {note && (
        <p className="soft">
          Note: <q>{note}</q>
        </p>
      )}
      {isPending && <Waiting what="the incident" />}
      {error && <Failure error={error} />}
      {data && <IncidentBody file={data} blind />}
      {dialog === 'dismiss' && (
        <DismissDialog
          count={1}
          close={() => setDialog(null)}
          decide={(choice) => void give('dismiss', choice.reason, choice.note ?? note)}
        />
      )}
      {dialog === 'note' && (
        <NoteDialog count={1} close={() => setDialog(null)} decide={(choice) => setNote(choice.note ?? '')} />
      )}
    </div>
  );
}

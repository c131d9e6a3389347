import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { post } from './api.ts';
import { More } from './paged.tsx';
import { Empty, Failure, Moment, useTitle, Waiting } from './parts.tsx';
import { editorAt, RuleTabs, useProposals, useRules } from './rule-parts.tsx';
import { useToast } from './toasts.tsx';
import { useMay } from './vocabulary.ts';
import type { RuleProposal } from './wire.ts';

/** Sentences that colleagues propose as tests: accepted in the editor, where what they break is seen, or declined. */
export function RuleProposalsPage() {
  useTitle('Proposed tests');
  const list = useProposals();
  const { data, error, isPending, refetch } = list;
  const { data: rules } = useRules();
  const queries = useQueryClient();
  const say = useToast();
  const decline = useMutation({
    mutationFn: ({ id }: RuleProposal) => post(`/rule-proposals/${id}/decline`, {}),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['rule-proposals'] });
      say('Declined');
    },
    onError: (failure) => say(failure.message, { kind: 'error' }),
  });
  const mayDecide = useMay('operator');
  const byRule = new Map<string, RuleProposal[]>();
  for (const one of data ?? []) byRule.set(one.rule, [...(byRule.get(one.rule) ?? []), one]);
  return (
    <div className="page rules">
      <RuleTabs here="proposals" />
      <div className="heading">
        <h1>Proposed tests</h1>
        <p className="soft">Sentences that analysts have found rules wrong on</p>
      </div>
      {isPending && <Waiting what="proposals" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data?.length === 0 && (
        <Empty>No test is proposed. “Rules that spoke” below an article leads from a sentence to its rule.</Empty>
      )}
      {[...byRule].map(([id, proposals]) => {
        const rule = rules?.rules.find((one) => one.id === id);
        return (
          <section key={id} className="card">
            <div className="heading">
              <h2>
                <Link href={`/rules/${id}`}>{rule?.title ?? id}</Link> <small className="soft">{id}</small>
              </h2>
              {rule && mayDecide && (
                <Link
                  className="button aside"
                  href={editorAt({ file: rule.file, proposals: proposals.map((one) => one.id) })}
                >
                  Accept in the editor{proposals.length > 1 && ` (${proposals.length})`}
                </Link>
              )}
            </div>
            <ul className="proposals">
              {proposals.map((proposal) => (
                <li key={proposal.id}>
                  <p>
                    <b className={proposal.kind === 'match' ? 'good' : 'bad'}>
                      {proposal.kind === 'match' ? 'must match' : 'must not match'}
                    </b>{' '}
                    “{proposal.text}”
                  </p>
                  {proposal.note && <p className="soft">{proposal.note}</p>}
                  <p className="meta">
                    <span>{proposal.by}</span>
                    <Moment at={proposal.at} />
                    {proposal.itemKey && <Link href={`/articles/${proposal.itemKey}`}>the article</Link>}
                    {mayDecide && (
                      <button type="button" className="link" onClick={() => decline.mutate(proposal)}>
                        Decline
                      </button>
                    )}
                  </p>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <More list={list} />
    </div>
  );
}

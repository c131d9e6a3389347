import './operator.css';
import './rules.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, query } from './api.ts';
import { inWords } from './format.ts';
import { usePaged } from './paged.tsx';
import { Precision } from './precision.tsx';
import { useMay } from './vocabulary.ts';
import type { RuleLine, RuleProposal, RuleRecord } from './wire.ts';

/** The kinds of rules, and what each of them marks. */
export const KINDS = ['threat', 'cue', 'gate', 'sign', 'occurrence', 'attribution', 'pattern'] as const;

export const useRules = () =>
  useQuery({
    queryKey: ['rules'],
    queryFn: ({ signal }) => get<{ ruleSet: string; rules: RuleLine[] }>('/rules', signal),
  });

export const useProposals = () =>
  usePaged<RuleProposal>({
    ...{ key: ['rule-proposals'], path: '/rule-proposals', rows: 'proposals' },
    asked: { state: 'open', limit: '500' },
  });

/** The pages about rules. */
export function RuleTabs({ here }: { here: 'rules' | 'try' | 'proposals' | 'files' }) {
  const { data: proposals, hasNextPage } = useProposals();
  const mayTry = useMay('analyst');
  const tabs = [
    ['rules', '/rules', 'Rules'],
    ['try', '/rules/try', 'Try a text'],
    [
      'proposals',
      '/rules/proposals',
      `Proposed tests${proposals?.length ? ` (${proposals.length}${hasNextPage ? '+' : ''})` : ''}`,
    ],
    ['files', '/rules/files', 'Files and history'],
  ] as const;
  return (
    <nav className="tabs" aria-label="Rules">
      {tabs
        .filter(([id]) => id !== 'try' || mayTry)
        .map(([id, to, name]) => (
          <Link key={id} href={to} aria-current={id === here ? 'page' : undefined}>
            {name}
          </Link>
        ))}
    </nav>
  );
}

/** Dismissals that speak against a rule: a duplicate was rightly flagged once already. */
export const against = ({ dismissed }: RuleRecord): number =>
  Object.entries(dismissed).reduce((sum, [reason, n]) => (reason === 'duplicate' ? sum : sum + n), 0);

export function Record({ record }: { record: RuleRecord | undefined }) {
  if (!record) return <span className="soft">–</span>;
  const reasons = Object.entries(record.dismissed).map(([reason, n]) => `${n} ${inWords(reason)}`);
  return (
    <Precision
      confirmed={record.confirmed}
      dismissed={against(record)}
      note={[`${record.confirmed} confirmed`, ...reasons, `${record.open} not decided`].join(', ')}
    />
  );
}

export const KindTag = ({ kind }: { kind: RuleLine['kind'] }) => <span className={`kind ${kind}`}>{kind}</span>;

/** Where a rule file is edited. */
export const editorAt = (values: {
  file: string;
  line?: number | null;
  version?: number;
  proposals?: readonly number[];
}): string => {
  const { proposals, ...rest } = values;
  return `/rules/edit${query({ ...rest, proposals: proposals?.join(',') })}`;
};

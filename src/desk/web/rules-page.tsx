import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { get } from './api.ts';
import { counted } from './format.ts';
import { useKeys } from './keys.ts';
import { Empty, Failure, useTitle, Waiting } from './parts.tsx';
import { precisionOf } from './precision.tsx';
import { against, KINDS, KindTag, Record, RuleTabs, useRules } from './rule-parts.tsx';
import { Table } from './table.tsx';
import type { RuleLine, RuleRecord } from './wire.ts';

const ORDERS = ['as written', 'least precise first', 'most often confirmed first'] as const;

/** All rules, to be browsed and searched, each with its record. */
export function RulesPage() {
  useTitle('Rules');
  const { data, error, isPending, refetch } = useRules();
  const { data: records } = useQuery({
    queryKey: ['rule-records'],
    queryFn: ({ signal }) =>
      get<{ records: Record<string, RuleRecord> }>('/rule-records', signal).then(({ records }) => records),
    staleTime: 60_000,
  });
  const [text, setText] = useState('');
  const [kind, setKind] = useState<RuleLine['kind'] | 'any'>('any');
  const [order, setOrder] = useState<(typeof ORDERS)[number]>('as written');
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => field.current?.focus() });
  const shown = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = (data?.rules ?? []).filter(
      (rule) =>
        (kind === 'any' || rule.kind === kind) &&
        words.every((word) =>
          `${rule.id} ${rule.title} ${rule.tag} ${rule.meaning ?? ''} ${rule.file}`.toLowerCase().includes(word),
        ),
    );
    const record = ({ id }: RuleLine) => records?.[id];
    const precision = (rule: RuleLine) => {
      const known = record(rule);
      return known ? (precisionOf(known.confirmed, against(known)) ?? 2) : 2;
    };
    if (order === 'least precise first') return fitting.toSorted((a, b) => precision(a) - precision(b));
    if (order === 'most often confirmed first')
      return fitting.toSorted((a, b) => (record(b)?.confirmed ?? 0) - (record(a)?.confirmed ?? 0));
    return fitting;
  }, [data, records, text, kind, order]);
  return (
    <div className="page rules">
      <RuleTabs here="rules" />
      <div className="heading">
        <h1>Rules</h1>
        {data && (
          <p className="soft">
            {counted(data.rules.length, 'rule')}, set <code>{data.ruleSet}</code>
          </p>
        )}
      </div>
      <div className="filter-row">
        <input
          ref={field}
          type="search"
          aria-label="Search rules"
          placeholder="Search by id, title, tag or file"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <select aria-label="Kind" value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
          {['any', ...KINDS].map((one) => (
            <option key={one} value={one}>
              {one === 'any' ? 'every kind' : `${one}s`}
            </option>
          ))}
        </select>
        <select aria-label="Order" value={order} onChange={(event) => setOrder(event.target.value as typeof order)}>
          {ORDERS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
      {isPending && <Waiting what="rules" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && shown.length === 0 && <Empty>No rule fits.</Empty>}
      {shown.length > 0 && (
        <Table
          rows={shown}
          keyOf={({ id }) => id}
          isOff={({ status }) => status === 'deprecated'}
          columns={[
            {
              heading: 'Rule',
              kind: 'name',
              cell: ({ id, title, file, line, status }) => (
                <>
                  <Link href={`/rules/${id}`}>{title}</Link>
                  <small>
                    {id} · {file}
                    {line && `:${line}`}
                    {status !== 'stable' && ` · ${status}`}
                  </small>
                </>
              ),
            },
            { heading: 'Kind', cell: ({ kind }) => <KindTag kind={kind} /> },
            {
              heading: 'Stands for',
              cell: ({ id, tag }) => (tag === id ? <span className="soft">itself</span> : tag),
            },
            { heading: 'Tests', kind: 'number', cell: ({ tests }) => tests },
            {
              heading: 'Confirmed of decided',
              label: 'Confirmed',
              cell: ({ id }) => <Record record={records?.[id]} />,
            },
          ]}
        />
      )}
    </div>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { post } from './api.ts';
import { Dialog, DialogFoot } from './parts.tsx';
import { useRules } from './rule-parts.tsx';
import { useSaving } from './saving.ts';
import { useToast } from './toasts.tsx';
import type { RuleProposal } from './wire.ts';

/** Proposes a sentence as a test of a rule. */
export function ProposeDialog({
  rule: given,
  kind: usual,
  text: found,
  itemKey,
  close,
}: {
  rule: string;
  kind: RuleProposal['kind'];
  text: string;
  itemKey: string | null;
  close: () => void;
}) {
  const { data } = useRules();
  const [rule, setRule] = useState(given);
  const [kind, setKind] = useState(usual);
  const [text, setText] = useState(found);
  const [note, setNote] = useState('');
  const list = useId();
  const queries = useQueryClient();
  const say = useToast();
  const known = data?.rules.find(({ id }) => id === rule);
  const { save, busy, problem } = useSaving(close);
  const propose = async () => {
    await post<RuleProposal>('/rule-proposals', { rule, kind, text, itemKey, note: note.trim() || null });
    void queries.invalidateQueries({ queryKey: ['rule-proposals'] });
    say(`Proposed as a test of “${rule}”`);
  };
  return (
    <Dialog title="Make a test of this sentence" close={close} className="propose">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save(propose);
        }}
      >
        <label>
          Sentence
          <textarea
            autoFocus
            rows={4}
            required
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <label>
          Rule
          <input
            list={list}
            required
            aria-describedby={`${list}-about`}
            value={rule}
            onChange={(event) => setRule(event.target.value.trim())}
          />
        </label>
        <small id={`${list}-about`} className="soft">
          {known ? `${known.kind}: ${known.title}` : 'Begin to type its id or what it is about.'}
        </small>
        <datalist id={list}>
          {data?.rules.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </datalist>
        <fieldset className="choices">
          <legend>The rule</legend>
          {(
            [
              ['match', 'must match it (it was missed)'],
              ['no-match', 'must not match it (it was flagged wrongly)'],
            ] as const
          ).map(([value, name]) => (
            <label key={value}>
              <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value)} /> {name}
            </label>
          ))}
        </fieldset>
        <label>
          Note, if you like
          <input value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
        </label>
        <DialogFoot close={close} problem={problem}>
          <button type="submit" className="main" disabled={!known || !text.trim() || busy}>
            Propose
          </button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

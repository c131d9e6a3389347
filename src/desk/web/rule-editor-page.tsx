import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { diffLines } from 'diff';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { get, post } from './api.ts';
import { CodeEditor } from './code-editor.tsx';
import { Explained } from './explained.tsx';
import { counted } from './format.ts';
import { More } from './paged.tsx';
import { Dialog, DialogFoot, Failure, useTitle, Waiting } from './parts.tsx';
import { PreviewView } from './preview-view.tsx';
import { useVersions, Versions } from './rule-files-page.tsx';
import { RuleTabs, useProposals } from './rule-parts.tsx';
import { usePreview } from './rule-preview.ts';
import { useSaving } from './saving.ts';
import { useToast } from './toasts.tsx';
import { useMay, useMe } from './vocabulary.ts';
import type { DraftCheck, ProposalDraft, RuleFileText, RuleVersion, TriedText } from './wire.ts';

/** A change that is not saved yet. Kept while the page is open, wherever one goes meanwhile. */
interface Draft {
  file: string;
  content: string;
  /** what the change rests on */
  base: RuleFileText;
  note: string;
  accepts: number[];
}
const kept = new Map<string, Draft>();

/** What stands beside the text, and for whom. */
const TABS = [
  ['check', 'Check', 'analyst'],
  ['difference', 'Difference', 'operator'],
  ['effect', 'Effect', 'operator'],
  ['try', 'Try', 'analyst'],
  ['history', 'History', 'viewer'],
] as const;
type Tab = (typeof TABS)[number][0];

const PAUSE_MS = 900;
const NEW_PATTERN = (id: string) => `id: ${id}
flag: below
title: What it is, in a few words
meaning: What it says of an article, in a sentence.
selections:
  facts: ["threat:sabotage"]
condition: facts
tests:
  match:
    - A sentence that it must match.
`;

/** Edits a rule file: checked as one writes, tried, compared, and saved with a way back. */
export function RuleEditorPage({ search }: { search: string }) {
  const asked = useMemo(() => new URLSearchParams(search), [search]);
  const file = asked.get('file') ?? '';
  useTitle(`Edit ${file}`);
  const { data: me } = useMe();
  const { data, error, isPending } = useQuery({
    queryKey: ['rule-draft', search],
    // What was found when the page was opened is what the change rests on.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) => startingPoint(asked, signal),
  });
  return (
    <div className="page rules editing">
      <RuleTabs here="files" />
      {(isPending || !me) && <Waiting what="the file" />}
      {error && <Failure error={error} />}
      {data && me && <Editor key={search} start={data.draft} line={data.line} />}
    </div>
  );
}

/** The file as it is, or with an earlier version's text or proposed tests in it. */
async function startingPoint(
  asked: URLSearchParams,
  signal: AbortSignal,
): Promise<{ draft: Draft; line: number | null }> {
  const file = asked.get('file') ?? '';
  const proposals = asked.get('proposals')?.split(',').map(Number);
  const version = asked.get('version');
  const base = await get<RuleFileText>(`/rule-files/content?file=${encodeURIComponent(file)}`, signal);
  if (proposals) {
    const { content, line, accepts } = await post<ProposalDraft>('/rule-proposals/draft', { ids: proposals });
    return { draft: { file, content, base, note: '', accepts }, line };
  }
  if (version) {
    const { content, id } = await get<RuleVersion & { content: string | null }>(`/rule-versions/${version}`, signal);
    return { draft: { file, content: content ?? '', base, note: `back to version ${id}`, accepts: [] }, line: null };
  }
  const mine = kept.get(file);
  const line = asked.get('line') ? Number(asked.get('line')) : null;
  if (mine) return { draft: mine, line };
  const content = base.content ?? NEW_PATTERN(file.replace(/^patterns\/|\.yaml$/g, ''));
  return { draft: { file, content, base, note: '', accepts: [] }, line };
}

function Editor({ start, line }: { start: Draft; line: number | null }) {
  const [draft, setDraft] = useState(start);
  const { file, content, base } = draft;
  const changed = content !== base.content;
  const [mayTry, mayEdit] = [useMay('analyst'), useMay('operator')];
  const tabs = TABS.filter(([, , role]) => role === 'viewer' || (role === 'analyst' ? mayTry : mayEdit));
  const [jump, setJump] = useState(line);
  /** counts up when the text is given back, and the editor begins anew */
  const [round, setRound] = useState(0);
  const [saving, setSaving] = useState(false);
  const [tab, setTab] = useState<Tab>(start.note ? 'difference' : mayTry ? 'check' : 'history');
  const { preview, start: startPreview, cancel, clear } = usePreview();
  const settled = usePaused(content);
  const check = useQuery({
    queryKey: ['rule-check', file, settled],
    queryFn: () => post<DraftCheck>('/rules/check', { file, content: settled }),
    enabled: mayTry,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const { data: proposals } = useProposals();
  const queries = useQueryClient();
  const say = useToast();
  const [, go] = useLocation();

  useEffect(() => {
    if (changed) kept.set(file, draft);
    else kept.delete(file);
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [changed, draft, file]);

  const marks = useMemo(
    () => [
      ...(check.data?.problems ?? [])
        .filter((one) => one.file === file)
        .map(({ line, key, message }) => ({ line: line ?? 1, message: key ? `${key}: ${message}` : message })),
      ...(check.data?.failed ?? [])
        .filter((one) => one.file === file)
        .map(({ line, rule, kind, text }) => ({
          line: lineOfText(content, text) ?? line ?? 1,
          message: `${rule} ${kind === 'match' ? 'does not match' : 'matches'} “${text}”`,
        })),
    ],
    [check.data, content, file],
  );
  const save = async () => {
    const { id, hash } = await post<RuleVersion & { hash: string }>('/rules/save', {
      file,
      content,
      base: base.hash,
      note: draft.note.trim() || null,
      accepts: draft.accepts,
      despiteTests: state === 'failing',
    });
    clear();
    kept.delete(file);
    // What was typed meanwhile stays.
    setDraft((now) => ({ ...now, base: { file, content, hash }, note: '', accepts: [] }));
    for (const key of ['rules', 'rule', 'rule-files', 'rule-versions', 'rule-proposals', 'vocabulary', 'rule-records'])
      void queries.invalidateQueries({ queryKey: [key] });
    say(`Saved as version ${id}; the rules are in use now`, {
      action: { label: 'History', run: () => go('/rules/files') },
    });
  };
  const state =
    !check.data || check.isFetching || settled !== content
      ? 'checking'
      : check.data.problems.length > 0
        ? 'wrong'
        : check.data.failed.length > 0
          ? 'failing'
          : 'good';
  const accepted = proposals?.filter(({ id }) => draft.accepts.includes(id)) ?? [];
  return (
    <>
      <div className="heading">
        <h1>{file}</h1>
        {mayTry && <CheckState state={state} check={check.data} />}
        <span className="aside buttons-row" hidden={!mayEdit}>
          <button
            type="button"
            disabled={!changed}
            onClick={() => {
              clear();
              setDraft({ file, content: base.content ?? '', base, note: '', accepts: [] });
              setRound(round + 1);
            }}
          >
            Discard
          </button>
          <button
            type="button"
            disabled={!changed || state === 'wrong' || preview?.state === 'running'}
            onClick={() => {
              setTab('effect');
              startPreview({ file, content, days: 7 });
            }}
          >
            What would change
          </button>
          <button
            type="button"
            className="main"
            disabled={!changed || state === 'wrong'}
            onClick={() => setSaving(true)}
          >
            Save …
          </button>
        </span>
      </div>
      <div className="workbench">
        <CodeEditor
          key={round}
          label={`Text of ${file}`}
          value={content}
          change={(text) => setDraft((before) => ({ ...before, content: text }))}
          marks={marks}
          line={jump}
          readOnly={!mayEdit}
        />
        <section className="side" aria-label="About the change">
          <span className="segments">
            {tabs.map(([id, name]) => (
              <button key={id} type="button" aria-pressed={tab === id} onClick={() => setTab(id)}>
                {name}
              </button>
            ))}
          </span>
          {tab === 'check' && (
            <Checked
              check={check.data}
              error={check.error}
              content={content}
              jump={(to) => {
                // The same line twice is a jump twice.
                setJump(null);
                requestAnimationFrame(() => setJump(to));
              }}
              file={file}
            />
          )}
          {tab === 'difference' && <Difference before={base.content ?? ''} after={content} />}
          {tab === 'effect' &&
            (preview ? (
              <PreviewView preview={preview} cancel={cancel} />
            ) : (
              <p className="soft">
                “What would change” runs the articles of the last 7 days through the rules as they would be.
              </p>
            ))}
          {tab === 'try' && <TryDraft file={file} content={content} />}
          {tab === 'history' && <History file={file} />}
        </section>
      </div>
      {saving && (
        <SaveDialog
          file={file}
          note={draft.note}
          write={(note) => setDraft((before) => ({ ...before, note }))}
          accepted={accepted.length}
          failing={state === 'failing' ? (check.data?.failed.length ?? 0) : 0}
          checking={state === 'checking'}
          previewed={preview?.state === 'done'}
          save={save}
          close={() => setSaving(false)}
        />
      )}
    </>
  );
}

/** Asks what is changed and why, and says what is not as it should be. */
function SaveDialog({
  file,
  note,
  write,
  accepted,
  failing,
  checking,
  previewed,
  save,
  close,
}: {
  file: string;
  note: string;
  write: (note: string) => void;
  /** how many proposed tests come with it */
  accepted: number;
  /** how many tests would fail */
  failing: number;
  checking: boolean;
  previewed: boolean;
  save: () => Promise<void>;
  close: () => void;
}) {
  const saving = useSaving(close);
  return (
    <Dialog title={`Save ${file}`} close={close}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.save(save);
        }}
      >
        <p>Every process takes the rules over at once. What the file says now is kept: “History” leads back to it.</p>
        {accepted > 0 && <p>{counted(accepted, 'proposed test')} will be accepted.</p>}
        {failing > 0 && (
          <p className="bad" role="alert">
            {counted(failing, 'test')} of the rule set would fail.
          </p>
        )}
        {!previewed && <p className="warn">What would change in the articles of the last 7 days was not looked at.</p>}
        <label>
          What is changed, and why
          <textarea autoFocus rows={3} maxLength={2000} value={note} onChange={(event) => write(event.target.value)} />
        </label>
        <DialogFoot close={close} problem={saving.problem}>
          <button type="submit" className="main" disabled={saving.busy || checking}>
            {checking ? 'Checking …' : failing > 0 ? 'Save although tests fail' : 'Save'}
          </button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** A value that has not changed for a moment. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

function lineOfText(content: string, text: string): number | null {
  const at = content.indexOf(text);
  return at === -1 ? null : content.slice(0, at).split('\n').length;
}

function CheckState({ state, check }: { state: string; check: DraftCheck | undefined }) {
  return (
    <p role="status" className={{ wrong: 'bad', failing: 'bad', good: 'good' }[state] ?? 'soft'}>
      {state === 'checking'
        ? 'checking …'
        : state === 'wrong'
          ? `${counted(check?.problems.length ?? 0, 'mistake')}: it cannot be used so`
          : state === 'failing'
            ? `${check?.failed.length} of ${counted(check?.tests ?? 0, 'test')} fail`
            : `all ${counted(check?.tests ?? 0, 'test')} of the rule set hold`}
    </p>
  );
}

function Checked({
  check,
  error,
  content,
  file,
  jump,
}: {
  check: DraftCheck | undefined;
  error: Error | null;
  content: string;
  file: string;
  jump: (line: number) => void;
}) {
  if (error) return <Failure error={error} />;
  if (!check) return <Waiting what="the check" />;
  const place = (at: { file: string; line?: number | undefined }, line = at.line) =>
    at.file === file && line ? (
      <button type="button" className="link" onClick={() => jump(line)}>
        line {line}
      </button>
    ) : (
      <span>
        {at.file}
        {at.line && `:${at.line}`}
      </span>
    );
  return (
    <div className="checked">
      {check.problems.map((one) => (
        <p key={`${one.file} ${one.line} ${one.key} ${one.message}`} className="problem">
          {place(one)} {one.key && <code>{one.key}</code>} {one.message}
        </p>
      ))}
      {check.failed.map((one) => (
        <p key={`${one.rule} ${one.kind} ${one.text}`} className="problem">
          {place(one, lineOfText(content, one.text) ?? one.line)} <b>{one.rule}</b>{' '}
          {one.kind === 'match' ? 'does not match' : 'matches'} “{one.text}”
        </p>
      ))}
      {check.mended.map((one) => (
        <p key={`${one.rule} ${one.text}`} className="good">
          {one.rule}: no longer a miss: “{one.text}”
        </p>
      ))}
      {check.neverMatching
        .filter((one) => one.file === file)
        .map((one) => (
          <p key={one.rule} className="warn">
            {place(one)} {one.rule} matches no test of the whole set
          </p>
        ))}
      {check.problems.length === 0 && check.failed.length === 0 && (
        <p className="soft">
          Schemas hold, and so do {counted(check.tests, 'test')}. Rule set {check.ruleSet}.
        </p>
      )}
    </div>
  );
}

const CONTEXT = 3;

/** What is changed, line by line, with a few lines around each change. */
function Difference({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => {
    const all = diffLines(before, after).flatMap(({ value, added, removed }) =>
      value
        .replace(/\n$/, '')
        .split('\n')
        .map((text) => ({ text, kind: added ? 'added' : removed ? 'removed' : 'same' })),
    );
    const near = new Set(
      all.flatMap(({ kind }, i) =>
        kind === 'same' ? [] : Array.from({ length: 2 * CONTEXT + 1 }, (_, k) => i - CONTEXT + k),
      ),
    );
    return all.flatMap((line, i) => (near.has(i) ? [{ ...line, i, gap: i > 0 && !near.has(i - 1) }] : []));
  }, [before, after]);
  if (lines.length === 0) return <p className="soft">Nothing is changed.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre className="code difference" tabIndex={0}>
      {lines.map(({ text, kind, i, gap }) => (
        <span key={i} className={`${kind}${gap ? ' gap' : ''}`}>
          {{ added: '+ ', removed: '− ', same: '  ' }[kind]}
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function TryDraft({ file, content }: { file: string; content: string }) {
  const [text, setText] = useState('');
  const attempt = useMutation({
    mutationFn: () => post<TriedText>('/rules/try', { text, draft: { file, content } }),
  });
  return (
    <>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <label>
          A text, read by the rules as they would be
          <textarea rows={4} required value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <button type="submit" disabled={attempt.isPending}>
          {attempt.isPending ? 'Reading …' : 'Try'}
        </button>
      </form>
      {attempt.error && <Failure error={attempt.error} />}
      {attempt.data && <Explained {...attempt.data} />}
    </>
  );
}

function History({ file }: { file: string }) {
  const list = useVersions(file);
  if (list.error) return <Failure error={list.error} />;
  if (!list.data) return <Waiting what="versions" />;
  if (list.data.length === 0) return <p className="soft">Nothing was saved on the desk yet.</p>;
  return (
    <>
      <Versions list={list.data} />
      <More list={list} />
    </>
  );
}

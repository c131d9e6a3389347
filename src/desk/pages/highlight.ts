import type { Evidence } from '../../classify/types.ts';
import { html, type SafeHtml } from '../../digest/render/safe-html.ts';

/**
 * A text with its evidence marked, each mark with its kinds and rules. Where stretches of evidence overlap, the text is
 * cut at their ends and each piece says all that applies to it.
 */
export function highlight(text: string, evidence: readonly Evidence[]): SafeHtml {
  const inside = evidence.filter(({ start, end }) => start >= 0 && start < end && end <= text.length);
  const cuts = [...new Set([0, text.length, ...inside.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  // Evidence in order of its start: what covers a piece has begun before it.
  const ordered = inside.toSorted((a, b) => a.start - b.start);
  let open: Evidence[] = [];
  let next = 0;
  const pieces = cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1] as number;
    while ((ordered[next]?.start ?? Number.POSITIVE_INFINITY) <= from) open.push(ordered[next++] as Evidence);
    open = open.filter(({ end }) => end > from);
    return mark(text.slice(from, to), open);
  });
  return html`${pieces}`;
}

/** Kinds that show when several apply: the rarer word says more. */
const WEIGHT = ['location', 'actor', 'cue', 'threat', 'gate', 'pattern'];

function mark(text: string, covering: readonly Evidence[]): SafeHtml {
  // A pattern covers whole sentences: colouring them would hide the words that it rests on.
  const marked = covering.filter(({ kind }) => kind !== 'pattern');
  if (marked.length === 0) return html`${text}`;
  const kind = marked.map((one) => one.kind).sort((a, b) => WEIGHT.indexOf(b) - WEIGHT.indexOf(a))[0] as string;
  const says = [...new Set(marked.map(({ kind, rule, tag }) => `${kind} ${tag ?? ''} (${rule})`.replace('  ', ' ')))];
  return html`<mark class="${kind}" tabindex="0" title="${says.join('; ')}">${text}</mark>`;
}

/** A highlighted text in paragraphs. */
export function paragraphs(text: string, evidence: readonly Evidence[]): SafeHtml {
  let at = 0;
  const shown: SafeHtml[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    const start = text.indexOf(paragraph, at);
    const end = start + paragraph.length;
    const within = evidence
      .filter((e) => e.end > start && e.start < end)
      .map((e) => ({ ...e, start: Math.max(0, e.start - start), end: Math.min(end, e.end) - start }));
    if (paragraph.trim()) shown.push(html`<p>${highlight(paragraph, within)}</p>`);
    at = end;
  }
  return html`${shown}`;
}

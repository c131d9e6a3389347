import type { Evidence, EvidenceKind } from '../classify/types.ts';
import { oneLine, sentencesOf, shorten } from './sentences.ts';
import type { DigestArticle, DigestIncident, Quote, ReadArticle } from './types.ts';

/** A quote stays shorter than this, in UTF-16 code units. */
const LONGEST_QUOTE = 340;

/** How much a sentence shows, by what it holds. */
const WEIGHT: Record<EvidenceKind, number> = { pattern: 4, threat: 4, location: 2, actor: 2, cue: 1, gate: 0 };

/** The articles of an incident, most reliable first, then oldest first. */
export function readArticles(incident: DigestIncident): ReadArticle[] {
  return [...incident.articles]
    .sort(
      (a, b) =>
        a.reliability.localeCompare(b.reliability) ||
        a.published.localeCompare(b.published) ||
        a.source.localeCompare(b.source),
    )
    .map((article) => ({ ...article, sentences: withEvidence(article) }));
}

/** The sentence that shows most of what the incident is flagged for; null when no text has evidence. */
export function bestSentence(articles: readonly ReadArticle[]): Quote | null {
  let best: { article: ReadArticle; text: string; weight: number } | null = null;
  for (const article of articles) {
    for (const [index, sentence] of article.sentences.entries()) {
      const kinds = new Set(sentence.evidence.map(({ kind }) => kind));
      if (!kinds.has('threat') && !kinds.has('pattern') && !kinds.has('cue')) continue;
      let weight = 0;
      for (const kind of kinds) weight += WEIGHT[kind];
      // Of equal sentences the first one: news tells what happened at the top.
      weight -= Math.min(index, 20) / 10;
      if (!best || weight > best.weight) best = { article, text: sentence.text, weight };
    }
  }
  return best && quote(best.article, best.text);
}

/**
 * The sentence that shows a cue, from the most reliable article that has it, and the actors named before the cue: those
 * who act in it, most likely.
 */
export function cueSentence(articles: readonly ReadArticle[], cue: string): { quote: Quote; actors: string[] } | null {
  for (const article of articles)
    for (const sentence of article.sentences) {
      const shown = sentence.evidence.find(({ kind, rule, tag }) => kind === 'cue' && (tag ?? rule) === cue);
      if (!shown) continue;
      const before = sentence.evidence.filter(({ kind, start }) => kind === 'actor' && start < shown.start);
      return { quote: quote(article, sentence.text), actors: before.flatMap(({ tag }) => tag ?? []) };
    }
  return null;
}

/** A sentence with where it stands. */
export const quote = ({ source, reliability, url }: DigestArticle, text: string): Quote => ({
  text: shorten(text, LONGEST_QUOTE),
  source: oneLine(source),
  reliability,
  url,
});

/** An article's sentences, each with the evidence that touches it, in one pass over both. */
function withEvidence({ text, evidence }: DigestArticle): ReadArticle['sentences'] {
  const sentences = sentencesOf(text).map((sentence) => ({ ...sentence, evidence: [] as Evidence[] }));
  let first = 0;
  for (const span of evidence.filter((one) => one.in === 'text').sort((a, b) => a.start - b.start)) {
    while (first < sentences.length && (sentences[first]?.end ?? 0) <= span.start) first++;
    for (let at = first; at < sentences.length; at++) {
      const sentence = sentences[at];
      if (!sentence || sentence.start >= span.end) break;
      sentence.evidence.push(span);
    }
  }
  return sentences;
}

import type { Token } from '../tokens.ts';
import { type Candidate, findCandidates } from './candidate.ts';
import { type Evidence, elsewhere, evidenceFor, GROUPS, type Group, nameOf, readText, TEMPLATES } from './evidence.ts';
import type { Gazetteer } from './gazetteer.ts';
import { BIAS, WEIGHTS } from './weights.ts';

/** A candidate with the evidence for it. */
export interface Gathered {
  candidate: Candidate;
  evidence: Evidence;
}

/** Candidates of a text with their evidence; the weights are not looked at yet. */
export function gatherEvidence(tokens: readonly Token[], gazetteer: Gazetteer): Gathered[] {
  const candidates = findCandidates(tokens, gazetteer);
  if (candidates.length === 0) return [];
  const flagsOf = (token: Token): number => gazetteer.word(token).flags;
  const text = readText(tokens, candidates, gazetteer, flagsOf);
  return candidates.map((candidate, i) => ({
    candidate,
    evidence: evidenceFor(candidate, i, candidates, tokens, text, gazetteer, flagsOf),
  }));
}

/** template -> category -> weight by group, made ready for adding up */
const TABLE: Map<string, Float64Array>[] = TEMPLATES.map(
  (template) =>
    new Map(
      Object.entries(WEIGHTS[template] ?? {}).map(([category, weights]) => [
        category,
        Float64Array.from(GROUPS, (group) => (weights.all ?? 0) + (weights[group] ?? 0)),
      ]),
    ),
);
/** the last template: it rests on the scores that the others give */
const ELSEWHERE = TEMPLATES.indexOf('elsewhere');

/** What one template's category weighs for a group. */
const weigh = ({ group, categories }: Evidence, template: number): number =>
  TABLE[template]?.get(categories[template] as string)?.[COLUMN[group]] ?? 0;
const COLUMN = Object.fromEntries(GROUPS.map((group, i) => [group, i])) as Record<Group, number>;

/** Log-odds that a candidate is a place, by what stands around it. */
function score(evidence: Evidence): number {
  let sum = BIAS;
  for (let i = 0; i < ELSEWHERE; i++) sum += weigh(evidence, i);
  return sum;
}

/**
 * Lets the candidates of one name speak for each other: sets their evidence "elsewhere" from the best log-odds that the
 * name has in another spot of the text.
 */
export function compareMentions(
  gathered: readonly Gathered[],
  scores: readonly number[],
  tokens: readonly Token[],
): void {
  /** name -> best and second best log-odds */
  const best = new Map<string, [number, number]>();
  const names = gathered.map(({ candidate }) => nameOf(candidate, tokens));
  names.forEach((name, i) => {
    const score = scores[i] as number;
    const [first, second] = best.get(name) ?? [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    best.set(name, score > first ? [score, first] : [first, Math.max(score, second)]);
  });
  gathered.forEach(({ evidence }, i) => {
    const [first, second] = best.get(names[i] as string) as [number, number];
    const other = scores[i] === first ? second : first;
    evidence.categories[ELSEWHERE] = elsewhere(other === Number.NEGATIVE_INFINITY ? undefined : other);
  });
}

/** The places of a text: of stretches that overlap, the one with the best odds. */
export function recognise(tokens: readonly Token[], gazetteer: Gazetteer): Candidate[] {
  const gathered = gatherEvidence(tokens, gazetteer);
  const scores = gathered.map(({ evidence }) => score(evidence));
  compareMentions(gathered, scores, tokens);
  return bestOf(
    gathered.map(({ candidate, evidence }, i) => ({
      candidate,
      score: (scores[i] as number) + weigh(evidence, ELSEWHERE),
    })),
  );
}

/** The candidates with odds above even, of stretches that overlap the one with the best, in the order of the text. */
export function bestOf(judged: readonly { candidate: Candidate; score: number }[]): Candidate[] {
  const taken = new Set<number>();
  const best: Candidate[] = [];
  const likely = judged.filter(({ score }) => score > 0);
  for (const { candidate } of likely.sort((a, b) => b.score - a.score || a.candidate.from - b.candidate.from)) {
    const { from, to } = candidate;
    let free = true;
    for (let i = from; i < to && free; i++) free = !taken.has(i);
    if (!free) continue;
    for (let i = from; i < to; i++) taken.add(i);
    best.push(candidate);
  }
  return best.sort((a, b) => a.from - b.from);
}

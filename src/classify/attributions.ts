import type { Context } from './context.ts';
import type { Party } from './parties.ts';
import type { Part, Reading, ReadMention } from './reading.ts';
import { CLAUSE } from './roles.ts';
import type { RuleHit } from './rules-engine.ts';
import type { Sentence } from './sentences.ts';
import { sourceOf } from './sources.ts';
import type { Attribution } from './types.ts';

type Confidence = Attribution['confidence'];

/** What a sentence says of one of its mentions as the author of an act. */
interface Claim {
  confidence: Confidence;
  mention: ReadMention;
  sentence: Sentence;
  /** what says so */
  ground: RuleHit | undefined;
}

/** What stands of an accusation wherever a text tells it. */
const SETTLED: ReadonlySet<Confidence> = new Set(['convicted', 'charged']);

/**
 * Who is said to have done it, by whom and how surely: of each author what the item says first, or what a court does about
 * it, and the author's denial.
 * @param authors the parties that the item sees behind an act
 */
export function attributionsOf(
  reading: Reading,
  sentences: readonly Sentence[],
  authors: readonly Party[],
): Attribution[] {
  const byActor = new Map<string, Claim[]>(authors.map(({ id }) => [id, []]));
  for (const sentence of sentences)
    for (const mention of sentence.mentions) {
      const claims = byActor.get(mention.id);
      const claim = claims && claimOf(sentence, mention);
      if (claim) claims.push(claim);
    }
  return [...byActor].flatMap(([actor, claims]) => {
    const grounded = claims.filter(({ ground }) => ground);
    const told = grounded.length > 0 ? grounded : claims.slice(0, 1);
    const said = told.filter(({ confidence }) => confidence !== 'denied');
    // What a text begins with is its news.
    const accusation = said.find(({ confidence }) => SETTLED.has(confidence)) ?? said[0];
    const denial = told.find(({ confidence }) => confidence === 'denied');
    return [accusation, denial].flatMap((claim): Attribution[] => {
      if (!claim) return [];
      const { confidence, mention, sentence, ground } = claim;
      const source =
        OWN[confidence] ?? (SETTLED.has(confidence) ? 'official' : sourceOf(reading, sentences, sentence, actor));
      return [{ actor, source, basis: basisOf(sentence.part, mention, ground), confidence }];
    });
  });
}

/** What only the actor itself can say. */
const OWN: Partial<Record<Confidence, Attribution['source']>> = { claimed: 'claimed', denied: 'claimed' };

/** What a sentence says of one of its mentions as the author of an act. */
function claimOf(sentence: Sentence, mention: ReadMention): Claim {
  const { part, hits } = sentence;
  const find = (confidence: Confidence, stands: (hit: RuleHit) => boolean) =>
    hits.find((hit) => hit.rule.kind === 'attribution' && hit.rule.tag === confidence && stands(hit));
  const speaks = (hit: RuleHit) => isSubject(sentence, mention, hit) || isAgent(part, mention, hit);
  const beside = (hit: RuleHit) => isBeside(part, mention, hit);
  const claim = (confidence: Confidence, ground: RuleHit | undefined): Claim => ({
    confidence,
    mention,
    sentence,
    ground,
  });

  // "Russian officials deny it", not "Russian drones … deny him the sky"; "a denial from Moscow", not "called it an insult by Russia".
  const answers = mention.form !== 'people' || mention.context.has('government');
  const denial = find(
    'denied',
    (hit) => answers && (isSubject(sentence, mention, hit) || (hit.to - hit.from === 1 && isAgent(part, mention, hit))),
  );
  if (denial) return claim('denied', denial);
  const confession = find('claimed', speaks);
  if (confession) return claim('claimed', confession);
  const answer = mention.context.has('does:say')
    ? hits.find(({ rule, from, to }) => rule.tag === 'deniability' && from <= mention.from && to >= mention.to)
    : undefined;
  if (answer) return claim('denied', answer);
  // A measure is decreed in the open, unless somebody has to blame it on its author.
  const measure = hits.find(({ rule }) => rule.kind === 'threat' && rule.tag === 'economic-coercion');
  if (measure && DECREES.some((context) => mention.context.has(context)) && !find('blamed', beside))
    return claim('claimed', measure);
  for (const settled of SETTLED) {
    const court = find(settled, () => true);
    if (court) return claim(settled, court);
  }
  const hedge = find('suspected', beside);
  if (hedge) return claim('suspected', hedge);
  return claim('blamed', find('blamed', beside) ?? hits.find(({ rule }) => rule.kind === 'threat'));
}

/** What is said of who decrees something. */
const DECREES: readonly Context[] = ['subject', 'government', 'does:say', 'does:answer', 'does:hostile'];

/** Is the actor the one who says it: named before, no other actor between but its own ("Iran's Revolutionary Guards")? */
function isSubject({ mentions }: Sentence, mention: ReadMention, hit: RuleHit): boolean {
  if (mention.to > hit.from) return false;
  return !mentions.some((other) => other.id !== mention.id && other.from > mention.to + 1 && other.to <= hit.from);
}

/** "claimed by the Houthis", "a denial from Moscow" */
function isAgent({ tokens }: Part, mention: ReadMention, hit: RuleHit): boolean {
  if (hit.to > mention.from) return false;
  for (let i = hit.to - 1; i < mention.from && i < hit.to + 4; i++)
    if (/^(?:by|from)$/.test(tokens[i]?.norm ?? '')) return mention.from - i <= 3;
  return false;
}

/** So many words may stand between an accusation or a hedge and whom it is about. */
const BESIDE = 10;

/** Do a hit and a mention stand beside each other, in one clause? */
function isBeside({ tokens }: Part, { from, to }: ReadMention, hit: RuleHit): boolean {
  const [start, end] = hit.to <= from ? [hit.to, from] : [to, hit.from];
  if (end - start > BESIDE) return false;
  // "suspect that", "whether": the clause is what the word speaks of.
  const clause = hit.to <= from ? start + 1 : start;
  for (let i = clause; i < end; i++) if (CLAUSE.has(tokens[i]?.norm ?? '')) return false;
  return true;
}

/** So many words of a basis can be read at a glance. */
const AT_A_GLANCE = 20;

/** The words of its sentence that it rests on: from the actor to what is said of it; the latter alone where they stand far apart. */
function basisOf({ source, tokens }: Part, mention: ReadMention, hit: RuleHit | undefined): string {
  let from = Math.min(mention.from, hit?.from ?? mention.from);
  let to = Math.max(mention.to, hit?.to ?? mention.to);
  if (hit && to - from > AT_A_GLANCE) ({ from, to } = hit);
  while (tokens[to - 1]?.sentence !== tokens[from]?.sentence) to--;
  return source.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
}

import type { Context } from './context.ts';
import type { Party } from './parties.ts';
import type { Part, Reading, ReadMention } from './reading.ts';
import type { RuleHit } from './rules-engine.ts';
import type { Token } from './tokens.ts';
import type { Attribution } from './types.ts';

type Confidence = Attribution['confidence'];

/** What stands of an accusation wherever a text tells it. */
const SETTLED: ReadonlySet<Confidence> = new Set(['convicted', 'charged']);

/**
 * Who is said to have done it, by whom and how surely: of each author what the item says first, or what a court does about
 * it, and the author's denial.
 * @param authors the parties that the item sees behind an act
 */
export function attributionsOf(reading: Reading, authors: readonly Party[]): Attribution[] {
  return authors.flatMap((author) => {
    const { id, mentions } = author;
    const claims = reading.parts.flatMap((part) =>
      part.mentions.flatMap((mention) => (mention.id === id ? (claimOf(reading, part, mention) ?? []) : [])),
    );
    const [first] = mentions;
    const part = reading.parts.find((one) => first && one.mentions.includes(first));
    if (claims.length === 0 && first && part)
      return [claim(part, first, 'blamed', sourceOf(reading, part, first), undefined)];
    const said = claims.filter(({ confidence }) => confidence !== 'denied');
    // What a text begins with is its news.
    const accusation = said.find(({ confidence }) => SETTLED.has(confidence)) ?? said[0];
    const denial = claims.find(({ confidence }) => confidence === 'denied');
    return [accusation, denial].filter((one) => one !== undefined);
  });
}

const claim = (
  part: Part,
  mention: ReadMention,
  confidence: Confidence,
  source: Attribution['source'],
  ground: RuleHit | undefined,
): Attribution => ({ actor: mention.id, confidence, source, basis: basisOf(part, mention, ground) });

/** What one mention's sentence says of its actor as the author of an act; undefined when nothing. */
function claimOf(reading: Reading, part: Part, mention: ReadMention): Attribution | undefined {
  const hits = part.hits.filter(({ sentence }) => sentence === mention.sentence);
  const find = (confidence: Confidence, stands: (hit: RuleHit) => boolean) =>
    hits.find((hit) => hit.rule.kind === 'attribution' && hit.rule.tag === confidence && stands(hit));
  const speaks = (hit: RuleHit) => isSubject(part, mention, hit) || isAgent(part, mention, hit);
  const beside = (hit: RuleHit) => isBeside(part, mention, hit);
  for (const own of ['denied', 'claimed'] as const) {
    const said = find(own, speaks);
    if (said) return claim(part, mention, own, 'claimed', said);
  }
  const answer = mention.context.has('does:say')
    ? hits.find(({ rule, from, to }) => rule.tag === 'deniability' && from <= mention.from && to >= mention.to)
    : undefined;
  if (answer) return claim(part, mention, 'denied', 'claimed', answer);
  // A measure is decreed in the open, unless somebody has to blame it on its author.
  const measure = hits.find(({ rule }) => rule.kind === 'threat' && rule.tag === 'economic-coercion');
  if (measure && DECREES.some((context) => mention.context.has(context)) && !find('blamed', beside))
    return claim(part, mention, 'claimed', 'claimed', measure);
  for (const settled of SETTLED) {
    const court = find(settled, () => true);
    if (court) return claim(part, mention, settled, 'official', court);
  }
  const hedge = find('suspected', beside);
  const ground = hedge ?? find('blamed', beside) ?? hits.find(({ rule }) => rule.kind === 'threat');
  if (!ground) return undefined;
  return claim(part, mention, hedge ? 'suspected' : 'blamed', sourceOf(reading, part, mention), ground);
}

/** What is said of who decrees something. */
const DECREES: readonly Context[] = ['subject', 'government', 'does:say', 'does:answer', 'does:hostile'];

/** Is the actor the one who says it: named before, no other actor between? */
function isSubject(part: Part, mention: ReadMention, hit: RuleHit): boolean {
  if (mention.to > hit.from) return false;
  return !part.mentions.some((other) => other.id !== mention.id && other.from >= mention.to && other.to <= hit.from);
}

/** "claimed by the Houthis", "a denial from Moscow" */
function isAgent({ tokens }: Part, mention: ReadMention, hit: RuleHit): boolean {
  if (hit.to > mention.from) return false;
  for (let i = hit.to - 1; i < mention.from && i < hit.to + 4; i++)
    if (/^(?:by|from)$/.test(tokens[i]?.norm ?? '')) return mention.from - i <= 3;
  return false;
}

/** Words at which another clause begins. */
const CLAUSE = new Set(
  'that which who whom whose after before when while as because since although though where ; : but'.split(' '),
);
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

const words = (list: string) => new Set(list.split(' '));
/** Stems of those who say so; of the first kind that a sentence names. */
const SOURCES: readonly (readonly [Attribution['source'], ReadonlySet<string>])[] = [
  ['analyst', words('analyst expert research think-tank observ studi cybersecur')],
  ['media', words('media newspap broadcast reuter bbc outlet magazin')],
  [
    'official',
    words(
      'ministri minist presid govern offici polic prosecutor court judg armi militari navi servic agenc spokesman spokeswoman spokesperson author intellig secretari chancellor premier ambassador investig lawmak senat council commiss inquiri head chief command',
    ),
  ],
];
/** Stems of what they do: a source says something. */
const SAYS = words(
  ': say said see tell told report announc confirm accord conclud believ accus blame warn learn suspect assum find found write wrote link trace state reveal disclos think charg attribut condemn protest summon call',
);
/** What a state does that says so. */
const SAYING: readonly Context[] = ['does:say', 'does:blame', 'does:answer'];

/** Who says so: whom the sentence names as a source, else whom the item does, else the item itself. */
function sourceOf(reading: Reading, part: Part, { id, sentence }: ReadMention): Attribution['source'] {
  const here = speakerIn(reading, part, sentence, id);
  if (here) return here;
  for (const other of reading.parts) {
    const last = other.tokens.at(-1)?.sentence ?? -1;
    for (let s = 0; s <= last; s++) {
      const speaker = speakerIn(reading, other, s, id);
      if (speaker) return speaker;
    }
  }
  return 'media';
}

/** The source that a sentence names beside an author. */
function speakerIn(
  { stemOf }: Reading,
  { tokens, mentions }: Part,
  sentence: number,
  author: string,
): Attribution['source'] | undefined {
  const named = mentions.filter((mention) => mention.sentence === sentence);
  const stems = new Set<string>();
  for (let i = firstOf(tokens, sentence); tokens[i]?.sentence === sentence; i++) {
    const own = named.some(({ id, from, to }) => id === author && i >= from && i < to + 3);
    if (!own) stems.add(stemOf(tokens[i] as Token));
  }
  if ([...SAYS].some((stem) => stems.has(stem))) {
    const source = SOURCES.find(([, list]) => [...list].some((stem) => stems.has(stem)));
    if (source) return source[0];
  }
  const speaks = named.some(({ id, context }) => id !== author && SAYING.some((saying) => context.has(saying)));
  return speaks ? 'official' : undefined;
}

/** The first token of a sentence. */
function firstOf(tokens: readonly Token[], sentence: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as Token).sentence < sentence) low = middle + 1;
    else high = middle;
  }
  return low;
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

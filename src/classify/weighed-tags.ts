import { CUES, THREATS } from '../config/rules/schemas.ts';
import type { Models } from './model.ts';
import type { Span } from './phrase-matcher.ts';
import { actSentencesOf, type Part, type Reading } from './reading.ts';
import type { HeldRule, RuleHit } from './rules-engine.ts';
import { isName, sentenceAround } from './tokens.ts';
import type { WeighedWord } from './words.ts';

/** A tag that its model thinks less likely than this is none, whatever rule found it. */
const DOUBTED = 0.25;

/** A word that adds so much to a threat's log-odds is a reason by itself; where none does, the sentence is. A cue is never said by a word alone. */
const TELLING = 1;

/** What else a kind of act may be the name of: a cable that was cut was sabotaged. Where that is likelier, the words tell of no second act. */
const CALLED: ReadonlyMap<string, string> = new Map([['sabotage', 'undersea-infrastructure']]);

/** The tags that models weigh, and the names of their models. */
const WEIGHED = [
  ...THREATS.map((tag) => ({ kind: 'threat' as const, tag, model: `threat:${tag}` })),
  ...CUES.map((tag) => ({ kind: 'cue' as const, tag, model: `cue:${tag}` })),
];

/**
 * Lets the whole item speak on the tags that rules found in its sentences: takes back those that it speaks against, and adds
 * those that it speaks for though no rule knows the phrase, as hits of the words that say so.
 */
export function weighTags(
  { parts }: Reading,
  {
    probabilities,
    words,
    models,
  }: { probabilities: ReadonlyMap<string, number>; words: readonly WeighedWord[]; models: Models },
): void {
  for (const weighed of WEIGHED) {
    const probability = probabilities.get(weighed.model);
    if (probability === undefined) continue;
    const isIt = ({ rule: { kind, tag } }: RuleHit) => kind === weighed.kind && tag === weighed.tag;
    if (probability >= models.threshold(weighed.model)) {
      const other = probabilities.get(`threat:${CALLED.get(weighed.tag)}`) ?? 0;
      if (probability > other && !parts.some(({ hits }) => hits.some(isIt))) addHits(weighed, words, models);
    } else if (probability < DOUBTED) for (const part of parts) takeBack(part, isIt);
  }
  for (const part of parts) part.actSentences = actSentencesOf(part.hits);
}

/** Takes hits back; those of a threat leave a gate in their place, so that whoever looks for it sees why there is none. */
function takeBack(part: Part, isIt: (hit: RuleHit) => boolean): void {
  const hits = part.hits.filter(isIt);
  if (hits.length === 0) return;
  const gates = hits.filter(({ rule }) => rule.kind === 'threat').map((hit) => ({ ...hit, rule: AGAINST }));
  part.hits = [...part.hits.filter((hit) => !isIt(hit)), ...gates];
}

/** Adds hits of the words that speak for a tag, in the sentence whose words together do most. Names are no reasons. */
function addHits(
  { model, kind, tag }: (typeof WEIGHED)[number],
  words: readonly WeighedWord[],
  { weight }: Models,
): void {
  const sentences = new Map<string, { sum: number; speaking: { part: Part; at: number; says: number }[] }>();
  for (const { part, at, features } of words) {
    const key = `${part.where} ${part.tokens[at]?.sentence}`;
    const sentence = sentences.get(key) ?? { sum: 0, speaking: [] };
    const says = features.reduce((sum, feature) => sum + weight(model, feature), 0);
    sentence.sum += says;
    if (!isNamed(part, at)) sentence.speaking.push({ part, at, says });
    sentences.set(key, sentence);
  }
  const [best] = [...sentences.values()].filter(({ speaking }) => speaking.length > 0).sort((a, b) => b.sum - a.sum);
  if (!best) return;
  const { part, at } = best.speaking[0] as { part: Part; at: number };
  const strong = kind === 'threat' ? best.speaking.filter(({ says }) => says >= TELLING) : [];
  const telling = strong.map(({ at }) => ({ from: at, to: at + 1 }));
  for (const span of telling.length > 0 ? telling : [sentenceAround(part.tokens, at)])
    part.hits.push({ rule: { ...FOR, kind, tag }, sentence: part.tokens[at]?.sentence ?? 0, ...span });
}

/** Whether a word names somebody, an actor or a place; a capital alone says nothing of the first word of a sentence. */
function isNamed({ tokens, mentions, toponyms }: Part, at: number): boolean {
  if (isName(tokens, at) && tokens[at - 1]?.sentence === tokens[at]?.sentence) return true;
  const covers = ({ from, to }: Span) => from <= at && at < to;
  return mentions.some(covers) || toponyms.some(covers);
}

/** What stands for no phrase is shown as the rules are. */
const UNTOLD = { scope: 'article', needsAct: false, needsFlag: false, fallback: false } as const;
const FOR = { ...UNTOLD, id: 'words-speak-for', title: 'The words of the item speak for it' };
const AGAINST: HeldRule = {
  ...UNTOLD,
  id: 'words-speak-against',
  kind: 'gate',
  tag: 'words-speak-against',
  title: 'The words of the item speak against the act',
};

import type { Span } from './phrase-matcher.ts';
import type { Part, Reading, ReadMention } from './reading.ts';
import type { RuleHit } from './rules-engine.ts';

/** What stands in a sentence. */
export interface Sentence {
  part: Part;
  number: number;
  /** one of its tokens */
  at: number;
  hits: readonly RuleHit[];
  mentions: readonly ReadMention[];
}

/** A sentence that holds more of either is a list or the ruin of a layout; the rest of it is not looked at, so that cost stays linear. */
const MOST = 40;

/** The sentences of an item in which a rule holds or an actor is named, in the order in which they are read. */
export function sentencesOf({ parts }: Reading): Sentence[] {
  return parts.flatMap((part) => {
    const sentences = new Map<number, { at: number; hits: RuleHit[]; mentions: ReadMention[] }>();
    const at = ({ sentence: number, from }: Span & { sentence: number }) => {
      let sentence = sentences.get(number);
      if (!sentence) {
        sentence = { at: from, hits: [], mentions: [] };
        sentences.set(number, sentence);
      }
      return sentence;
    };
    const put = <T>(list: T[], one: T) => list.length < MOST && list.push(one);
    for (const hit of part.hits) put(at(hit).hits, hit);
    for (const mention of part.mentions) put(at(mention).mentions, mention);
    return [...sentences].sort(([a], [b]) => a - b).map(([number, sentence]) => ({ part, number, ...sentence }));
  });
}

/** How far off a word stands that so many words part from what it is said of; `within` where they overlap. */
export const reachOf = (distance: number): 'within' | 'close' | 'near' | 'far' =>
  distance < 0 ? 'within' : distance <= 3 ? 'close' : distance <= 8 ? 'near' : 'far';

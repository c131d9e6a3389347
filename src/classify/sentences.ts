import type { Part, Reading, ReadMention } from './reading.ts';
import type { RuleHit } from './rules-engine.ts';

/** What stands in a sentence. */
export interface Sentence {
  part: Part;
  number: number;
  hits: readonly RuleHit[];
  mentions: readonly ReadMention[];
}

/** A sentence that holds more of either is a list or the ruin of a layout; the rest of it is not looked at, so that cost stays linear. */
const MOST = 40;

/** The sentences of an item in which a rule holds or an actor is named, in the order in which they are read. */
export function sentencesOf({ parts }: Reading): Sentence[] {
  return parts.flatMap((part) => {
    const sentences = new Map<number, { hits: RuleHit[]; mentions: ReadMention[] }>();
    const at = (number: number) => {
      let sentence = sentences.get(number);
      if (!sentence) {
        sentence = { hits: [], mentions: [] };
        sentences.set(number, sentence);
      }
      return sentence;
    };
    const put = <T>(list: T[], one: T) => list.length < MOST && list.push(one);
    for (const hit of part.hits) put(at(hit.sentence).hits, hit);
    for (const mention of part.mentions) put(at(mention.sentence).mentions, mention);
    return [...sentences].sort(([a], [b]) => a - b).map(([number, sentence]) => ({ part, number, ...sentence }));
  });
}

import type { Part, Reading, ReadMention } from './reading.ts';
import type { RuleHit } from './rules-engine.ts';

/** What stands in a sentence. */
export interface Sentence {
  part: Part;
  number: number;
  hits: readonly RuleHit[];
  mentions: readonly ReadMention[];
}

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
    for (const hit of part.hits) at(hit.sentence).hits.push(hit);
    for (const mention of part.mentions) at(mention.sentence).mentions.push(mention);
    return [...sentences].sort(([a], [b]) => a - b).map(([number, sentence]) => ({ part, number, ...sentence }));
  });
}

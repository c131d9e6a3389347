import { words as stopwords } from 'natural/lib/natural/util/stopwords.js';
import { BACKGROUND } from './background.ts';
import { type Part, type Reading, sentencesWith } from './reading.ts';
import { perForm, type Token } from './tokens.ts';

/** Words that every text has, and those of the calendar. */
const STOP = new Set([
  ...stopwords,
  ...'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december'.split(
    ' ',
  ),
]);

const isTelling = perForm(({ kind, norm }) => kind === 'word' && !STOP.has(norm));

/** What an item is about, so many of its words tell. */
const TELLING = 200;

/** A word of an item, and the names that weights know it by. */
export interface WeighedWord {
  part: Part;
  /** place of its token in the part */
  at: number;
  /** `word:jam`; of title and first sentence `opening:jam` besides */
  features: readonly string[];
}

/** Makes the reader of an item's first words, by their stems; what the item tells of the past, or gates say to be no act, is left out. */
export function createWordReader(stem: (word: string) => string): (reading: Reading) => WeighedWord[] {
  const inText = perForm(({ norm }) => [`word:${stem(norm)}`]);
  const inOpening = perForm(({ norm }) => [`word:${stem(norm)}`, `opening:${stem(norm)}`]);
  return ({ parts }) => {
    const words: WeighedWord[] = [];
    for (const part of parts) {
      if (part.silent === 'all') continue;
      const { silent } = part;
      const past = sentencesWith(part.hits, ({ id }) => id === BACKGROUND);
      for (let at = 0; at < part.tokens.length && words.length < TELLING; at++) {
        const token = part.tokens[at] as Token;
        if (!isTelling(token) || silent.has(token.sentence) || past.has(token.sentence)) continue;
        const opening = part.where === 'title' || token.sentence === 0;
        words.push({ part, at, features: (opening ? inOpening : inText)(token) });
      }
    }
    return words;
  };
}

/** What weights know the words by, each once. */
export function wordFeatures(words: readonly WeighedWord[]): Set<string> {
  const features = new Set<string>();
  for (const word of words) for (const feature of word.features) features.add(feature);
  return features;
}

import type { RuleSet } from '../config/rules.ts';
import { type Gazetteer, WORD_FLAGS } from './places/gazetteer.ts';
import { type Token, tokenize } from './tokens.ts';

/** A text that begins with so many characters and no capital among them was written without any. */
const BEGINNING = 300;
/** Shorter ones may have none by chance. */
const SHORTEST = 20;

/**
 * Makes the reader of texts written all in small letters, as posts and transcripts are: it gives names that it knows, and
 * beginnings of sentences, their capitals, without which no name is one. Every other text stays as it is, and so do all
 * offsets.
 */
export function createCapitals({ states, actors }: RuleSet, gazetteer: Gazetteer): (text: string) => string {
  const isCommon = (token: Token) => (gazetteer.word(token).flags & WORD_FLAGS.common) !== 0;
  const names = states.flatMap(({ names, people, capitals, seats }) => [...names, ...people, ...capitals, ...seats]);
  /** word in small letters -> as names write it */
  const known = new Map<string, string>();
  for (const name of [...names, ...actors.flatMap((actor) => actor.names)])
    for (const token of tokenize(name)) {
      // "us" and "who" are words first; so are those in names of several.
      const plain = token.text === token.text.toUpperCase() || name.includes(' ');
      const small = token.text.toLowerCase();
      if (token.capital && !known.has(small) && !(plain && isCommon(token))) known.set(small, token.text);
    }
  const written = (token: Token): string | undefined =>
    known.get(token.text) ??
    (gazetteer.word(token).readings.length > 0 && !isCommon(token) ? upper(token.text) : undefined);

  return (text) => {
    if (text.length < SHORTEST || /\p{Lu}/u.test(text.slice(0, BEGINNING))) return text;
    let result = '';
    let done = 0;
    let begins = true;
    for (const token of tokenize(text)) {
      const name = token.kind === 'word' ? (written(token) ?? (begins ? upper(token.text) : undefined)) : undefined;
      begins = token.kind === 'mark' ? /^[.!?]$/.test(token.text) : false;
      if (name?.length !== token.text.length) continue;
      result += text.slice(done, token.start) + name;
      done = token.end;
    }
    return result + text.slice(done);
  };
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

import type { Span } from './phrase-matcher.ts';
import type { Token } from './tokens.ts';

/** Id of the gate whose words recall. */
export const BACKGROUND = 'background';

/** A report begins with its news: sentences from this one on may be background. */
const EARLIEST = 3;

/** A paragraph that begins with background goes on to something else after so many sentences. */
const LONGEST = 4;

/**
 * The sentences (by number: their tokens) that are a story's background: what a report recalls for readers who have not followed it ("Article 5 says
 * that an attack on one is an attack on all"). Reports end with it, agencies with the same paragraphs day after day; its
 * acts, actors and places are no part of what has happened now.
 * @param text the text that the tokens are of
 * @param recalled sentences whose words recall; what follows in a paragraph that one begins is background as well
 * @param tellsOfTheDay whether a word tells of the day: its sentence is none
 */
export function backgroundOf(
  tokens: readonly Token[],
  text: string,
  recalled: ReadonlySet<number>,
  tellsOfTheDay: (token: Token) => boolean,
): Map<number, Span> {
  const background = new Map<number, Span>();
  if (recalled.size === 0) return background;
  /** how many sentences of this paragraph are background without a break; -1 once there was one */
  let run = 0;
  for (let from = 0, to = 0; from < tokens.length; from = to) {
    const { sentence, start } = tokens[from] as Token;
    let ofTheDay = false;
    for (to = from; tokens[to]?.sentence === sentence; to++) ofTheDay ||= tellsOfTheDay(tokens[to] as Token);
    if (from > 0 && text.slice((tokens[from - 1] as Token).end, start).includes('\n')) run = 0;
    const recalls = sentence >= EARLIEST && recalled.has(sentence);
    const goesOn = run > 0 && run < LONGEST && !ofTheDay;
    if (recalls || goesOn) background.set(sentence, { from, to });
    run = goesOn || (recalls && run === 0) ? run + 1 : -1;
  }
  return background;
}

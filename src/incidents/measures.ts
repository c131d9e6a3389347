import type { Token } from '../classify/tokens.ts';
import { stemOf } from './same-meaning.ts';

const stems = (words: string) => new Set(words.split(' ').map(stemOf));

/** Verbs of a decision that is an event of its own, whatever it answers. */
const MEASURES = stems(
  'declare close suspend ban impose appoint nominate summon expel sanction deploy halt approve sign lift revoke restrict block designate pardon indict reopen recognize impeach',
);
/** Words that name an answer as such: what answers an event is another one. */
const ANSWERS = stems('response responds retaliate retaliation retaliatory reciprocal');
/** Words behind which stands what a decision answers: "closes its border following the attack". */
const BEFORE_ANSWERED = new Set('following after amid amidst despite citing since response retaliation'.split(' '));
/** Words of an opening: its first clause, mostly. */
const OPENING = 24;

/** The measures that title or first sentence tell before they turn to what is answered, by their stems, each once. */
export function measuresOf(title: readonly Token[], body: readonly Token[]): string[] {
  const measures = new Set<string>();
  for (const tokens of [title, body])
    for (const { norm, sentence, start } of tokens.slice(0, OPENING)) {
      if (sentence > 0) break;
      const stem = stemOf(norm);
      if (ANSWERS.has(stem)) measures.add('answer');
      if (BEFORE_ANSWERED.has(norm) && start > 0) break;
      if (MEASURES.has(stem)) measures.add(stem);
    }
  return [...measures];
}

import type { Token } from '../classify/tokens.ts';
import { numberOf } from './numbers.ts';
import { stemOf } from './same-meaning.ts';

const KILLED = stemOf('kill');
const BEFORE = 7;
const AFTER = 6;
/** "The death toll from … rises to 21": the number may be far. */
const AFTER_TOLL = 40;
const TOKENS = 200;

/**
 * How many were killed, as the text tells first; null when it tells no number. The number stands before the word ("three
 * people are killed"), else behind it ("killing at least 21").
 */
export function tollOf(tokens: readonly Token[]): number | null {
  for (let i = 0; i < Math.min(tokens.length, TOKENS); i++) {
    const token = tokens[i] as Token;
    if (token.norm !== 'toll' && (token.kind !== 'word' || stemOf(token.norm) !== KILLED)) continue;
    const isToll = token.norm === 'toll' || tokens[i + 1]?.norm === 'toll';
    const found =
      (isToll ? undefined : numberNear(tokens, i, -1, BEFORE)) ??
      numberNear(tokens, i, 1, isToll ? AFTER_TOLL : AFTER, isToll ? ['to', 'least'] : undefined);
    if (found !== undefined) return found;
  }
  return null;
}

function numberNear(
  tokens: readonly Token[],
  at: number,
  step: 1 | -1,
  reach: number,
  behind?: readonly string[],
): number | undefined {
  const sentence = tokens[at]?.sentence;
  for (let i = at + step; Math.abs(i - at) <= reach && tokens[i]?.sentence === sentence; i += step) {
    const number = numberOf(tokens[i] as Token);
    if (number !== undefined && (!behind || behind.includes(tokens[i - 1]?.norm ?? ''))) return number;
  }
  return undefined;
}

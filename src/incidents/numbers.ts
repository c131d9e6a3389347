import type { Token } from '../classify/tokens.ts';

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const WORDS = new Map([
  ...SMALL.map((word, i) => [word, i] as const),
  ...TENS.map((word, i) => [word, 20 + 10 * i] as const),
]);

/** The number that a token stands for, in digits or in one word; undefined when it is none. */
export function numberOf(token: Token): number | undefined {
  if (token.kind === 'word') return WORDS.get(token.norm);
  if (token.kind !== 'number') return undefined;
  const digits = token.norm.replaceAll(',', '');
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(digits) ? Number(digits) : undefined;
}

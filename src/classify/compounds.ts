import { perForm, type Token } from './tokens.ts';

/** Names that begin with a state's or a town's and mean something else: its coin, a treaty, a newspaper, a police force. */

const isCoin = perForm(({ norm }) =>
  /^(?:\$|dollars?|roubles?|rubles?|yuan|yen|francs?|kron[ae]r?|zlotys?)$/.test(norm),
);

/** Where states once signed or meet is no party to what they signed: "the Vienna Convention", "the Minsk agreements". */
const isTreaty = perForm(({ norm }) =>
  /^(?:treaty|treaties|conventions?|memorandum|accords?|agreements?|protocols?|pact|declaration|charter|process|format|syndrome)$/.test(
    norm,
  ),
);

/** Of both Koreas, and of neither: "the Korean War", "the Korean peninsula". */
const isOfBoth = perForm(({ text }) => /^(?:War|[Pp]eninsula)$/.test(text));

const isYard = perForm(({ text }) => text === 'Yard');

/** What newspapers call themselves. */
export const NEWSPAPERS: ReadonlySet<string> = new Set(
  'times post independent herald tribune telegraph gazette courier chronicle observer insider'.split(' '),
);
const isNewspaper = perForm(({ capital, norm }) => capital && NEWSPAPERS.has(norm));

/**
 * Whether the name from token `from` to before `to` is part of another: "US$15 billion", "the Warsaw Pact", "The Moscow Times",
 * "Scotland Yard", "the convention of Ottawa".
 * @param town it is a town's, after which treaties are named
 */
export function isCompound(
  tokens: readonly Token[],
  { from, to }: { from: number; to: number },
  town: boolean,
): boolean {
  if (town && isSignedAt(tokens, from)) return true;
  const next = tokens[to];
  if (next === undefined || next.sentence !== tokens[to - 1]?.sentence) return false;
  if (tokens[to - 1]?.norm === 'korean' && isOfBoth(next)) return true;
  return isCoin(next) || isYard(next) || (next.spaced && (isNewspaper(next) || (town && isTreaty(next))));
}

/** Whether a town's name that begins at token `from` is part of a treaty's: "the convention of Ottawa". */
function isSignedAt(tokens: readonly Token[], from: number): boolean {
  const signed = tokens[from - 2];
  return tokens[from - 1]?.norm === 'of' && signed?.sentence === tokens[from]?.sentence && isTreaty(signed as Token);
}

import type { Token } from './tokens.ts';

/** Whether the name before this word is that of a coin and stands for no state: "US$15 billion", "the Canadian dollar". */
export const isCurrency = (next: Token | undefined): boolean =>
  next !== undefined && /^(?:\$|dollars?|roubles?|rubles?|yuan|yen|francs?|kron[ae]r?|zlotys?)$/.test(next.norm);

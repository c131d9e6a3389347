import type { Part, Side } from './reading.ts';

/**
 * What a central sentence tells of its sides where no rule names an act: `meet:hostile`, `meet:answer`, `meet:blame`: a
 * rival and a protected state (or an alliance) stand in it with a verb of that class; `lone:hostile` …: a protected
 * state stands there with such a verb, and no other state.
 * @param sides of the actors that the sentence names, and of the states in which its places lie
 */
export function encountersIn(part: Part, sentence: number, sides: ReadonlySet<Side>): string[] {
  if (!sides.has('protected') && !sides.has('alliance')) return [];
  const meeting = sides.has('rival') ? 'meet' : sides.has('outsider') || sides.has('group') ? undefined : 'lone';
  if (!meeting) return [];
  return [...(part.verbs.get(sentence) ?? [])].flatMap((verb) => (verb === 'say' ? [] : [`${meeting}:${verb}`]));
}

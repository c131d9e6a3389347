import type { Context } from './context.ts';
import { castOf } from './facts.ts';
import { sovereignOf } from './places/states.ts';
import { type Part, type Reading, type ReadMention } from './reading.ts';
import type { Act, ActorRole } from './types.ts';

const FOILED = /^(?:foil|thwart|prevent|avert|disrupt|uncov|interrupt)/;
const ATTEMPTED = /^(?:attempt|try|tri|plot|plan|prepar|conspir)/;
const SUSPECTED =
  /^(?:suspect|possibl|alleg|allegedli|appar|appear|believ|fear|presum|investig|probe|inquiri|may|might|could)/;
const THREATENED = /^(?:threaten|threat|warn|would|vow)/;
const DENIED = /^(?:deni|deny|denial|reject|refut|rule|no|not)/;

/**
 * What was done, to whom, where and how far it got: one act for each type of threat, told by its first sentence.
 * @param locations of the story: the states among them are asked for
 * @param ids ISO alpha-2 -> actor id of states
 */
export function actsOf(
  reading: Reading,
  affected: readonly string[],
  locations: ReadonlySet<string>,
  ids: ReadonlyMap<string, string>,
): Act[] {
  const acts = new Map<string, Act>();
  for (const part of reading.parts)
    for (const { rule, sentence, from, to } of part.hits) {
      if (rule.kind !== 'threat' || acts.has(rule.tag)) continue;
      const here = part.mentions.filter((m) => m.sentence === sentence);
      const victim = here.find((m) => m.side === 'protected' && castOf([m]) === 'victim');
      const code = affected[0];
      acts.set(rule.tag, {
        threat: rule.tag,
        status: statusOf(reading, part, sentence, from, to),
        target: victim?.id ?? (code === undefined ? null : (ids.get(code) ?? null)),
        place: placeOf(part, sentence, locations),
      });
    }
  return [...acts.values()];
}

/** How far the act got, by the words around it. */
function statusOf(
  { stemOf }: Reading,
  { tokens, hits }: Part,
  sentence: number,
  from: number,
  to: number,
): Act['status'] {
  if (hits.some((hit) => hit.rule.id === 'negation' && hit.sentence === sentence)) return 'denied';
  const words: string[] = [];
  for (const token of tokens.slice(Math.max(0, from - 6), to + 3))
    if (token.sentence === sentence) words.push(stemOf(token));
  const some = (pattern: RegExp) => words.some((word) => pattern.test(word));
  if (words.some((word) => DENIED.test(word) && /^(?:deni|deny|denial|refut)/.test(word))) return 'denied';
  if (some(FOILED)) return 'foiled';
  if (some(SUSPECTED)) return 'suspected';
  if (some(ATTEMPTED)) return 'attempted';
  if (some(THREATENED)) return 'threatened';
  return 'happened';
}

/** The most particular place that the sentence names in the states in which the story plays: who is only blamed is none. */
function placeOf({ tokens, places, body }: Part, sentence: number, locations: ReadonlySet<string>): string | null {
  let first: string | null = null;
  for (const { from, role, level, surface, country } of places) {
    if (role !== 'place' || from < body || tokens[from]?.sentence !== sentence) continue;
    if (country !== null && !locations.has(sovereignOf(country))) continue;
    if (level !== 'country' && level !== 'continent') return surface;
    first ??= surface;
  }
  return first;
}

/** The part that an actor plays in the item. */
export function roleOf(mentions: readonly ReadMention[], affected: boolean, acted: boolean): ActorRole {
  const contexts = new Set<Context>(mentions.flatMap(({ context }) => [...context]));
  const cast = castOf(mentions);
  if (acted && cast === 'author')
    return contexts.has('does:hostile') || contexts.has('origin') ? 'perpetrator' : 'suspect';
  if (affected) return 'target';
  if (contexts.has('does:answer') || contexts.has('does:blame')) return 'responder';
  return 'mentioned';
}

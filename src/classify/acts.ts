import type { Context } from './context.ts';
import { castOf } from './facts.ts';
import type { Party } from './parties.ts';
import { sovereignOf } from './places/states.ts';
import { type Part, type Reading, type ReadMention, sentencesWith } from './reading.ts';
import type { Act, ActorRole, Attribution } from './types.ts';

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

const BLAME =
  /^(?:blame|accus|attribut|link|suspect|alleg|claim|deni|deny|charg|indict|convict|sentenc|confirm|believ|implic|admit)/;
const CONFIDENCE: readonly [RegExp, Attribution['confidence']][] = [
  [/^(?:deni|deny|refut|reject|dismiss)/, 'denied'],
  [/^(?:convict|sentenc|guilti)/, 'convicted'],
  [/^(?:charg|indict|prosecut|trial)/, 'charged'],
  [/^(?:claim|admit)/, 'claimed'],
  [/^(?:blame|accus|attribut|confirm|conclud|say|behind)/, 'blamed'],
  [/^(?:suspect|alleg|allegedli|believ|link|possibl|fear|appar|pro)/, 'suspected'],
];
const ANALYST = new Set('analyst expert research think-tank observ studi compani firm cybersecur'.split(' '));
const MEDIA = new Set('media newspap broadcast reuter bbc report press'.split(' '));

/** Who is said to have done it, by whom and how surely: one attribution for each actor that the item sees behind an act. */
export function attributionsOf(reading: Reading, parties: readonly Party[]): Attribution[] {
  const attributions: Attribution[] = [];
  // Who denies an act seldom names it again.
  const denials = reading.parts.map(({ hits }) => sentencesWith(hits, ({ tag }) => tag === 'deniability'));
  for (const { id, mentions, features } of parties) {
    if (mentions.length === 0 || castOf(mentions) !== 'author') continue;
    // Navies that sweep a mine have not laid it: of its own side a text suspects only whom somebody blames.
    const own = features.has('protected') || features.has('alliance');
    if (own && !mentions.some(({ context }) => context.has('suffers:blame'))) continue;
    const blamed = bestBlame(reading, id, denials);
    if (blamed) attributions.push(blamed);
  }
  return attributions;
}

/** @param denials by part: sentences that deny an act */
function bestBlame(reading: Reading, actor: string, denials: readonly ReadonlySet<number>[]): Attribution | undefined {
  for (const [i, part] of reading.parts.entries()) {
    for (const mention of part.mentions) {
      if (mention.id !== actor) continue;
      if (!part.actSentences.has(mention.sentence) && !denials[i]?.has(mention.sentence)) continue;
      const { tokens } = part;
      let from = mention.from;
      while (from > 0 && tokens[from - 1]?.sentence === mention.sentence) from--;
      let to = mention.to;
      while (tokens[to]?.sentence === mention.sentence) to++;
      // Nobody is charged by a chargé d'affaires.
      const words = tokens.slice(from, to).map((token) => (/^chargé/i.test(token.text) ? '' : reading.stemOf(token)));
      const confidence = CONFIDENCE.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
      const denies = confidence === 'denied' && mention.context.has('does:say');
      const source: Attribution['source'] =
        confidence === 'claimed' && mention.context.has('does:say')
          ? 'claimed'
          : words.some((word) => ANALYST.has(word))
            ? 'analyst'
            : words.some((word) => MEDIA.has(word))
              ? 'media'
              : 'official';
      const basis = words.findIndex((word) => BLAME.test(word));
      const span = basis < 0 ? [mention.from, mention.to] : [from + basis, from + basis + 1];
      return {
        actor,
        source,
        basis: part.source.slice(tokens[span[0] as number]?.start ?? 0, tokens[(span[1] as number) - 1]?.end ?? 0),
        confidence: denies ? 'denied' : (confidence ?? (mention.context.has('origin') ? 'blamed' : 'suspected')),
      };
    }
  }
  return undefined;
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

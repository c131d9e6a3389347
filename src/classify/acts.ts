import { castOf } from './facts.ts';
import { joiner } from './joiner.ts';
import type { Models } from './model.ts';
import { sovereignOf } from './places/states.ts';
import type { Part, ReadMention } from './reading.ts';
import type { RuleHit } from './rules-engine.ts';
import { reachOf, type Sentence } from './sentences.ts';
import type { Act, ActorRole, Attribution } from './types.ts';

const named = joiner(':');

/** What tells a status where no model does: a word for it just before the act, or within its own words ("possible sabotage"). */
const SPELT_OUT = [
  ['attempted', ['before:close', 'before:within', 'behind:within']],
  ['threatened', ['before:close', 'before:within']],
  ['suspected', ['before:within', 'behind:within']],
] as const;

/** What is known of an item when its acts are told. */
interface Known {
  /** by an act's features */
  statuses: Models;
  /** ISO alpha-2 of the states on whom an act falls */
  affected: readonly string[];
  /** of the story: the states among them are asked for */
  locations: ReadonlySet<string>;
  /** ISO alpha-2 of the states behind the acts */
  authors: ReadonlySet<string>;
  /** ISO alpha-2 -> actor id of states */
  ids: ReadonlyMap<string, string>;
}

/** What was done, to whom, where and how far it got: one act for each type of threat, told by its first sentence. */
export function actsOf(sentences: readonly Sentence[], { statuses, affected, locations, authors, ids }: Known): Act[] {
  const acts = new Map<string, Act>();
  for (const { part, number, hits, mentions } of sentences)
    for (const { rule } of hits) {
      if (rule.kind !== 'threat' || acts.has(rule.tag)) continue;
      const victim = mentions.find((m) => m.side === 'protected' && castOf([m]) === 'victim');
      const code = affected[0];
      acts.set(rule.tag, {
        threat: rule.tag,
        status: statusOf(actFeatures(sentences, rule.tag), statuses),
        target: victim?.id ?? (code === undefined ? null : (ids.get(code) ?? null)),
        place: placeOf(part, number, locations, authors),
      });
    }
  return [...acts.values()];
}

/** The likeliest status; an act of which none is likely has happened. */
function statusOf(features: ReadonlySet<string>, statuses: Models): Act['status'] {
  const [likeliest] = statuses.say(features);
  if (likeliest) return likeliest as Act['status'];
  for (const [name, standings] of SPELT_OUT)
    if (standings.some((standing) => features.has(`first:occurrence:${name}:${standing}`))) return name;
  return 'happened';
}

/**
 * What the text says of how far an act of some type got, by names that weights use: which words of occurrence and
 * attribution stand before or behind it in its sentences, and how far off (`first:occurrence:suspected:before:close`; `first`
 * where it is told first); which cues and gates hold.
 */
export function actFeatures(sentences: readonly Sentence[], threat: string): Set<string> {
  const features = new Set([named('threat', threat)]);
  let told = 'first';
  for (const { part, hits } of sentences) {
    for (const { kind, tag } of hits.map(({ rule }) => rule))
      if (kind === 'occurrence') features.add(named(part.where, tag));
      else if (kind === 'cue' || kind === 'gate') features.add(named(kind, tag));
    for (const act of hits) {
      if (act.rule.kind !== 'threat' || act.rule.tag !== threat) continue;
      for (const word of hits) addWord(features, told, act, word);
      told = 'later';
    }
  }
  return features;
}

/** Adds how a word stands beside an act in its sentence. */
function addWord(features: Set<string>, told: string, act: RuleHit, { rule, from, to }: RuleHit): void {
  if (rule.kind === 'gate') features.add(named('beside', rule.tag));
  if (rule.kind !== 'occurrence' && rule.kind !== 'attribution') return;
  const said = named(rule.kind, rule.tag);
  const before = from <= act.from;
  const standing = before ? 'before' : 'behind';
  features.add(named(said, standing)).add(named(said, act.rule.tag));
  const distance = before ? act.from - to : from - act.to;
  features.add(`${told}:${said}:${standing}:${reachOf(distance)}`);
}

/**
 * The most particular place that the sentence names in the states in which the story plays: who is only blamed is none, and
 * of a state that acts the name alone tells no place.
 */
function placeOf(
  { tokens, places, body }: Part,
  sentence: number,
  locations: ReadonlySet<string>,
  authors: ReadonlySet<string>,
): string | null {
  let first: string | null = null;
  for (const { from, role, level, surface, country } of places) {
    if (role !== 'place' || from < body || tokens[from]?.sentence !== sentence) continue;
    if (country !== null && !locations.has(sovereignOf(country))) continue;
    if (level !== 'country' && level !== 'continent') return surface;
    if (country === null || !authors.has(country)) first ??= surface;
  }
  return first;
}

/**
 * The part that an actor plays in the item.
 * @param said how surely it is said to be behind an act; undefined: it is not
 */
export function roleOf(
  mentions: readonly ReadMention[],
  affected: boolean,
  said: Attribution['confidence'] | undefined,
): ActorRole {
  if (said) return said === 'suspected' || said === 'denied' ? 'suspect' : 'perpetrator';
  if (affected) return 'target';
  const answers = mentions.some(({ context }) => context.has('does:answer') || context.has('does:blame'));
  return answers ? 'responder' : 'mentioned';
}

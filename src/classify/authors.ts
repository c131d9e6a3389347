import { castOf } from './facts.ts';
import { joiner } from './joiner.ts';
import type { Party } from './parties.ts';
import type { ReadMention } from './reading.ts';
import type { RuleHit } from './rules-engine.ts';
import { reachOf, type Sentence } from './sentences.ts';

const named = joiner(':');

/**
 * What the text says of each party being behind its acts, by names that weights use: what is said of it anywhere; how it
 * stands in the sentences of the acts and beside them (`act:rival:origin`, `near:suffers:blame`); which words of attribution
 * stand before or behind it, and how far off (`said:denied:subject:close`); whether another is told to act, and it is not
 * (`outdone`).
 */
export function authorFeatures(sentences: readonly Sentence[], parties: readonly Party[]): Map<Party, Set<string>> {
  const byParty = new Map(parties.map((party) => [party, new Set(party.features)]));
  const byActor = new Map(parties.map((party) => [party.id, byParty.get(party)]));
  const threats = new Set<string>();
  for (const sentence of sentences) {
    for (const { rule } of sentence.hits) if (rule.kind === 'threat') threats.add(rule.tag);
    for (const mention of sentence.mentions) {
      const features = byActor.get(mention.id);
      if (features) addStanding(features, sentence, mention);
    }
  }
  const acting = [...byParty.values()].filter((features) => ACTING.some((name) => features.has(name)));
  for (const [{ mentions }, features] of byParty) {
    features.add(named('cast', castOf(mentions) ?? 'none'));
    const side = mentions[0]?.side ?? 'unnamed';
    for (const threat of threats) features.add(named(side, threat));
    if (acting.length > 0 && !acting.includes(features)) features.add('outdone').add(named(side, 'outdone'));
  }
  return byParty;
}

/** What says of a party that it acts. */
const ACTING = ['act:origin', 'act:agent', 'act:does:hostile', 'act:suffers:blame'];

/**
 * Whether an act's sentence accuses the party, has it deny the act, or has it accuse another, in plain words; undefined where
 * it does nothing of it and the features have to be weighed.
 */
export function accusedIn(features: ReadonlySet<string>): boolean | undefined {
  const accused = features.has('act:suffers:blame') && features.has('said:blamed:object:close');
  // "denied it and accused Chisinau of barring voters"
  const inTurn = REACHES.some((reach) => features.has(named('said:denied:object', reach)));
  if (accused && !inTurn) return true;
  if (features.has('rival') && features.has('act') && features.has('said:denied:subject:close')) return true;
  if (features.has('act:does:blame') && features.has('said:blamed:subject:close')) return false;
  return undefined;
}

function addStanding(features: Set<string>, { part, number, hits, mentions }: Sentence, mention: ReadMention): void {
  const { id, context, form, side } = mention;
  const acts = part.actSentences;
  const where = acts.has(number) ? 'act' : acts.has(number - 1) || acts.has(number + 1) ? 'near' : 'far';
  features.add(where);
  const roles = context.size > 0 ? [...context] : ['bare'];
  for (const role of roles) features.add(named(where, role));
  for (const hit of hits) if (hit.rule.kind === 'attribution') features.add(saidOf(mention, hit));
  if (where !== 'act') return;
  features.add(named('act:form', form)).add(named('act', side));
  for (const role of roles) features.add(named(named('act', side), role));
  const beside = new Set(mentions.flatMap((other) => (other.id === id ? [] : [other.side])));
  for (const other of ['rival', 'protected'] as const) {
    const standing = named(beside.has(other) ? 'act:beside' : 'act:no', other);
    features.add(standing).add(named(standing, side));
  }
  for (const { rule, from, to } of hits)
    if (rule.kind === 'threat')
      features.add(mention.to <= from ? 'act:before' : mention.from >= to ? 'act:behind' : 'act:within');
}

const REACHES = ['close', 'near', 'far'];

/** `said:blamed:object:close`: the word of attribution, whether the mention stands before it, and how near. */
function saidOf(mention: ReadMention, { rule, from, to }: RuleHit): string {
  const before = mention.to <= from;
  const distance = before ? from - mention.to : mention.from - to;
  return named(named(named('said', rule.tag), before ? 'subject' : 'object'), reachOf(distance));
}

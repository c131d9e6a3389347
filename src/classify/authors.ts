import { castOf } from './facts.ts';
import { joiner } from './joiner.ts';
import type { Party } from './parties.ts';
import type { ReadMention } from './reading.ts';
import type { RuleHit } from './rules-engine.ts';
import type { Sentence } from './sentences.ts';

const named = joiner(':');

/**
 * What the text says of a party being behind its acts, by names that weights use: what is said of it anywhere; how it stands
 * in the sentences of the acts and beside them (`act:rival:origin`, `near:suffers:blame`); which words of attribution stand
 * before or behind it, and how far off (`said:denied:subject:close`).
 */
export function authorFeatures(sentences: readonly Sentence[], party: Party): Set<string> {
  const features = new Set(party.features);
  features.add(named('cast', castOf(party.mentions) ?? 'none'));
  const side = party.mentions[0]?.side ?? 'unnamed';
  for (const sentence of sentences) {
    for (const { rule } of sentence.hits) if (rule.kind === 'threat') features.add(named(side, rule.tag));
    for (const mention of sentence.mentions) if (mention.id === party.id) addStanding(features, sentence, mention);
  }
  return features;
}

/**
 * Whether an act's sentence accuses the party, has it deny the act, or has it accuse another, in plain words; undefined where
 * it does nothing of it and the features have to be weighed.
 */
export function accusedIn(features: ReadonlySet<string>): boolean | undefined {
  if (features.has('act:suffers:blame') && features.has('said:blamed:object:close')) return true;
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
  features.add(beside.has('rival') ? 'act:beside:rival' : 'act:no:rival');
  features.add(beside.has('protected') ? 'act:beside:protected' : 'act:no:protected');
  for (const { rule, from, to } of hits)
    if (rule.kind === 'threat')
      features.add(mention.to <= from ? 'act:before' : mention.from >= to ? 'act:behind' : 'act:within');
}

/** `said:blamed:object:close`: the word of attribution, whether the mention stands before it, and how near. */
function saidOf(mention: ReadMention, { rule, from, to }: RuleHit): string {
  const before = mention.to <= from;
  const distance = before ? from - mention.to : mention.from - to;
  const reach = distance <= 3 ? 'close' : distance <= 8 ? 'near' : 'far';
  return named(named(named('said', rule.tag), before ? 'subject' : 'object'), reach);
}

import { central, groupBySentence } from './facts.ts';
import { joiner } from './joiner.ts';
import type { Part, Reading, ReadMention } from './reading.ts';

const named = joiner(':');
const on = joiner('>');

const VERBS = ['hostile', 'answer', 'blame', 'say'] as const;
const UNNAMED = new Set(['?']);

/**
 * Who plays which part where an item tells what it is about, as names that weights use: `rival:does:blame`,
 * `protected:domain` … what a side is told of; `espionage:rival:origin` where an act is told; `rival:blame>protected` who does
 * it to whom (`?` where only one is named); `in:outsider:country`, `in:espionage:protected` on whose soil. A charge that a rival
 * lays against a protected state differs from the one laid against the rival by this alone.
 */
export function castingOf(reading: Reading): Set<string> {
  const facts = new Set<string>();
  for (const part of reading.parts) {
    const threats = threatsBySentence(part);
    for (const [sentence, mentions] of groupBySentence(part.mentions))
      if (tells(part, sentence)) addParts(facts, mentions, threats.get(sentence) ?? []);
    addSoil(facts, part, threats, reading);
  }
  return facts;
}

/** Whether a sentence tells what the item is about, and no gate says that it tells of no act. */
const tells = (part: Part, sentence: number): boolean =>
  part.silent !== 'all' && !part.silent.has(sentence) && central(part, sentence);

function threatsBySentence({ hits }: Part): Map<number, Set<string>> {
  const threats = new Map<number, Set<string>>();
  for (const { rule, sentence } of hits)
    if (rule.kind === 'threat') threats.set(sentence, (threats.get(sentence) ?? new Set()).add(rule.tag));
  return threats;
}

/** Adds the parts that a sentence's mentions play. */
function addParts(facts: Set<string>, mentions: readonly ReadMention[], threats: Iterable<string>): void {
  for (const { side, context } of mentions)
    for (const played of context) {
      const part = named(side, played);
      facts.add(part);
      for (const threat of threats) facts.add(named(threat, part));
    }
  for (const verb of VERBS) {
    const doing = sidesThat(mentions, `does:${verb}`);
    const suffering = sidesThat(mentions, `suffers:${verb}`);
    if (doing.size + suffering.size === 0) continue;
    for (const doer of doing.size > 0 ? doing : UNNAMED)
      for (const sufferer of suffering.size > 0 ? suffering : UNNAMED) facts.add(on(named(doer, verb), sufferer));
  }
}

const sidesThat = (mentions: readonly ReadMention[], part: `${'does' | 'suffers'}:${(typeof VERBS)[number]}`) =>
  new Set<string>(mentions.filter(({ context }) => context.has(part)).map(({ side }) => side));

/** Adds on whose soil it is, or in which waters. */
function addSoil(
  facts: Set<string>,
  part: Part,
  threats: ReadonlyMap<number, Iterable<string>>,
  { sideOfState }: Reading,
): void {
  for (const { from, country, level, role } of part.places) {
    const sentence = part.tokens[from]?.sentence ?? 0;
    if (role !== 'place' || from < part.body || !tells(part, sentence)) continue;
    const soil = country === null ? level : (sideOfState(country)?.side ?? 'nowhere');
    facts.add(named(named('in', soil), level === 'country' ? 'country' : 'below'));
    for (const threat of threats.get(sentence) ?? []) facts.add(named(named('in', threat), soil));
  }
}

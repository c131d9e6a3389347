import type { NamedSide } from './around.ts';
import { central } from './facts.ts';
import { joiner } from './joiner.ts';
import { sovereignOf } from './places/states.ts';
import type { Part, Reading, ReadMention } from './reading.ts';

/** An actor and all its mentions. */
export interface Party {
  id: string;
  code: string | undefined;
  mentions: readonly ReadMention[];
  /** what the text says of it, by names that weights use */
  features: ReadonlySet<string>;
}

const named = joiner(':');

/** What says of a state that an act falls on it. */
const STRUCK = ['main:domain', 'main:target', 'main:suffers:hostile', 'place:act'];

/** Adds to protected parties how they stand beside the others: those that only help are seldom those that suffer. */
function addComparisons(parties: readonly { opening: string; features: Set<string> }[]): void {
  const struck = parties.filter(({ features }) => STRUCK.some((name) => features.has(name)));
  for (const { opening, features } of parties) {
    if (opening === parties[0]?.opening) features.add('foremost');
    if (parties.length > 1) features.add('among:protected');
    if (struck.length > 0 && !struck.some((party) => party.features === features)) features.add('another:struck');
  }
}

/** By whom a state is present where its people alone are named: stems of its organs. */
const ORGANS = new Set(
  'polic soldier troop armi militari navi forc guard govern ministri minist presid offici court parliament'.split(' '),
);

/** Whether an organ of a state is named where the item says what it is about. */
const namesOrgan = ({ parts, stemOf }: Reading) =>
  parts.some((part) => part.tokens.some((token) => central(part, token.sentence) && ORGANS.has(stemOf(token))));

/**
 * Adds to states on whose soil the item plays whether an organ of a state is named; where an act falls on it also its kind,
 * and whether another state, a group or nobody else has a hand in it.
 */
function addHosts(
  reading: Reading,
  parties: readonly { code: string | undefined; mentions: readonly ReadMention[]; features: Set<string> }[],
): void {
  const threats = new Set(
    reading.parts.flatMap(({ hits }) => hits.flatMap(({ rule }) => (rule.kind === 'threat' ? [rule.tag] : []))),
  );
  const hosts = parties.filter(({ features }) => features.has('place:main:place'));
  const organ = hosts.length > 0 && namesOrgan(reading);
  for (const party of hosts) {
    const { features } = party;
    if (organ) features.add(hosts.length === 1 ? 'organ:host' : 'organ');
    if (!features.has('place:act')) continue;
    const others = parties.filter((other) => other !== party && other.mentions.length > 0);
    const by = others.some(({ code, features: f }) => code === undefined && f.has('group'))
      ? 'group'
      : others.some(({ code }) => code !== undefined)
        ? 'state'
        : 'nobody';
    features.add(named('host', by));
    for (const threat of threats) features.add(named('host', threat)).add(`host:${threat}:${by}`);
  }
}

export const sideOf = ({ mentions }: Party): NamedSide => mentions[0]?.side ?? 'unnamed';

/** Adds the two words before and behind a mention. */
function addNeighbours(
  features: Set<string>,
  { tokens }: Part,
  { from, to, sentence }: ReadMention,
  { stemOf }: Reading,
): void {
  for (const [name, at] of [
    ['before', from - 1],
    ['before2', from - 2],
    ['behind', to],
    ['behind2', to + 1],
  ] as const) {
    const token = tokens[at];
    features.add(named(name, token?.sentence === sentence ? stemOf(token) : ''));
  }
}

/**
 * The actors that an item names, and the states in which its places lie, with the features by which it is judged whether they
 * matter, suffer, or host the act.
 * @param ids ISO alpha-2 -> actor id of states
 */
export function partiesOf(reading: Reading, ids: ReadonlyMap<string, string>): Party[] {
  /** `opening`: where it is named first; states that are named together have the same */
  const parties = new Map<
    string,
    { code: string | undefined; opening: string; mentions: ReadMention[]; features: Set<string> }
  >();
  for (const part of reading.parts)
    for (const mention of part.mentions) {
      let party = parties.get(mention.id);
      if (!party) {
        const opening = named(part.where, String(mention.from));
        party = { code: mention.code, opening, mentions: [], features: new Set([mention.side]) };
        parties.set(mention.id, party);
      }
      party.mentions.push(mention);
      const { features } = party;
      features.add(named('form', mention.form));
      const where = central(part, mention.sentence) ? 'main' : 'rest';
      features.add(where);
      if (part.where === 'title') features.add('title');
      if (part.where === 'text' && mention.sentence === 0) features.add('first');
      if (part.actSentences.has(mention.sentence)) features.add('act');
      for (const context of mention.context) features.add(named(where, context));
      if (where === 'main') addNeighbours(features, part, mention, reading);
      if (mention.context.size === 0) features.add(named(where, 'bare'));
      if (mention.context.size === 1) for (const context of mention.context) features.add(named('only', context));
    }
  for (const part of reading.parts)
    for (const { country: code, role, level, from } of part.places) {
      const country = code === null ? '' : sovereignOf(code);
      const id = ids.get(country);
      if (id === undefined || from < part.body) continue;
      let party = parties.get(id);
      if (!party) {
        party = {
          code: country,
          opening: country,
          mentions: [],
          features: new Set(['unnamed', ...(reading.covered.has(country) ? ['protected'] : [])]),
        };
        parties.set(id, party);
      }
      const sentence = part.tokens[from]?.sentence ?? 0;
      const where = central(part, sentence) ? 'main' : 'rest';
      const place = named('place', where);
      party.features.add(named(place, role)).add(named('place', level));
      if (role === 'place' && level !== 'country') party.features.add(named(place, 'below'));
      if (part.actSentences.has(sentence) && role === 'place') party.features.add('place:act');
    }
  for (const [id, party] of parties) {
    const { features, mentions } = party;
    if (reading.guarantors.has(id)) features.add('guarantor');
    if (reading.contested.has(id) && features.has('place:main:place')) features.add('contested');
    if (mentions.length > 1) features.add('twice');
    if (mentions.length > 3) features.add('often');
    const contexts = new Set(mentions.flatMap(({ context }) => [...context]));
    if (mentions.length > 0 && mentions.every(({ context }) => context.has('located'))) features.add('all:located');
    if (mentions.length > 0 && mentions.every(({ form }) => form === 'people')) features.add('all:people');
    if (mentions.length > 0 && mentions.every(({ context }) => context.has('person'))) features.add('all:person');
    if (mentions.length > 0 && mentions.every(({ context }) => context.has('origin'))) features.add('all:origin');
    if (mentions.length > 0 && mentions.every(({ form }) => form === 'capital')) features.add('all:capital');
    // Brussels is mostly the EU's and NATO's.
    if (id === 'BEL' && features.has('all:capital')) features.add('seat');
    if (mentions.length > 0 && !contexts.has('government') && !contexts.has('subject') && !contexts.has('agent'))
      features.add('passive');
    if (parties.size === 1) features.add('alone');
  }
  addHosts(reading, [...parties.values()]);
  addComparisons([...parties.values()].filter(({ features }) => features.has('protected')));
  return [...parties].map(([id, { code, mentions, features }]) => ({ id, code, mentions, features }));
}

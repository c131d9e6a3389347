import type { Context } from './context.ts';
import { encountersIn } from './encounters.ts';
import { joiner } from './joiner.ts';
import { LEAD, type Part, type Reading, type ReadMention, type Side, sentencesWith } from './reading.ts';

const named = joiner(':');

/** Whether a sentence belongs to what the item is about: title, lead, or where an act is told. */
export function central(part: Part, sentence: number): boolean {
  return part.where === 'title' || sentence < LEAD || part.actSentences.has(sentence);
}

/** Sentence -> the mentions in it. */
export function groupBySentence<T extends ReadMention>(mentions: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const mention of mentions) {
    const group = groups.get(mention.sentence);
    if (group) group.push(mention);
    else groups.set(mention.sentence, [mention]);
  }
  return groups;
}

/** The mentions that stand where the item tells what it is about. */
export function centralMentions({ parts }: Reading): ReadMention[] {
  return parts.flatMap((part) => part.mentions.filter(({ sentence }) => central(part, sentence)));
}

const LOCATED: Set<Context> = new Set(['located']);

/** A mention that a place makes: "Munich Airport" stands for Germany as where something happens. */
interface PlacedMention extends ReadMention {
  part: Part;
}

/** What stands for the states of the pacts where a rival is named and none of them: "gas to Europe", "spies in the West". */
const ALLIED_LANDS = new Set(['Europe', 'the West']);
/** What lies on the ground of several states' seas is theirs. */
const LINES = new Set(['cable', 'pipeline']);

/**
 * The mentions that places make: those below their states, cables and pipelines of several, and what stands for the pacts'
 * states: Europe, and waters that none but they and rivals share. Capitals are read with the states: they mostly stand for
 * governments.
 */
function placedMentions({ parts, sideOfState }: Reading): PlacedMention[] {
  const sides = new Set(parts.flatMap(({ mentions }) => mentions.map(({ side }) => side)));
  const standIn = sides.has('rival') && !sides.has('protected') && !sides.has('alliance');
  const isAllied = (shores: readonly string[]) => {
    const along = new Set(shores.map((code) => sideOfState(code)?.side));
    return along.has('protected') && [...along].every((side) => side === 'protected' || side === 'rival');
  };
  return parts.flatMap((part) => {
    const taken = new Set<number>();
    for (const { from, to } of part.mentions) for (let i = from; i < to; i++) taken.add(i);
    return part.places.flatMap(({ from, to, name, country, kind, role, level, shores }): PlacedMention[] => {
      if (from < part.body) return [];
      const sentence = part.tokens[from]?.sentence ?? 0;
      const made = (id: string, side: Side, code: string | null = country): PlacedMention => {
        return { id, code: code ?? undefined, form: 'name', from, to, sentence, side, context: LOCATED, part };
      };
      if (LINES.has(kind))
        return shores.flatMap((code) => {
          const state = sideOfState(code);
          return state?.side === 'protected' ? made(state.id, state.side, code) : [];
        });
      if (standIn && part.actSentences.has(sentence) && (ALLIED_LANDS.has(name) || isAllied(shores)))
        return [made(name, 'protected')];
      const state = country === null ? undefined : sideOfState(country);
      if (!state || role !== 'place' || level === 'country' || level === 'continent') return [];
      for (let i = from; i < to; i++) if (taken.has(i)) return [];
      return [made(state.id, state.side)];
    });
  });
}

/**
 * How much a part in a sentence speaks for its actor being the author of an act, or the one it falls on. What a rival
 * does counts against it (its sanctions and arrests are pressure, not answers); what a protected state's things are
 * called after ("a Philippine boat") makes it no author.
 */
const AUTHOR: Partial<Record<Context, number>> = {
  origin: 2,
  agent: 1.5,
  'does:hostile': 2,
  'suffers:answer': 1.5,
  'suffers:blame': 2,
};
const RIVAL_AUTHOR: Partial<Record<Context, number>> = { ...AUTHOR, 'does:answer': 1.5, 'does:say': 0.5, subject: 1 };
const PROTECTED_AUTHOR: Partial<Record<Context, number>> = { 'does:hostile': 1, 'suffers:blame': 2 };
const VICTIM: Partial<Record<Context, number>> = {
  domain: 2,
  target: 1.5,
  located: 1.5,
  'suffers:hostile': 1.5,
  'does:answer': 2,
  'does:blame': 2,
  'does:say': 0.5,
  government: 0.5,
  subject: 0.5,
  origin: 0.5,
};
const RIVAL_VICTIM: Partial<Record<Context, number>> = {
  domain: 2,
  target: 1,
  located: 1,
  'suffers:hostile': 1.5,
  'does:blame': 2,
};

/** `author`, `victim` or neither, by the parts that an actor's mentions play. */
export function castOf(mentions: readonly ReadMention[]): 'author' | 'victim' | undefined {
  const side = mentions[0]?.side;
  const authorWeights =
    side === 'rival' || side === 'group' ? RIVAL_AUTHOR : side === 'protected' ? PROTECTED_AUTHOR : AUTHOR;
  const victimWeights = side === 'rival' || side === 'group' ? RIVAL_VICTIM : VICTIM;
  let author = 0;
  let victim = 0;
  for (const { context } of mentions)
    for (const c of context) {
      author += authorWeights[c] ?? 0;
      if (side !== 'outsider' || c !== 'origin') victim += victimWeights[c] ?? 0;
    }
  if (author >= 1 && author > victim) return 'author';
  return victim >= 0.5 ? 'victim' : undefined;
}

/** Who acts on whom in the sentence of an act. */
export type Relation =
  | 'rival-on-protected'
  | 'outsider-on-protected'
  | 'group-on-protected'
  | 'unknown-on-protected'
  | 'protected-on-rival'
  | 'protected-on-outsider'
  | 'rival-on-outsider'
  | 'outsider-alone'
  | 'rival-alone'
  | 'alliance-alone'
  | 'nobody';

/** Relations that name both who acts and on whom. */
const TWO_SIDED: ReadonlySet<Relation> = new Set(['rival-on-protected', 'protected-on-rival', 'rival-on-outsider']);

/** Kinds of act that go together where it matters who acts on whom. */
const KIND: Readonly<Record<string, string>> = {
  'airspace-violation': 'air',
  'territorial-strike': 'strike',
  sabotage: 'sabotage',
  'undersea-infrastructure': 'sea-line',
  'maritime-coercion': 'sea',
  'electronic-interference': 'jam',
  cyberattack: 'cyber',
  'information-operation': 'covert',
  'election-interference': 'covert',
  espionage: 'espionage',
  'instrumentalised-migration': 'covert',
  'border-provocation': 'covert',
  'economic-coercion': 'trade',
  'targeted-violence': 'person',
  'military-posturing': 'posture',
};

/** Whether a mention is of people and not of their state: a Belgian tourist, two Ukrainians who were arrested. */
const isPrivate = ({ form, context }: ReadMention): boolean =>
  context.has('person') || (form === 'people' && context.has('suffers:answer'));

/** The relation between the sides that a set of mentions names. */
export function relationOf(mentions: readonly ReadMention[], ownStrike: boolean): Relation {
  const byActor = new Map<string, ReadMention[]>();
  for (const mention of mentions) {
    const list = byActor.get(mention.id);
    if (list) list.push(mention);
    else byActor.set(mention.id, [mention]);
  }
  const present = new Set<Side>();
  const authors = new Set<Side>();
  const suffering = new Set<Side>();
  for (const list of byActor.values()) {
    const side = (list[0] as ReadMention).side;
    present.add(side);
    const cast = castOf(list);
    if (side === 'protected' && ownStrike) authors.add(side);
    else if (cast === 'author') authors.add(side);
    else if (!list.every(isPrivate)) suffering.add(side);
  }
  if (suffering.has('protected')) {
    if (authors.has('rival')) return 'rival-on-protected';
    if (authors.has('protected') && !present.has('rival')) return 'unknown-on-protected';
    if (authors.has('outsider') && !present.has('rival')) return 'outsider-on-protected';
    if (present.has('rival')) return suffering.has('outsider') ? 'rival-on-outsider' : 'rival-on-protected';
    if (present.has('group')) return 'group-on-protected';
    if (present.has('outsider')) return 'outsider-on-protected';
    return 'unknown-on-protected';
  }
  if (authors.has('protected')) return present.has('rival') ? 'protected-on-rival' : 'protected-on-outsider';
  if (present.has('outsider')) return present.has('rival') ? 'rival-on-outsider' : 'outsider-alone';
  if (present.has('rival')) return 'rival-alone';
  if (present.has('protected')) return 'unknown-on-protected';
  return present.has('alliance') ? 'alliance-alone' : 'nobody';
}

/** Who is named first. */
function openingOf({ parts }: Reading): ReadMention | undefined {
  const first = (part: Part) => part.mentions.find(({ side }) => side !== 'group');
  return first(parts[0]) ?? first(parts[1]);
}

/**
 * What the assessment rests on, as names that patterns and weights use:
 * `threat:sabotage`, `cue:protest`, `gate:drill`; `lead` where title or lead tells of an act;
 * `author:rival`, `victim:protected` … which sides act and suffer where the item tells of an act, and `rival>protected`
 * both at once; `rival`, `outsider` … a side is named at all; `first:rival` … it is named first; `guarantor` in place of
 * a side is a state that promises to defend others.
 */
export function factsOf(reading: Reading): Set<string> {
  const facts = new Set<string>();
  const placed = placedMentions(reading);
  let anyThreat = false;
  for (const part of reading.parts)
    for (const { rule, sentence } of part.hits) {
      if (rule.kind === 'occurrence' || rule.kind === 'attribution') continue;
      if (rule.kind === 'gate' && rule.scope !== 'article' && !central(part, sentence)) continue;
      facts.add(named(rule.kind, rule.tag));
      facts.add(named('rule', rule.id));
      if (rule.kind === 'threat') {
        anyThreat = true;
        if (part.where === 'title' || sentence < LEAD) facts.add('lead');
      }
    }
  if (anyThreat) facts.add('threat');
  for (const { groups } of reading.parts) for (const kind of groups) facts.add(`named:${kind}`);
  for (const { mentions } of reading.parts) for (const { side } of mentions) facts.add(side);
  if (placed.some(({ code, side }) => code === undefined && side === 'protected')) facts.add('alliance');

  const mentions = [...centralMentions(reading), ...placed.filter(({ part, sentence }) => central(part, sentence))];
  const strikes = reading.parts.some((part) =>
    part.hits.some(({ rule, sentence }) => rule.id === 'own-strike' && central(part, sentence)),
  );
  const whole = relationOf(mentions, strikes);
  facts.add(`item:${whole}`);
  const relations = new Map<number, Relation>();
  for (const part of reading.parts) {
    const bySentence = groupBySentence([...part.mentions, ...placed.filter((p) => p.part === part)]);
    for (const [sentence, here] of bySentence)
      if (central(part, sentence))
        for (const fact of encountersIn(part, sentence, new Set(here.map(({ side }) => side)))) facts.add(fact);
    const struck = sentencesWith(part.hits, ({ id }) => id === 'own-strike');
    for (const sentence of part.actSentences) {
      const near = (distance: number) => bySentence.get(sentence + distance) ?? [];
      const here = relationOf(near(0), struck.has(sentence));
      // Who is blamed, or where it was, often stands in the next sentence.
      const around = TWO_SIDED.has(here)
        ? here
        : relationOf([...near(-1), ...near(0), ...near(1)], struck.has(sentence));
      const relation = around === 'nobody' ? whole : TWO_SIDED.has(around) || here === 'nobody' ? around : here;
      relations.set(sentence, relation);
    }
    for (const { rule, sentence } of part.hits) {
      const relation = relations.get(sentence);
      if (rule.kind === 'threat' && relation) facts.add(`act:${relation}`).add(`${KIND[rule.tag]}:${relation}`);
    }
    relations.clear();
  }
  const byActor = new Map<string, ReadMention[]>();
  for (const mention of mentions) {
    const list = byActor.get(mention.id);
    if (list) list.push(mention);
    else byActor.set(mention.id, [mention]);
    facts.add(named('main', mention.side));
    if (mention.context.has('person')) facts.add(named('person', mention.side));
    if (mention.context.has('located')) facts.add(named('at', mention.side));
    if (mention.context.has('government')) facts.add(named('government', mention.side));
  }
  const authors = new Set<Side>();
  const victims = new Set<Side>();
  const protectedOnes = new Set<string>();
  for (const [id, list] of byActor) {
    const side = (list[0] as ReadMention).side;
    const cast = castOf(list);
    if (cast === 'author') authors.add(side);
    if (cast === 'victim') victims.add(side);
    if (side === 'protected') protectedOnes.add(id);
    if (side === 'protected' && cast === 'author' && reading.guarantors.has(id)) facts.add('author:guarantor');
  }
  for (const side of authors) facts.add(`author:${side}`);
  for (const side of victims) facts.add(`victim:${side}`);
  if (authors.size === 0) facts.add('author:unknown');
  for (const victim of victims)
    for (const author of authors.size === 0 ? ['unknown'] : authors) facts.add(`${author}>${victim}`);
  const opening = openingOf(reading);
  if (opening) {
    facts.add(`first:${reading.guarantors.has(opening.id) ? 'guarantor' : opening.side}`);
    if (opening.context.has('government')) facts.add(`first:government:${opening.side}`);
    if (opening.context.has('does:hostile')) facts.add(`first:hostile:${opening.side}`);
  }
  if (protectedOnes.size === 1)
    facts.add([...protectedOnes].some((id) => reading.guarantors.has(id)) ? 'only:guarantor' : 'only:protected');
  if (protectedOnes.size > 1) facts.add('several:protected');
  return facts;
}

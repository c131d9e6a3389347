import type { RuleSet } from '../config/rules.ts';
import { partAsides, withoutOutlet } from './asides.ts';
import { BACKGROUND, backgroundOf } from './background.ts';
import { type Context, contextOf } from './context.ts';
import { currentYear, yearAt } from './dates.ts';
import { type Mention, MentionFinder, type MentionForm } from './mentions.ts';
import { protectedStates } from './pacts.ts';
import type { Span } from './phrase-matcher.ts';
import type { Gazetteer } from './places/gazetteer.ts';
import type { PlaceTag } from './places/place-tag.ts';
import { bodyStart } from './places/standing.ts';
import { sovereignOf } from './places/states.ts';
import { tagPlaces } from './places/tag-places.ts';
import { rolesIn, type VerbClass, type VerbReader } from './roles.ts';
import { type HeldRule, RuleEngine, type RuleHit } from './rules-engine.ts';
import { perForm, sentenceAround, type Token, tokenize } from './tokens.ts';
import type { ClassifierInput } from './types.ts';

/** What a mention's actor is to the pacts; an `alliance` is made of states that they protect, an `organisation` of all sorts. */
export type Side = 'protected' | 'rival' | 'outsider' | 'alliance' | 'organisation' | 'group';

/** A mention read in its sentence. */
export interface ReadMention extends Mention {
  side: Side;
  context: Set<Context>;
}

/** Title or text, read. */
export interface Part {
  where: 'title' | 'text';
  source: string;
  tokens: readonly Token[];
  /** actors named behind the dateline */
  mentions: readonly ReadMention[];
  /** the places of its story */
  places: readonly PlaceTag[];
  /** all places, also those of its background */
  toponyms: readonly PlaceTag[];
  /** first token behind the dateline, whose places say nothing of what happened */
  body: number;
  hits: RuleHit[];
  /** sentences in which a threat was found */
  actSentences: Set<number>;
  /** sentences of which gates say that they tell of no act */
  silent: ReadonlySet<number> | 'all';
  /** sentence -> classes of verb whose stems stand in it, whatever their subjects */
  verbs: ReadonlyMap<number, ReadonlySet<VerbClass>>;
  /** kinds of the groups named: hackers, service, proxy … */
  groups: ReadonlySet<string>;
}

/** An item, read: what its rules found and who is named in it. */
export interface Reading {
  title: Part;
  text: Part;
  parts: readonly [Part, Part];
  /** all that the text names, also beside its story */
  places: readonly PlaceTag[];
  /** ISO alpha-2 of the states that a pact covers on the item's day */
  covered: ReadonlySet<string>;
  /** actor ids of the states that promise to defend other members of their pacts */
  guarantors: ReadonlySet<string>;
  /** actor ids of the states whose land is held by others than their governments */
  contested: ReadonlySet<string>;
  stemOf(token: Token): string;
  /** actor id and side of a state by its ISO alpha-2 code */
  sideOfState(code: string): { id: string; side: Side } | undefined;
}

const emptyPart = (where: Part['where'], source: string): Part => ({
  where,
  source,
  tokens: [],
  mentions: [],
  places: [],
  toponyms: [],
  body: 0,
  hits: [],
  actSentences: new Set(),
  silent: new Set(),
  verbs: new Map(),
  groups: new Set(),
});

/** Sentences at the beginning that tell what a news text is about. */
export const LEAD = 2;

/** Rules and actors are looked for in so many tokens of a text: some 100 kB, longer than any article. */
const READ_TOKENS = 20_000;

/** Gates that say of a sentence that it tells of no act at all. */
const NO_ACT = new Set(['fiction', 'sport', 'metaphor', 'negation', 'legal-text']);
/** Gates that say it of the whole item where they alone speak of an act in its title and first sentence. */
const NO_ACT_AT_ALL = new Set(['fiction', 'sport', 'rehearsal', 'science']);

/** Takes back the threats and cues that gates say to be no act's: those of a sentence, or of the whole item. Its words say nothing then. */
function dropGated(parts: readonly Part[]): void {
  const opening = parts.map(({ where, hits }) =>
    where === 'title' ? hits : hits.filter(({ sentence }) => sentence === 0),
  );
  const speaks = (hits: readonly RuleHit[]) => hits.some(({ rule }) => NO_ACT_AT_ALL.has(rule.id));
  const tells = (hits: readonly RuleHit[]) => hits.some(({ rule }) => rule.kind === 'threat');
  const about = opening.some(speaks) && opening.every((hits) => speaks(hits) || !tells(hits));
  for (const part of parts) {
    const gated = sentencesWith(part.hits, ({ id }) => about || NO_ACT.has(id));
    if (gated.size > 0) dropSentences(part, gated);
    part.silent = about ? 'all' : gated;
  }
}

function dropSentences(part: Part, dropped: ReadonlySet<number>): void {
  part.hits = part.hits.filter(
    ({ rule: { kind }, sentence }) => (kind !== 'threat' && kind !== 'cue') || !dropped.has(sentence),
  );
  for (const sentence of dropped) part.actSentences.delete(sentence);
}

/** Where no protected state is named, what is done to an alliance is done to its members: it stands for them. */
function takeForMembers(parts: readonly Part[]): void {
  const mentions = parts.flatMap((part) => part.mentions);
  if (mentions.some(({ side }) => side === 'protected')) return;
  for (const mention of mentions) if (mention.side === 'alliance') mention.side = 'protected';
}

/** What a text tells of at length it has begun with by this sentence. */
const LATE = 6;

/** An act that a text of so many sentences first tells of in this one or later, and nowhere else, is mentioned in passing. */
const LONG = 6;
const PASSED = 4;

/** Not found by words but by where an act stands, it is shown among the gates all the same. */
const PASSING: HeldRule = {
  id: 'mention-in-passing',
  kind: 'gate',
  tag: 'mention-in-passing',
  title: 'An act is mentioned in passing',
  scope: 'sentence',
  needsAct: false,
  needsFlag: false,
  fallback: false,
};

/**
 * Takes back the threats and cues of a text that tells of an act in one late sentence alone, and not in its title: it
 * mentions the act in passing, and is about something else.
 */
function dropPassing([title, text]: readonly [Part, Part]): void {
  if ((text.tokens.at(-1)?.sentence ?? 0) < LONG) return;
  const [only, ...more] = text.actSentences;
  if (only === undefined || more.length > 0 || only < PASSED || title.actSentences.size > 0) return;
  const act = text.hits.find(({ rule, sentence }) => rule.kind === 'threat' && sentence === only) as RuleHit;
  dropSentences(text, text.actSentences);
  text.hits.push({ ...act, rule: PASSING });
}

/** An act of another kind than those a text begins with is mentioned in passing when it is told of from this sentence on, once. */
const LATER = 3;

/** Takes back each kind of act that a text mentions in one later sentence alone, when it begins with an act of another kind. */
function dropOtherActs([title, text]: readonly [Part, Part]): void {
  const begunWith = new Set(title.hits.flatMap(({ rule }) => (rule.kind === 'threat' ? [rule.tag] : [])));
  const later = new Map<string, RuleHit[]>();
  for (const hit of text.hits) {
    if (hit.rule.kind !== 'threat') continue;
    if (hit.sentence < LEAD) begunWith.add(hit.rule.tag);
    const same = later.get(hit.rule.tag);
    if (same) same.push(hit);
    else later.set(hit.rule.tag, [hit]);
  }
  if (begunWith.size === 0) return;
  for (const [tag, hits] of later) {
    const [first] = hits as [RuleHit];
    if (begunWith.has(tag) || first.sentence < LATER || hits.some(({ sentence }) => sentence !== first.sentence))
      continue;
    text.hits = text.hits.filter((hit) => !hits.includes(hit));
    text.hits.push({ ...first, rule: PASSING });
  }
  text.actSentences = actSentencesOf(text.hits);
}

/** What a hidden hand does besides: told of along with other acts, it stands in for none of them. */
const BESIDES = new Set(['espionage', 'information-operation']);

/** Takes back what broad rules found where a precise one tells of an act of another kind, and not late. */
function dropFallbacks(parts: readonly Part[]): void {
  const precise = new Set<string>();
  for (const { where, hits } of parts)
    for (const { rule, sentence } of hits)
      if (rule.kind === 'threat' && !rule.fallback && !BESIDES.has(rule.tag) && (where === 'title' || sentence < LATE))
        precise.add(rule.tag);
  if (precise.size === 0) return;
  for (const part of parts) {
    part.hits = part.hits.filter(({ rule }) => !rule.fallback || precise.has(rule.tag));
    part.actSentences = actSentencesOf(part.hits);
  }
}

/** Takes back the cues of broad words, told in an item that is not flagged: in the news of any day people are hurt, and somebody is not named. */
export function dropUnflagged(parts: readonly Part[]): void {
  for (const part of parts) part.hits = part.hits.filter(({ rule }) => !rule.needsFlag);
}

/** Sentences in which a threat was found. */
export function actSentencesOf(hits: readonly RuleHit[]): Set<number> {
  return sentencesWith(hits, ({ kind }) => kind === 'threat');
}

/** Sentences in which a rule of some sort holds. */
export function sentencesWith(hits: readonly RuleHit[], isSuch: (rule: HeldRule) => boolean): Set<number> {
  const sentences = new Set<number>();
  for (const { rule, sentence } of hits) if (isSuch(rule)) sentences.add(sentence);
  return sentences;
}

/** Which classes of verb stand in which sentence. */
function verbsBySentence(tokens: readonly Token[], verbOf: VerbReader): Map<number, Set<VerbClass>> {
  const found = new Map<number, Set<VerbClass>>();
  for (const token of tokens) {
    const verbClass = verbOf(token);
    if (!verbClass) continue;
    const here = found.get(token.sentence);
    if (here) here.add(verbClass);
    else found.set(token.sentence, new Set([verbClass]));
  }
  return found;
}

/** Levels of place that are no target by themselves. */
const ABOVE_TOWNS: ReadonlySet<PlaceTag['level']> = new Set(['continent', 'country', 'sea']);

/** A number of ten and more. */
const isMany = perForm(({ kind, norm }) => (kind === 'number' ? Number(norm.replace(/,/g, '')) >= 10 : MANY.has(norm)));
const MANY = new Set('dozens scores hundreds thousands'.split(' '));

/** Parliaments and leaders are known by names of their own, which some town may bear as well. */
const PLACED_FORMS: ReadonlySet<MentionForm> = new Set(['name', 'people', 'capital'] as const);

/** The names that may be a state's and are, where they stand, another's: "New Mexico", "Moscow, Idaho"; or a town's: "Bandar Abbas". */
function lyingElsewhere(mentions: readonly Mention[], places: readonly PlaceTag[]): ReadonlySet<Mention> {
  const found = new Set<Mention>();
  let next = 0;
  for (const mention of mentions) {
    while (next < places.length && (places[next] as PlaceTag).to <= mention.from) next++;
    const place = places[next];
    if (!place || place.from > mention.from || place.to < mention.to) continue;
    if (mention.form === 'leader' ? place.from === mention.from : !PLACED_FORMS.has(mention.form)) continue;
    if (place.country !== null && sovereignOf(place.country) !== mention.code) found.add(mention);
  }
  return found;
}

const NO_BACKGROUND: ReadonlyMap<number, Span> = new Map();

/** compromise reads at most so many sentences of a part: it is a hundred times slower than all the rest. */
const CAREFUL_SENTENCES = 1;

/** Makes the reader of a rule set. Cost is linear in the item's length. */
export function createReader(
  rules: RuleSet,
  gazetteer: Gazetteer,
  stem: (word: string) => string,
): (input: ClassifierInput, tokens?: readonly Token[]) => Reading {
  const stemOf = perForm(({ norm }) => stem(norm));
  const engine = new RuleEngine(rules, stem);
  const finder = new MentionFinder(rules.states, rules.actors, gazetteer);
  const bodies = new Map<string, Side>(
    rules.actors.flatMap(({ id, kind }) => (kind === 'alliance' || kind === 'organisation' ? [[id, kind]] : [])),
  );
  const rivals = new Set([
    ...rules.rivals,
    ...rules.actors.flatMap(({ id, of }) => (of && rules.rivals.includes(of) ? [id] : [])),
  ]);
  const classes = new Map<string, VerbClass>();
  for (const verbClass of ['hostile', 'answer', 'blame', 'say'] as const)
    for (const { elements } of rules.words.get(`verbs-${verbClass}`) ?? [])
      for (const a of elements[0]?.alternatives ?? []) if (a.kind === 'word') classes.set(stem(a.text), verbClass);
  const verbOf = perForm(({ norm }) => classes.get(stem(norm)) ?? null);
  const ofTheDay = new Set(
    rules.words
      .get('of-the-day')
      ?.flatMap(({ elements }) =>
        (elements[0]?.alternatives ?? []).flatMap((a) => (a.kind === 'word' || a.kind === 'exact' ? [a.text] : [])),
      ),
  );
  const tellsOfTheDay = perForm(({ norm }) => ofTheDay.has(norm));
  const kinds = new Map(
    rules.actors.flatMap(({ id, kind, of }) => (of && rules.rivals.includes(of) ? [[id, kind]] : [])),
  );
  const ids = new Map(rules.states.map(({ code, id }) => [code, id]));
  const contested = new Set(rules.states.filter((state) => state.contested).map(({ id }) => id));
  const guarantors = new Set(rules.pacts.flatMap(({ guarantor }) => (guarantor && ids.get(guarantor)) || []));
  const memberships = new Map<string, Set<string>>();

  const sideOf = ({ id, code }: Mention, covered: ReadonlySet<string>): Side =>
    bodies.get(id) ??
    (rivals.has(id) ? 'rival' : code === undefined ? 'group' : covered.has(code) ? 'protected' : 'outsider');

  const stateOf = (code: string, covered: ReadonlySet<string>) => {
    const id = ids.get(code);
    if (id === undefined) return undefined;
    const side: Side = rivals.has(id) ? 'rival' : covered.has(code) ? 'protected' : 'outsider';
    return { id, side };
  };

  const readMention = (mention: Mention, tokens: readonly Token[], covered: ReadonlySet<string>): ReadMention => {
    const { id, code, form, from, to, sentence } = mention;
    const side = sideOf(mention, covered);
    return { id, code, form, from, to, sentence, side, context: contextOf(mention, tokens) };
  };

  const readPart = (
    where: Part['where'],
    source: string,
    tokens: readonly Token[],
    covered: ReadonlySet<string>,
    year: number,
  ): Part => {
    if (tokens.length === 0) return emptyPart(where, source);
    // What comes after the first hundred pages is no news; only places are tagged to the end.
    const head = tokens.length > READ_TOKENS ? tokens.slice(0, READ_TOKENS) : tokens;
    const named = finder.find(head);
    // Some organisations bear the name of a town (NATO, too, lies in the Philippines), some that of their land, and some
    // leaders stand where places do ("an attack on Takaichi").
    const others = new Map(named.map((mention) => [mention.from, mention]));
    const toponyms = tagPlaces(tokens, source, gazetteer).filter(({ from, to, kind, country }) => {
      const other = others.get(from);
      if (!other || other.to < to) return true;
      // "the Visegrad countries" are not about the village of Visegrad.
      if (other.to > to) return other.form !== 'name' || country === null || sovereignOf(country) === other.code;
      return other.form !== 'leader' && (other.form !== 'group' || kind === 'region');
    });
    const body = where === 'title' ? 0 : bodyStart(tokens, toponyms);
    const elsewhere = lyingElsewhere(named, toponyms);
    const all = named.flatMap((mention) =>
      mention.from < body || elsewhere.has(mention) ? [] : [readMention(mention, tokens, covered)],
    );
    const given = new Map<string, Span[]>();
    const note = (name: string, mention: Span) => {
      const spans = given.get(name);
      if (spans) spans.push(mention);
      else given.set(name, [mention]);
    };
    for (const mention of all) {
      note(`$${mention.side}`, mention);
      if (mention.code) note('$state', mention);
    }
    for (const place of toponyms) {
      if (place.to > head.length) break;
      if (place.from < body) continue;
      if (place.level === 'sea') note('$sea', place);
      if (place.role === 'place' && !ABOVE_TOWNS.has(place.level)) note('$place', place);
      const state = place.country !== null && place.role === 'place' ? stateOf(place.country, covered) : undefined;
      if (state) note(`$${state.side}`, place);
    }
    for (let i = 0; i < head.length; i++) {
      if (isMany(head[i] as Token)) note('$many', { from: i, to: i + 1 });
      if (yearAt(head, i) < year) note('$past', { from: i, to: i + 1 });
    }
    const found = engine.run(head, given);
    const gate = found.find(({ rule }) => rule.id === BACKGROUND)?.rule;
    const background =
      gate && where === 'text'
        ? backgroundOf(
            head,
            source,
            sentencesWith(found, ({ id }) => id === BACKGROUND),
            tellsOfTheDay,
          )
        : NO_BACKGROUND;
    const hits = found.filter(({ rule, sentence }) => rule !== gate && !background.has(sentence));
    if (gate) for (const [sentence, span] of background) hits.push({ rule: gate, sentence, ...span });
    const sentenceOf = ({ from }: Span) => (tokens[from] as Token).sentence;
    const mentions = background.size === 0 ? all : all.filter(({ sentence }) => !background.has(sentence));
    const places = background.size === 0 ? toponyms : toponyms.filter((place) => !background.has(sentenceOf(place)));
    const actSentences = actSentencesOf(hits);
    readRoles({ tokens, mentions, actSentences });
    const groups = new Set<string>();
    for (const { id } of mentions) {
      const kind = kinds.get(id);
      if (kind) groups.add(kind);
    }
    const verbs = verbsBySentence(head, verbOf);
    return {
      where,
      source,
      tokens,
      mentions,
      places,
      toponyms,
      body,
      hits,
      actSentences,
      silent: new Set(),
      verbs,
      groups,
    };
  };

  /** Adds to each mention what its sentence's verbs say of it. */
  const readRoles = ({ tokens, mentions, actSentences }: Pick<Part, 'tokens' | 'mentions' | 'actSentences'>) => {
    let spared = CAREFUL_SENTENCES;
    for (let first = 0; first < mentions.length; ) {
      const { sentence } = mentions[first] as ReadMention;
      let last = first;
      while (mentions[last + 1]?.sentence === sentence) last++;
      const here = mentions.slice(first, last + 1);
      first = last + 1;
      const { from, to } = sentenceAround(tokens, (here[0] as ReadMention).from);
      const careful =
        spared > 0 &&
        actSentences.has(sentence) &&
        here.some(({ side }) => side === 'protected') &&
        here.some(({ side }) => side === 'rival' || side === 'outsider' || side === 'group');
      if (careful) spared--;
      for (const [mention, roles] of rolesIn(tokens, from, to, here, verbOf, careful))
        for (const role of roles) (mention as ReadMention).context.add(role);
    }
  };

  return ({ title, text, published }, tokens = tokenize(text)) => {
    const day = published?.slice(0, 10) ?? '';
    let covered = memberships.get(day);
    if (!covered) {
      covered = protectedStates(rules.pacts, published);
      if (memberships.size > 1000) memberships.clear();
      memberships.set(day, covered);
    }
    // Feeds often give the text's beginning as its title; reading it twice would count it twice.
    const own = title && !text.startsWith(title.replace(/…$|\.\.\.$/, '').trimEnd()) ? title : '';
    const { story, asides } = partAsides(tokens, text);
    const year = currentYear(published, story);
    const parts: [Part, Part] = [
      readPart('title', own, withoutOutlet(tokenize(own)), covered, year),
      readPart('text', text, story, covered, year),
    ];
    const told = parts[1].toponyms;
    const places =
      asides.length === 0 ? told : [...told, ...tagPlaces(asides, text, gazetteer)].sort((a, b) => a.start - b.start);
    takeForMembers(parts);
    dropGated(parts);
    dropFallbacks(parts);
    dropPassing(parts);
    dropOtherActs(parts);
    if (parts.every(({ actSentences }) => actSentences.size === 0))
      for (const part of parts) part.hits = part.hits.filter(({ rule }) => !rule.needsAct);
    const sideOfState = (code: string) => stateOf(code, covered);
    return { title: parts[0], text: parts[1], parts, places, covered, guarantors, contested, stemOf, sideOfState };
  };
}

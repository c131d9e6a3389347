import { joiner } from '../joiner.ts';
import { createModel } from '../model.ts';
import { perForm, type Token } from '../tokens.ts';
import type { PlaceTag } from './place-tag.ts';
import { STORY_WEIGHTS } from './story-weights.ts';

/** Title or text of an article with its places. */
export interface TaggedPart {
  where: 'title' | 'text';
  tokens: readonly Token[];
  tags: readonly PlaceTag[];
}

/** What the caller knows of the story's actors. */
export interface StoryOptions {
  /** ISO alpha-2 of states that the story only blames: actors, no locations, unless something happens there */
  blamed?: ReadonlySet<string>;
}

/** A place that the story happens in or is about. */
export interface StoryLocation {
  /** ISO alpha-2 code of a state, or a place's name as the text writes it */
  location: string;
  /** where it is mentioned */
  mentions: { where: 'title' | 'text'; tag: PlaceTag }[];
  /** probability that the story happens there or is about it */
  score: number;
}

/** A state or place that may be a location of the story, and what the text says of it. */
export interface StoryCandidate {
  location: string;
  kind: 'country' | 'place';
  mentions: { where: 'title' | 'text'; tag: PlaceTag }[];
  features: ReadonlySet<string>;
}

/**
 * Where a story happens or what it is about: states and the places below them (the `locations` of the codebook).
 * Capitals that stand for governments, names of organisations and datelines are left out, each by its weight.
 */
export function storyLocations(parts: readonly TaggedPart[], options: StoryOptions = {}): StoryLocation[] {
  return storyCandidates(parts, WEIGHED_WORDS)
    .filter(({ location, features }) => !options.blamed?.has(location) || features.has('placed'))
    .map(({ location, kind, mentions, features }) => ({ location, mentions, score: probability[kind](features) }))
    .filter(({ score }) => score >= 0.5);
}

const modelOf = ({ bias, weights }: { bias: number; weights: Record<string, number> }) =>
  createModel({ intercept: bias, weights });
const probability = { country: modelOf(STORY_WEIGHTS.country), place: modelOf(STORY_WEIGHTS.place) };
/** The words around a mention ("court in _", "_ … says") that weigh anything; the first word of a feature is its form. */
const WEIGHED_WORDS: ReadonlySet<string> = new Set(
  Object.keys(STORY_WEIGHTS.country.weights).flatMap((name) =>
    name.includes('_') ? [name.slice(name.indexOf(' ') + 1)] : [],
  ),
);
const spaced = joiner(' ');

const list = (words: string) => new Set(words.split(' '));
const classes = (entries: Record<string, string>) =>
  new Map(
    Object.entries(entries).flatMap(([name, words]) => words.split(' ').map((word): [string, string] => [word, name])),
  );

/** What stands before a place. */
const BEFORE = classes({
  in: 'in inside within throughout across around',
  near: 'near outside along beside toward towards off over above',
  into: 'into entering enters entered onto through via',
  at: 'at on',
  from: 'from fled',
  to: 'to for',
  of: 'of',
  by: 'by',
  with: 'with',
  against:
    'against accuse accuses accused accusing blame blames blamed blaming suspect suspects condemn condemns condemned',
  and: 'and or',
  between: 'between',
  side: 'northern southern eastern western central southwestern northwestern southeastern northeastern downtown nearby neighbouring neighboring north south east west',
  visit:
    'visit visits visited attack attacks attacked strike strikes struck hit hits bomb bombs bombed target targets targeted invade invades invaded leave leaves left reach reaches reached',
});

/** What stands after a place or an adjective of place. */
const AFTER = classes({
  official:
    'president minister prime foreign defence defense interior government officials official authorities police prosecutors prosecutor court courts parliament ministry chancellor ambassador embassy diplomats secretary lawmakers lawmaker security intelligence spokesperson spokesman spokeswoman vice deputy army navy coast supreme federal senate congress leader leaders politician justice consulate embassies diplomat envoy king',
  force:
    'forces force troops soldiers military drones drone missile missiles jets jet aircraft fighter airstrikes airstrike strikes strike attack attacks air armed warship warships ship ships vessel vessels tanker submarine hackers hacker agents agent spies spy operatives proxies aggression invasion bombardment shelling artillery cyber disinformation propaganda sabotage hybrid raid raids offensive mercenaries militants rebels fighters special naval warplanes warplane bombers bomber helicopter',
  land: 'airspace territory territorial soil waters border borders coast island islands city town village region province capital airport port base village district cities towns mainland exclave parliament infrastructure energy rail railway railways',
  people:
    'man woman men women citizen citizens national nationals people person boy girl couple family civilians refugees migrants journalist journalists businessman company firm',
  language: 'language speaking newspaper media broadcaster television outlet news',
});

const SAYS = list(
  'says said announces announced denies denied claims claimed accuses accused confirms confirmed reports reported warns warned',
);

const lowerWord = (token: Token | undefined) => token?.kind === 'word' && !token.capital;

/** How a mention stands in its sentence. */
function contextsOf(tokens: readonly Token[], tag: PlaceTag): string[] {
  const found: string[] = [];
  const before = tokens[tag.from - 1];
  const skip = before?.norm === 'the' || before?.norm === 'eastern' ? 2 : 1;
  const previous = tokens[tag.from - skip];
  const same = previous !== undefined && previous.sentence === (tokens[tag.from] as Token).sentence;
  if (!same) found.push('<start');
  else if (previous.text === ',') found.push(tokens[tag.from - 2]?.capital ? '<,Name' : '<,');
  else if (previous.text === '(') found.push('<(');
  else if (previous.kind === 'word')
    found.push(`<${BEFORE.get(previous.norm) ?? (previous.capital ? 'Name' : 'word')}`);
  else found.push('<mark');
  if (before && BEFORE.get(before.norm) === 'side') {
    const that = tokens[tag.from - 2];
    found.push(`<side:${that ? (BEFORE.get(that.norm) ?? 'other') : 'other'}`);
  }
  let after = tokens[tag.to];
  let i = tag.to;
  let prefix = '>';
  if (after && /^['’]s$/.test(after.text)) {
    prefix = ">'s ";
    i++;
    after = tokens[i];
  }
  if (after?.text === '-' && !after.spaced) {
    found.push(`>-${tokens[i + 1]?.norm === 'based' ? 'based' : 'joined'}`);
  } else if (!after || after.sentence !== (tokens[tag.from] as Token).sentence || after.text === '.')
    found.push('>end');
  else if (after.text === ',') found.push(tokens[i + 1]?.capital ? '>,Name' : '>,');
  else if (after.kind === 'word') {
    const own = AFTER.get(after.norm) ?? AFTER.get(tokens[i + 1]?.norm ?? '');
    if (own) found.push(`${prefix}${own}`);
    else if (after.capital) found.push(`${prefix}Name`);
    else if (SAYS.has(after.norm)) found.push(`${prefix}says`);
    else if (after.norm === 'and') found.push('>and');
    else found.push(`${prefix}${/(?:s|ed)$/.test(after.norm) && !/ss$/.test(after.norm) ? 'verb' : 'word'}`);
  } else found.push('>mark');
  return found;
}

/** The words that govern a mention: before it, before its preposition, after it, and the kinds of the verbs around it. */
function wordsOf(tokens: readonly Token[], tag: PlaceTag): string[] {
  const found: string[] = [];
  const sentence = (tokens[tag.from] as Token).sentence;
  const within = (token: Token | undefined): token is Token => token?.sentence === sentence;
  let i = tag.from - 1;
  if (tokens[i]?.norm === 'the') i--;
  const before = tokens[i];
  if (within(before) && lowerWord(before)) {
    found.push(asBefore(before));
    const that = tokens[i - 1];
    if (within(that) && lowerWord(that)) found.push(`${that.norm} ${asBefore(before)}`);
  }
  const after = tokens[tag.to];
  if (within(after) && lowerWord(after)) found.push(asAfter(after));
  for (let j = tag.to; j < tag.to + 12 && within(tokens[j]); j++) {
    const verb = verbOf(tokens[j] as Token);
    if (!verb) continue;
    found.push(spaced('_ …', verb));
    break;
  }
  for (let j = tag.from - 1; j > tag.from - 12 && within(tokens[j]); j--) {
    const verb = verbOf(tokens[j] as Token);
    if (!verb) continue;
    found.push(spaced(verb, '… _'));
    break;
  }
  return found;
}

/** Verbs of news by what they do to a state. */
const VERBS = classes({
  says: 'says said announces announced declares declared states stated confirms confirmed reports reported claims claimed tells told warns warned denies denied',
  accuses:
    'accuses accused blames blamed condemns condemned suspects suspected alleges alleged attributes attributed citing',
  attacks:
    'attacks attacked fires fired strikes struck launches launched invades invaded bombs bombed shells shelled hits hit kills killed targets targeted shoots shot destroys destroyed',
  measures:
    'bans banned closes closed summons summoned expels expelled sanctions sanctioned imposes imposed suspends suspended severs severed arrests arrested charges charged convicts convicted detains detained sentences sentenced extradites extradited orders ordered deports deported seizes seized approves approved votes voted passes passed',
  agrees:
    'agrees agreed signs signed meets met discusses discussed holds held joins joined hosts hosted visits visited arrives arrived calls called urges urged proposes proposed',
  sends:
    'sends sent deploys deployed provides provided supplies supplied supports supported backs backed scrambles scrambled delivers delivered gives gave',
  suffers:
    'suffers suffered crashes crashed collapses injured occurs occurred erupts dies died enters entered crosses crossed violates violated lands landed',
});

const verbOf = perForm(({ norm }) => VERBS.get(norm) ?? '');
const asBefore = perForm(({ norm }) => `${norm} _`);
const asAfter = perForm(({ norm }) => `_ ${norm}`);

/** Does the mention stand in a row of four names or more? */
function inLongList(tokens: readonly Token[], tag: PlaceTag): boolean {
  let names = 1;
  for (let j = tag.to; j < tag.to + 12; j++) {
    const token = tokens[j];
    if (token?.capital) names++;
    else if (token?.text !== ',' && token?.norm !== 'and' && token?.norm !== 'the') break;
  }
  for (let j = tag.from - 1; j > tag.from - 12; j--) {
    const token = tokens[j];
    if (token?.capital) names++;
    else if (token?.text !== ',' && token?.norm !== 'and' && token?.norm !== 'the') break;
  }
  return names >= 4;
}

/** Is the mention in the dateline that a text begins with: "BRUSSELS, Nov 17 (AFP) -"? */
function inDateline(tokens: readonly Token[], tag: PlaceTag): boolean {
  if (tag.from > 8) return false;
  for (let i = tag.to; i < tag.to + 12 && i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (/^[-–—:]$/.test(token.text) && (token.spaced || token.text === ':'))
      return tag.from < 3 || (tokens[tag.from - 1] as Token).text === ',';
    if (lowerWord(token)) return false;
  }
  return false;
}

/**
 * Every state and place that the article names, with the features by which it is judged.
 * @param words the words around mentions that are told of; all, where it is to be learnt what they weigh
 */
export function storyCandidates(parts: readonly TaggedPart[], words?: ReadonlySet<string>): StoryCandidate[] {
  const countries = new Map<string, StoryCandidate & { features: Set<string> }>();
  const places = new Map<string, StoryCandidate & { features: Set<string> }>();
  const entry = (map: typeof countries, key: string, location: string, kind: StoryCandidate['kind']) => {
    let found = map.get(key);
    if (!found) {
      found = { location, kind, mentions: [], features: new Set() };
      map.set(key, found);
    }
    return found;
  };
  for (const { where, tokens, tags } of parts)
    for (const tag of tags) {
      const contexts = contextsOf(tokens, tag);
      const [first, second] = contexts.length === 2 ? (contexts as [string, string]) : ['', ''];
      const dateline = where === 'text' && inDateline(tokens, tag);
      const sentence = (tokens[tag.from] as Token).sentence;
      const spot = where === 'title' ? 'title' : sentence === 0 ? 'first' : sentence === 1 ? 'second' : 'later';
      const form = dateline
        ? 'dateline'
        : tag.role === 'demonym'
          ? 'people'
          : tag.role === 'government'
            ? 'government'
            : tag.role === 'organisation'
              ? 'organisation'
              : tag.level === 'country'
                ? 'name'
                : 'inside';
      if (tag.country) {
        const country = entry(countries, tag.country, tag.country, 'country');
        country.mentions.push({ where, tag });
        const { features } = country;
        features.add(form);
        features.add(spaced(form, spot));
        for (const context of contexts) {
          const name = spaced(form, context);
          features.add(name);
          if (spot !== 'later') features.add(spaced('lead', name));
        }
        if (second) features.add(spaced(spaced(form, first), second));
        for (const word of wordsOf(tokens, tag)) if (!words || words.has(word)) features.add(spaced(form, word));
        if (inLongList(tokens, tag)) features.add('in long list');
        if ((form === 'name' || form === 'inside') && (contexts.includes('<in') || contexts.includes('<near')))
          features.add('placed');
      }
      if (tag.level !== 'country' && tag.level !== 'continent' && tag.kind !== 'demonym') {
        const place = entry(places, tag.full.toLowerCase(), tag.full, 'place');
        place.mentions.push({ where, tag });
        const { features } = place;
        features.add(form);
        features.add(spaced(form, spot));
        features.add(tag.kind);
        features.add(spaced(form, tag.kind));
        for (const context of contexts) {
          features.add(spaced(form, context));
          features.add(spaced(tag.level, context));
        }
        if (second) features.add(spaced(first, second));
      }
    }
  const all = [...countries.values()];
  const placed = all.filter(({ features }) => features.has('placed')).length;
  const most = Math.max(0, ...all.map(({ mentions }) => mentions.length));
  let order = 0;
  for (const { location, features, mentions } of all) {
    order++;
    const forms = ['name', 'people', 'inside', 'government', 'organisation', 'dateline']
      .filter((form) => features.has(form))
      .join('+');
    const formed = spaced('forms', forms);
    const code = spaced('code', location);
    features.add(code);
    features.add(spaced(code, forms));
    features.add(formed);
    features.add(spaced(`countries ${Math.min(3, all.length)}`, formed));
    features.add(`order ${Math.min(3, order)} of ${Math.min(4, all.length)}`);
    features.add(`countries ${Math.min(5, all.length)}`);
    features.add(mentions.length === 1 ? 'once' : mentions.length < 4 ? 'twice' : 'often');
    if (mentions.length === most) features.add('most');
    if (all.length === 1) features.add('alone');
    if (placed > (features.has('placed') ? 1 : 0)) features.add('others placed');
    if (!['name', 'inside', 'organisation'].some((form) => features.has(form))) features.add('only people');
  }
  for (const { features, mentions } of places.values()) {
    features.add(mentions.length === 1 ? 'once' : mentions.length < 4 ? 'twice' : 'often');
    features.add(`places ${places.size < 4 ? places.size : places.size < 8 ? '4' : '8'}`);
    const country = mentions[0]?.tag.country;
    if (country)
      features.add(
        mentions.length * 2 > (countries.get(country)?.mentions.length ?? 0) ? 'main in country' : 'one of country',
      );
  }
  return [...all, ...places.values()];
}

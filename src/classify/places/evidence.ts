import type { Token } from '../tokens.ts';
import { type Candidate, isSettlement, LOCATIVE, SETTLEMENTS } from './candidate.ts';
import { type Gazetteer, WORD_FLAGS } from './gazetteer.ts';

/**
 * The evidence for and against a candidate being a place: one category of each of these templates. Together with the
 * candidate's class they are looked up in the table of weights.
 */
export const TEMPLATES = [
  'class',
  'prev',
  'prev2',
  'next',
  'next2',
  'case',
  'words',
  'flags',
  'overlap',
  'person',
  'lower',
  'strong',
  'near',
  'count',
  'between',
  'elsewhere',
] as const;
export type Template = (typeof TEMPLATES)[number];

/** Groups of classes whose evidence weighs alike. */
export const GROUPS = ['state', 'large', 'town', 'foreign', 'short', 'demonym', 'typed', 'unknown'] as const;
export type Group = (typeof GROUPS)[number];

/** One category a template, in the order of TEMPLATES; '' where a template has nothing to say. */
export interface Evidence {
  group: Group;
  categories: string[];
}

const words = (category: string, list: string): [string, string][] => list.split(' ').map((word) => [word, category]);

const PREV = new Map<string, string>([
  ...[
    'in',
    'near',
    'at',
    'from',
    'to',
    'of',
    'for',
    'with',
    'by',
    'and',
    'or',
    'the',
    'a',
    'between',
    'on',
    'as',
    'that',
    'his',
    ',',
    '(',
    '-',
    ':',
    '/',
    '"',
  ].map((word): [string, string] => [word, word]),
  ...words('"', "“ ‘ ' ”"),
  ...words('-', '– — ‑'),
  ...words('.', '. ! ? … ;'),
  ...words(
    'around',
    'outside inside around across throughout into toward towards through over via within off beyond along above against',
  ),
  ...words(
    'region',
    'northern southern eastern western central southwestern northwestern southeastern northeastern north south east west upper lower mainland',
  ),
  ...words(
    'part',
    'downtown central greater nearby rural neighboring neighbouring suburban midtown inner metropolitan',
  ),
  ...words(
    'visit',
    'visit visited visiting leave left leaving reach reached reaching entered enter invaded attacked blamed accused told asked urged helped hit struck hosted',
  ),
  ...words(
    'title',
    'mr mrs ms miss dr prof professor sir lord lady president senator sen rep judge justice gov governor mayor chief captain capt sgt lt detective officer coach pastor rev reverend father sister brother general gen colonel col major maj commissioner secretary minister director king queen prince princess saint san santa attorney chairman congressman congresswoman councilman councilwoman superintendent deputy sheriff',
  ),
  ...words('a', 'an'),
  ...words('his', 'her their its our my'),
]);

const NEXT = new Map<string, string>([
  ...[
    'and',
    'or',
    ',',
    '.',
    ')',
    '(',
    '-',
    ':',
    '/',
    'in',
    'to',
    'on',
    'at',
    'of',
    'for',
    'from',
    'with',
    'as',
    'near',
    'based',
    'born',
  ].map((word): [string, string] => [word, word]),
  ...words("'s", "'s ’s"),
  ...words('-', '– — ‑'),
  ...words('"', '" ” “ ’ ‘'),
  ...words('.', '! ? ; …'),
  ...words(
    'said',
    'said says told tells added adds asked noted explained replied recalled wrote testified thinks thought believes knows agreed laughed smiled argued insisted',
  ),
  ...words('is', 'is was has had are were have will would could can may might must should did does'),
  ...words(
    'people',
    'police government officials authorities forces residents president minister army troops city state county area border region province district police military embassy ambassador mayor council court man woman men women people resident native native-born team airport newspaper hospital capital parliament officials embassy school schools university',
  ),
]);

/** Capital words that make a name that of an organisation, a work or an address. */
export const ORGANISATION: ReadonlySet<string> = new Set(
  'university college school institute bank company corp corporation inc co ltd llc group association society club council committee commission department ministry office police court hospital clinic center centre church cathedral museum library theatre theater festival times post news journal herald tribune gazette daily star press party league cup championship open marathon award prize act treaty agreement accord protocol convention airlines airways railway railroad post union federation foundation fund agency bureau authority board service services force forces army navy guard regiment academy high elementary middle public chamber national international red united house hotel hall stadium arena garden gardens zoo city county state street road avenue'.split(
    ' ',
  ),
);

/** How large a place the candidate may be, at best. */
function classOf(candidate: Candidate, gazetteer: Gazetteer): { group: Group; name: string } {
  if (candidate.readings.length === 0)
    return candidate.type === 'unknown'
      ? { group: 'unknown', name: 'unknown' }
      : { group: 'typed', name: candidate.type };
  let best = -1;
  let group: Group = 'foreign';
  let name = 'county';
  for (const { place, use } of candidate.readings) {
    const kind = gazetteer.kind(place);
    const population = gazetteer.population(place);
    let rank: number;
    let as: [Group, string];
    if (use === 'demonym') {
      rank = 16;
      as = ['demonym', kind === 'country' ? 'demonym' : 'demonym-region'];
    } else if (use === 'short') {
      rank = 14;
      as = ['short', 'short'];
    } else if (use === 'alternate') {
      rank = population >= 1e6 ? 6 : 2;
      as = ['foreign', population >= 1e6 ? 'alternate-large' : population >= 1e5 ? 'alternate-town' : 'alternate'];
    } else if (use === 'bare') {
      rank = 1.5;
      as = ['foreign', 'bare'];
    } else if (use === 'county') {
      rank = 1;
      as = ['foreign', 'county'];
    } else
      switch (kind) {
        case 'country':
          rank = 20;
          as = ['state', 'country'];
          break;
        case 'continent':
          rank = 19;
          as = ['state', 'continent'];
          break;
        case 'admin1': {
          const first = ADMIN1_KNOWN.has(gazetteer.country(place) ?? '');
          rank = first ? 18 : 5.5;
          as = first ? ['state', 'admin1-known'] : ['large', 'admin1'];
          break;
        }
        case 'region':
          rank = 17;
          as = ['state', 'region'];
          break;
        case 'capital':
          rank = population >= 50_000 ? 15 : 5;
          as = population >= 50_000 ? ['large', 'capital'] : ['town', 'capital-small'];
          break;
        case 'admin2':
          rank = candidate.to - candidate.from > 1 ? 5 : 3.2;
          as = ['town', candidate.to - candidate.from > 1 ? 'admin2-words' : 'admin2'];
          break;
        case 'district':
          rank = 2.5;
          as = ['town', 'district'];
          break;
        case 'city':
          if (population >= 1e6) [rank, as] = [10, ['large', 'city-1000k']];
          else if (population >= 2e5) [rank, as] = [9, ['large', 'city-200k']];
          else if (population >= 5e4) [rank, as] = [8, ['large', 'city-50k']];
          else if (population >= 1.5e4) [rank, as] = [5, ['town', 'city-15k']];
          else if (population >= 4e3) [rank, as] = [4, ['town', 'city-4k']];
          else if (population >= 1e3) [rank, as] = [3, ['town', 'city-1k']];
          else [rank, as] = [2.2, ['town', 'city-small']];
          break;
        default:
          rank = 12;
          as = ['state', kind];
      }
    if (rank > best) {
      best = rank;
      [group, name] = as;
    }
  }
  return { group, name };
}

/** Countries whose first-level regions news names as such, without their country. */
const ADMIN1_KNOWN = new Set(['US', 'CA', 'AU', 'GB', 'DE', 'CN', 'IN', 'PS', 'ES', 'IT', 'BR', 'MX', 'PK']);

/** What is known of the whole text before a candidate is judged. */
export interface TextEvidence {
  /** surnames of persons that are named in full */
  surnames: ReadonlySet<string>;
  /** words that also stand in small letters */
  lower: ReadonlySet<string>;
  /** how often a name is written */
  counts: ReadonlyMap<string, number>;
  /** names that stand in a place's surroundings somewhere */
  strong: ReadonlySet<string>;
  /** first-level regions and countries that the text names */
  regions: ReadonlySet<string>;
}

const initial = (token: Token | undefined) => token !== undefined && /^\p{Lu}$/u.test(token.text);
const name = (token: Token | undefined) => token?.kind === 'word' && token.capital;

/** The words of a candidate as one string. */
export const nameOf = (candidate: Candidate, tokens: readonly Token[]): string =>
  candidate.to - candidate.from === 1
    ? (tokens[candidate.from] as Token).norm
    : tokens
        .slice(candidate.from, candidate.to)
        .map(({ norm }) => norm)
        .join(' ');

/** Reads the text as a whole: persons, small-letter words, names in a place's surroundings. */
export function readText(
  tokens: readonly Token[],
  candidates: readonly Candidate[],
  gazetteer: Gazetteer,
  flagsOf: (token: Token) => number,
): TextEvidence {
  const surnames = new Set<string>();
  const lower = new Set<string>();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.kind !== 'word') continue;
    if (!token.capital) {
      lower.add(token.norm);
      continue;
    }
    const next = tokens[i + 1];
    if (!name(next)) {
      // "J. Smith", "George W. Bush"
      if (next?.text === '.' && initial(token) && name(tokens[i + 2]) && i > 0 && name(tokens[i - 1])) {
        if ((flagsOf(tokens[i - 1] as Token) & WORD_FLAGS.first) !== 0) surnames.add((tokens[i + 2] as Token).norm);
      }
      continue;
    }
    const flags = flagsOf(token);
    if ((flags & WORD_FLAGS.first) !== 0 && (flags & WORD_FLAGS.common) === 0) {
      const last = next as Token;
      if (!ORGANISATION.has(last.norm)) surnames.add(last.norm);
    } else if (PREV.get(token.norm) === 'title' && token.norm.length < 4) surnames.add((next as Token).norm);
  }
  const counts = new Map<string, number>();
  const strong = new Set<string>();
  const regions = new Set<string>();
  for (const candidate of candidates) {
    const text = nameOf(candidate, tokens);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    const before = tokens[candidate.from - 1]?.norm ?? '';
    if ((LOCATIVE.has(before) && before !== 'of' && before !== 'to' && before !== 'from') || candidate.parent)
      strong.add(text);
    for (const { place, use } of candidate.readings) {
      const kind = gazetteer.kind(place);
      if (kind === 'country' && use !== 'alternate') regions.add(gazetteer.country(place) as string);
      if (kind === 'admin1' && use !== 'alternate' && use !== 'bare') regions.add(gazetteer.region(place) as string);
    }
  }
  return { surnames, lower, counts, strong, regions };
}

/** The evidence for a candidate. */
export function evidenceFor(
  candidate: Candidate,
  index: number,
  candidates: readonly Candidate[],
  tokens: readonly Token[],
  text: TextEvidence,
  gazetteer: Gazetteer,
  flagsOf: (token: Token) => number,
): Evidence {
  const { from, to } = candidate;
  const { group, name: className } = classOf(candidate, gazetteer);
  const first = tokens[from] as Token;
  const before = tokens[from - 1];
  const after = tokens[to];
  const written = nameOf(candidate, tokens);
  const start = !before || before.sentence !== first.sentence;
  const prev = start ? 'start' : prevCategory(tokens, from, text, flagsOf);
  const next = !after ? 'end' : after.sentence === first.sentence ? nextCategory(candidate, tokens, flagsOf) : 'stop';
  return {
    group,
    categories: [
      className,
      prev,
      start || !before ? '' : beforeThat(tokens, from, flagsOf),
      next,
      next2Category(candidate, tokens, flagsOf),
      caseCategory(tokens, from, to),
      to - from === 1 ? '1' : to - from === 2 ? '2' : '3',
      flagCategory(candidate.flags),
      overlapCategory(candidate, index, candidates),
      to - from === 1 && text.surnames.has(written)
        ? 'surname'
        : text.surnames.has((tokens[to - 1] as Token).norm)
          ? 'surname-last'
          : 'no',
      to - from === 1 && text.lower.has(written) ? 'lower' : 'no',
      text.strong.has(written) ? 'strong' : 'no',
      nearCategory(candidate, text, gazetteer),
      countCategory(text.counts.get(written) ?? 1),
      between(prev, next),
      '',
    ],
  };
}

function prevCategory(
  tokens: readonly Token[],
  from: number,
  text: TextEvidence,
  flagsOf: (token: Token) => number,
): string {
  const before = tokens[from - 1] as Token;
  const known = PREV.get(before.norm) ?? PREV.get(before.text);
  if (before.capital && before.kind === 'word') {
    if (known === 'title') return 'title';
    const flags = flagsOf(before);
    if (before.text.length === 1) return 'initial';
    if ((flags & WORD_FLAGS.first) !== 0) return (flags & WORD_FLAGS.common) !== 0 ? 'first-common' : 'first';
    if (known === 'region' || known === 'part') return 'Region';
    if (known === 'in' || known === 'the' || known === 'of') return known;
    if ((flags & WORD_FLAGS.last) !== 0) return 'last';
    return text.lower.has(before.norm) || (flags & WORD_FLAGS.common) !== 0 ? 'Common' : 'Name';
  }
  if (before.text === '.')
    return initial(tokens[from - 2])
      ? 'initial'
      : PREV.get((tokens[from - 2] as Token | undefined)?.norm ?? '') === 'title'
        ? 'title'
        : '.';
  if (known === ',') return name(tokens[from - 2]) ? ',Name' : ',';
  if (before.text === '-' && !before.spaced) return 'joined';
  if (known) return known;
  if (before.kind === 'number') return 'number';
  return before.kind === 'mark' ? 'mark' : 'lower';
}

function beforeThat(tokens: readonly Token[], from: number, flagsOf: (token: Token) => number): string {
  const before = tokens[from - 1] as Token;
  const that = tokens[from - 2];
  if (!that) return '';
  if (
    before.norm === 'of' ||
    before.norm === 'the' ||
    before.norm === 'and' ||
    before.text === ',' ||
    before.text === '-'
  ) {
    if (that.kind === 'word' && that.capital) {
      if ((flagsOf(that) & WORD_FLAGS.first) !== 0) return `${before.norm}:First`;
      return ORGANISATION.has(that.norm) ? `${before.norm}:Organisation` : `${before.norm}:Name`;
    }
    if (before.norm === 'of' && SETTLEMENTS.has(that.norm)) return 'of:settlement';
    const known = PREV.get(that.norm);
    if (before.norm === 'the' && known && known !== 'title') return `the:${known}`;
  }
  return '';
}

function nextCategory(candidate: Candidate, tokens: readonly Token[], flagsOf: (token: Token) => number): string {
  const after = tokens[candidate.to] as Token;
  if (candidate.parent !== undefined) return ', Region';
  if (after.kind === 'word' && after.capital) {
    if (ORGANISATION.has(after.norm)) return `Org:${ORGANISATION_KIND.get(after.norm) ?? 'other'}`;
    const flags = flagsOf(after);
    if ((flags & WORD_FLAGS.last) !== 0) return 'Last';
    if ((flags & WORD_FLAGS.first) !== 0) return (flags & WORD_FLAGS.common) !== 0 ? 'Common' : 'First';
    if ((flags & WORD_FLAGS.common) !== 0) return 'Common';
    return after.text.length === 1 ? 'initial' : 'Name';
  }
  const known = NEXT.get(after.norm) ?? NEXT.get(after.text);
  if (known === ',')
    return name(tokens[candidate.to + 1]) ? ',Name' : tokens[candidate.to + 1]?.kind === 'number' ? ',number' : ',';
  if (after.text === '-' && !after.spaced) return 'joined';
  if (known) return known;
  if (after.kind === 'number') return 'number';
  return after.kind === 'mark' ? 'mark' : 'lower';
}

const ORGANISATION_KIND = new Map<string, string>([
  ...words('school', 'university college school institute academy high elementary middle'),
  ...words('paper', 'times post news journal herald tribune gazette daily star press'),
  ...words(
    'state',
    'police court department ministry office council commission government army navy force forces guard authority agency',
  ),
  ...words('business', 'bank company corp corporation inc co ltd llc group airlines airways'),
  ...words('place', 'city county state street road avenue park hall house hotel hospital church center centre'),
]);

function next2Category(candidate: Candidate, tokens: readonly Token[], flagsOf: (token: Token) => number): string {
  const after = tokens[candidate.to];
  const that = tokens[candidate.to + 1];
  if (!after || !that) return '';
  if (after.norm === "'s" || after.norm === 'and') {
    if (that.kind === 'word' && that.capital)
      return `${after.norm}:${(flagsOf(that) & WORD_FLAGS.first) !== 0 ? 'First' : 'Name'}`;
    return NEXT.get(that.norm) === 'people' ? `${after.norm}:people` : '';
  }
  if (after.text === ',' && that.kind === 'word' && !that.capital)
    return NEXT.get(that.norm) === 'said'
      ? ',:said'
      : PREV.get(that.norm) === 'a' || that.norm === 'who'
        ? isSettlement(tokens, candidate.to + 1)
          ? ',:settlement'
          : ',:who'
        : '';
  if (after.capital && after.kind === 'word' && that.kind === 'word' && that.capital) return 'Name Name';
  return '';
}

function caseCategory(tokens: readonly Token[], from: number, to: number): string {
  const { text } = tokens[from] as Token;
  const upper = text.length > 1 && text === text.toUpperCase();
  if (!upper) return to - from === 1 && text.length <= 3 ? 'tiny' : 'title';
  const before = tokens[from - 1];
  const after = tokens[to];
  const around = (token: Token | undefined) =>
    token?.kind === 'word' && token.text.length > 1 && token.text === token.text.toUpperCase();
  return text.length <= 4
    ? around(before) || around(after)
      ? 'CODE CAPS'
      : 'CODE'
    : around(before) || around(after)
      ? 'CAPS CAPS'
      : 'CAPS';
}

function flagCategory(flags: number): string {
  return FLAGS[flags & 7] as string;
}
const FLAGS = ['-', 'first', 'last', 'first-last', 'common', 'common-first', 'common-last', 'common-first-last'];

function overlapCategory(candidate: Candidate, index: number, candidates: readonly Candidate[]): string {
  let inside = false;
  let contains = false;
  for (let k = index - 1; k >= 0 && k > index - 12; k--) {
    const other = candidates[k] as Candidate;
    if (other.to <= candidate.from) continue;
    if (other.from <= candidate.from && other.to >= candidate.to)
      inside ||= other.readings.length > 0 || other.type !== 'unknown';
    else if (other.from >= candidate.from && other.to <= candidate.to) contains ||= other.readings.length > 0;
  }
  for (let k = index + 1; k < candidates.length && k < index + 12; k++) {
    const other = candidates[k] as Candidate;
    if (other.from >= candidate.to) break;
    if (other.from === candidate.from && other.to > candidate.to)
      inside ||= other.readings.length > 0 || other.type !== 'unknown';
    else if (other.to <= candidate.to) contains ||= other.readings.length > 0;
  }
  return inside ? (contains ? 'both' : 'inside') : contains ? 'contains' : 'alone';
}

function nearCategory(candidate: Candidate, text: TextEvidence, gazetteer: Gazetteer): string {
  let best = 'none';
  for (const { place } of candidate.readings) {
    const kind = gazetteer.kind(place);
    if (kind === 'country' || kind === 'continent') return 'self';
    if (kind === 'admin1') continue;
    const region = gazetteer.region(place);
    if (region && text.regions.has(region)) return 'region';
    if (text.regions.has(gazetteer.country(place) ?? '')) best = 'country';
  }
  return best;
}

/** The neighbours on both sides; each pair's string is made once. */
function between(prev: string, next: string): string {
  let pairs = PAIRS.get(prev);
  if (!pairs) {
    pairs = new Map();
    PAIRS.set(prev, pairs);
  }
  let pair = pairs.get(next);
  if (pair === undefined) {
    pair = `${coarse(prev)} _ ${coarse(next)}`;
    pairs.set(next, pair);
  }
  return pair;
}
/** bounded: categories are few */
const PAIRS = new Map<string, Map<string, string>>();

/** Few kinds of neighbours, so that their pairs can be told apart. */
function coarse(category: string): string {
  if (COARSE.has(category)) return category;
  if (category === 'around' || category === 'near') return 'in';
  if (category === 'first' || category === 'initial' || category === 'title') return 'person';
  if (category.startsWith('Org:')) return 'Org';
  if (/^[A-Z]/.test(category)) return 'Name';
  if (/^[a-z]/.test(category)) return 'word';
  return category.startsWith(',') ? ',' : 'mark';
}
const COARSE = new Set([
  'in',
  'at',
  'from',
  'to',
  'of',
  'the',
  'start',
  'and',
  'people',
  'said',
  'stop',
  "'s",
  'people',
]);

/** Name of the evidence that the same name gives where else it stands, by the best log-odds it has there. */
export function elsewhere(best: number | undefined): string {
  if (best === undefined) return 'once';
  return best < -2 ? 'no' : best < 0 ? 'doubtful' : best < 1.5 ? 'likely' : best < 3.5 ? 'yes' : 'surely';
}

const countCategory = (count: number) => (count === 1 ? '1' : count < 4 ? '2' : '4');

import type { Token } from '../tokens.ts';
import type { Gazetteer, Reading } from './gazetteer.ts';
import { addWord, isJoint, startKey } from './name-key.ts';

/** A stretch of text that may name a place. */
export interface Candidate {
  /** index of its first token */
  from: number;
  /** index after its last token */
  to: number;
  /** what the gazetteer reads it as; empty for a name that it does not know */
  readings: readonly Reading[];
  /** WORD_FLAGS of a single word; 0 for several */
  flags: number;
  /** the generic word that makes an unknown name a place ("street", "river"), '' without one */
  type: string;
  /** the region or country that is named beside it: "London, Ontario" */
  parent: Candidate | undefined;
}

/** Small words within names that need no capital. */
const PARTICLES = new Set(
  "of the and de del della des di da do dos du la le les el al an am im a aan den der van von zu sur sous au aux en et y e ben bin d' l' upon on in under".split(
    ' ',
  ),
);

/** Generic words that names end with in small letters: "the Danish straits", "the GIUK gap". */
const SMALL_TYPES = new Set('straits gap branch'.split(' '));

/** Generic words that follow a name: "Licking County", "Elm Street". */
const TYPES_AFTER = new Set(
  (
    'county parish township borough river creek lake bay sound harbor harbour island islands peninsula mountain mountains ' +
    'valley canyon forest desert beach hills heights park street avenue boulevard road drive lane highway parkway expressway ' +
    'freeway turnpike bridge square airport province oblast district prefecture governorate region state village ' +
    'stadium plaza st ave blvd rd dr hwy ' +
    'reef shoal canal dam prison barracks airfield gorge ridge'
  ).split(' '),
);

/** Generic words that stand before a name: "Lake Lanier", "Fort Hood", "River Moy". */
const TYPES_BEFORE = new Set('lake mount fort port cape camp river loch glen isle point'.split(' '));

/** Words before the number of a road: "Interstate 45". */
const ROADS = new Set('interstate highway route fm cr us i rt hwy'.split(' '));

const isName = (token: Token | undefined): token is Token => token?.kind === 'word' && token.capital;

/**
 * Every stretch that may name a place: what the gazetteer knows, names with a generic word, and names that it does not
 * know where the words around them speak of a place. Linear in the number of tokens.
 */
export function findCandidates(tokens: readonly Token[], gazetteer: Gazetteer): Candidate[] {
  const found: Candidate[] = [];
  /** index after the last token of the known names so far */
  let known = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.kind !== 'word') continue;
    if (token.text === 'the') known = Math.max(known, addKnown(tokens, i, gazetteer, found));
    if (token.capital) {
      const before = found.length;
      known = Math.max(known, addKnown(tokens, i, gazetteer, found));
      addTyped(tokens, i, found);
      if (found.length === before && i >= known) addUnknown(tokens, i, found);
    }
  }
  linkParents(tokens, gazetteer, found);
  return found;
}

/** Links each candidate to the region or country that stands after it and a comma. */
function linkParents(tokens: readonly Token[], gazetteer: Gazetteer, found: readonly Candidate[]): void {
  /** by first token: the longest name of a region or country */
  const regions = new Map<number, Candidate>();
  for (const candidate of found)
    if (candidate.readings.some((reading) => isRegion(reading, gazetteer))) {
      const other = regions.get(candidate.from);
      if (!other || other.to < candidate.to) regions.set(candidate.from, candidate);
    }
  for (const candidate of found)
    if (tokens[candidate.to]?.text === ',') candidate.parent = regions.get(candidate.to + 1);
}

const isRegion = ({ place, use }: Reading, gazetteer: Gazetteer): boolean => {
  if (use !== 'primary' && use !== 'short') return false;
  const kind = gazetteer.kind(place);
  return kind === 'country' || kind === 'admin1' || kind === 'region';
};

/** Adds the gazetteer's names that begin at token `i`; answers where the longest ends. */
function addKnown(tokens: readonly Token[], i: number, gazetteer: Gazetteer, found: Candidate[]): number {
  const first = tokens[i] as Token;
  const { longest, flags, readings } = gazetteer.word(first);
  const isDay = CALENDAR.has(first.norm) && !isCalledSettlement(tokens, i);
  let end = readings.length > 0 && !isDay ? addName(tokens, i, i, readings, flags, gazetteer, found) : i;
  if (longest < 2) return end;
  const key = startKey();
  addWord(key, first.norm);
  let joined = false;
  for (let j = i + 1, words = 1; j < tokens.length && words < longest; j++) {
    const token = tokens[j] as Token;
    if (token.sentence !== first.sentence) break;
    if (isJoint(token)) {
      if (token.spaced || tokens[j + 1]?.spaced !== (token.text === '.')) break;
      // Only an abbreviation has a full stop within a name.
      if (token.text === '.' && (tokens[j - 1] as Token).text.length > 3) break;
      joined = token.text !== '.';
      continue;
    }
    if (token.kind === 'mark' && token.text !== '&') break;
    // "Pag-asa", "Punggye-ri": behind a hyphen a name goes on in small letters.
    const goesOn = joined || PARTICLES.has(token.norm) || SMALL_TYPES.has(token.norm) || /['’]/.test(token.text);
    if (!goesOn && !token.capital && token.kind === 'word') break;
    joined = false;
    addWord(key, token.norm);
    words++;
    const entry = gazetteer.find(key);
    const more = entry < 0 ? [] : gazetteer.readings(entry);
    if (more.length > 0) end = Math.max(end, addName(tokens, i, j, more, 0, gazetteer, found));
  }
  return end;
}

/** Adds a name of the gazetteer from token `first` to token `last`, and with a region's generic word; answers where it ends. */
function addName(
  tokens: readonly Token[],
  first: number,
  last: number,
  readings: readonly Reading[],
  flags: number,
  gazetteer: Gazetteer,
  found: Candidate[],
): number {
  const token = tokens[last] as Token;
  let to = last + 1;
  // "Fla.": the full stop belongs to an abbreviation.
  if (
    tokens[to]?.text === '.' &&
    !tokens[to]?.spaced &&
    token.text.length < 6 &&
    readings.some(({ use }) => use === 'short') &&
    token.text !== token.text.toUpperCase()
  )
    to++;
  // "the Gulf" is a name with its article, which is no part of the place's span; "The Hague" is.
  const articled = token.norm !== 'the' && isArticle(tokens[first] as Token, readings, gazetteer);
  if (articled && isAttribute(tokens, to)) return first;
  const from = articled ? first + 1 : first;
  // "the Gulf" was found from "the" on: the name is no other without it.
  const same = foundAt(found, from, to);
  if (!same) found.push({ from, to, readings, flags, type: '', parent: undefined });
  // "South West State" is a name of its own, whatever "South West" and a generic word may be.
  else if (REGIONS.has(token.norm)) same.readings = readings;
  // "Kentucky State Police" goes on.
  const region = isName(tokens[to + 1]) ? [] : asRegion(tokens[to], readings, gazetteer);
  if (region.length === 0 || foundAt(found, from, to + 1)) return to;
  found.push({ from, to: to + 1, readings: region, flags: 0, type: '', parent: undefined });
  return to + 1;
}

/** Generic words of first- and second-level regions: "Sumy Oblast" where the index says "Sumy". */
const REGIONS = new Set(
  'oblast province governorate region state prefecture department district territory municipality regency krai voivodeship'.split(
    ' ',
  ),
);

/** The regions among the readings of a name, when a region's generic word follows in a capital. */
function asRegion(after: Token | undefined, readings: readonly Reading[], gazetteer: Gazetteer): Reading[] {
  if (!after?.capital || !after.spaced || !REGIONS.has(after.norm)) return [];
  return readings.filter(({ place, use }) => {
    const kind = gazetteer.kind(place);
    return use !== 'demonym' && use !== 'short' && (kind === 'admin1' || kind === 'admin2' || kind === 'region');
  });
}

const isArticle = (token: Token, readings: readonly Reading[], gazetteer: Gazetteer): boolean =>
  token.norm === 'the' && (!token.capital || !readings.some(({ place }) => gazetteer.name(place).startsWith('The ')));

/** Does a noun follow, as in "the Baltic states", "the Gulf monarchies"? Then a name that needs its article is none. */
const isAttribute = (tokens: readonly Token[], to: number): boolean =>
  tokens[to]?.kind === 'word' &&
  tokens[to]?.sentence === tokens[to - 1]?.sentence &&
  !AFTER_NAME.has(tokens[to]?.norm ?? '');

/** Words that no name goes on with. */
const AFTER_NAME = new Set(
  "'s ’s and or but by in on at near from to of off for with without between into over as after before since until when where while during that which who whose because is was are were has have had will would can could may might must should said says saw sees this last next early late again today yesterday overnight".split(
    ' ',
  ),
);

/** Adds the name with a generic word that begins at token `i`. */
function addTyped(tokens: readonly Token[], i: number, found: Candidate[]): void {
  const before = typedBefore(tokens, i);
  if (before) addNew(found, i, before.to, before.type);
  const after = typedAfter(tokens, i);
  if (after) addNew(found, i, after.to, after.type);
}

/** Candidates stand in the order of their first tokens, so that only the last need be looked at. */
function foundAt(found: readonly Candidate[], from: number, to: number): Candidate | undefined {
  for (let k = found.length - 1; found[k]?.from === from; k--) if (found[k]?.to === to) return found[k];
  return undefined;
}

function addNew(found: Candidate[], from: number, to: number, type: string): void {
  if (!foundAt(found, from, to)) found.push({ from, to, readings: [], flags: 0, type, parent: undefined });
}

/** "Interstate 45", "US-24", "A417", "Lake Lanier" */
function typedBefore(tokens: readonly Token[], i: number): { to: number; type: string } | undefined {
  const first = tokens[i] as Token;
  const next = tokens[i + 1];
  if (!next) return undefined;
  if (TYPES_BEFORE.has(first.norm) && isName(next) && next.spaced) return { to: i + 2, type: `${first.norm}-` };
  if (next.kind === 'number' && !next.spaced && /^[AM]$/.test(first.text)) return { to: i + 2, type: 'road-number' };
  const number = next.text === '-' || next.text === '.' ? i + 2 : i + 1;
  if (tokens[number]?.kind === 'number' && ROADS.has(first.norm.replace(/\./g, '')))
    return { to: number + 1, type: 'road-number' };
  return undefined;
}

/** "E. Main Street", "South Lowry Avenue", "County Road 43" */
function typedAfter(tokens: readonly Token[], i: number): { to: number; type: string } | undefined {
  for (let j = i + 1, words = 1; j < tokens.length && words < 5; j++) {
    const token = tokens[j] as Token;
    if (token.text === '.' && !token.spaced && (tokens[j - 1] as Token).text.length === 1) continue;
    if (token.kind === 'number' && /^\d+(?:st|nd|rd|th)$/.test(token.text)) continue;
    if (!isName(token) || !token.spaced || token.sentence !== tokens[i]?.sentence) return undefined;
    words++;
    if (!TYPES_AFTER.has(token.norm)) continue;
    const after = tokens[j + 1];
    if (after?.kind === 'number' && NUMBERED.has(token.norm)) return { to: j + 2, type: 'road-number' };
    const dotted = ABBREVIATED.has(token.norm) && after?.text === '.' && !after.spaced;
    return { to: dotted ? j + 2 : j + 1, type: token.norm };
  }
  return undefined;
}

const NUMBERED = new Set('road highway route'.split(' '));
const ABBREVIATED = new Set('st ave blvd rd dr hwy'.split(' '));

/** Adds a name that the gazetteer does not know, where the word before it or the region after it speaks of a place. */
function addUnknown(tokens: readonly Token[], i: number, found: Candidate[]): void {
  const { sentence } = tokens[i] as Token;
  const goesOn = (token: Token | undefined) => isName(token) && token.spaced && token.sentence === sentence;
  let to = i + 1;
  while (to < i + 3 && goesOn(tokens[to])) to++;
  if (CALENDAR.has((tokens[i] as Token).norm)) return;
  const before = tokens[i - 1]?.norm ?? '';
  const after = tokens[to];
  if (!(LOCATIVE.has(before) || (after?.text === ',' && (isName(tokens[to + 1]) || isSettlement(tokens, to + 1)))))
    return;
  found.push({ from: i, to, readings: [], flags: 0, type: 'unknown', parent: undefined });
}

/** Names of days and feasts stand where places do: "from Friday", "in March, Russia". */
const CALENDAR = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december christmas easter ramadan'.split(
    ' ',
  ),
);

/** What people live in, where news tells a reader that a name is a place: "the village of Osiny", "Osiny, a village in …". */
export const SETTLEMENTS: ReadonlySet<string> = new Set(
  'village town city hamlet settlement suburb municipality port district neighbourhood neighborhood borough commune island'.split(
    ' ',
  ),
);

/** "the town of March" */
const isCalledSettlement = (tokens: readonly Token[], i: number): boolean =>
  tokens[i - 1]?.norm === 'of' && SETTLEMENTS.has(tokens[i - 2]?.norm ?? '');

/** Does a stretch begin at token `i` that calls what stands before it a settlement: "a small border town"? */
export function isSettlement(tokens: readonly Token[], i: number): boolean {
  if (tokens[i]?.norm !== 'a' && tokens[i]?.norm !== 'an') return false;
  for (let j = i + 1; j < i + 6; j++) {
    const token = tokens[j];
    if (token?.kind !== 'word' && token?.text !== '-') return false;
    if (SETTLEMENTS.has(token.norm)) return true;
  }
  return false;
}

/** Prepositions that places follow. */
export const LOCATIVE = new Set(
  'in near at from to outside inside around across into toward towards throughout of'.split(' '),
);

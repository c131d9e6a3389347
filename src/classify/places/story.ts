import { isCompound } from '../compounds.ts';
import type { Token } from '../tokens.ts';
import type { PlaceTag } from './place-tag.ts';
import { contextsOf, isRegistry, type Stretch } from './standing.ts';

/** Title or text of an article with its places. */
export interface TaggedPart {
  where: 'title' | 'text';
  tokens: readonly Token[];
  places: readonly PlaceTag[];
  /** first token behind the dateline */
  body: number;
}

/** A mention of a place with what stands around it. */
export interface Told {
  where: 'title' | 'text';
  tag: PlaceTag;
  tokens: readonly Token[];
  /** the part's places before and after it */
  neighbours: readonly PlaceTag[];
  form: string;
  /** in the title, the first or second sentence, or later */
  spot: 'title' | 'first' | 'second' | 'later';
  /** the names of several states that it stands among: what stands around them stands around each */
  row: Stretch;
  contexts: string[];
}

/** The mentions of a story. */
export interface Story {
  parts: readonly TaggedPart[];
  mentions: readonly Told[];
  /** ISO alpha-2 of states that datelines, the registries of ships, treaties and newspapers name */
  aside: ReadonlySet<string>;
}

/** A state or place that may be a location of the story, and what the text says of it. */
export interface StoryCandidate {
  location: string;
  mentions: { where: 'title' | 'text'; tag: PlaceTag }[];
  features: Set<string>;
}

export const timesOf = (count: number) => (count === 1 ? 'once' : count < 4 ? 'twice' : 'often');

/** Sentences with more places than that around a mention are lists. */
const NEIGHBOURS = 8;

/** Every mention but datelines, the registries of ships, treaties and the like, and what lies within another's name ("Washington, D.C."). */
export function tell(parts: readonly TaggedPart[]): Story {
  const mentions: Told[] = [];
  const aside = new Set<string>();
  for (const { where, tokens, places, body } of parts) {
    const rows = rowsOf(tokens, places);
    let end = 0;
    for (const [i, tag] of places.entries()) {
      const within = isCompound(tokens, tag, tag.level !== 'country');
      if (tag.from < body || within || isRegistry(tokens, tag)) {
        if (tag.country) aside.add(tag.country);
        continue;
      }
      if (tag.start < end) continue;
      end = tag.start + tag.full.length;
      const sentence = (tokens[tag.from] as Token).sentence;
      const spot = where === 'title' ? 'title' : sentence === 0 ? 'first' : sentence === 1 ? 'second' : 'later';
      const neighbours = spot === 'later' ? [] : places.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
      const row = rows[i] as Told['row'];
      mentions.push({
        where,
        tag,
        tokens,
        neighbours,
        form: formOf(tag),
        spot,
        row,
        contexts: contextsOf(tokens, row),
      });
    }
  }
  return { parts, mentions, aside };
}

/** How a mention names its place. */
export function formOf(tag: PlaceTag): string {
  if (tag.role !== 'place') return tag.role === 'demonym' ? 'people' : tag.role;
  return tag.level === 'country' ? 'name' : 'inside';
}

const BETWEEN = /^(?:,|and|or|the|both|&|[-–—])$/;
const JOINS = /^(?:and|or|&|[-–—])$/;

/** Commas alone make no row: "In Moscow, Poland's envoy". */
function isJoined(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (JOINS.test((tokens[i] as Token).norm)) return true;
  return false;
}

/** Of each place the row that it stands in: "Denmark, Germany, and the Netherlands"; "Warsaw, Poland" is none. */
function rowsOf(tokens: readonly Token[], tags: readonly PlaceTag[]): Told['row'][] {
  const rows: Told['row'][] = [];
  for (let i = 0; i < tags.length; ) {
    let j = i + 1;
    while (j < tags.length && follows(tokens, tags[j - 1] as PlaceTag, tags[j] as PlaceTag)) j++;
    if (!isJoined(tokens, (tags[i] as PlaceTag).to, (tags[j - 1] as PlaceTag).from)) j = i + 1;
    const row = { from: (tags[i] as PlaceTag).from, to: (tags[j - 1] as PlaceTag).to };
    for (; i < j; i++) rows.push(row);
  }
  return rows;
}

/** Does a place follow another state's in a row? */
function follows(tokens: readonly Token[], before: PlaceTag, tag: PlaceTag): boolean {
  if (!tag.country || !before.country || tag.country === before.country) return false;
  if (tag.from <= before.to || tag.from > before.to + 3) return false;
  if (tokens[before.from]?.sentence !== tokens[tag.from]?.sentence) return false;
  for (let i = before.to; i < tag.from; i++) if (!BETWEEN.test((tokens[i] as Token).norm)) return false;
  return true;
}

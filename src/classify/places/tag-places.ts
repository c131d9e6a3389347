import type { Token } from '../tokens.ts';
import type { Candidate } from './candidate.ts';
import type { Gazetteer, PlaceKind, Reading } from './gazetteer.ts';
import type { PlaceLevel, PlaceTag } from './place-tag.ts';
import { recognise } from './recognise.ts';
import { resolve } from './resolve.ts';
import { roleOf } from './role.ts';

/**
 * Finds and resolves every place that a text mentions, in the order of the text, without overlaps.
 * @param tokens `tokenize(text)`
 * @param text the text that the offsets are of
 */
export function tagPlaces(tokens: readonly Token[], text: string, gazetteer: Gazetteer): PlaceTag[] {
  return describePlaces(recognise(tokens, gazetteer), tokens, text, gazetteer);
}

/** Resolves stretches that were recognised as places, and says what is known of each. */
export function describePlaces(
  candidates: readonly Candidate[],
  tokens: readonly Token[],
  text: string,
  gazetteer: Gazetteer,
): PlaceTag[] {
  const readings = resolve(candidates, tokens, gazetteer);
  return candidates.map((candidate, i) => {
    const { from, to } = candidate;
    const start = (tokens[from] as Token).start;
    const end = (tokens[to - 1] as Token).end;
    const surface = text.slice(start, end);
    const reading = readings.get(candidate);
    const place = reading ? reading.place : anchor(i, candidates, readings, gazetteer);
    const kind = reading ? gazetteer.kind(reading.place) : undefined;
    const demonym = reading?.use === 'demonym';
    // A name that the gazetteer does not know lies where its neighbours lie.
    return {
      from,
      to,
      start,
      end,
      surface,
      full: demonym || !reading ? surface : fullName(tokens, from, to, text),
      name: reading ? gazetteer.name(reading.place) : surface,
      country: place === null ? null : gazetteer.country(place),
      lat: place === null ? null : round(gazetteer.lat(place)),
      lon: place === null ? null : round(gazetteer.lon(place)),
      kind: demonym ? 'demonym' : kind ? KIND[kind] : 'feature',
      level: kind ? LEVEL[kind] : 'feature',
      capital: kind === 'capital',
      role: demonym ? 'demonym' : kind ? roleOf(candidate, kind, tokens) : 'place',
      admin1: place === null ? null : gazetteer.region(place),
      shores: reading ? gazetteer.shores(reading.place) : NO_SHORES,
    };
  });
}

const NO_SHORES: readonly string[] = [];

/** The place whose neighbourhood an unknown name most likely lies in: the region named beside it, else the nearest town. */
function anchor(
  index: number,
  candidates: readonly Candidate[],
  readings: ReadonlyMap<Candidate, Reading>,
  gazetteer: Gazetteer,
): number | null {
  const { from, parent } = candidates[index] as Candidate;
  const beside = parent && readings.get(parent);
  if (beside) return beside.place;
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = Math.max(0, index - ANCHORS); i < Math.min(candidates.length, index + ANCHORS); i++) {
    const candidate = candidates[i] as Candidate;
    const reading = readings.get(candidate);
    if (!reading || reading.use === 'demonym') continue;
    const kind = gazetteer.kind(reading.place);
    const vague = kind === 'capital' ? SEAT : (VAGUE[LEVEL[kind]] ?? 0);
    const distance = Math.abs(candidate.from - from) + vague;
    if (distance < least) [best, least] = [reading.place, distance];
  }
  return best;
}
/** how many places before and after are looked at */
const ANCHORS = 12;
/** A town or site is a better guess than what is large, unless it is so many tokens farther off. */
const VAGUE: Partial<Record<PlaceLevel, number>> = { continent: 60, country: 60, admin1: 60, admin2: 20, sea: 20 };
/** A capital is often named because officials spoke there. */
const SEAT = 15;

/** Generic words that belong to a name though the place's own name ends before them. */
const FACILITY = new Set(
  'airport airfield base airbase port harbour harbor refinery station prison stadium'.split(' '),
);
const REGION = new Set(
  'region oblast province prefecture county governorate district department regency municipality state territory krai voivodeship'.split(
    ' ',
  ),
);

/** The name with its region's generic word in a capital, or its facility's, where one follows within three capital words. */
function fullName(tokens: readonly Token[], from: number, to: number, text: string): string {
  const start = (tokens[from] as Token).start;
  const end = (tokens[to - 1] as Token).end;
  const next = tokens[to];
  // "Washington, D.C."
  const federal = next?.text === ',' ? /^ D\.?C\.?(?!\p{L})/u.exec(text.slice(next.end, next.end + 6)) : null;
  if (next && federal) return text.slice(start, next.end + federal[0].length);
  if (next?.capital && next.spaced && REGION.has(next.norm)) return text.slice(start, next.end);
  for (let i = to; i < to + 3; i++) {
    const token = tokens[i];
    if (token?.kind !== 'word' || !token.capital || !token.spaced) break;
    if (FACILITY.has(token.norm)) return text.slice(start, token.end);
  }
  return text.slice(start, end);
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

/** The kinds of the output. */
const KIND: Record<PlaceKind, string> = {
  country: 'country',
  admin1: 'region',
  region: 'region',
  admin2: 'region',
  capital: 'city',
  city: 'city',
  district: 'city',
  continent: 'continent',
  sea: 'sea',
  strait: 'strait',
  canal: 'canal',
  river: 'river',
  lake: 'lake',
  island: 'island',
  mountain: 'mountain',
  base: 'base',
  crossing: 'crossing',
  cable: 'cable',
  pipeline: 'pipeline',
  site: 'site',
  airport: 'airport',
  seat: 'site',
};

const LEVEL: Record<PlaceKind, PlaceLevel> = {
  country: 'country',
  admin1: 'admin1',
  region: 'admin1',
  admin2: 'admin2',
  capital: 'city',
  city: 'city',
  district: 'city',
  continent: 'continent',
  sea: 'sea',
  strait: 'sea',
  canal: 'sea',
  river: 'sea',
  lake: 'sea',
  island: 'island',
  mountain: 'feature',
  base: 'site',
  crossing: 'site',
  cable: 'site',
  pipeline: 'site',
  site: 'site',
  airport: 'site',
  seat: 'site',
};

import type { Token } from '../tokens.ts';
import type { Gazetteer, PlaceKind } from './gazetteer.ts';
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
  const candidates = recognise(tokens, gazetteer).map(({ candidate }) => candidate);
  const readings = resolve(candidates, tokens, gazetteer);
  return candidates.map((candidate, i) => {
    const { from, to } = candidate;
    const reading = readings[i];
    const start = (tokens[from] as Token).start;
    const end = (tokens[to - 1] as Token).end;
    const surface = text.slice(start, end);
    const span = { from, to, start, end, surface, full: fullName(tokens, from, to, text) };
    if (!reading)
      return {
        ...span,
        name: surface,
        country: null,
        lat: null,
        lon: null,
        kind: 'feature',
        level: 'feature',
        role: 'place',
        admin1: null,
        shores: [],
      };
    const { place, use } = reading;
    const kind = gazetteer.kind(place);
    return {
      ...span,
      name: gazetteer.name(place),
      country: gazetteer.country(place),
      lat: round(gazetteer.lat(place)),
      lon: round(gazetteer.lon(place)),
      kind: use === 'demonym' ? 'demonym' : KIND[kind],
      level: LEVEL[kind],
      role: use === 'demonym' ? 'demonym' : roleOf(candidate, kind, tokens),
      admin1: gazetteer.region(place),
      shores: gazetteer.shores(place),
    };
  });
}

/** Generic words that belong to a name though the place's own name ends before them. */
const FACILITY = new Set(
  'airport airfield base airbase port harbour harbor refinery station prison stadium'.split(' '),
);
const REGION = new Set(
  'region oblast province prefecture county governorate district department regency municipality state territory krai voivodeship'.split(
    ' ',
  ),
);

/** The name with its facility's or region's generic word, where one follows within three capital words. */
function fullName(tokens: readonly Token[], from: number, to: number, text: string): string {
  const start = (tokens[from] as Token).start;
  const end = (tokens[to - 1] as Token).end;
  const next = tokens[to];
  if (next?.kind === 'word' && next.spaced && REGION.has(next.norm)) return text.slice(start, next.end);
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

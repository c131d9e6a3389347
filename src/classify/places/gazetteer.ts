import { perForm, type Token } from '../tokens.ts';
import { addWord, keyNumber, type NameKey, startKey } from './name-key.ts';

/** What a place is. `seat`: a building that stands for a government ("the Kremlin"). */
export const KINDS = [
  'country',
  'admin1',
  'region',
  'admin2',
  'capital',
  'city',
  'district',
  'continent',
  'sea',
  'strait',
  'canal',
  'river',
  'lake',
  'island',
  'mountain',
  'base',
  'crossing',
  'cable',
  'pipeline',
  'site',
  'airport',
  'seat',
] as const;
export type PlaceKind = (typeof KINDS)[number];

/**
 * How a name names its place: `primary` its own English name, `alternate` one in another language or an old one,
 * `demonym` its people or adjective, `short` an abbreviation ("Fla."), `bare` a district without its generic word,
 * `county` the same in the United States ("Licking" of Licking County).
 */
export const NAME_USES = ['primary', 'alternate', 'bare', 'demonym', 'short', 'county'] as const;
export type NameUse = (typeof NAME_USES)[number];

/** What else a word may be: a first name, a surname, a word of the language. */
export const WORD_FLAGS = { first: 1, last: 2, common: 4 } as const;

/** One reading of a name: a place's number and how the name names it. */
export interface Reading {
  place: number;
  use: NameUse;
}

/** What the gazetteer knows of a single word. */
export interface KnownWord {
  /** most words of a name that begins with it; 0 for none */
  longest: number;
  /** WORD_FLAGS */
  flags: number;
  /** the places that the word alone names */
  readings: readonly Reading[];
}
const UNKNOWN_WORD: KnownWord = { longest: 0, flags: 0, readings: [] };

/** Places by name, ready for look-up. Opened once from the index that the build makes; see scripts/build-gazetteer.mjs. */
export interface Gazetteer {
  /** number of places */
  readonly size: number;
  /** index of a key's entry; -1 when no name and no word has it */
  find(key: NameKey): number;
  /** what a name's first word may be, or a word that stands alone; remembered, since the index is searched by halves */
  word(token: Pick<Token, 'form'>): KnownWord;
  /** the places that an entry names */
  readings(entry: number): Reading[];
  /** the places that a name given as one string of normalised words names */
  lookup(name: string): Reading[];
  name(place: number): string;
  kind(place: number): PlaceKind;
  /** ISO alpha-2; null for what lies in no single state */
  country(place: number): string | null;
  /** GeoNames code of the first-level region ("US.TX"); null where unknown */
  region(place: number): string | null;
  lat(place: number): number;
  lon(place: number): number;
  population(place: number): number;
  /** states on whose shore or border it lies */
  shores(place: number): readonly string[];
}

interface Header {
  format: string;
  countries: string[];
  regions: string[];
  shores: Record<string, string[]>;
  lengths: Record<string, number>;
}

/**
 * Opens the index. Nothing is copied: look-ups read the bytes as they are.
 * @param bytes the file as it was built
 * @throws Error when it is not one
 */
export function openGazetteer(bytes: Uint8Array): Gazetteer {
  const decoder = new TextDecoder();
  const header = readHeader(bytes);
  // Typed arrays must begin at a multiple of eight.
  const data = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  let offset = data.byteOffset + 4 + new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const section = <T>(
    Type: { new (buffer: ArrayBuffer, offset: number, length: number): T; BYTES_PER_ELEMENT: number },
    name: string,
  ): T => {
    const length = header.lengths[name] ?? 0;
    const found = new Type(data.buffer as ArrayBuffer, offset, length);
    offset += Math.ceil((length * Type.BYTES_PER_ELEMENT) / 8) * 8;
    return found;
  };
  const keys = section(Float64Array, 'keys');
  const lat = section(Float32Array, 'lat');
  const lon = section(Float32Array, 'lon');
  const population = section(Float32Array, 'population');
  const posts = section(Uint32Array, 'posts');
  const starts = section(Uint32Array, 'starts');
  const nameStarts = section(Uint32Array, 'nameStarts');
  const region = section(Uint16Array, 'region');
  const country = section(Uint8Array, 'country');
  const kind = section(Uint8Array, 'kind');
  const longest = section(Uint8Array, 'longest');
  const words = section(Uint8Array, 'words');
  const text = section(Uint8Array, 'text');

  const find = (key: NameKey): number => {
    const wanted = keyNumber(key);
    let low = 0;
    let high = keys.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = keys[middle] as number;
      if (found === wanted) return middle;
      if (found < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
  const readings = (entry: number): Reading[] => {
    const found: Reading[] = [];
    for (let i = starts[entry] as number; i < (starts[entry + 1] as number); i++) {
      const post = posts[i] as number;
      found.push({ place: post >>> 3, use: NAME_USES[post & 7] as NameUse });
    }
    return found;
  };
  /** names asked for so far: decoding is slow, and news names the same places again and again */
  const decoded = new Map<number, string>();
  return {
    size: kind.length,
    find,
    word: perForm(({ norm }) => {
      const key = startKey();
      addWord(key, norm);
      const entry = find(key);
      if (entry < 0) return UNKNOWN_WORD;
      return { longest: longest[entry] as number, flags: words[entry] as number, readings: readings(entry) };
    }),
    readings,
    lookup(name) {
      const key = startKey();
      for (const word of name.split(' ')) addWord(key, word);
      const entry = find(key);
      return entry < 0 ? [] : readings(entry);
    },
    name(place) {
      let name = decoded.get(place);
      if (name === undefined) {
        name = decoder.decode(text.subarray(nameStarts[place], nameStarts[place + 1]));
        decoded.set(place, name);
      }
      return name;
    },
    kind: (place) => KINDS[kind[place] as number] as PlaceKind,
    country: (place) => header.countries[country[place] as number] || null,
    region: (place) => header.regions[(region[place] as number) - 1] ?? null,
    lat: (place) => lat[place] as number,
    lon: (place) => lon[place] as number,
    population: (place) => population[place] as number,
    shores: (place) => header.shores[place] ?? [],
  };
}

function readHeader(bytes: Uint8Array): Header {
  const length = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length > 0 && length + 4 <= bytes.length)
    try {
      const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, length + 4))) as Header;
      if (header.format === 'subthreshold-gazetteer-1') return header;
    } catch {
      // told below
    }
  throw new Error('the place index is not one; build it again (npm run build)');
}

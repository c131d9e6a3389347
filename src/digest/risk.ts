import type { DateTime } from 'luxon';
import type { PeriodBounds } from './period.ts';
import { at } from './period.ts';
import { oneLine, shorten } from './sentences.ts';
import { type Counts, judgeTrends } from './trend.ts';
import type {
  Card,
  CountedTrend,
  CountryRisk,
  DigestIncident,
  EarlierIncident,
  Matrix,
  PastIncident,
  Trend,
} from './types.ts';
import { countryName, NO_STATE, threatName } from './words.ts';

/** A recent window, what it is compared with, and the least history for that to be a usual (all in days). */
const WINDOWS = [
  { days: 7, before: 28, least: 14 },
  { days: 28, before: 84, least: 28 },
] as const;

/** The countries an incident counts for. */
export const countriesOf = (affected: readonly string[]): readonly string[] =>
  affected.length > 0 ? affected : [NO_STATE];

/** Threat type × country: which incidents. Countries and threat types with most incidents come first. */
export function matrixOf(cards: readonly Card[]): Matrix {
  const countries = tally(cards, (card) => countriesOf(card.affected.map(({ id }) => id)));
  const rows = tally(cards, (card) => card.threats.map(({ id }) => id));
  const affected = new Map(cards.map((card) => [card.number, countriesOf(card.affected.map(({ id }) => id))]));
  return {
    countries: countries.map(([id, incidents]) => ({ id, name: countryName(id), incidents })),
    rows: rows.map(([id, incidents]) => ({
      id,
      name: threatName(id),
      incidents,
      cells: countries.map(([country]) => ({
        incidents: incidents.filter((number) => affected.get(number)?.includes(country)),
      })),
    })),
  };
}

/** An incident as a count: which, its day as days before the period's end (0 is the last day), where and what. */
interface Dated {
  id: number;
  age: number;
  countries: readonly string[];
  threats: readonly string[];
}

/**
 * Risk by country, what rises first, then the heaviest: the period's incidents with severity and threat types, and the trend over 7 and 28
 * days that end with the period. `historyDays`: for how many days before the period incidents are in store.
 */
export function riskOf(
  cards: readonly Card[],
  incidents: readonly DigestIncident[],
  earlier: readonly EarlierIncident[],
  bounds: PeriodBounds,
  historyDays: number,
): CountryRisk[] {
  const ages = ageOf(bounds);
  const dated: Dated[] = [
    ...incidents.map(({ id, firstSeen, affected, threats }) => ({
      id,
      age: ages(at(firstSeen, bounds.start.zoneName ?? 'utc')),
      countries: countriesOf(affected),
      threats,
    })),
    ...earlier.map(({ id, day, affected, threats }) => ({
      id,
      age: ages(at(day, bounds.start.zoneName ?? 'utc')),
      countries: countriesOf(affected),
      threats,
    })),
  ];
  const byCountry = tally(cards, (card) => countriesOf(card.affected.map(({ id }) => id)));
  const pairs = byCountry.flatMap(([country, numbers]): { country: string; threat: string | null }[] => {
    const threats = tally(
      cards.filter(({ number }) => numbers.includes(number)),
      (card) => card.threats.map(({ id }) => id),
    );
    return [{ country, threat: null }, ...threats.map(([threat]) => ({ country, threat }))];
  });
  const known = bounds.days + historyDays;
  const countedIn = new Map(
    pairs.map((pair) => [key(pair.country, pair.threat), countedFor(dated, pair.country, pair.threat)]),
  );
  // Countries are one family of comparisons, threat types within countries another.
  const [week, month] = WINDOWS.map((window) => {
    const judge = (family: typeof pairs): [string, CountedTrend][] => {
      const found = family.map(({ country, threat }) => countedIn.get(key(country, threat)) ?? []);
      const trends = judgeTrends(found.map((all) => countsOf(all, window, known)));
      return family.map(({ country, threat }, index) => {
        const ids = recent(found[index] ?? [], window.days).map(({ id }) => id);
        return [key(country, threat), { ...(trends[index] as Trend), ids }];
      });
    };
    return new Map([
      ...judge(pairs.filter(({ threat }) => threat === null)),
      ...judge(pairs.filter(({ threat }) => threat !== null)),
    ]);
  }) as [Map<string, CountedTrend>, Map<string, CountedTrend>];
  const byNumber = new Map(cards.map((card) => [card.number, card]));
  return byCountry
    .map(([country, numbers]): CountryRisk => {
      const own = numbers.map((number) => byNumber.get(number) as Card);
      const threats = tally(own, (card) => card.threats.map(({ id }) => id));
      return {
        id: country,
        name: countryName(country),
        incidents: numbers,
        severity: Math.max(...own.map(({ severity }) => severity)),
        threats: threats.map(([id, incidents]) => ({ id, name: threatName(id), incidents })),
        week: week.get(key(country, null)) as CountedTrend,
        month: month.get(key(country, null)) as CountedTrend,
        rising: threats.flatMap(([id]) => {
          const trend = [week, month].map((of) => of.get(key(country, id))).find((of) => of?.direction === 'rising');
          return trend ? [{ id, name: threatName(id), trend }] : [];
        }),
        daily: dailyOf(countedIn.get(key(country, null)) ?? []),
      };
    })
    .sort(
      (a, b) =>
        alarm(a) - alarm(b) ||
        b.severity - a.severity ||
        b.incidents.length - a.incidents.length ||
        a.name.localeCompare(b.name),
    );
}

const LONGEST_TITLE = 100;

/** What trends count of the days before the period: each incident once, newest first. */
export function pastOf(risk: readonly CountryRisk[], earlier: readonly EarlierIncident[]): PastIncident[] {
  const ids = new Set(risk.flatMap(({ month }) => month.ids ?? []));
  return earlier
    .filter(({ id }) => ids.has(id))
    .sort((a, b) => b.day.localeCompare(a.day) || a.id - b.id)
    .map(({ id, day, title, threats, affected }) => ({
      id,
      day,
      title: shorten(oneLine(title), LONGEST_TITLE) || `Incident ${id}`,
      threats: [...new Set(threats)].map((threat) => ({ id: threat, name: threatName(threat) })),
      affected: [...new Set(affected)],
    }));
}

/** The smaller, the more surely it rises; 1 for what is as usual. */
const alarm = ({ week, month }: CountryRisk) =>
  Math.min(1, ...[week, month].filter(({ direction }) => direction === 'rising').map(({ p }) => p ?? 1));

const key = (country: string, threat: string | null) => `${country} ${threat ?? ''}`;

const ageOf = ({ end }: PeriodBounds) => {
  const last = end.minus({ days: 1 }).startOf('day');
  return (time: DateTime) => Math.round(last.diff(time.startOf('day'), 'days').days);
};

/** Newest first. */
const countedFor = (dated: readonly Dated[], country: string, threat: string | null): Dated[] =>
  dated
    .filter(({ countries, threats }) => countries.includes(country) && (threat === null || threats.includes(threat)))
    .sort((a, b) => a.age - b.age || a.id - b.id);

const recent = (dated: readonly Dated[], days: number): Dated[] => dated.filter(({ age }) => age >= 0 && age < days);

/** Counts within the window and before it, as far as the record reaches (`known` days, the period's included). */
function countsOf(dated: readonly Dated[], { days, before, least }: (typeof WINDOWS)[number], known: number): Counts {
  const earlierDays = Math.min(before, known - days);
  return {
    observed: recent(dated, days).length,
    days,
    earlier: dated.filter(({ age }) => age >= days && age < days + earlierDays).length,
    earlierDays: earlierDays >= least ? earlierDays : 0,
  };
}

function dailyOf(dated: readonly Dated[]): number[] {
  const daily = new Array<number>(28).fill(0);
  for (const { age } of recent(dated, 28)) daily[27 - age] = (daily[27 - age] ?? 0) + 1;
  return daily;
}

/** Which cards have each id: most cards first, then the heaviest. */
function tally(cards: readonly Card[], ids: (card: Card) => readonly string[]): [string, number[]][] {
  const found = new Map<string, number[]>();
  for (const card of cards) {
    for (const id of new Set(ids(card))) {
      const numbers = found.get(id);
      if (numbers) numbers.push(card.number);
      else found.set(id, [card.number]);
    }
  }
  return [...found].sort(
    ([a, one], [b, other]) =>
      Number(a === NO_STATE) - Number(b === NO_STATE) ||
      other.length - one.length ||
      (one[0] ?? 0) - (other[0] ?? 0) ||
      a.localeCompare(b),
  );
}

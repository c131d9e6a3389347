import { at, write } from '../period.ts';
import type { BriefLine, CountedTrend, Digest, Figure } from '../types.ts';

/** A count with its incidents: those that the digest tells of by the number of their card, those of the days before by a line. */
export interface Counted {
  anchor: string;
  count: number;
  numbers: number[];
  past: { id: number; line: string }[];
}

/** What a country's figures count. */
export interface CountryBehind {
  name: string;
  week: Counted;
  /** the incidents that the week does not count yet */
  month: Counted;
  /** threat types that alone are out of the usual */
  rising: (Counted & { name: string; days: number })[];
}

// Where figures lead to. Nothing in these names comes from outside.
export const cardAnchor = (number: number): string => `incident-${number}`;
export const kindAnchor = (kind: number): string => `kind-${kind}`;
export const vectorAnchor = (row: number): string => `vector-${row}`;
export const cellAnchor = (row: number, column: number): string => `vector-${row}-${column}`;
export const othersAnchor = (row: number): string => `vector-${row}-others`;
export const countryAnchor = (country: number, days: CountedTrend['days']): string => `country-${country}-${days}`;
export const risingAnchor = (country: number, threat: number): string => `country-${country}-rising-${threat}`;

/** A figure leads to its incident, where it is but one, else to the list of them. */
export const leadOf = ({ incidents }: Figure, list: string): string =>
  incidents.length === 1 ? cardAnchor(incidents[0] as number) : list;

/** Kinds of incidents that are counted at the head of the page. */
export const kindsOf = ({ incidents }: Digest): (Figure & { name: string })[] => [
  {
    name: 'Serious or grave',
    incidents: incidents.filter(({ severity }) => severity >= 4).map(({ number }) => number),
  },
  {
    name: 'Reviewed by analysts',
    incidents: incidents
      .filter(({ state }) => state === 'confirmed' || state === 'escalated')
      .map(({ number }) => number),
  },
];

/** Where the counts that a line in brief tells lead to: a link for each, `all 10`. */
export function countsOf({ counts = [] }: BriefLine, { risk, past }: Digest): { text: string; anchor: string }[] {
  if (!past) return [];
  return counts.flatMap(({ country, threat, days }) => {
    const index = risk.findIndex(({ id }) => id === country);
    const of = risk[index];
    if (!of) return [];
    const alone = of.rising.findIndex(({ id }) => id === threat);
    const { observed } = of.rising[alone]?.trend ?? (days === 7 ? of.week : of.month);
    return [{ text: `all ${observed}`, anchor: alone < 0 ? countryAnchor(index, days) : risingAnchor(index, alone) }];
  });
}

export const BEHIND_NOTE =
  'What the figures count: incidents told above in brackets, by their number there; those of the days before with their day and #, their number at the desk.';

/** The incidents behind the figures of `risk`, in its order. Empty for digests that were made before they had `past`. */
export function behindRisk({ risk, past, incidents, period: { zone, language } }: Digest): CountryBehind[] {
  if (!past) return [];
  const numbers = new Map(incidents.map(({ id, number }) => [id, number]));
  const lines = new Map(
    past.map(({ id, day, title, threats }) => {
      const when = write(at(day, zone, language), 'd LLL', { day: 'numeric', month: 'short' });
      const what = threats.map(({ name }) => name.toLowerCase()).join(', ');
      return [id, { id, line: [when, title, what, `#${id}`].filter(Boolean).join(' · ') }];
    }),
  );
  const counted = (anchor: string, ids: readonly number[], told: readonly number[] = []): Counted => {
    const rest = ids.filter((id) => !told.includes(id));
    return {
      anchor,
      count: ids.length,
      numbers: rest.flatMap((id) => numbers.get(id) ?? []).sort((a, b) => a - b),
      past: rest.flatMap((id) => lines.get(id) ?? []),
    };
  };
  return risk.map(({ name, week, month, rising }, index) => ({
    name,
    week: counted(countryAnchor(index, 7), week.ids ?? []),
    month: counted(countryAnchor(index, 28), month.ids ?? [], week.ids),
    rising: rising.map(({ name: threat, trend }, which) => ({
      ...counted(risingAnchor(index, which), trend.ids ?? []),
      name: threat,
      days: trend.days,
    })),
  }));
}

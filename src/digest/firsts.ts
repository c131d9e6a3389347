import type { DateTime } from 'luxon';
import { quote } from './evidence.ts';
import { dayLabel } from './period.ts';
import type { EarlierIncident, First, ToldIncident } from './types.ts';
import { countryName, inSentence, listed, threatName } from './words.ts';

/** With fewer days of record than this, everything would be a first. */
const LEAST_RECORD = 56;
const MOST = 6;

// Acts that have a place: a first in a town or county tells something.
const LOCAL = new Set([
  'territorial-strike',
  'sabotage',
  'undersea-infrastructure',
  'airspace-violation',
  'border-provocation',
  'maritime-coercion',
  'electronic-interference',
]);

// "for the first time", "the first such attack since"; not "the first of three", "first reported by".
const TOLD =
  /\b(?:(?:for|marks?|is|was|be|in) the first (?:time|such|known|confirmed|recorded|incident|attack|strike|case|violation|occasion)|the first (?:such|known|confirmed|recorded|case of (?:its|this) kind|of its kind)|first of its kind|never before|unprecedented)\b/i;

/** One is at an airport, and in a town. */
const SITE =
  /\b(?:air ?port|air ?base|base|station|port|harbou?r|bridge|terminal|plant|pipeline|refinery|shoal|reef)$/i;

const JUSTICE =
  /\b(?:courts?|judges?|prosecutors?|trials?|verdicts?|extradit\w+|sentenc\w+|convict\w+|indict\w+|acquit\w+|charged|appeals?|arrest(?:s|ed)?|detain(?:s|ed)?|investigation)\b/i;
const YEAR = /\b(?:19|20)\d\d\b/g;

/** A step of justice on an act of an earlier year is news of that act, and no first. */
const isOldCase = ({ articles }: ToldIncident, year: number): boolean => {
  const told = articles.flatMap(({ sentences }) => sentences).filter(({ evidence }) => evidence.length > 0);
  const isOld = ({ text }: { text: string }) =>
    JUSTICE.test(text) && (text.match(YEAR) ?? []).some((one) => Number(one) < year);
  return told.length > 0 && told.every(isOld);
};

/**
 * What is new: a threat type that the record has never had in a country or place, and what a report itself calls a
 * first. Of one incident and threat the country's first is told before the place's. Of affected countries those are meant
 * in which it happened, where a report says so: whoever came to help has had none. The record must reach back at least 56
 * days.
 */
export function firstsOf(
  incidents: readonly ToldIncident[],
  earlier: readonly EarlierIncident[],
  since: { day: string; days: number } | null,
  now: DateTime,
): First[] {
  const firsts: First[] = [];
  if (since && since.days >= LEAST_RECORD) {
    const known = new Set<string>();
    for (const { threats, affected, locations } of earlier)
      for (const threat of threats) for (const where of [...affected, ...locations]) known.add(key(threat, where));
    const found = new Map<string, First>();
    for (const told of incidents) {
      if (isOldCase(told, now.year)) continue;
      const { card, incident } = told;
      const affected = card.affected.map(({ id }) => id);
      const scene = affected.filter((country) => incident.locations.includes(country));
      const fresh = (where: readonly string[]) =>
        card.threats
          .map(({ id }) => ({ threat: id, where: where.filter((one) => !known.has(key(id, one))) }))
          .filter((news) => news.where.length > 0);
      const inCountries = fresh(scene.length > 0 ? scene : affected);
      for (const { threat, where } of inCountries.length > 0
        ? inCountries
        : fresh(card.places.slice(0, 1)).filter((one) => LOCAL.has(one.threat))) {
        const names = listed(where.map((one) => inSentence(countryName(one))));
        const same = found.get(key(threat, names));
        if (same) same.incidents.push(card.number);
        else
          found.set(key(threat, names), {
            in: inCountries.length > 0 ? 'country' : 'place',
            text: `${threatName(threat)} ${SITE.test(names) ? 'at' : 'in'} ${names}: the first on record, which begins on ${dayLabel(since.day, now)}.`,
            quote: null,
            incidents: [card.number],
          });
      }
    }
    firsts.push(...found.values());
  }
  for (const { card, articles } of incidents) {
    for (const article of articles) {
      const sentence = article.sentences.find(({ text, evidence }) => evidence.length > 0 && TOLD.test(text));
      if (!sentence) continue;
      firsts.push({
        in: 'report',
        text: 'Reported as a first.',
        quote: quote(article, sentence.text),
        incidents: [card.number],
      });
      break;
    }
  }
  return firsts.sort((a, b) => (a.incidents[0] ?? 0) - (b.incidents[0] ?? 0)).slice(0, MOST);
}

const key = (threat: string, where: string) => `${threat} ${where.toLowerCase()}`;

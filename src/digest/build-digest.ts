import type { DateTime } from 'luxon';
import { answersOf } from './answers.ts';
import { briefOf } from './brief.ts';
import { correctionText } from './corrections.ts';
import { bestSentence, readArticles } from './evidence.ts';
import { firstsOf } from './firsts.ts';
import { methodOf } from './method.ts';
import { at, boundsOf, periodLabel, timeLabel, zoneName } from './period.ts';
import { matrixOf, pastOf, riskOf } from './risk.ts';
import { oneLine, shorten } from './sentences.ts';
import { SEVERITY_NAMES } from './severity.ts';
import type { Card, Digest, DigestIncident, DigestInput, DigestPeriod, ReadArticle, ToldIncident } from './types.ts';
import { watchNext } from './watch.ts';
import { actorName, attributionStatus, countryName, occurrenceName, stateName, threatName } from './words.ts';

/**
 * Makes the digest of a day or week. Pure: the same input gives the same digest. Throws RangeError on a period that
 * does not exist; any text of an incident is fine.
 */
export function buildDigest(input: DigestInput): Digest {
  const { period, earlier, reading, ruleSet } = input;
  const bounds = boundsOf(period);
  const { zone, language } = period;
  const told: ToldIncident[] = input.incidents
    .filter(
      ({ state, flag }) => state !== 'dismissed' && (flag !== 'none' || state === 'confirmed' || state === 'escalated'),
    )
    .sort(byWeight)
    .map((incident, index) => {
      const articles = readArticles(incident);
      return { incident, articles, card: cardOf(incident, articles, index + 1, period) };
    });
  const cards = told.map(({ card }) => card);
  const historyDays = daysSince(input.since, bounds.start);

  const matrix = matrixOf(cards);
  const risk = riskOf(
    cards,
    told.map(({ incident }) => incident),
    earlier,
    bounds,
    historyDays,
  );
  const firsts = firstsOf(told, earlier, input.since ? { day: input.since, days: historyDays } : null, bounds.start);
  const answers = answersOf(told);
  const watch = watchNext(told, bounds, zone);
  const label = periodLabel(bounds);
  const generated = at(input.generatedAt, zone);
  return {
    version: 1,
    title: `${period.kind === 'week' ? 'Weekly' : 'Daily'} digest, ${label}`,
    period: { ...period, to: bounds.end.minus({ days: 1 }).toISODate() ?? '', label, zoneName: zoneName(bounds.start) },
    generatedAt: generated.toISO() ?? input.generatedAt,
    generatedLabel: timeLabel(input.generatedAt, zone, language),
    ruleSet,
    brief: briefOf({
      ...{ matrix, risk, firsts, incidents: cards, answers, watch, reading, label },
      kind: period.kind,
      filtered: input.filtered ?? false,
    }),
    matrix,
    risk,
    past: pastOf(risk, earlier),
    firsts,
    incidents: cards,
    answers,
    watch,
    corrections: [...input.corrections]
      .sort((a, b) => a.at.localeCompare(b.at))
      .map((correction) => ({
        text: correctionText(correction, bounds.start),
        at: correction.at,
        incident: correction.incident,
        what: correction.what,
        now: correction.now,
      })),
    reading,
    method: methodOf(ruleSet, historyDays),
  };
}

/** Above first, then escalated by an analyst, then severity, priority and the newest. */
function byWeight(a: DigestIncident, b: DigestIncident): number {
  const rank = ({ flag, state }: DigestIncident) => (flag === 'above' ? 2 : state === 'escalated' ? 1 : 0);
  return (
    rank(b) - rank(a) ||
    b.severity - a.severity ||
    b.priority - a.priority ||
    b.lastSeen.localeCompare(a.lastSeen) ||
    a.id - b.id
  );
}

const LONGEST_TITLE = 160;
const LONGEST_SUMMARY = 400;
const MOST_PLACES = 4;

function cardOf(
  incident: DigestIncident,
  articles: readonly ReadArticle[],
  number: number,
  { zone, language }: DigestPeriod,
): Card {
  const { id, flag, score, state } = incident;
  const severity = Math.min(5, Math.max(1, Math.round(incident.severity)));
  return {
    number,
    id,
    title: shorten(oneLine(incident.title), LONGEST_TITLE) || `Incident ${id}`,
    summary: shorten(oneLine(incident.summary), LONGEST_SUMMARY),
    flag,
    score,
    severity,
    severityName: SEVERITY_NAMES[severity] ?? '',
    state,
    stateName: stateName(state),
    threats: unique(incident.threats).map((threat) => ({ id: threat, name: threatName(threat) })),
    affected: unique(incident.affected).map((country) => ({ id: country, name: countryName(country) })),
    places: unique(incident.locations.filter((place) => !/^[A-Z]{2}$/.test(place)).map(oneLine)).slice(0, MOST_PLACES),
    firstSeen: at(incident.firstSeen, zone).toISO() ?? incident.firstSeen,
    time: timeLabel(incident.firstSeen, zone, language),
    occurrence: occurrenceOf(incident),
    attributions: attributionsOf(incident),
    evidence: bestSentence(articles),
    sources: articles.map(({ title, source, reliability, url, published }) => ({
      title: shorten(oneLine(title), LONGEST_TITLE),
      source: oneLine(source),
      reliability,
      url,
      published: at(published, zone).toISO() ?? published,
    })),
  };
}

/** "happened", or by threat type where the acts differ: "cyberattack happened, sabotage foiled". */
function occurrenceOf({ acts }: DigestIncident): string | null {
  const statuses = unique(acts.map(({ status }) => status));
  if (statuses.length === 0) return null;
  if (statuses.length === 1) return occurrenceName(statuses[0] as (typeof acts)[number]['status']);
  return unique(acts.map(({ threat, status }) => `${threatName(threat).toLowerCase()} ${occurrenceName(status)}`)).join(
    ', ',
  );
}

/** One line an actor and status; the same said by several sources is told once. */
export function attributionsOf({ attributions }: Pick<DigestIncident, 'attributions'>): Card['attributions'] {
  const lines = new Map<string, Card['attributions'][number]>();
  for (const attribution of attributions) {
    const line = {
      actor: actorName(attribution.actor),
      status: attributionStatus(attribution),
      basis: oneLine(attribution.basis),
    };
    if (!lines.has(`${line.actor} ${line.status}`)) lines.set(`${line.actor} ${line.status}`, line);
  }
  return [...lines.values()];
}

const daysSince = (since: string | null, start: DateTime): number =>
  since ? Math.max(0, Math.round(start.diff(at(since, start.zoneName ?? 'utc').startOf('day'), 'days').days) || 0) : 0;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

import { TRUST } from './article.ts';
import type { Incident } from './incident.ts';

const ABOVE = 1_000_000;
const WEIGHTS = { score: 50, severity: 30, corroboration: 10, reliability: 6 };
const POINTS_A_DAY = 0.5;
const EPOCH = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
/** From so many voices on, more of them make an event no surer. */
const ENOUGH_VOICES = 5;

/**
 * What the queue sorts by, the greatest first:
 *
 *     1,000,000 if `above`
 *     + 50 × score                                       (0..1)
 *     + 30 × (severity − 1) / 4                          (1..5)
 *     + 10 × ln(voices) / ln(5), at most 10
 *     + 6 × trust in the best source                     (0..1)
 *     + 0.5 × days from 1 January 2020 to its last news
 *
 * So `above` comes first, then what counts, in the order of its weights. Age counts as the day of the last news, so that
 * an incident loses half a point a day against what is newer, and yet no number changes as time goes by: a stored
 * priority stays right.
 */
export function priorityOf(
  incident: Pick<Incident, 'flag' | 'score' | 'severity' | 'corroboration' | 'reliability' | 'lastSeen'>,
): number {
  const { flag, score, severity, corroboration, reliability, lastSeen } = incident;
  const voices = Math.min(1, Math.log(Math.max(1, corroboration)) / Math.log(ENOUGH_VOICES));
  const days = (Date.parse(lastSeen) - EPOCH) / DAY_MS;
  const priority =
    (flag === 'above' ? ABOVE : 0) +
    WEIGHTS.score * score +
    (WEIGHTS.severity * (severity - 1)) / 4 +
    WEIGHTS.corroboration * voices +
    WEIGHTS.reliability * TRUST[reliability] +
    POINTS_A_DAY * (Number.isFinite(days) ? days : 0);
  return rounded(priority);
}

/** The priority of an incident whose flag an analyst has given: theirs, and as sure as can be. */
export function priorityByHand(
  { priority, flag, score }: Pick<Incident, 'flag' | 'score'> & { priority: number },
  given: Incident['flag'],
): number {
  const above = (given === 'above' ? ABOVE : 0) - (flag === 'above' ? ABOVE : 0);
  return rounded(priority + above + WEIGHTS.score * (1 - score));
}

const rounded = (priority: number) => Math.round(priority * 1000) / 1000;

import { DateTime } from 'luxon';
import type { Settings } from '../config/settings.ts';
import { buildDigest } from '../digest/build-digest.ts';
import { changesSince } from '../digest/changes.ts';
import type { Correction, Digest, DigestIncident, DigestInput, Reliability } from '../digest/types.ts';
import { isWell } from '../ingest/poll/history.ts';
import { countArticles } from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { type DigestName, digestsBefore, firstMadeAt, type StoredDigest, saveDigest } from '../store/digests.ts';
import { activeFeeds } from '../store/feeds.ts';
import {
  earlierIncidents,
  firstIncidentAt,
  type IncidentFile,
  incidentFilesBetween,
  incidentsChangedSince,
} from '../store/incidents.ts';
import { countItemsSeen } from '../store/items.ts';

/** Days of history that a digest compares with: sixteen weeks. */
const HISTORY_DAYS = 112;

/** Earlier digests whose incidents are looked at for corrections. */
const CORRECTED = { day: 60, week: 12 };

export interface DigestRequest {
  kind: 'day' | 'week';
  /** the day; for a week any of its days (Monday to Sunday). YYYY-MM-DD */
  day: string;
}

/** The day before `now`'s in a time zone, YYYY-MM-DD. */
export function yesterday(now: Date, zone: string): string {
  return DateTime.fromJSDate(now, { zone }).minus({ days: 1 }).toISODate() as string;
}

/** The first day of the last week (Monday to Sunday) that is over, YYYY-MM-DD. */
export function lastWeek(now: Date, zone: string): string {
  return DateTime.fromJSDate(now, { zone }).startOf('week').minus({ weeks: 1 }).toISODate() as string;
}

interface DigestContext {
  settings: Pick<Settings, 'timezone'>;
  db: Database;
  now: () => Date;
  ruleSet: string;
}

/**
 * Makes the digest of a day or week from what the store holds of it, and keeps it. The same store gives the same digest,
 * whenever it is made.
 */
export async function makeDigest(
  { settings, db, now, ruleSet }: DigestContext,
  { kind, day: any }: DigestRequest,
): Promise<StoredDigest> {
  const zone = settings.timezone;
  const start = DateTime.fromISO(any, { zone }).startOf(kind);
  const day = start.toISODate() as string;
  const from = start.toJSDate();
  const until = start.plus(kind === 'week' ? { weeks: 1 } : { days: 1 }).toJSDate();
  const madeAt = now();
  const feeds = await activeFeeds(db);
  const since = await firstIncidentAt(db);
  const dayOf = (moment: Date) => DateTime.fromJSDate(moment, { zone }).toISODate() as string;

  const input: DigestInput = {
    period: { kind, from: day, zone },
    generatedAt: madeAt.toISOString(),
    ruleSet,
    incidents: (await incidentFilesBetween(db, from, until)).map(toDigestIncident),
    earlier: (await earlierIncidents(db, start.minus({ days: HISTORY_DAYS }).toJSDate(), from)).map(
      ({ firstSeen, ...incident }) => ({ day: dayOf(firstSeen), ...incident }),
    ),
    since: since && since < from ? dayOf(since) : null,
    corrections: await corrections(db, { kind, day, zone }, madeAt),
    reading: {
      feeds: feeds.length,
      feedsFailing: feeds.filter(({ history }) => !isWell(history)).length,
      items: await countItemsSeen(db, from, until),
      articles: (await countArticles(db, from, until)).read,
    },
  };
  const digest = { kind, day, zone, madeAt, content: buildDigest(input) };
  return { ...digest, version: await saveDigest(db, digest) };
}

/**
 * What has changed between the first making of the last digest and that of this one (now, when it is made for the first
 * time): made again later, a digest has the same corrections, and none is told in two.
 */
async function corrections(db: Database, name: DigestName, now: Date): Promise<Correction[]> {
  const earlier = await digestsBefore(db, name, CORRECTED[name.kind]);
  const last = earlier[0] && (await firstMadeAt(db, earlier[0]));
  if (!last) return [];
  const told = earlier.map(({ content }) => content as Digest);
  const ids = new Set(told.flatMap(({ incidents }) => incidents.map(({ id }) => id)));
  const changed = await incidentsChangedSince(db, [...ids], last);
  return changesSince(
    told,
    changed.map(({ updatedAt, reviews, ...file }) => ({
      incident: toDigestIncident({ updatedAt, reviews, ...file }),
      updatedAt: updatedAt.toISOString(),
      decisions: reviews.map(({ at, stateBefore, stateAfter, reason, note }) => ({
        ...{ at: at.toISOString(), stateBefore, stateAfter, reason, note },
      })),
    })),
    last.toISOString(),
    ((await firstMadeAt(db, name)) ?? now).toISOString(),
  );
}

function toDigestIncident({ articles, reviews: _, ...incident }: IncidentFile): DigestIncident {
  const best = articles[0]?.classification;
  return {
    ...incident,
    firstSeen: incident.firstSeen.toISOString(),
    lastSeen: incident.lastSeen.toISOString(),
    roles: best?.roles ?? {},
    acts: best?.acts ?? [],
    attributions: best?.attributions ?? [],
    articles: articles.map((article) => ({
      title: article.title,
      url: article.url,
      source: article.source,
      reliability: article.reliability as Reliability,
      published: article.publishedAt.toISOString(),
      text: article.text,
      evidence: article.classification.evidence,
    })),
  };
}

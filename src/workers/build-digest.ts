import { DateTime } from 'luxon';
import type { Settings } from '../config/settings.ts';
import { buildDigest } from '../digest/build-digest.ts';
import type { DigestIncident, DigestInput, Reliability } from '../digest/types.ts';
import { isWell } from '../ingest/poll/history.ts';
import { countArticles } from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { type StoredDigest, saveDigest } from '../store/digests.ts';
import { activeFeeds } from '../store/feeds.ts';
import { earlierIncidents, firstIncidentAt, type IncidentFile, incidentFilesBetween } from '../store/incidents.ts';
import { countItemsSeen } from '../store/items.ts';

/** Days of history that a digest compares with: sixteen weeks. */
const HISTORY_DAYS = 112;

/** The day before `now`'s in a time zone, YYYY-MM-DD. */
export function yesterday(now: Date, zone: string): string {
  return DateTime.fromJSDate(now, { zone }).minus({ days: 1 }).toISODate() as string;
}

/** Makes the digest of a day (YYYY-MM-DD) from what the store holds of it, and keeps it. */
export async function makeDigest(
  { settings, db, now, ruleSet }: { settings: Settings; db: Database; now: () => Date; ruleSet: string },
  day: string,
): Promise<StoredDigest> {
  const zone = settings.timezone;
  const start = DateTime.fromISO(day, { zone }).startOf('day');
  const from = start.toJSDate();
  const until = start.plus({ days: 1 }).toJSDate();
  const madeAt = now();
  const feeds = await activeFeeds(db);
  const since = await firstIncidentAt(db);
  const dayOf = (moment: Date) => DateTime.fromJSDate(moment, { zone }).toISODate() as string;

  const input: DigestInput = {
    period: { kind: 'day', from: day, zone },
    generatedAt: madeAt.toISOString(),
    ruleSet,
    incidents: (await incidentFilesBetween(db, from, until)).map(toDigestIncident),
    earlier: (await earlierIncidents(db, start.minus({ days: HISTORY_DAYS }).toJSDate(), from)).map(
      ({ firstSeen, ...incident }) => ({ day: dayOf(firstSeen), ...incident }),
    ),
    since: since && since < from ? dayOf(since) : null,
    corrections: [],
    reading: {
      feeds: feeds.length,
      feedsFailing: feeds.filter(({ history }) => !isWell(history)).length,
      items: await countItemsSeen(db, from, until),
      articles: (await countArticles(db, from, until)).read,
    },
  };
  const digest = { day, zone, madeAt, content: buildDigest(input) };
  return { ...digest, version: await saveDigest(db, digest) };
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

import { DateTime } from 'luxon';
import { type IncidentFilter, isMeant } from '../config/incident-filter.ts';
import type { Settings } from '../config/settings.ts';
import { buildDigest } from '../digest/build-digest.ts';
import { changesSince } from '../digest/changes.ts';
import type { Correction, Digest, DigestIncident, Reliability } from '../digest/types.ts';
import { isWell } from '../ingest/poll/history.ts';
import { countArticles } from '../store/articles.ts';
import { STRANGER } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { type DigestName, firstDigestsBefore, firstMadeAt, type StoredDigest, saveDigest } from '../store/digests.ts';
import { activeFeeds } from '../store/feeds.ts';
import {
  earlierIncidents,
  firstIncidentAt,
  type IncidentFile,
  incidentFilesBetween,
  incidentsChangedSince,
} from '../store/incidents.ts';
import { countItemsSeen } from '../store/items.ts';
import { toldSince } from '../store/second-opinions.ts';

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
  rules: { readonly hash: string };
}

/**
 * Makes the digest of a day or week from what the store holds of it, and keeps it. The same store gives the same digest,
 * whenever it is made.
 */
export async function makeDigest(context: DigestContext, request: DigestRequest): Promise<StoredDigest> {
  const zone = context.settings.timezone;
  const madeAt = context.now();
  const content = await composeDigest(context, { ...request, zone });
  const digest = { kind: request.kind, day: content.period.from, zone, madeAt, content };
  return { ...digest, version: await saveDigest(context.db, digest) };
}

/**
 * The digest of a day or week of a time zone, not kept.
 * @param filter which incidents it is about; all when left out
 */
export async function composeDigest(
  { settings, db, now, rules }: DigestContext,
  {
    kind,
    day: any,
    zone,
    language,
    filter = {},
  }: DigestRequest & { zone: string; language?: string | undefined; filter?: IncidentFilter },
): Promise<Digest> {
  const start = DateTime.fromISO(any, { zone }).startOf(kind);
  const day = start.toISODate() as string;
  const from = start.toJSDate();
  const until = start.plus(kind === 'week' ? { weeks: 1 } : { days: 1 }).toJSDate();
  const madeAt = now();
  const feeds = await activeFeeds(db);
  const since = await firstIncidentAt(db);
  const dayOf = (moment: Date) => DateTime.fromJSDate(moment, { zone }).toISODate() as string;
  const earlier = await earlierIncidents(db, STRANGER, start.minus({ days: HISTORY_DAYS }).toJSDate(), from);

  return buildDigest({
    period: { kind, from: day, zone, language },
    generatedAt: madeAt.toISOString(),
    ruleSet: rules.hash,
    filtered: Object.keys(filter).length > 0,
    incidents: (await incidentFilesBetween(db, STRANGER, from, until))
      .filter((incident) => isMeant(filter, incident))
      .map(toDigestIncident),
    earlier: earlier
      .filter((incident) => isMeant(filter, incident))
      .map(({ id, title, firstSeen, threats, affected, locations }) => ({
        id,
        title,
        day: dayOf(firstSeen),
        threats,
        affected,
        locations,
      })),
    since: since && since < from ? dayOf(since) : null,
    corrections: await corrections(db, { kind, day, zone: settings.timezone }, madeAt, filter),
    reading: {
      feeds: feeds.length,
      feedsFailing: feeds.filter(({ history }) => !isWell(history)).length,
      items: await countItemsSeen(db, from, until),
      articles: (await countArticles(db, from, until)).read,
    },
  });
}

/**
 * What has changed between the first making of the last digest and that of this one (now, when it is made for the first
 * time): made again later, a digest has the same corrections, and none is told in two.
 */
async function corrections(db: Database, name: DigestName, now: Date, filter: IncidentFilter): Promise<Correction[]> {
  const earlier = await firstDigestsBefore(db, name, CORRECTED[name.kind]);
  const last = earlier[0]?.madeAt;
  if (!last) return [];
  const digests = earlier.map(({ content }) => content);
  const ids = new Set(digests.flatMap(({ incidents }) => incidents.map(({ id }) => id)));
  // A decision that has waited for a second opinion is news from when it was told.
  const told = await toldSince(db, [...ids]);
  const changed = (await incidentsChangedSince(db, STRANGER, [...ids], last)).filter((incident) =>
    // A dismissal is a correction for whoever was told of the incident before.
    isMeant(filter, incident.state === 'dismissed' ? { ...incident, state: 'new' } : incident),
  );
  return changesSince(
    digests,
    changed.map((file) => ({
      incident: toDigestIncident(file),
      updatedAt: file.updatedAt.toISOString(),
      joined: file.joinedInto !== null,
      decisions: file.reviews
        .filter(({ id, decision }) => decision !== 'split' || !file.reviews.some(({ undoes }) => undoes === id))
        .map(({ id, at, decision, stateBefore, stateAfter, reason, note }) => ({
          ...{ at: (told.get(id) ?? at).toISOString(), decision, stateBefore, stateAfter, reason, note },
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

import { eq } from 'drizzle-orm';
import type { Classification } from '../classify/types.ts';
import type { ReviewState } from '../config/review-states.ts';
import type { Reliability } from '../incidents/article.ts';
import { priorityOf } from '../incidents/priority.ts';
import { hash } from '../ingest/identity/fingerprint.ts';
import { identifyItems } from '../ingest/identity/item-identity.ts';
import type { Database } from './database.ts';
import { decide } from './decisions.ts';
import { createIncident, type IncidentContent } from './incidents.ts';
import { itemsNamed, saveItems } from './items.ts';
import { articles, feeds, incidents } from './schema.ts';

/** An incident of the time before. Dates are ISO 8601. */
export interface ImportedIncident
  extends Pick<
    IncidentContent,
    'title' | 'summary' | 'score' | 'severity' | 'threats' | 'actors' | 'affected' | 'locations' | 'cues' | 'patterns'
  > {
  flag: 'below' | 'above';
  state: ReviewState;
  firstSeen: string;
  lastSeen?: string | undefined;
  sources: {
    title: string;
    url: string | null;
    source: string;
    reliability: Reliability;
    published?: string | undefined;
  }[];
}

const DECISIONS = { confirmed: 'confirm', dismissed: 'dismiss', escalated: 'escalate' } as const;

/**
 * Takes over a past incident with its sources, in one transaction. Outlets become feeds that are switched off; a state
 * other than new is kept as a decision.
 *
 * @returns false when one of its sources is there already: then the incident is known
 */
export async function importIncident(
  db: Database,
  incident: ImportedIncident,
  by: string,
  now: Date,
): Promise<boolean> {
  const { title, summary, flag, score, severity, state, sources } = incident;
  const { threats, actors, affected, locations, cues, patterns } = incident;
  const first = new Date(incident.firstSeen);
  const last = new Date(incident.lastSeen ?? incident.firstSeen);
  const tags = { threats, actors, affected, locations, cues, patterns };
  const told = sources.map((source) => {
    const feedId = `imported-${slug(source.source)}`;
    const published = source.published ?? incident.firstSeen;
    const entry = { ...UNTOLD, title: source.title || title, link: source.url, published, text: summary };
    const [identity] = identifyItems([entry], { feed: feedId, habit: 'stable' });
    return {
      ...source,
      feedId,
      published: new Date(published),
      title: entry.title,
      ...(identity as NonNullable<typeof identity>),
    };
  });
  return db.transaction(async (tx) => {
    const known = await itemsNamed(
      tx,
      told.flatMap(({ keys }) => keys),
    );
    if (known.size > 0) return false;
    for (const { feedId, source, reliability } of told)
      await tx
        .insert(feeds)
        .values({
          id: feedId,
          title: source,
          url: `imported:${feedId}`,
          language: 'en',
          reliability,
          intervalSeconds: 86_400,
          enabled: false,
        })
        .onConflictDoNothing();
    const id = await createIncident(
      tx,
      {
        ...{ title, summary, flag, score, severity },
        ...tags,
        firstSeen: first,
        lastSeen: last,
        priority: priorityOf({
          ...{ flag, score, severity },
          corroboration: new Set(told.map(({ feedId }) => feedId)).size,
          reliability: told.map(({ reliability }) => reliability).sort()[0] as Reliability,
          lastSeen: last.toISOString(),
        }),
      },
      now,
    );
    await saveItems(
      tx,
      told.map(({ hash: key, keys, feedId, url, title: headline, published, fingerprint }) => ({
        ...{ key, names: keys, feedId, guid: null, url, title: headline, author: null, fingerprint },
        publishedAt: published,
        feedText: summary,
        state: 'read',
      })),
      now,
    );
    const classification: Classification = { flag, score, ...tags, ...UNCLASSIFIED };
    await tx.insert(articles).values(
      told.map(({ hash: itemKey, url, title: headline, published }) => ({
        ...{ itemKey, url, title: headline, classification, flag, score },
        incidentId: id,
        text: summary,
        textFrom: 'feed' as const,
        publishedAt: published,
        readAt: now,
        version: 1,
        ruleSet: 'imported',
      })),
    );
    if (state in DECISIONS)
      await decide(tx, id, {
        decision: DECISIONS[state as keyof typeof DECISIONS],
        reason: state === 'dismissed' ? 'other' : undefined,
        note: 'imported',
        by,
        at: now,
        elsewhere: true,
      });
    else if (state !== 'new') await tx.update(incidents).set({ state }).where(eq(incidents.id, id));
    return true;
  });
}

const UNTOLD = { id: null, updated: null, author: null, html: null, summary: null };
const UNCLASSIFIED = {
  roles: {},
  places: [],
  evidence: [],
  acts: [],
  attributions: [],
  language: null,
  why: 'imported',
};

/** A name as part of an id: Latin letters and digits, or its hash where there are none. */
const slug = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || hash(name).slice(0, 8);

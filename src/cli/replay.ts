import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Classification } from '../classify/types.ts';
import { readSettings } from '../config/settings.ts';
import { FACES, type Face } from '../deliver/faces.ts';
import { buildDigest } from '../digest/build-digest.ts';
import { severityOf } from '../digest/severity.ts';
import type { DigestIncident } from '../digest/types.ts';
import type { Article } from '../incidents/article.ts';
import { incidentOf } from '../incidents/incident.ts';
import { IncidentIndex } from '../incidents/incident-index.ts';
import { priorityOf } from '../incidents/priority.ts';
import { articleSignature } from '../incidents/signature.ts';
import { readLines } from './batch.ts';
import { readClassifier } from './read-classifier.ts';

const replayLine = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  published: z.string().refine((date) => DateTime.fromISO(date).isValid, 'must be a date'),
  title: z.string().nullish(),
  url: z.string().nullish(),
  sources: z.array(z.string()).nullish(),
});

interface ReplayOptions {
  since?: string;
  days: string;
  format: 'brief' | Face;
}

/**
 * `subthreshold replay FILE`: the past run again, from a file of articles in the order of their dates: each is classified
 * and placed, and each day's digest is made from what was known by its end. Nothing is stored; to see what a change of
 * rules does to the digests, run it before and after.
 */
export async function replayCommand(file: string, { since, days, format }: ReplayOptions): Promise<void> {
  const { timezone: zone } = readSettings();
  const classifier = readClassifier();
  const index = new IncidentIndex();
  const articles = new Map<string, Article>();
  const numbers = new Map<string, number>();
  const earlier: DigestIncident[] = [];
  const dayOf = (iso: string) => DateTime.fromISO(iso, { zone }).toISODate() as string;
  let left = Number(days);
  let day: string | undefined;
  let read = 0;

  const tell = () => {
    if (!day || left <= 0 || (since && day < since)) return;
    left--;
    const incidents = incidentsOn(day);
    const digest = buildDigest({
      period: { kind: 'day', from: day, zone },
      generatedAt: DateTime.fromISO(day, { zone }).plus({ days: 1, hours: 6 }).toISO() as string,
      ruleSet: classifier.version,
      incidents,
      earlier: earlier.map(({ id, title, firstSeen, threats, affected, locations }) => ({
        ...{ id, title, day: dayOf(firstSeen), threats, affected, locations },
      })),
      since: earlier[0] ? dayOf(earlier[0].firstSeen) : null,
      corrections: [],
      reading: { feeds: 1, feedsFailing: 0, items: read, articles: read },
    });
    if (format === 'brief')
      console.log(
        [
          digest.title,
          ...digest.brief.map(({ text, incidents: n }) => `- ${text}${n.length > 0 ? ` [${n}]` : ''}`),
          '',
        ].join('\n'),
      );
    else process.stdout.write(FACES[format].render(digest));
  };

  const incidentsOn = (of: string): DigestIncident[] =>
    [...numbers]
      .map(([key, id]) =>
        digestIncident(
          id,
          index.articlesOf(key).flatMap((article) => articles.get(article) ?? []),
        ),
      )
      .filter(({ firstSeen }) => dayOf(firstSeen) === of);

  for await (const { record, id, error } of readLines(file, replayLine)) {
    if (!record) {
      console.error(`${id ?? 'a line'}: ${error}`);
      continue;
    }
    const today = dayOf(record.published);
    if (day && today < day)
      throw new Error(`${record.id}: ${today} comes after ${day}: the file must be in the order of its dates`);
    if (today !== day) {
      tell();
      if (day) earlier.push(...incidentsOn(day));
      if (left <= 0) return;
      day = today;
      read = 0;
    }
    read++;
    const article = { text: record.text, title: record.title ?? '', published: record.published };
    const classification = classifier.classify(article);
    if (classification.flag === 'none') continue;
    const key = String(record.id);
    const signature = articleSignature({ id: key, ...article, classification });
    const { incident, duplicate, nearest } = index.place(signature);
    if (!numbers.has(incident)) numbers.set(incident, numbers.size + 1);
    const outlet = record.sources?.[0] ?? 'unnamed';
    articles.set(key, {
      ...{ id: key, ...article, classification, feed: outlet, outlet, reliability: 'C', seen: record.published },
      copyOf: duplicate ? nearest : null,
      url: record.url ?? undefined,
      severity: severityFor(article, classification),
    });
  }
  tell();
}

const severityFor = ({ title, text }: { title: string; text: string }, classification: Classification) =>
  severityOf({ ...classification, title, summary: '', articles: [{ title, text, evidence: classification.evidence }] })
    .level;

function digestIncident(id: number, articles: readonly Article[]): DigestIncident {
  const incident = incidentOf(articles);
  const best = articles.find(({ id: one }) => one === incident.sources[0]?.article)?.classification;
  return {
    ...incident,
    id,
    summary: incident.summary.text,
    priority: priorityOf(incident),
    state: 'new',
    roles: best?.roles ?? {},
    acts: best?.acts ?? [],
    attributions: best?.attributions ?? [],
    articles: articles.map(({ title, url, outlet, reliability, published, seen, text, classification }) => ({
      ...{ title, url: url ?? null, source: outlet, reliability, published: published ?? seen, text },
      evidence: classification.evidence,
    })),
  };
}

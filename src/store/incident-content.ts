import { severityOf } from '../digest/severity.ts';
import type { Article as Report } from '../incidents/article.ts';
import { incidentOf } from '../incidents/incident.ts';
import { priorityOf } from '../incidents/priority.ts';
import type { NewArticle, SourcedArticle } from './articles.ts';
import type { IncidentContent } from './incidents.ts';

/** An article, kept or about to be, with its source. */
type Told = NewArticle & Pick<SourcedArticle, 'feedId' | 'source' | 'reliability' | 'copyOf'>;

/** What articles make of their incident. */
export function contentOf(articles: readonly Told[]): IncidentContent {
  const incident = incidentOf(articles.map(reportOf));
  const { title, flag, score, severity, threats, actors, affected, locations, cues, patterns } = incident;
  return {
    title,
    summary: incident.summary.text,
    flag,
    score,
    priority: priorityOf(incident),
    severity,
    firstSeen: new Date(incident.firstSeen),
    lastSeen: new Date(incident.lastSeen),
    threats,
    actors,
    affected,
    locations,
    cues,
    patterns,
  };
}

function reportOf(article: Told): Report {
  const { title, text, classification, flag } = article;
  return {
    id: article.itemKey,
    title,
    text,
    url: article.url ?? undefined,
    published: article.publishedAt.toISOString(),
    seen: article.readAt.toISOString(),
    feed: article.feedId,
    outlet: article.source,
    reliability: article.reliability as Report['reliability'],
    classification,
    severity: severityOf({
      title,
      summary: '',
      flag,
      threats: classification.threats,
      cues: classification.cues,
      acts: classification.acts,
      articles: [{ title, text, evidence: classification.evidence }],
    }).level,
    copyOf: article.copyOf,
  };
}

import { timeLabel } from '../digest/period.ts';
import { renderHtml } from '../digest/render/html.ts';
import { html, type SafeHtml } from '../digest/render/safe-html.ts';
import { safeUrl } from '../digest/render/safe-url.ts';
import { renderText } from '../digest/render/text.ts';
import { oneLine, shorten } from '../digest/sentences.ts';
import type { Digest, DigestPeriod } from '../digest/types.ts';
import { countryName, listed, stateName, threatName } from '../digest/words.ts';
import type { ExportedIncident } from './export/incident.ts';

/** What is delivered, in every form that a way of delivery may want. Plain JSON, kept with the delivery. */
export interface Message {
  kind: 'digest' | 'alert';
  title: string;
  text: string;
  html: string;
  /** the same for programs */
  data: unknown;
}

export function digestMessage(digest: Digest): Message {
  return { kind: 'digest', title: digest.title, text: renderText(digest), html: renderHtml(digest), data: digest };
}

/** A feed that the operator should look at. */
export interface FeedTrouble {
  id: string;
  title: string;
  state: string;
  message: string;
  advice: string | null;
}

/** How times are written; `language`: see `DigestPeriod`. */
type Times = Pick<DigestPeriod, 'zone' | 'language'>;

const LONGEST_TITLE = 120;

/** One message about incidents and feeds, times in a zone and language. */
export function alertMessage(
  incidents: readonly ExportedIncident[],
  feeds: readonly FeedTrouble[],
  times: Times,
): Message {
  const entries = [...incidents.map((incident) => incidentEntry(incident, times)), ...feeds.map(feedEntry)];
  const [first] = entries;
  const title =
    entries.length === 1 && first
      ? first.title
      : listed([
          ...(incidents.length > 0 ? [`${incidents.length} incident${incidents.length > 1 ? 's' : ''}`] : []),
          ...(feeds.length > 0 ? [`${feeds.length} feed${feeds.length > 1 ? 's' : ''} in trouble`] : []),
        ]);
  return {
    kind: 'alert',
    title: `Alert: ${shorten(title, LONGEST_TITLE)}`,
    text: `${entries.map(({ title: name, lines, url }) => [name, ...lines, url].filter(Boolean).join('\n')).join('\n\n')}\n`,
    html: html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 1em auto; padding: 0 1em">
${entries.map(entryHtml)}
</body></html>`.markup,
    data: { incidents, feeds },
  };
}

interface Entry {
  title: string;
  lines: string[];
  url: string | null;
}

function incidentEntry(incident: ExportedIncident, { zone, language }: Times): Entry {
  const { title, summary, flag, score, severity, state, threats, affected, firstSeen, sources } = incident;
  return {
    title: oneLine(title) || `Incident ${incident.id}`,
    lines: [
      oneLine(summary),
      [
        flag === 'above' ? 'ABOVE THE THRESHOLD' : `probability ${score.toFixed(2)}`,
        `severity ${severity} of 5`,
        threats.map(threatName).join(', '),
        affected.map(countryName).join(', '),
        stateName(state),
        timeLabel(firstSeen, zone, language),
      ]
        .filter(Boolean)
        .join(' · '),
      `Sources: ${sources.map(({ source, reliability }) => `${oneLine(source)} (${reliability})`).join(', ')}`,
    ].filter(Boolean),
    url: sources.map(({ url }) => safeUrl(url)).find((url) => url !== null) ?? null,
  };
}

const feedEntry = ({ title, id, state, message, advice }: FeedTrouble): Entry => ({
  title: `Feed ${state}: ${oneLine(title)} (${id})`,
  lines: [message, ...(advice ? [advice] : [])],
  url: null,
});

const entryHtml = ({ title, lines, url }: Entry): SafeHtml =>
  html`<h2 style="font-size: 1.15em">${url ? html`<a href="${url}">${title}</a>` : title}</h2>
${lines.map((line) => html`<p>${line}</p>`)}`;

import { html, type SafeHtml } from '../../digest/render/safe-html.ts';
import { threatName } from '../../digest/words.ts';
import type { Incident } from '../../store/incidents.ts';
import type { ReviewState } from '../../store/schema.ts';
import { inWords, placeName, when } from './words.ts';

const STATES: readonly ReviewState[] = ['new', 'in-review', 'escalated', 'confirmed', 'dismissed'];

/** The queue: what waits for an analyst, the heaviest first. */
export function queuePage(
  incidents: readonly Incident[],
  counts: Partial<Record<ReviewState, number>>,
  shown: readonly ReviewState[],
  zone: string,
): SafeHtml {
  const open = shown.length > 1;
  return html`<h1>Queue</h1>
<nav class="states" aria-label="States of review">
<a href="/"${open ? html` aria-current="true"` : ''}>open <b>${(counts.new ?? 0) + (counts['in-review'] ?? 0)}</b></a>
${STATES.slice(2).map(
  (state) =>
    html`<a href="/?state=${state}"${!open && shown[0] === state ? html` aria-current="true"` : ''}>${state} <b>${counts[state] ?? 0}</b></a>`,
)}
</nav>
${
  incidents.length === 0
    ? html`<p class="empty">${open ? 'Nothing waits for review. New flags appear here as feeds are read.' : `No incident is ${shown[0]}.`}</p>`
    : html`<ol class="queue">${incidents.map((incident) => row(incident, zone))}</ol>`
}`;
}

function row(incident: Incident, zone: string): SafeHtml {
  return html`<li>
<a class="row" href="/incidents/${incident.id}">
<span class="score ${incident.flag}" title="probability that it is below the threshold">${incident.flag === 'above' ? 'above' : incident.score.toFixed(2)}</span>
<span class="what"><span class="title">${incident.title}</span>
<span class="summary">${incident.summary}</span>
<span class="tags">${tags(incident)}</span></span>
<time datetime="${incident.lastSeen.toISOString()}">${when(incident.lastSeen, zone)}</time>
</a></li>`;
}

/** The tags of an incident as small labels, by kind. */
export function tags({
  threats,
  affected,
  actors,
  cues,
}: Pick<Incident, 'threats' | 'affected' | 'actors' | 'cues'>): SafeHtml {
  return html`${threats.map((id) => html`<span class="tag threat">${threatName(id)}</span>`)}
${affected.map((code) => html`<span class="tag location">${placeName(code)}</span>`)}
${actors.map((id) => html`<span class="tag actor">${id}</span>`)}
${cues.map((id) => html`<span class="tag cue">${inWords(id)}</span>`)}`;
}

import { html, type SafeHtml } from '../../digest/render/safe-html.ts';
import { threatName } from '../../digest/words.ts';
import type { SourcedArticle } from '../../store/articles.ts';
import type { IncidentFile } from '../../store/incidents.ts';
import { REASONS } from '../api.ts';
import { highlight, paragraphs } from './highlight.ts';
import { link } from './link.ts';
import { tags } from './queue-page.ts';
import { inWords, placeName, when } from './words.ts';

/** An incident: what it is, who is said to have done it, why it is flagged, its articles, and the decision on it. */
export function incidentPage(incident: IncidentFile, zone: string): SafeHtml {
  const best = incident.articles[0];
  return html`<p class="back"><a href="/">← Queue</a></p>
<h1>${incident.title}</h1>
<p class="tags">${tags(incident)}</p>
<div class="incident">
<div>
<p class="lead">${incident.summary}</p>
<h2>Why it is flagged</h2>
<p>${best?.classification.why ?? ''}</p>
<dl>
<dt>Flag</dt><dd><span class="score ${incident.flag}">${incident.flag}</span> with a probability of ${incident.score.toFixed(2)}</dd>
<dt>Patterns</dt><dd>${incident.patterns.length > 0 ? incident.patterns.join(', ') : 'none'}</dd>
<dt>What was done</dt><dd>${best ? occurrence(best) : ''}</dd>
<dt>Said to have done it</dt><dd>${best ? attribution(best) : ''}</dd>
<dt>Where</dt><dd>${incident.locations.map(placeName).join(', ') || 'not told'}</dd>
<dt>Seen</dt><dd>${when(incident.firstSeen, zone)}${+incident.firstSeen === +incident.lastSeen ? '' : html` to ${when(incident.lastSeen, zone)}`}</dd>
</dl>
${incident.articles.map((article) => articleSection(article, zone))}
</div>
<aside>
${decisionForm(incident)}
<h2>Decisions</h2>
${
  incident.reviews.length === 0
    ? html`<p class="empty">None yet.</p>`
    : html`<ol class="log">${incident.reviews.map(
        (review) => html`<li><b>${review.decision}</b>${review.reason ? html`: ${inWords(review.reason)}` : ''}
<span class="by">${review.by}, <time datetime="${review.at.toISOString()}">${when(review.at, zone)}</time></span>
${review.note ? html`<p class="note">${review.note}</p>` : ''}</li>`,
      )}</ol>`
}
</aside>
</div>`;
}

function occurrence({ classification }: SourcedArticle): SafeHtml | string {
  if (classification.acts.length === 0) return 'not told';
  return html`${classification.acts.map(
    ({ threat, status, target, place }) =>
      html`<div>${threatName(threat)}, ${status}${target ? html`, against ${target}` : ''}${place ? html`, ${placeName(place)}` : ''}</div>`,
  )}`;
}

function attribution({ classification }: SourcedArticle): SafeHtml | string {
  if (classification.attributions.length === 0) return 'nobody is named';
  return html`${classification.attributions.map(
    ({ actor, confidence, source, basis }) =>
      html`<div>${actor}, ${confidence} (${source})${basis ? html`: “${basis}”` : ''}</div>`,
  )}`;
}

function articleSection(article: SourcedArticle, zone: string): SafeHtml {
  const { evidence } = article.classification;
  const gates = [...new Set(evidence.filter(({ kind }) => kind === 'gate').map(({ rule }) => rule))];
  return html`<article>
<h2>${highlight(
    article.title,
    evidence.filter((e) => e.in === 'title'),
  )}</h2>
<p class="source">${link(article.url, article.source)} · reliability ${article.reliability} ·
<time datetime="${article.publishedAt.toISOString()}">${when(article.publishedAt, zone)}</time>${
    article.textFrom === 'feed'
      ? html` · text from the feed${article.pageError ? html` (${article.pageError})` : ''}`
      : ''
  }</p>
${gates.length > 0 ? html`<p class="gates">Gates that spoke: ${gates.join(', ')}</p>` : ''}
<div class="text">${paragraphs(
    article.text,
    evidence.filter((e) => e.in === 'text'),
  )}</div>
</article>`;
}

function decisionForm({ id, version, state }: IncidentFile): SafeHtml {
  return html`<form method="post" action="/incidents/${id}/decisions">
<h2>Decide</h2>
<p>Now: <b>${state}</b></p>
<input type="hidden" name="version" value="${version}">
<label>Note <textarea name="note" rows="3"></textarea></label>
<div class="buttons">
<button name="decision" value="confirm">Confirm</button>
<button name="decision" value="escalate">Escalate</button>
<button name="decision" value="note">Only note</button>
</div>
<label>Reason to dismiss <select name="reason">${REASONS.map(
    (reason) => html`<option value="${reason}">${inWords(reason)}</option>`,
  )}</select></label>
<button name="decision" value="dismiss">Dismiss</button>
</form>`;
}

import { html, type SafeHtml } from '../../digest/render/safe-html.ts';
import type { Feed } from '../../store/feeds.ts';
import { link } from './link.ts';
import { when } from './words.ts';

/** The feeds and their health, those with trouble first. */
export function feedsPage(feeds: readonly Feed[], zone: string): SafeHtml {
  const sorted = feeds.toSorted((a, b) => Number(b.error !== null) - Number(a.error !== null));
  return html`<h1>Feeds</h1>
<div class="wide"><table>
<thead><tr><th>Feed</th><th>Health</th><th>Last polled</th><th>Last new item</th><th>Reliability</th></tr></thead>
<tbody>${sorted.map(
    (feed) => html`<tr>
<td>${link(feed.url, feed.title)}<br><small>${feed.id} · ${feed.topics.join(', ')}</small></td>
<td>${health(feed, zone)}</td>
<td>${feed.lastPolledAt ? when(feed.lastPolledAt, zone) : 'not yet'}</td>
<td>${feed.lastNewItemAt ? when(feed.lastNewItemAt, zone) : 'none yet'}</td>
<td>${feed.reliability}</td>
</tr>`,
  )}</tbody></table></div>`;
}

function health(feed: Feed, zone: string): SafeHtml {
  if (!feed.enabled) return html`<span class="off">switched off</span>`;
  if (feed.error)
    return html`<span class="bad">${feed.error}</span>${feed.errorSince ? html`<br><small>since ${when(feed.errorSince, zone)}, ${feed.failures} polls</small>` : ''}`;
  return feed.lastOkAt ? html`<span class="good">well</span>` : html`<span class="off">not polled yet</span>`;
}

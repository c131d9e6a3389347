import { html, type SafeHtml } from '../../digest/render/safe-html.ts';
import type { FeedWithHealth } from '../../store/feeds.ts';
import { link } from './link.ts';
import { when } from './words.ts';

const TROUBLE = ['broken', 'gone', 'empty', 'silent'];

/** The feeds and their health, those with trouble first. */
export function feedsPage(feeds: readonly FeedWithHealth[], zone: string): SafeHtml {
  const trouble = ({ health }: FeedWithHealth) => Number(TROUBLE.includes(health.state));
  const sorted = feeds.toSorted((a, b) => trouble(b) - trouble(a));
  return html`<h1>Feeds</h1>
<div class="wide"><table>
<thead><tr><th>Feed</th><th>Health</th><th>Last polled</th><th>Last new item</th><th>Reliability</th></tr></thead>
<tbody>${sorted.map(
    (feed) => html`<tr>
<td>${link(feed.url, feed.title)}<br><small>${feed.id} · ${feed.topics.join(', ')}</small></td>
<td>${health(feed)}</td>
<td>${feed.lastPolledAt ? when(feed.lastPolledAt, zone) : 'not yet'}</td>
<td>${feed.lastNewItemAt ? when(feed.lastNewItemAt, zone) : 'none yet'}</td>
<td>${feed.reliability}</td>
</tr>`,
  )}</tbody></table></div>`;
}

function health({ enabled, health: { state, message, advice } }: FeedWithHealth): SafeHtml {
  if (!enabled) return html`<span class="off">switched off</span>`;
  const look = state === 'new' ? 'off' : TROUBLE.includes(state) ? 'bad' : 'good';
  return html`<span class="${look}">${message}</span>${advice ? html`<br><small>${advice}</small>` : ''}`;
}

import { createLogger } from '../config/logger.ts';
import { readSettings } from '../config/settings.ts';
import { type Client, connect } from './client.ts';
import { Progress } from './progress.ts';

/** What `/api/v1/status` says. */
export interface Status {
  feeds: { active: number; failing: number };
  items: { pending: number; read: number; failed: number; old: number };
  articles: { read: number; flagged: number };
  incidents: Record<string, number>;
}

/** `subthreshold fetch [FEED…]`: poll feeds now, and read what they bring. */
export async function fetchCommand(ids: readonly string[]): Promise<void> {
  const settings = readSettings();
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'fetch', { work: true });
  try {
    const { feeds, status } = await pollAndRead(client, ids);
    const { items, articles } = status;
    console.log(
      `${feeds} feeds polled, ${status.feeds.failing} failing; ${items.read} items read in all, ${articles.flagged} flagged, ${items.failed} could not be read`,
    );
  } finally {
    await client.close();
  }
}

/** Milliseconds between two looks at how far it has got. */
const LOOK = 500;

/** Has feeds polled (all when no ids are given) and waits until what they brought is read. */
export async function pollAndRead(
  client: Client,
  ids: readonly string[] = [],
): Promise<{ feeds: number; status: Status }> {
  const progress = new Progress();
  const asked = await client.post<{ feeds: string[]; since: string }>('/feeds/poll', ids.length > 0 ? { ids } : {});
  const wanted = new Set(asked.feeds);
  for (;;) {
    const status = await client.get<Status>('/status');
    const { feeds } = await client.get<{ feeds: { id: string; lastPolledAt: string | null }[] }>('/feeds');
    const polled = feeds.filter(
      ({ id, lastPolledAt }) => wanted.has(id) && lastPolledAt && lastPolledAt >= asked.since,
    );
    const { items, articles } = status;
    const known = items.read + items.pending;
    progress.show(
      (polled.length + items.read) / Math.max(1, wanted.size + known),
      `${polled.length} of ${wanted.size} feeds, ${items.read} of ${known} articles, ${articles.flagged} flagged`,
    );
    if (polled.length === wanted.size && items.pending === 0) {
      progress.end();
      return { feeds: wanted.size, status };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

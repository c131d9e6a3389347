import { Gauge, type Registry } from 'prom-client';
import { countArticlesByRuleSet } from '../store/articles.ts';
import { feedsWithHealth } from '../store/feeds.ts';
import { countIncidents } from '../store/incidents.ts';
import { countItems, oldestPending } from '../store/items.ts';
import type { DeskContext } from './context.ts';

/** What the store and the queues hold, counted at each scrape. */
export function addGauges(registry: Registry, { db, queues, now }: Pick<DeskContext, 'db' | 'queues' | 'now'>): void {
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    rows: () => Promise<[Record<L, string>, number][]>,
  ) => {
    new Gauge<L>({
      name: `subthreshold_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset();
        for (const [labels, value] of await rows()) this.set(labels, value);
      },
    });
  };
  gauge('queue_jobs', 'Jobs by queue and state', ['queue', 'state'], async () => {
    const counted = await Promise.all(
      (await queues()).map(async (queue) => [queue.name, await queue.getJobCounts()] as const),
    );
    return counted.flatMap(([queue, counts]) =>
      Object.entries(counts).map(([state, n]): [{ queue: string; state: string }, number] => [{ queue, state }, n]),
    );
  });
  gauge('items', 'Items by state', ['state'], async () =>
    Object.entries(await countItems(db)).map(([state, n]) => [{ state }, n]),
  );
  gauge('oldest_pending_seconds', 'Age of the oldest item that is still to be read', [], async () => {
    const oldest = await oldestPending(db);
    return [[{}, oldest ? (+now() - +oldest) / 1000 : 0]];
  });
  gauge('articles', 'Articles by the rule set that classified them, and flag', ['rule_set', 'flag'], async () =>
    (await countArticlesByRuleSet(db)).map(({ ruleSet, flag, n }) => [{ rule_set: ruleSet, flag }, n]),
  );
  gauge('incidents', 'Flagged incidents by state of review', ['state'], async () =>
    Object.entries(await countIncidents(db, null)).map(([state, n]) => [{ state }, n]),
  );
  gauge('feeds', 'Feeds by class (reliability of the source) and health', ['class', 'health'], async () => {
    const counts = new Map<string, [{ class: string; health: string }, number]>();
    for (const { reliability, enabled, health } of await feedsWithHealth(db, now())) {
      const labels = { class: reliability, health: enabled ? health.state : 'off' };
      const key = JSON.stringify(labels);
      counts.set(key, [labels, (counts.get(key)?.[1] ?? 0) + 1]);
    }
    return [...counts.values()];
  });
}

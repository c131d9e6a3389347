import type { Json } from '../desk/json.ts';
import type { ListedDelivery } from '../store/deliveries.ts';
import { pages } from './pages.ts';
import { withClient } from './with-client.ts';

/** `subthreshold deliveries`: what has left the house, and what could not; `--retry KEY` tries a failed one again. */
export async function deliveriesCommand({ json, limit, retry }: { json?: boolean; limit: string; retry?: string }) {
  await withClient('deliveries', async (client) => {
    if (retry) {
      await client.post(`/deliveries/${encodeURIComponent(retry)}/retry`, {});
      return console.log(`${retry} is tried again`);
    }
    const deliveries: Json<ListedDelivery>[] = [];
    for await (const page of pages<{ deliveries: typeof deliveries; next: string | null }>(client, '/deliveries', {
      limit: Number(limit),
    }))
      deliveries.push(...page.deliveries);
    if (json) return console.log(JSON.stringify({ deliveries }, null, 2));
    for (const { key, subscriber, title, state, attempts, error, createdAt, sentAt } of deliveries) {
      console.log(`${state.padEnd(7)} ${sentAt ?? createdAt}  ${subscriber}: ${title}`);
      if (error) console.log(`        ${key}, attempt ${attempts}: ${error}`);
    }
    if (deliveries.length === 0) console.log('Nothing has been delivered yet. deliveries.yaml says who gets what.');
  });
}

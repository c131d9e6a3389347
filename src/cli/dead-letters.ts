import type { Json } from '../desk/json.ts';
import type { Item } from '../store/items.ts';
import { pages } from './pages.ts';
import { withClient } from './with-client.ts';

/** `subthreshold dead-letters`: items that could not be read, with the reason; `--retry` reads them again. */
export async function deadLettersCommand({ retry, json }: { retry?: true | string; json?: boolean }): Promise<void> {
  await withClient('dead-letters', async (client) => {
    const items: Json<Item>[] = [];
    for await (const page of pages<{ items: Json<Item>[]; next: string | null }>(client, '/items'))
      items.push(...page.items);
    if (retry) {
      const again = retry === true ? items : items.filter(({ key }) => key === retry);
      for (const { key } of again) await client.post(`/items/${encodeURIComponent(key)}/retry`, {});
      console.log(`${again.length} of ${items.length} items will be read again`);
      return;
    }
    if (json) return console.log(JSON.stringify({ items }, null, 2));
    for (const { key, feedId, url, title, attempts, error } of items)
      console.log(`${key}  ${title}\n  ${feedId}, ${url ?? 'no address'}\n  ${error} (${attempts} attempts)\n`);
    if (items.length === 0) console.log('Everything could be read.');
  });
}

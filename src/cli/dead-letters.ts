import { createLogger } from '../config/logger.ts';
import { readSettings } from '../config/settings.ts';
import { connect } from './client.ts';

interface DeadLetter {
  key: string;
  feedId: string;
  url: string | null;
  title: string;
  attempts: number;
  error: string | null;
}

/** `subthreshold dead-letters`: items that could not be read, with the reason; `--retry` reads them again. */
export async function deadLettersCommand({ retry, json }: { retry?: true | string; json?: boolean }): Promise<void> {
  const settings = readSettings();
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'dead-letters');
  try {
    const { items } = await client.get<{ items: DeadLetter[] }>('/items?limit=1000');
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
  } finally {
    await client.close();
  }
}

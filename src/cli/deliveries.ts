import { createLogger } from '../config/logger.ts';
import { readSettings } from '../config/settings.ts';
import { connect } from './client.ts';

interface DeliveryJson {
  key: string;
  subscriber: string;
  kind: string;
  title: string;
  state: string;
  attempts: number;
  error: string | null;
  createdAt: string;
  sentAt: string | null;
}

/** `subthreshold deliveries`: what has left the house, and what could not; `--retry KEY` tries a failed one again. */
export async function deliveriesCommand({ json, limit, retry }: { json?: boolean; limit: string; retry?: string }) {
  const settings = readSettings();
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'deliveries');
  try {
    if (retry) {
      await client.post(`/deliveries/${encodeURIComponent(retry)}/retry`, {});
      return console.log(`${retry} is tried again`);
    }
    const query = new URLSearchParams({ limit });
    const { deliveries } = await client.get<{ deliveries: DeliveryJson[] }>(`/deliveries?${query}`);
    if (json) return console.log(JSON.stringify({ deliveries }, null, 2));
    for (const { key, subscriber, title, state, attempts, error, createdAt, sentAt } of deliveries) {
      console.log(`${state.padEnd(7)} ${sentAt ?? createdAt}  ${subscriber}: ${title}`);
      if (error) console.log(`        ${key}, attempt ${attempts}: ${error}`);
    }
    if (deliveries.length === 0) console.log('Nothing has been delivered yet. deliveries.yaml says who gets what.');
  } finally {
    await client.close();
  }
}

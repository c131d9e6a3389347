import { createHmac } from 'node:crypto';
import { Client } from 'undici';
import type { Subscriber } from '../config/deliveries.ts';
import type { FetchSettings } from '../config/settings.ts';
import { createAddressGuard } from '../ingest/http/address.ts';
import { createConnector, lookupAddresses } from '../ingest/http/connector.ts';
import { checkedUrl } from '../ingest/http/target.ts';
import type { Message } from './message.ts';
import { Undeliverable } from './undeliverable.ts';

type Webhook = Extract<Subscriber, { via: 'webhook' }>;

/** Answers that may be another one later; other refusals (4xx) are for good. */
const PASSING = new Set([408, 409, 425, 429]);
const LONGEST_ANSWER = 65_536;

/**
 * Posts a message to a webhook, signed by the "Standard Webhooks" specification, version 1: `webhook-id` names the
 * delivery, `webhook-signature` is the HMAC-SHA256 of id, timestamp and body. Goes to no address that the fetcher would
 * refuse, and follows no redirect.
 * @throws Undeliverable when it is refused for good
 */
export async function postWebhook(
  message: Message,
  { to, template }: Pick<Webhook, 'to' | 'template'>,
  key: string,
  secret: string,
  settings: FetchSettings,
): Promise<void> {
  const url = checkedUrl(to);
  const body = bodyOf(message, key, template);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const client = new Client(url.origin, {
    connect: createConnector(createAddressGuard(settings.allowAddresses), lookupAddresses, settings.timeouts.connect),
    headersTimeout: settings.timeouts.firstByte,
    bodyTimeout: settings.timeouts.firstByte,
    maxHeaderSize: settings.maxHeaderBytes,
  });
  try {
    const answer = await client.request({
      method: 'POST',
      path: url.pathname + url.search,
      body,
      headers: {
        'user-agent': settings.userAgent,
        'content-type': 'application/json',
        'webhook-id': key,
        'webhook-timestamp': timestamp,
        'webhook-signature': signature(secret, key, timestamp, body),
      },
      signal: AbortSignal.timeout(settings.timeouts.total),
    });
    const { statusCode: status } = answer;
    await answer.body.dump({ limit: LONGEST_ANSWER });
    if (status >= 200 && status < 300) return;
    const refusal = `${url.host} answered with status ${status}`;
    if (status < 500 && !PASSING.has(status)) throw new Undeliverable(refusal);
    throw new Error(refusal);
  } finally {
    await client.destroy();
  }
}

/** What `webhook-signature` holds. */
export function signature(secret: string, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/**
 * A request's body: all that is known as JSON, or the template with its `{{fields}}` filled in. Text is written as within
 * a JSON string, `data` as a JSON value.
 */
export function bodyOf(message: Message, id: string, template: string | undefined): string {
  const { kind, title, text, html, data } = message;
  if (template === undefined) return JSON.stringify({ id, kind, title, text, data });
  const fields: Record<string, string> = { id, kind, title, text, html };
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) =>
    name === 'data' ? JSON.stringify(data) : JSON.stringify(fields[name] ?? '').slice(1, -1),
  );
}

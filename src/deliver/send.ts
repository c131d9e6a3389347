import { join } from 'node:path';
import type { Deliveries, Subscriber } from '../config/deliveries.ts';
import type { FetchSettings } from '../config/settings.ts';
import type { Digest } from '../digest/types.ts';
import { writeDigest, writeWhole } from './files.ts';
import { sendMail } from './mail.ts';
import type { Message } from './message.ts';
import { Undeliverable } from './undeliverable.ts';
import { postWebhook } from './webhook.ts';

/**
 * Sends a message to a subscriber.
 * @param key names the delivery; the receiver knows by it what came twice
 * @throws Undeliverable when it is refused for good, any other error when it may be tried again
 */
export async function send(
  message: Message,
  to: Subscriber,
  key: string,
  { mail, secrets }: Pick<Deliveries, 'mail' | 'secrets'>,
  fetch: FetchSettings,
): Promise<void> {
  switch (to.via) {
    case 'mail':
      if (!mail) throw new Undeliverable('no mail server is configured');
      return sendMail(message, to.to, key, mail);
    case 'webhook': {
      const secret = secrets.get(to.id);
      if (!secret) throw new Undeliverable(`no key is configured for ${to.id}`);
      return postWebhook(message, to, key, secret, fetch);
    }
    case 'folder':
      if (message.kind === 'digest') writeDigest(to.to, message.data as Digest);
      else
        for (const face of ['text', 'html'] as const)
          writeWhole(join(to.to, `${key}.${face === 'text' ? 'txt' : face}`), message[face]);
  }
}

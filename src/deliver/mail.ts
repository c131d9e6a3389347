import { createTransport } from 'nodemailer';
import type { Deliveries } from '../config/deliveries.ts';
import type { Message } from './message.ts';
import { Undeliverable } from './undeliverable.ts';

const TIMEOUT = 30_000;

/**
 * Sends a message as mail, as HTML and plain text. Its Message-ID comes from the delivery's key, so that a mail sent
 * twice (the process died before it could note the first) is one to the receiver's server.
 * @throws Undeliverable when the server refuses receiver or text for good (5xx)
 */
export async function sendMail(
  { title, text, html }: Message,
  to: string,
  key: string,
  { from, server }: NonNullable<Deliveries['mail']>,
): Promise<void> {
  const transport = createTransport({
    url: server,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      ...{ from, to, subject: title, text, html },
      messageId: `<${key}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'subthreshold.invalid'}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    const { code, responseCode = 0, message } = error as Error & { code?: string; responseCode?: number };
    // A server that does not let us in (EAUTH, ETLS) may do so when its settings are put right.
    if (responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')) throw new Undeliverable(message);
    throw error;
  } finally {
    transport.close();
  }
}

import { createLogger } from '../config/logger.ts';
import { readSettings } from '../config/settings.ts';
import { type Client, connect } from './client.ts';

/**
 * Does something with the API, and closes it.
 * @param work whether workers are needed when no other process has any
 */
export async function withClient(
  command: string,
  use: (client: Client) => Promise<void>,
  { work = false }: { work?: boolean } = {},
): Promise<void> {
  const settings = readSettings();
  const client = await connect(settings, createLogger(settings, 'subthreshold'), command, { work });
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

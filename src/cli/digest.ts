import { createLogger } from '../config/logger.ts';
import { ConfigError } from '../config/read-yaml.ts';
import { readSettings } from '../config/settings.ts';
import { FACES, type Face } from '../deliver/faces.ts';
import type { Digest } from '../digest/types.ts';
import { lastWeek, yesterday } from '../workers/build-digest.ts';
import { connect } from './client.ts';

/** `subthreshold digest`: makes the digest of a day (yesterday) or week (the last one) and prints it. */
export async function digestCommand({
  date,
  week,
  format,
}: {
  date?: string;
  week?: boolean;
  format: string;
}): Promise<void> {
  const settings = readSettings();
  if (!Object.hasOwn(FACES, format))
    throw new ConfigError([
      {
        file: 'digest',
        line: undefined,
        key: '--format',
        message: `is "${format}"; allowed: ${Object.keys(FACES).join(', ')}`,
      },
    ]);
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'digest');
  try {
    const day = date ?? (week ? lastWeek : yesterday)(new Date(), settings.timezone);
    const { content } = await client.post<{ content: Digest }>('/digests', { day, kind: week ? 'week' : 'day' });
    process.stdout.write(FACES[format as Face].render(content));
  } finally {
    await client.close();
  }
}

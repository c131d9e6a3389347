import { createLogger } from '../config/logger.ts';
import { ConfigError } from '../config/read-yaml.ts';
import { readSettings } from '../config/settings.ts';
import { renderHtml } from '../digest/render/html.ts';
import { renderMarkdown } from '../digest/render/markdown.ts';
import type { Digest } from '../digest/types.ts';
import { yesterday } from '../workers/build-digest.ts';
import { connect } from './client.ts';

const FACES = {
  html: renderHtml,
  md: renderMarkdown,
  json: (digest: Digest) => JSON.stringify(digest, null, 2),
};

/** `subthreshold digest`: makes a day's digest (yesterday's when none is given) and prints it. */
export async function digestCommand({ date, format }: { date?: string; format: string }): Promise<void> {
  const settings = readSettings();
  if (!(format in FACES))
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
    const day = date ?? yesterday(new Date(), settings.timezone);
    const { content } = await client.post<{ content: Digest }>('/digests', { day });
    process.stdout.write(`${FACES[format as keyof typeof FACES](content)}\n`);
  } finally {
    await client.close();
  }
}

import { createWriteStream, existsSync, statSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createLogger } from '../config/logger.ts';
import { ConfigError } from '../config/read-yaml.ts';
import { EXPORT_FORMATS, readSettings } from '../config/settings.ts';
import type { MispEvent } from '../deliver/export/misp.ts';
import { writeMispFolder } from '../deliver/export/misp-folder.ts';
import { connect } from './client.ts';

interface ExportOptions {
  since?: string;
  until?: string;
  out?: string;
}

/**
 * `subthreshold export FORMAT`: flagged incidents for other tools, to standard output or a file; MISP also as the folder
 * of a static feed, where `--out` names one.
 */
export async function exportCommand(format: string, { since, until, out }: ExportOptions): Promise<void> {
  const settings = readSettings();
  if (!EXPORT_FORMATS.includes(format as (typeof EXPORT_FORMATS)[number]))
    throw new ConfigError([
      {
        file: 'export',
        line: undefined,
        key: '',
        message: `"${format}" is no format; allowed: ${EXPORT_FORMATS.join(', ')}`,
      },
    ]);
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'export');
  try {
    const query = new URLSearchParams({ ...(since ? { since } : {}), ...(until ? { until } : {}) });
    const document = await client.download(`/export/${format}?${query}`);
    if (out && isFolder(out)) {
      if (format !== 'misp')
        throw new ConfigError([
          { file: 'export', line: undefined, key: '--out', message: `${out} is a folder; only misp fills one` },
        ]);
      const { response } = (await json(document)) as { response: { Event: MispEvent }[] };
      writeMispFolder(
        out,
        response.map(({ Event }) => Event),
      );
    } else await pipeline(document, out ? createWriteStream(out) : process.stdout, { end: out !== undefined });
  } finally {
    await client.close();
  }
}

const isFolder = (path: string) => path.endsWith('/') || (existsSync(path) && statSync(path).isDirectory());

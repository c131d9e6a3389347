import type { EXPORT_FORMATS } from '../../config/settings.ts';
import { csvOf } from './csv.ts';
import { geoJsonOf } from './geojson.ts';
import type { ExportedIncident } from './incident.ts';
import { jsonLinesOf } from './jsonl.ts';
import { mispEventsOf } from './misp.ts';
import type { Sender } from './sender.ts';
import { stixBundleOf } from './stix.ts';

export type Format = (typeof EXPORT_FORMATS)[number];

interface Writer {
  mediaType: string;
  /** the ending of a file's name */
  extension: string;
  write(incidents: AsyncIterable<ExportedIncident>, sender: Sender): AsyncGenerator<string>;
}

/** How each format is written. */
export const WRITERS: Readonly<Record<Format, Writer>> = {
  stix: { mediaType: 'application/stix+json;version=2.1', extension: 'stix.json', write: stixBundleOf },
  misp: { mediaType: 'application/json', extension: 'misp.json', write: mispEventsOf },
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', write: csvOf },
  jsonl: { mediaType: 'application/jsonl', extension: 'jsonl', write: jsonLinesOf },
  geojson: { mediaType: 'application/geo+json', extension: 'geojson', write: geoJsonOf },
};

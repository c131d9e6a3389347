import { createReadStream } from 'node:fs';
import { createLogger } from '../config/logger.ts';
import { readSettings } from '../config/settings.ts';
import { type PastIncident, readPastIncidents } from '../deliver/import/past-incident.ts';
import { connect } from './client.ts';

const BATCH = 200;

/** `subthreshold import FILE`: takes over past incidents with their sources from CSV or JSON Lines. */
export async function importCommand(file: string, { format }: { format?: 'csv' | 'jsonl' }): Promise<void> {
  const settings = readSettings();
  const client = await connect(settings, createLogger(settings, 'subthreshold'), 'import');
  const total = { imported: 0, known: 0, bad: 0 };
  try {
    let batch: PastIncident[] = [];
    const send = async () => {
      if (batch.length === 0) return;
      const { imported, known } = await client.post<{ imported: number; known: number }>('/import', {
        incidents: batch,
      });
      total.imported += imported;
      total.known += known;
      batch = [];
    };
    for await (const read of readPastIncidents(
      createReadStream(file),
      format ?? (/\.csv$/i.test(file) ? 'csv' : 'jsonl'),
    )) {
      if ('error' in read) {
        total.bad++;
        console.error(`${file}:${read.line}: ${read.error}`);
      } else batch.push(read.incident);
      if (batch.length === BATCH) await send();
    }
    await send();
  } finally {
    await client.close();
  }
  console.log(`${total.imported} imported, ${total.known} already there, ${total.bad} could not be used`);
  if (total.bad > 0) process.exitCode = 1;
}

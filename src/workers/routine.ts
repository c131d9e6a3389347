import { createWriteStream, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WRITERS } from '../deliver/export/formats.ts';
import { exportIncident } from '../deliver/export/incident.ts';
import { type MispEvent, mispEvent } from '../deliver/export/misp.ts';
import { writeMispFolder } from '../deliver/export/misp-folder.ts';
import type { Sender } from '../deliver/export/sender.ts';
import { STRANGER } from '../store/blind.ts';
import { vacuum } from '../store/database.ts';
import { incidentsToTell } from '../store/incidents.ts';
import { installationId } from '../store/installation.ts';
import { type Bounds, clearAway } from '../store/retention.ts';
import type { WorkerContext } from './context.ts';
import { prepareDeliveries } from './deliver.ts';
import type { Jobs } from './queues.ts';

const DAY_MS = 86_400_000;

/** Does what comes round. */
export async function routine(context: WorkerContext, what: Jobs['routine']['what']): Promise<void> {
  switch (what) {
    case 'deliveries':
      return prepareDeliveries(context);
    case 'exports':
      return writeExports(context);
    case 'retention':
      return applyRetention(context);
  }
}

type Context = Pick<WorkerContext, 'settings' | 'db' | 'log' | 'now'>;

/** Writes the last days' incidents to the folder exports, in each format; as MISP a static feed in a folder of its own. */
export async function writeExports({ settings, db, log, now }: Context): Promise<void> {
  const { organisation, tlp, formats, days } = settings.export;
  const sender: Sender = { installation: await installationId(db), organisation, tlp };
  const since = new Date(+now() - days * DAY_MS);
  const incidents = async function* () {
    for await (const file of incidentsToTell(db, STRANGER, since)) yield exportIncident(file);
  };
  const folder = join(settings.dataDir, 'exports');
  mkdirSync(folder, { recursive: true });
  for (const format of formats) {
    if (format === 'misp') {
      const events: MispEvent[] = [];
      for await (const incident of incidents()) events.push(mispEvent(incident, sender));
      writeMispFolder(join(folder, 'misp'), events);
      continue;
    }
    const { extension, write } = WRITERS[format];
    const path = join(folder, `incidents.${extension}`);
    await pipeline(Readable.from(write(incidents(), sender)), createWriteStream(`${path}.new`));
    renameSync(`${path}.new`, path);
  }
  log.info({ folder, formats }, 'exports written');
}

/** Takes away what the settings keep no longer, and tidies the embedded store. */
export async function applyRetention({ settings, db, log, now }: Context): Promise<void> {
  const before = (kept: number | null) => (kept === null ? null : new Date(+now() - kept));
  const { texts, unflagged, incidents, digests, deliveries, audit } = settings.retention;
  const bounds: Bounds = {
    texts: before(texts),
    unflagged: before(unflagged),
    incidents: before(incidents),
    digests: before(digests),
    deliveries: before(deliveries),
    audit: before(audit),
  };
  log.info(await clearAway(db, bounds), 'what had had its time is cleared away');
  if (!settings.database.url) await vacuum(db);
}

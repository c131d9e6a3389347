import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../../src/store/database.ts';
import { openQueues } from '../../src/workers/queues.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** a data folder whose database is made and migrated: a new one takes seconds, a copy does not */
    template: string;
  }
}

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-template-'));
  const database = await openEmbedded(folder);
  const queues = await openQueues({ postgres: database.queuePool }, pino({ level: 'silent' }));
  await queues.close();
  await database.close();
  project.provide('template', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

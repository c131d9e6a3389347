import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { openServer } from '../../src/store/database.ts';
import { openQueues } from '../../src/workers/queues.ts';
import { startPostgres } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** the backends that the suites run on in this project */
    backend: 'embedded' | 'postgres' | 'redis';
    /** a PostgreSQL server whose database `subthreshold_template` is made and migrated; null on the embedded store */
    postgres: string | null;
  }
}

export default async function setup(project: TestProject) {
  const server = await startPostgres();
  const admin = new pg.Client(server.url);
  await admin.connect();
  await admin.query('create database subthreshold_template');
  await admin.end();
  const log = pino({ level: 'silent' });
  const database = await openServer(server.url.replace(/[^/]*$/, 'subthreshold_template'), log);
  const queues = await openQueues({ postgres: database.queuePool }, log);
  await queues.close();
  await database.close();
  project.provide('postgres', server.url);
  return () => server.stop();
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { saveArticle } from '../../src/store/articles.ts';
import { writeExports } from '../../src/workers/routine.ts';
import { useDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/folders.ts';
import { article, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();

test('by schedule the last days’ incidents are written in every format, and anew each time', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await saveArticle(db, article(), async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
  const context = {
    ...{ settings: { ...readSettings({}), dataDir: temporaryFolder() }, db },
    ...{ log: pino({ level: 'silent' }), now: () => NOW },
  };
  const folder = join(context.settings.dataDir, 'exports');
  await writeExports(context);
  const files = ['incidents.csv', 'incidents.geojson', 'incidents.jsonl', 'incidents.stix.json', 'misp'];
  expect(readdirSync(folder).sort()).toEqual(files);
  expect(readdirSync(join(folder, 'misp'))).toHaveLength(3);
  for (const file of files.slice(0, 4)) expect(readFileSync(join(folder, file), 'utf8')).toContain('Tulcea');
  await writeExports({ ...context, now: () => new Date(+NOW + 40 * 86_400_000) });
  expect(readFileSync(join(folder, 'incidents.jsonl'), 'utf8')).toBe('');
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { saveArticle } from '../../src/store/articles.ts';
import { decide } from '../../src/store/decisions.ts';
import { setOpinionRule } from '../../src/store/second-opinions.ts';
import { writeExports } from '../../src/workers/routine.ts';
import { useDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/folders.ts';
import { article, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();

test('a file written by schedule tells a dismissal once its second opinion is given', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await saveArticle(db, article(), async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
  await setOpinionRule(db, { share: 100, escalations: false });
  const settings = { ...readSettings({}), dataDir: temporaryFolder() };
  const written = async () => {
    await writeExports({ settings, db, log: pino({ level: 'silent' }), now: () => NOW });
    const read = (file: string) => readFileSync(join(settings.dataDir, 'exports', file), 'utf8');
    const { objects } = JSON.parse(read('incidents.stix.json'));
    return {
      state: JSON.parse(read('incidents.jsonl')).state,
      revoked: objects.some(({ type, revoked }: Record<string, unknown>) => type === 'report' && revoked === true),
    };
  };
  await decide(db, id, { decision: 'dismiss', reason: 'not-hostile', by: 'ana', at: NOW });
  expect(await written()).toEqual({ state: 'in-review', revoked: false });
  await decide(db, id, { decision: 'dismiss', reason: 'not-hostile', blind: true, by: 'ben', at: NOW });
  expect(await written()).toEqual({ state: 'dismissed', revoked: true });
});

test('what was dismissed after its days in the files were over is told in them all the same', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await saveArticle(db, article(), async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
  const settings = { ...readSettings({}), dataDir: temporaryFolder() };
  const folder = join(settings.dataDir, 'exports');
  const write = (now: Date) => writeExports({ settings, db, log: pino({ level: 'silent' }), now: () => now });
  await write(NOW);
  const later = new Date(+NOW + 40 * 86_400_000);
  await decide(db, id, { decision: 'dismiss', reason: 'not-hostile', by: 'ana', at: later });
  await write(new Date(+later + 3_600_000));
  expect(JSON.parse(readFileSync(join(folder, 'incidents.jsonl'), 'utf8'))).toMatchObject({ id, state: 'dismissed' });
  const [event] = Object.values(JSON.parse(readFileSync(join(folder, 'misp', 'manifest.json'), 'utf8')));
  expect(event).toMatchObject({ info: '[withdrawn] Drone debris found near Tulcea' });
});

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

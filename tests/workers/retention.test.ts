import { eq, sql } from 'drizzle-orm';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import { type Article, articlesOf, saveArticle } from '../../src/store/articles.ts';
import { auditPage, keepAudit } from '../../src/store/audit.ts';
import { decide } from '../../src/store/decisions.ts';
import { createDelivery, findDelivery, recordSent } from '../../src/store/deliveries.ts';
import { createIncident, incidentFile } from '../../src/store/incidents.ts';
import { findItem, saveItems } from '../../src/store/items.ts';
import { articles } from '../../src/store/schema.ts';
import { applyRetention } from '../../src/workers/routine.ts';
import { useDatabase } from '../support/database.ts';
import { article, incident, item, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();
const DAY = 86_400_000;

async function after(days: number, retention: Partial<Settings['retention']> = {}): Promise<void> {
  const settings = readSettings({});
  await applyRetention({
    settings: { ...settings, retention: { ...settings.retention, ...retention } },
    db: database().db,
    log: pino({ level: 'silent' }),
    now: () => new Date(+NOW + days * DAY),
  });
}

const place = (incidentId: number | null) => async () => ({
  incidentId,
  signature: null,
  placement: null,
  copyOf: null,
});

/** An incident with a reviewed article, and an article that was not flagged. */
async function aDesk(): Promise<number> {
  const { db } = database();
  const id = await withIncident(db);
  await saveArticle(db, article(), place(id));
  await decide(db, id, { decision: 'confirm', note: 'asked the ministry', by: 'ana', at: NOW });
  const other = { key: 'b2', url: 'https://danubewire.example/2', guid: 'dw-2' };
  await saveItems(db, [item({ ...other, names: ['url:danubewire.example/2'] })], NOW);
  await saveArticle(db, article({ itemKey: 'b2', url: other.url, flag: 'none' }), place(null));
  return id;
}

const kept = async (key: string): Promise<Article | undefined> =>
  (await database().db.select().from(articles).where(eq(articles.itemKey, key)))[0];

test('nothing goes before its time', async () => {
  const id = await aDesk();
  await after(89);
  expect(await kept('a1')).toMatchObject({ text: expect.stringContaining('Debris') });
  expect(await kept('b2')).toBeDefined();
  expect((await incidentFile(database().db, id, null))?.reviews).toHaveLength(1);
});

test('an article that was not flagged goes, and is not read again when its feed still has it', async () => {
  const { db } = database();
  await aDesk();
  await after(91);
  expect(await kept('b2')).toBeUndefined();
  expect(await findItem(db, 'b2')).toMatchObject({ state: 'read', feedText: null });
  expect(await saveItems(db, [item({ key: 'b2', names: ['url:danubewire.example/2'] })], NOW)).toEqual([]);
  expect(await kept('a1')).toBeDefined();
});

test('after a year the text of an incident’s article goes; title, link, tags and decisions stay', async () => {
  const id = await aDesk();
  await after(366);
  expect(await kept('a1')).toMatchObject({
    ...{ text: '', title: 'Drone debris found near Tulcea', url: 'https://danubewire.example/1' },
    classification: { threats: ['territorial-strike'], evidence: [] },
  });
  const file = await incidentFile(database().db, id, null);
  expect(file).toMatchObject({
    state: 'confirmed',
    articles: [{ itemKey: 'a1' }],
    reviews: [{ note: 'asked the ministry' }],
  });
});

test('incidents go with articles and decisions where the settings say so, and nothing else can delete a decision', async () => {
  const { db } = database();
  const id = await aDesk();
  await expect(db.execute(sql`delete from subthreshold.reviews`)).rejects.toThrow();
  await after(1_000, { incidents: 999 * DAY });
  expect(await incidentFile(db, id, null)).toBeUndefined();
  expect(await articlesOf(db, id)).toEqual([]);
  const next = await createIncident(db, incident(), NOW);
  await decide(db, next, { decision: 'confirm', by: 'ana', at: NOW });
  await expect(db.execute(sql`delete from subthreshold.reviews`)).rejects.toThrow();
});

test('what was sent goes after a while, what is still to be sent never', async () => {
  const { db } = database();
  const delivery = { subscriber: 'night', kind: 'digest' as const, title: 't', content: {}, createdAt: NOW };
  const [sent, waiting] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
  for (const key of [sent, waiting]) await createDelivery(db, { ...delivery, key });
  await recordSent(db, sent, NOW);
  await after(91);
  expect(await findDelivery(db, sent)).toBeUndefined();
  expect(await findDelivery(db, waiting)).toBeDefined();
});

test('entries of the audit log go after two years, and by nothing but their age', async () => {
  const { db } = database();
  const entry = { by: 'ana', via: 'session', address: '192.0.2.9', action: 'Log in', request: 'POST /', detail: null };
  for (let n = 0; n < 1_100; n++) await keepAudit(db, { ...entry, at: NOW });
  await keepAudit(db, { ...entry, at: new Date(+NOW + DAY) });
  await after(730);
  expect((await auditPage(db, {}, { limit: 2_000 })).rows).toHaveLength(1_101);
  await after(731);
  expect((await auditPage(db, {}, { limit: 2_000 })).rows).toMatchObject([{ at: new Date(+NOW + DAY) }]);
  await after(9_999, { audit: null });
  expect((await auditPage(db, {}, { limit: 2_000 })).rows).toHaveLength(1);
  await expect(db.execute(sql`delete from subthreshold.audit`)).rejects.toThrow();
});

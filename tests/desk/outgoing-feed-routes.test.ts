import RssParser from 'rss-parser';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { parseFeed } from '../../src/ingest/feed/parse-feed.ts';
import { saveArticle } from '../../src/store/articles.ts';
import { decide } from '../../src/store/decisions.ts';
import { makeDigest } from '../../src/workers/build-digest.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { loggedIn } from '../support/login.ts';
import { article, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();
const settings = readSettings({});

async function flagged(title: string): Promise<number> {
  const { db } = database();
  const id = await withIncident(db, { title });
  await saveArticle(db, article({ title }), async () => ({
    incidentId: id,
    signature: null,
    placement: null,
    copyOf: null,
  }));
  return id;
}

const HOSTILE = 'Drone <b>debris</b> & "mines" ]]> \u0001 near Tulcea';

test('a feed reader reads flagged incidents from our Atom, with what they are about and where they come from', async () => {
  const id = await flagged(HOSTILE);
  const app = await openDesk(database().db);
  const answer = await app.inject({ url: '/feeds/incidents.atom', headers: await loggedIn(database().db, 'viewer') });
  expect(answer.headers['content-type']).toContain('application/atom+xml');
  const feed = await new RssParser().parseString(answer.body);
  expect(feed.title).toBe('Subthreshold: flagged incidents');
  expect(feed.items).toMatchObject([
    {
      title: 'Drone <b>debris</b> & "mines" ]]> near Tulcea',
      link: `http://127.0.0.1:8642/incidents/${id}`,
      isoDate: NOW.toISOString(),
    },
  ]);
});

test.each(['atom', 'json'])('our own parser reads incidents and digests as %s', async (kind) => {
  await flagged('Drone debris found near Tulcea');
  await makeDigest(
    { settings, db: database().db, now: () => NOW, rules: { hash: 'test' } },
    { kind: 'day', day: '2026-03-04' },
  );
  const app = await openDesk(database().db);
  for (const name of ['incidents', 'digests']) {
    const { rawPayload, headers } = await app.inject({
      url: `/feeds/${name}.${kind}`,
      headers: await loggedIn(database().db, 'viewer'),
    });
    const parsed = await parseFeed(rawPayload, {
      contentType: String(headers['content-type']),
      url: 'http://127.0.0.1:8642/',
    });
    expect(parsed).toMatchObject({ ok: true, feed: { self: `http://127.0.0.1:8642/feeds/${name}.${kind}` } });
    expect(parsed.items).toHaveLength(1);
    expect(parsed.items[0]?.id).toMatch(/^urn:uuid:/);
    expect(parsed.items[0]?.text).toContain(name === 'digests' ? 'Incidents by weight' : 'Danube');
  }
});

test('an entry keeps its id when the incident changes, and goes when it is dismissed', async () => {
  const id = await flagged('Drone debris found near Tulcea');
  const app = await openDesk(database().db);
  const items = async () =>
    (await app.inject({ url: '/feeds/incidents.json', headers: await loggedIn(database().db, 'viewer') })).json().items;
  const [before] = await items();
  const { db } = database();
  await decide(db, id, { decision: 'confirm', by: 'ana', at: new Date(+NOW + 60_000) });
  const [after] = await items();
  expect(after.id).toBe(before.id);
  expect(after.date_modified).not.toBe(before.date_modified);
  await decide(db, id, { decision: 'dismiss', reason: 'duplicate', by: 'ana', at: new Date(+NOW + 120_000) });
  expect(await items()).toEqual([]);
});

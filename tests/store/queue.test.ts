import { expect, test } from 'vitest';
import { saveArticle } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { parseSearch, withMembers } from '../../src/store/filter.ts';
import { createIncident, type IncidentContent } from '../../src/store/incidents.ts';
import { saveItems } from '../../src/store/items.ts';
import { changesSince, countFacets, mapPoints, queue } from '../../src/store/queue.ts';
import { MARK, searchArticles } from '../../src/store/search-articles.ts';
import { useDatabase } from '../support/database.ts';
import { article, classification, incident, item, NOW, withFeed } from '../support/records.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const PACTS = [
  { id: 'nato', members: ['RO', 'PL'] },
  { id: 'anzus', members: ['AU', 'NZ'] },
];

const PLACE = { start: 0, end: 6, name: 'Tulcea', country: 'RO', lat: 45.18, lon: 28.8, kind: 'city' };

/** An incident with one article. */
async function report(
  db: Database,
  key: string,
  text: string,
  over: Partial<IncidentContent> = {},
  flagged = true,
): Promise<number | null> {
  await saveItems(db, [item({ key, guid: key, url: `https://danubewire.example/${key}` })], NOW);
  const id = flagged ? await createIncident(db, incident({ title: key, ...over }), NOW) : null;
  const { threats = ['territorial-strike'], affected = ['RO'], locations = ['RO', 'Tulcea'] } = over;
  await saveArticle(
    db,
    article({
      itemKey: key,
      title: key,
      text,
      flag: flagged ? 'below' : 'none',
      classification: classification({ threats, affected, locations, places: [PLACE] }),
    }),
    async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }),
  );
  return id;
}

const titles = async (db: Database, search: string) =>
  (await queue(db, parseSearch(search))).incidents.map(({ title }) => title).sort();

test('the queue narrows by words, phrases, exclusions and every field', async () => {
  const { db } = database();
  await withFeed(db);
  await report(db, 'cable', 'An anchor cut a fibre optic cable in the Gulf of Finland.', {
    threats: ['undersea-infrastructure'],
    affected: ['FI'],
    locations: ['FI', 'Gulf of Finland'],
    score: 0.7,
  });
  await report(db, 'drone', 'Drones fell near Tulcea during an exercise.', { flag: 'above' });
  expect(await titles(db, '')).toEqual(['cable', 'drone']);
  expect(await titles(db, '"fibre optic"')).toEqual(['cable']);
  expect(await titles(db, '"optic fibre"')).toEqual([]);
  expect(await titles(db, 'drone -exercise')).toEqual([]);
  expect(await titles(db, 'drone or anchor')).toEqual(['cable', 'drone']);
  expect(await titles(db, 'country:FI')).toEqual(['cable']);
  expect(await titles(db, '-country:FI')).toEqual(['drone']);
  expect(await titles(db, 'threat:territorial-strike,sabotage feed:danube-wire language:en')).toEqual(['drone']);
  expect(await titles(db, 'place:"Gulf of Finland"')).toEqual(['cable']);
  expect(await titles(db, 'flag:above')).toEqual(['drone']);
  expect(await titles(db, 'score:0.8')).toEqual(['drone']);
  expect(await titles(db, 'since:2026-03-05')).toEqual([]);
  expect(await titles(db, 'until:2026-03-04 assignee:nobody')).toEqual(['cable', 'drone']);
});

test.each(['priority', 'newest'] as const)(
  'pages by %s hold every incident once, also where new ones come in',
  async (order) => {
    const { db } = database();
    await withFeed(db);
    for (let i = 0; i < 25; i++)
      await createIncident(
        db,
        incident({
          title: `${i}`,
          priority: 1_000_000 * (i % 2) + 40.123 + (i % 3),
          lastSeen: new Date(+NOW + (i % 4)),
        }),
        NOW,
      );
    const seen: string[] = [];
    let after: Parameters<typeof queue>[2] = {};
    for (;;) {
      const page = await queue(db, { terms: [] }, { order, limit: 10, ...after });
      seen.push(...page.incidents.map(({ title }) => title));
      if (!page.next) break;
      after = { after: page.next };
      await createIncident(db, incident({ title: 'late', priority: 9e6, lastSeen: new Date(+NOW + 9) }), NOW);
    }
    expect(seen.length).toBe(25);
    expect(new Set(seen).size).toBe(25);
  },
);

test("a facet's counts leave its own choice out, and keep the others'", async () => {
  const { db } = database();
  await withFeed(db);
  await report(db, 'a', 'one', { threats: ['sabotage', 'espionage'], affected: ['PL'] });
  await report(db, 'b', 'two', { threats: ['sabotage'], affected: ['RO'] });
  const facets = await countFacets(db, parseSearch('threat:espionage'), PACTS, { reports: true });
  expect(facets.threat).toEqual([
    { value: 'sabotage', n: 2 },
    { value: 'espionage', n: 1 },
  ]);
  // What `country:` finds is counted: whom it falls on, and where it is.
  expect(facets.country).toEqual([
    { value: 'PL', n: 1 },
    { value: 'RO', n: 1 },
  ]);
  expect(facets.pact).toEqual([{ value: 'nato', n: 1 }]);
  expect(facets.feed).toEqual([{ value: 'danube-wire', n: 1 }]);
  expect(facets.assignee).toEqual([{ value: 'nobody', n: 1 }]);
});

test('an excerpt says where it leaves something out, and cuts no word', async () => {
  const { db } = database();
  await withFeed(db);
  const before = 'Nothing of note was said in the morning. '.repeat(20);
  await report(db, 'long', `${before}In the evening sabotage was spoken of at last.`);
  const excerptOf = async (words: string) => (await searchArticles(db, parseSearch(words))).articles[0]?.excerpt ?? '';
  expect(await excerptOf('sabotage')).toMatch(/^… \S.*sabotage/);
  const beginning = await excerptOf('');
  expect(beginning).toMatch(/^Nothing .* …$/);
  expect(before.split(' ')).toContain(beginning.split(' ').at(-2));
});

test('the search over articles finds those that are not flagged too, and shows where', async () => {
  const { db } = database();
  await withFeed(db);
  await report(db, 'flagged', 'The warehouse burned; sabotage is suspected.');
  await report(db, 'passed by', 'The port authority ruled sabotage out.', {}, false);
  const found = await searchArticles(db, parseSearch('sabotage'));
  expect(found.articles.map(({ title, incidentId }) => [title, incidentId !== null])).toEqual([
    ['passed by', false],
    ['flagged', true],
  ]);
  expect(found.articles[0]?.excerpt).toBe(`… port authority ruled ${MARK[0]}sabotage${MARK[1]} …`);
  expect((await searchArticles(db, parseSearch('country:RO state:new sabotage'))).articles).toHaveLength(1);
  const first = await searchArticles(db, parseSearch(''), { limit: 1 });
  expect(
    (await searchArticles(db, parseSearch(''), { limit: 1, after: first.next ?? undefined })).articles[0]?.title,
  ).toBe('flagged');
});

test('the map has a place for each incident', async () => {
  const { db } = database();
  await withFeed(db);
  await report(db, 'near', 'Tulcea heard it.', { priority: 60 });
  await report(db, 'earlier', 'Tulcea heard it.', { firstSeen: new Date(+NOW - 8 * DAY_MS) });
  await createIncident(db, incident({ title: 'nowhere' }), NOW);
  expect(await mapPoints(db, { terms: [] }, 10)).toMatchObject([
    { title: 'near', place: 'Tulcea', lat: 45.18, lon: 28.8 },
    { title: 'earlier' },
  ]);
});

test('whoever watches is told what has changed since', async () => {
  const { db } = database();
  await withFeed(db);
  const id = await createIncident(db, incident(), NOW);
  expect(await changesSince(db, NOW, 10)).toMatchObject([{ id, version: 1 }]);
  expect(await changesSince(db, new Date(+NOW + 1), 10)).toEqual([]);
});

test('a pact stands for its members, and days for what is of late', async () => {
  const { db } = database();
  await withFeed(db);
  const now = new Date();
  await createIncident(db, incident({ title: 'near', affected: ['PL'], firstSeen: now, lastSeen: now }), now);
  await createIncident(db, incident({ title: 'far', affected: ['NZ'] }), now);
  const found = async (search: string) =>
    (await queue(db, withMembers(parseSearch(search), PACTS))).incidents.map(({ title }) => title);
  expect(await found('pact:nato')).toEqual(['near']);
  expect(await found('pact:nato,ANZUS')).toHaveLength(2);
  expect(await found('-pact:nato')).toEqual(['far']);
  expect(await found('days:7')).toEqual(['near']);
  expect(() => withMembers(parseSearch('pact:rio'), PACTS)).toThrow(/no pact "rio": nato, anzus/);
  const { days, score } = await countFacets(db, parseSearch(''), PACTS, { reports: true });
  expect(days.find(({ value }) => value === '7')?.n).toBe(1);
  expect(score).toContainEqual({ value: '0.9', n: 2 });
});

import { expect, test } from 'vitest';
import { saveArticle } from '../../src/store/articles.ts';
import { decide } from '../../src/store/decisions.ts';
import { incidentFile } from '../../src/store/incidents.ts';
import { type NewItem, saveItems } from '../../src/store/items.ts';
import { StaleVersionError } from '../../src/store/lock-incident.ts';
import { queue } from '../../src/store/queue.ts';
import { joinIncidents, moveArticles, RegroupError } from '../../src/store/regroup.ts';
import { Placer } from '../../src/workers/place-article.ts';
import { useDatabase } from '../support/database.ts';
import { article, classification, item, NOW, withFeed } from '../support/records.ts';

const database = useDatabase();

const by = { by: 'analyst', at: NOW };

const DEBRIS =
  'Debris of a drone was found on the Romanian bank of the Danube near Tulcea, the defence ministry in Bucharest said.';
const FIRE = 'A parcel caught fire in a warehouse of the Ostrava freight centre, and two workers were injured.';

/** Reads an article; each process has a placer of its own. */
async function read(placer: Placer, key: string, text: string, over: Partial<NewItem> & { version?: number } = {}) {
  const { db } = database();
  await withFeed(db);
  await saveItems(
    db,
    [item({ key, url: `https://danubewire.example/${key}`, names: [key], title: key, ...over })],
    NOW,
  );
  await saveArticle(
    db,
    article({ itemKey: key, title: key, text, version: over.version ?? 1, classification: classification() }),
    (tx, row, earlier) =>
      placer.place(tx, { ...row, feedId: 'danube-wire', source: 'Danube Wire', reliability: 'B' }, earlier, NOW),
  );
}

const articlesIn = async (id: number) =>
  (await incidentFile(database().db, id, null))?.articles.map(({ itemKey }) => itemKey).sort();
const incidentOf = async (key: string) => {
  for (const { id } of (await queue(database().db)).incidents) if ((await articlesIn(id))?.includes(key)) return id;
  throw new Error(`${key} is in no incident of the queue`);
};
const ask = (id: number | undefined) => ({ id: id as number });

test('two incidents that an analyst joins are one, and further reports of either come to it, in every process', async () => {
  const { db } = database();
  const [here, elsewhere] = [new Placer(), new Placer()];
  await read(here, 'debris', DEBRIS);
  await read(elsewhere, 'fire', FIRE);
  const [debris, fire] = [await incidentOf('debris'), await incidentOf('fire')];
  expect(debris).not.toBe(fire);
  const joined = await joinIncidents(db, { from: { id: fire, version: 1 }, to: { id: debris, version: 1 }, ...by });
  expect(joined?.to).toMatchObject({ id: debris, version: 2, flag: 'below', joinedInto: null });
  expect(joined?.from).toMatchObject({ id: fire, version: 2, flag: 'none', joinedInto: debris });
  expect((await queue(db)).incidents.map(({ id }) => id)).toEqual([debris]);

  await read(here, 'fire-again', `${FIRE} Police are looking for witnesses.`);
  await read(elsewhere, 'fire-later', `${FIRE} One of them is still in hospital.`);
  expect(await articlesIn(debris)).toEqual(['debris', 'fire', 'fire-again', 'fire-later']);
});

test('an article that an analyst takes out stays out: its newer version, its copies, after a restart too', async () => {
  const { db } = database();
  const placer = new Placer();
  await read(placer, 'debris', DEBRIS);
  await read(placer, 'again', `${DEBRIS} Soldiers closed the road.`);
  const first = await incidentOf('debris');
  expect(await articlesIn(first)).toEqual(['again', 'debris']);
  const parted = await moveArticles(db, {
    from: { id: first },
    articles: ['again'],
    to: null,
    note: 'A second drone',
    ...by,
  });
  const second = parted?.to.id as number;
  expect(parted?.to).toMatchObject({ title: 'again', state: 'new', flag: 'below' });
  expect(await articlesIn(first)).toEqual(['debris']);

  const restarted = new Placer();
  await read(restarted, 'again', `${DEBRIS} Soldiers have opened the road again.`, { fingerprint: 'f2', version: 2 });
  expect(await articlesIn(second)).toEqual(['again']);
  await read(restarted, 'copy', `${DEBRIS} Soldiers have opened the road again.`);
  expect(await articlesIn(second)).toEqual(['again', 'copy']);
  expect((await incidentFile(db, first, null))?.reviews).toMatchObject([
    { decision: 'split', other: second, articles: ['again'], note: 'A second drone', by: 'analyst', stateAfter: 'new' },
  ]);
  expect((await incidentFile(db, second, null))?.reviews).toMatchObject([
    { decision: 'join', other: first, articles: ['again'] },
  ]);
});

test('an article is moved to the incident that it belongs to', async () => {
  const { db } = database();
  const placer = new Placer();
  await read(placer, 'debris', DEBRIS);
  await read(placer, 'astray', `${DEBRIS} Nobody was hurt.`);
  await read(placer, 'fire', FIRE);
  const [debris, fire] = [await incidentOf('debris'), await incidentOf('fire')];
  await moveArticles(db, { from: ask(debris), articles: ['astray'], to: ask(fire), ...by });
  expect(await articlesIn(debris)).toEqual(['debris']);
  expect(await articlesIn(fire)).toEqual(['astray', 'fire']);
});

test('joining and splitting are undone from either side; decisions taken before stand', async () => {
  const { db } = database();
  const placer = new Placer();
  await read(placer, 'debris', DEBRIS);
  await read(placer, 'fire', FIRE);
  const [debris, fire] = [await incidentOf('debris'), await incidentOf('fire')];
  await decide(db, fire, { decision: 'confirm', ...by });
  await joinIncidents(db, { from: ask(fire), to: ask(debris), ...by });
  await decide(db, debris, { decision: 'undo', ...by });
  expect(await articlesIn(debris)).toEqual(['debris']);
  expect(await incidentFile(db, fire, null)).toMatchObject({ flag: 'below', joinedInto: null, state: 'confirmed' });
  expect(await articlesIn(fire)).toEqual(['fire']);
  // What is undone on one side is undone on the other: the next undo there takes the decision before it.
  expect(await decide(db, fire, { decision: 'undo', ...by })).toMatchObject({ state: 'new' });

  await read(placer, 'again', `${DEBRIS} Soldiers closed the road.`);
  const parted = await moveArticles(db, { from: ask(debris), articles: ['again'], to: null, ...by });
  await decide(db, debris, { decision: 'undo', ...by });
  expect(await articlesIn(debris)).toEqual(['again', 'debris']);
  expect(await incidentFile(db, parted?.to.id as number, null)).toMatchObject({ flag: 'none', joinedInto: debris });
});

test('whoever has an old version in sight, or asks for the impossible, is told so, and nothing is changed', async () => {
  const { db } = database();
  const placer = new Placer();
  await read(placer, 'debris', DEBRIS);
  await read(placer, 'fire', FIRE);
  const [debris, fire] = [await incidentOf('debris'), await incidentOf('fire')];
  await decide(db, debris, { decision: 'note', note: 'Look', ...by });
  const join = (from: number, to: number, version?: number) =>
    joinIncidents(db, { from: ask(from), to: { id: to, version }, ...by });
  await expect(join(fire, debris, 1)).rejects.toThrow(StaleVersionError);
  await expect(join(fire, fire)).rejects.toThrow(RegroupError);
  expect(await join(fire, 42)).toBeUndefined();
  expect(await join(42, fire)).toBeUndefined();
  const move = (articles: string[], to: number | null) =>
    moveArticles(db, { from: ask(fire), articles, to: to === null ? null : ask(to), ...by });
  await expect(move(['debris'], debris)).rejects.toThrow('does not have these articles');
  await expect(move([], debris)).rejects.toThrow(RegroupError);
  await expect(move(['fire'], null)).rejects.toThrow('would be the same again');
  expect(await move(['fire'], 42)).toBeUndefined();
  expect([await articlesIn(debris), await articlesIn(fire)]).toEqual([['debris'], ['fire']]);
  expect((await incidentFile(db, fire, null))?.reviews).toEqual([]);
});

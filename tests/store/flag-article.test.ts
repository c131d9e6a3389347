import { expect, test } from 'vitest';
import { saveArticle } from '../../src/store/articles.ts';
import { decide } from '../../src/store/decisions.ts';
import { flagArticle } from '../../src/store/flag-article.ts';
import { incidentFile } from '../../src/store/incidents.ts';
import { saveItems } from '../../src/store/items.ts';
import { queue } from '../../src/store/queue.ts';
import { Placer } from '../../src/workers/place-article.ts';
import { useDatabase } from '../support/database.ts';
import { article, classification, item, NOW, withFeed } from '../support/records.ts';

const database = useDatabase();
const by = { by: 'anna', at: NOW };
const TEXT =
  'Two crates were taken from the depot at Galați in the night; the harbour police have no explanation so far.';
const MISSED = { flag: 'none', score: 0.2, patterns: [], threats: [], cues: [] } as const;

/** Reads an article as its page is now. */
async function read(key: string, over: { flag: 'none' | 'below'; version?: number }) {
  const { db } = database();
  await withFeed(db);
  const { flag, version = 1 } = over;
  await saveItems(
    db,
    [item({ key, url: `https://danubewire.example/${key}`, names: [key], fingerprint: `${version}` })],
    NOW,
  );
  const found = classification(flag === 'none' ? { ...MISSED, patterns: [], threats: [], cues: [] } : {});
  await saveArticle(
    db,
    article({ itemKey: key, text: TEXT, version, flag, score: found.score, classification: found }),
    (tx, row, earlier) =>
      new Placer().place(tx, { ...row, feedId: 'danube-wire', source: 'Danube Wire', reliability: 'B' }, earlier, NOW),
  );
}

test('an article that the rules have missed is flagged by hand, waits in the queue, and can be taken back', async () => {
  const { db } = database();
  await read('missed', { flag: 'none' });
  expect((await queue(db)).incidents).toEqual([]);
  const incident = await flagArticle(db, 'missed', { flag: 'below', note: 'the third depot this month', ...by });
  expect(incident).toMatchObject({ flag: 'below', handFlag: 'below', state: 'new' });
  const [waiting] = (await queue(db)).incidents;
  expect(waiting).toMatchObject({ id: incident?.id, score: expect.closeTo(0.2) });
  const file = await incidentFile(db, incident?.id as number, null);
  expect(file?.articles.map(({ itemKey }) => itemKey)).toEqual(['missed']);
  expect(file?.reviews).toMatchObject([
    { decision: 'flag', flag: 'below', by: 'anna', note: 'the third depot this month' },
  ]);

  await decide(db, incident?.id as number, { decision: 'undo', ...by });
  expect((await queue(db)).incidents).toEqual([]);
  // Flagged again, it is the same incident.
  expect((await flagArticle(db, 'missed', { flag: 'above', ...by }))?.id).toBe(incident?.id);
  expect((await queue(db)).incidents).toMatchObject([{ flag: 'above', priority: expect.any(Number) }]);
});

test('further reports find an incident that was flagged by hand, and it stays flagged', async () => {
  const { db } = database();
  await read('missed', { flag: 'none' });
  const incident = await flagArticle(db, 'missed', { flag: 'above', ...by });
  const before = (await queue(db)).incidents[0]?.priority as number;
  await read('later', { flag: 'below' });
  const [one, ...others] = (await queue(db)).incidents;
  expect(others).toEqual([]);
  expect(one).toMatchObject({ id: incident?.id, flag: 'above' });
  expect(one?.priority).toBeGreaterThan(before - 50);
  expect((await incidentFile(db, incident?.id as number, null))?.articles).toHaveLength(2);
});

test('an article that does not exist cannot be flagged', async () => {
  expect(await flagArticle(database().db, 'none', { flag: 'below', ...by })).toBeUndefined();
});

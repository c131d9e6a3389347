import { expect, test } from 'vitest';
import { syncFeeds } from '../../src/store/feeds.ts';
import {
  addNames,
  countItems,
  failedItems,
  findItem,
  pendingItems,
  recordFailure,
  retryItem,
  saveItems,
} from '../../src/store/items.ts';
import { useDatabase } from '../support/database.ts';
import { feed, item, NOW, withFeed } from '../support/records.ts';

const database = useDatabase();

test('an item that comes again adds nothing', async () => {
  const { db } = database();
  await withFeed(db);
  expect(await saveItems(db, [item(), item()], NOW)).toEqual([{ key: 'a1', version: 1, isNew: true }]);
  expect(await saveItems(db, [item()], NOW)).toEqual([]);
  expect(await pendingItems(db, 10)).toEqual([{ key: 'a1', version: 1 }]);
});

test('an item that its feed has edited is a new version, to be read again', async () => {
  const { db } = database();
  await withFeed(db);
  await saveItems(db, [item()], NOW);
  expect(await saveItems(db, [item({ title: 'Update', fingerprint: 'f2' })], NOW)).toEqual([
    { key: 'a1', version: 2, isNew: false },
  ]);
  expect(await findItem(db, 'a1')).toMatchObject({ title: 'Update', version: 2, state: 'pending', firstSeenAt: NOW });
});

test('the same link in another feed is no edit', async () => {
  const { db } = database();
  await syncFeeds(db, [feed(), feed({ id: 'other', url: 'https://other.example/rss' })]);
  await saveItems(db, [item()], NOW);
  expect(await saveItems(db, [item({ feedId: 'other', title: 'In other words', fingerprint: 'f2' })], NOW)).toEqual([]);
});

test('an item that was too old when it was first seen stays unread, edited or not', async () => {
  const { db } = database();
  await withFeed(db);
  expect(await saveItems(db, [item({ state: 'old' })], NOW)).toEqual([]);
  expect(await saveItems(db, [item({ state: 'pending', fingerprint: 'f2' })], NOW)).toEqual([]);
});

test('an item that could not be read is kept with the reason, and can be tried again', async () => {
  const { db } = database();
  await withFeed(db);
  await saveItems(db, [item()], NOW);
  await recordFailure(db, 'a1', 'the page is gone', true);
  expect((await failedItems(db, { limit: 10 })).rows).toMatchObject([
    { key: 'a1', error: 'the page is gone', attempts: 1 },
  ]);
  expect(await retryItem(db, 'a1')).toBe(true);
  expect(await retryItem(db, 'a1')).toBe(false);
  expect(await countItems(db)).toEqual({ pending: 1, read: 0, failed: 0, old: 0, duplicate: 0 });
});

test('an item that comes back under another address but the same guid is the same item', async () => {
  const { db } = database();
  await withFeed(db);
  await saveItems(db, [item({ names: ['url:danubewire.example/1', 'guid:danube-wire:dw-1'] })], NOW);
  const again = item({ key: 'b2', names: ['url:danubewire.example/new-headline', 'guid:danube-wire:dw-1'] });
  expect(await saveItems(db, [again], NOW)).toEqual([]);
  // and from now on it is known by the new address as well
  const third = item({ key: 'c3', names: ['url:danubewire.example/new-headline'] });
  expect(await saveItems(db, [third], NOW)).toEqual([]);
  expect(await countItems(db)).toMatchObject({ pending: 1 });
});

test('two entries of one poll that are one item are kept once', async () => {
  const { db } = database();
  await withFeed(db);
  const saved = await saveItems(
    db,
    [item({ names: ['a', 'b'] }), item({ key: 'b2', names: ['b', 'c'] }), item({ key: 'c3', names: ['c'] })],
    NOW,
  );
  expect(saved.map(({ key }) => key)).toEqual(['a1']);
});

test('an item whose link leads to the page of another item is a duplicate of it', async () => {
  const { db } = database();
  await withFeed(db);
  await saveItems(db, [item(), item({ key: 'b2', names: ['url:short.example/x'] })], NOW);
  expect(await addNames(db, 'b2', ['url:danubewire.example/1'])).toBe('a1');
  expect(await addNames(db, 'a1', ['url:danubewire.example/1', 'url:danubewire.example/canonical'])).toBeUndefined();
  expect(await countItems(db)).toMatchObject({ pending: 1, duplicate: 1 });
});

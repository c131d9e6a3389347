import { expect, test } from 'vitest';
import { changeView, listViews, removeView, saveView, ViewExistsError } from '../../src/store/views.ts';
import { useDatabase } from '../support/database.ts';
import { NOW } from '../support/records.ts';

const database = useDatabase();
const view = (name: string) => ({ name, search: 'country:RO', order: 'priority' as const, by: 'anna', at: NOW });

test('a view is kept under its name, changed and removed', async () => {
  const { db } = database();
  const { id } = await saveView(db, view('Black Sea'));
  await saveView(db, view('Baltic'));
  expect(await changeView(db, id, { search: 'country:RO,BG' })).toMatchObject({ name: 'Black Sea' });
  expect((await listViews(db)).map(({ name, search }) => [name, search])).toEqual([
    ['Black Sea', 'country:RO,BG'],
    ['Baltic', 'country:RO'],
  ]);
  expect(await removeView(db, id)).toBe(true);
  expect(await removeView(db, id)).toBe(false);
  expect(await changeView(db, id, { name: 'Gone' })).toBeUndefined();
});

test('a name is given once, however it is written', async () => {
  const { db } = database();
  await saveView(db, view('Baltic'));
  const { id } = await saveView(db, view('Black Sea'));
  await expect(saveView(db, view('BALTIC'))).rejects.toThrow(ViewExistsError);
  await expect(changeView(db, id, { name: 'baltic' })).rejects.toThrow(ViewExistsError);
  expect(await changeView(db, id, { name: 'BLACK SEA' })).toMatchObject({ name: 'BLACK SEA' });
});

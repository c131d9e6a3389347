import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { vacuum } from '../../src/store/database.ts';
import { saveItems } from '../../src/store/items.ts';
import { items } from '../../src/store/schema.ts';
import { useDatabase } from '../support/database.ts';
import { item, NOW, withFeed } from '../support/records.ts';

const database = useDatabase();

test('rows that are gone leave their room to others once the embedded store is tidied', async () => {
  const { db } = database();
  await withFeed(db);
  const bytes = async () => {
    const { rows } = await db.execute<{ bytes: string }>(sql`select pg_relation_size('subthreshold.items') as bytes`);
    return Number(rows[0]?.bytes);
  };
  const fill = () =>
    saveItems(
      db,
      Array.from({ length: 300 }, (_, n) => item({ key: `a${n}`, guid: `dw-${n}`, names: [`guid:${n}`], url: null })),
      NOW,
    );
  await fill();
  const once = await bytes();
  for (let day = 0; day < 3; day++) {
    await db.execute(sql`truncate subthreshold.item_names`);
    await db.delete(items);
    await vacuum(db);
    await fill();
  }
  expect(await bytes()).toBe(once);
});

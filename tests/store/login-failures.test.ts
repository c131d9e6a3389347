import { expect, test } from 'vitest';
import { countAttempt } from '../../src/store/login-failures.ts';
import { loginFailures } from '../../src/store/schema.ts';
import { useDatabase } from '../support/database.ts';
import { NOW } from '../support/records.ts';

const database = useDatabase();
const HOUR = 3_600_000;
const PATIENCE = { free: 2, firstWait: 30_000, longestWait: HOUR / 4, memory: HOUR };

test('who has failed too often waits; after an hour nothing of it is kept, whoever it was', async () => {
  const { db } = database();
  const attempt = (subject: string, ms: number) => countAttempt(db, subject, new Date(+NOW + ms), PATIENCE);
  expect(await attempt('account anna', 0)).toBe(0);
  expect(await attempt('account anna', 0)).toBe(0);
  expect(await attempt('account anna', 0)).toBe(30_000);

  expect(await attempt('address 192.0.2.7', HOUR + 1)).toBe(0);
  expect(await db.select().from(loginFailures)).toMatchObject([{ subject: 'address 192.0.2.7', failures: 1 }]);
  expect(await attempt('account anna', HOUR + 1)).toBe(0);
});

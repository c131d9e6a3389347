import { expect, test } from 'vitest';
import { openEmbedded } from '../../src/store/database.ts';
import { useDatabase } from '../support/database.ts';
import { dataFolder } from '../support/folders.ts';

const database = useDatabase();

test('between BEGIN and COMMIT of one client the others wait', async () => {
  const { pool } = database();
  await pool.query('drop table if exists public.t; create table public.t (n int)');
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('insert into public.t values ($1)', [1]);
  const seen = pool.query('select count(*)::int as n from public.t');
  await client.query('insert into public.t values ($1)', [2]);
  await client.query('COMMIT');
  client.release();
  expect((await seen).rows).toEqual([{ n: 2 }]);
});

test('a transaction that its client gives up is rolled back', async () => {
  const { pool } = database();
  await pool.query('drop table if exists public.t; create table public.t (n int)');
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('insert into public.t values (1)');
  client.release();
  expect((await pool.query('select * from public.t')).rows).toEqual([]);
});

test('a failed statement leaves the session to the next', async () => {
  const { pool } = database();
  await expect(pool.query('select * from nowhere')).rejects.toMatchObject({ code: '42P01' });
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a notification reaches every client that listens, until it stops listening', async () => {
  const { pool } = database();
  const heard: string[] = [];
  const client = await pool.connect();
  client.on('notification', ({ channel, payload }) => heard.push(`${channel}: ${payload}`));
  await client.query('-- as BullMQ writes it\nLISTEN news');
  await pool.query("select pg_notify('news', 'first')");
  await client.query('UNLISTEN news');
  await pool.query("select pg_notify('news', 'second')");
  await expect.poll(() => heard).toEqual(['news: first']);
  client.release();
});

test('values come back as they do from a server', async () => {
  const { pool } = database();
  const { rows } = await pool.query(
    'select $1::int8 as big, $2::jsonb as json, $3::text[] as list, $4::timestamptz as moment',
    ['9007199254740993', JSON.stringify({ a: 1 }), ['x', 'y,"'], '2026-03-04T12:00:00Z'],
  );
  expect(rows[0]).toEqual({
    big: '9007199254740993',
    json: { a: 1 },
    list: ['x', 'y,"'],
    moment: new Date('2026-03-04T12:00:00Z'),
  });
});

test('after the end, a query says so in the words that BullMQ knows', async () => {
  const { pool, close } = await openEmbedded(dataFolder());
  await close();
  await expect(pool.query('select 1')).rejects.toThrow('Cannot use a pool after calling end on the pool');
});

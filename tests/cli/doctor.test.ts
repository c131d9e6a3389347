import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { PglitePool } from '../../src/store/pglite-pool.ts';
import { temporaryFolder } from '../support/folders.ts';
import { run } from '../support/program.ts';
import { startSite } from '../support/site.ts';
import { backendEnvironment } from '../support/system.ts';

test('the doctor says where settings come from, what answers, and what to do', async () => {
  const site = await startSite({ feeds: 2, items: 3 });
  const env = { ...(await backendEnvironment()), SUBTHRESHOLD_CONFIG_DIR: site.configDir };
  const first = await run(['doctor'], env);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/fetch\.perHostDelay = "0 s" {2}\(.*subthreshold\.yaml:3\)/);
  expect(first.stdout).toMatch(/ok {3}store: .*PostgreSQL \d+/);
  expect(first.stdout).toMatch(/look feeds: none yet\n +→ the first "subthreshold start" takes over feeds\.yaml/);

  await run(['fetch'], { ...env, LOG_LEVEL: 'error' });
  const second = JSON.parse((await run(['doctor', '--json'], env)).stdout);
  expect(second.findings).toContainEqual(
    expect.objectContaining({ about: 'schedules', state: 'look', says: expect.stringContaining('0 of 2 feeds') }),
  );
  expect(second.findings).toContainEqual(
    expect.objectContaining({ about: 'feeds', state: 'ok', says: expect.stringContaining('2 switched on, 2 well') }),
  );

  writeFileSync(join(site.configDir, 'feeds.yaml'), 'feeds:\n  - id: X\n');
  const broken = await run(['doctor'], env);
  expect(broken.code).toBe(1);
  expect(broken.stdout).toMatch(/bad {2}feeds\.yaml: .*feeds\.yaml:2/);

  writeFileSync(join(site.configDir, 'subthreshold.yaml'), 'timezoen: UTC\n');
  const unset = await run(['doctor'], env);
  expect(unset.code).toBe(1);
  expect(unset.stdout).toMatch(
    /bad {2}settings: .*subthreshold\.yaml:1: timezoen: .*"timezone"\?\n +→ correct the file/,
  );
}, 300_000);

test('looking at a store changes nothing in it: pending migrations are told, and applied by who is asked to', async () => {
  const env = await backendEnvironment();
  await withPool(env, setBack);
  const before = await withPool(env, everything);

  const behind = await run(['doctor'], env);
  expect(behind.stdout).toMatch(/look store: .*, 1 of (\d+) migrations is pending\n +→ .*"subthreshold migrate"/);
  expect(behind.code).toBe(0);
  expect(await withPool(env, everything)).toEqual(before);

  expect((await run(['migrate'], env)).code).toBe(0);
  const migrated = await withPool(env, everything);
  const after = await run(['doctor'], env);
  expect(after.stdout).toMatch(/ok {3}store: .*up to date/);
  expect(after.stdout).toMatch(/look feeds: .*none yet\n +→ .*feeds\.yaml/);
  expect(await withPool(env, everything)).toEqual(migrated);

  await run(['feeds', 'list'], env);
  const seeded = await withPool(env, everything);
  expect((await run(['doctor'], env)).stdout).toMatch(/look feeds: \d+, none polled yet/);
  expect(await withPool(env, everything)).toEqual(seeded);
}, 300_000);

test('where there is no store yet, none is made', async () => {
  const folder = join(temporaryFolder(), 'data');
  const { code, stdout } = await run(['doctor'], { SUBTHRESHOLD_DATA_DIR: folder });
  expect(stdout).toMatch(/look store: none yet\n +→ "subthreshold start" makes it/);
  expect(code).toBe(0);
  expect(existsSync(folder)).toBe(false);
});

test('a server that does not answer is a finding, and its password stays secret', async () => {
  const { code, stdout } = await run(['doctor'], { DATABASE_URL: 'postgresql://me:geheim@127.0.0.1:1/desk' });
  expect(code).toBe(1);
  expect(stdout).toMatch(/database\.url = ".*\[redacted\]@127\.0\.0\.1:1\/desk" {2}\(DATABASE_URL\)/);
  expect(stdout).toMatch(/bad {2}store: .*ECONNREFUSED/);
  expect(stdout).not.toContain('geheim');
}, 60_000);

/** The store of a system that does not run, or has a server, as it stands. */
async function withPool<T>(env: Record<string, string>, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = env.DATABASE_URL
    ? new pg.Pool({ connectionString: env.DATABASE_URL })
    : ((await PglitePool.open(join(env.SUBTHRESHOLD_DATA_DIR as string, 'postgres'))) as unknown as pg.Pool);
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

/** Makes of an empty store what the version before the last migration would have left. */
async function setBack(pool: pg.Pool): Promise<void> {
  const migrationsFolder = temporaryFolder();
  cpSync(fileURLToPath(new URL('../../src/store/migrations/', import.meta.url)), migrationsFolder, { recursive: true });
  const journal = join(migrationsFolder, 'meta/_journal.json');
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8'));
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, -1) }));
  await pool.query('drop schema subthreshold cascade');
  await migrate(drizzle(pool), { migrationsFolder, migrationsSchema: 'subthreshold' });
}

/** Every table and index of the store, and every row. */
async function everything(pool: pg.Pool): Promise<unknown> {
  const { rows } = await pool.query(`
    select n.nspname as schema, c.relname as name,
      case c.relkind when 'r' then query_to_xml(format('select * from %I.%I', n.nspname, c.relname), true, false, '')::text end as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('subthreshold', 'bullmq') and c.relkind in ('r', 'i') order by 1, 2`);
  return rows;
}

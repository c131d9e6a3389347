import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createServerDatabase } from '../support/database.ts';
import { dataFolder, temporaryFolder } from '../support/folders.ts';
import { run } from '../support/program.ts';

async function emptyServer(): Promise<{ DATABASE_URL: string }> {
  const database = await createServerDatabase();
  onTestFinished(() => database.remove());
  return { DATABASE_URL: database.url };
}

const queue = async (env: Record<string, string>) => {
  const { stdout, stderr, code } = await run(['queue', 'list', '--json', '--limit', '100'], env);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

/** The lines of a backup in an order of their own, without the header, which tells when it was made. */
const contents = (file: string) => gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1).sort();

test('a desk grows: what the embedded store holds moves to PostgreSQL, and back, and nothing is lost', async () => {
  const folder = temporaryFolder();
  const embedded = { SUBTHRESHOLD_DATA_DIR: dataFolder() };
  expect((await run(['demo'], embedded)).code).toBe(0);
  const [{ id }] = (await queue(embedded)).incidents;
  await run(['queue', 'escalate', String(id), '--note', 'the navy must see this'], embedded);
  const before = await queue(embedded);
  const file = join(folder, 'embedded.gz');
  expect((await run(['backup', file], embedded)).stderr).toBe('');

  const server = await emptyServer();
  const restored = await run(['restore', file], server);
  expect(restored.stderr).toBe('');
  for (const rows of ['8 feeds', '52 items', '51 articles', '1 reviews']) expect(restored.stdout).toContain(rows);
  expect(await queue(server)).toEqual(before);
  // Numbers go on where they stood: a new decision on the restored store takes the next.
  expect((await run(['queue', 'note', String(id), '--note', 'seen'], server)).code).toBe(0);

  const second = join(folder, 'server.gz');
  await run(['backup', second], server);
  const home = { SUBTHRESHOLD_DATA_DIR: dataFolder() };
  expect((await run(['restore', second], home)).code).toBe(0);
  const third = join(folder, 'home.gz');
  await run(['backup', third], home);
  expect(contents(third)).toEqual(contents(second));
  expect(await queue(home)).toEqual(await queue(server));
}, 300_000);

test('a store that holds something is left alone, unless it is to be replaced', async () => {
  const server = await emptyServer();
  const file = join(temporaryFolder(), 'backup.gz');
  expect((await run(['queue', 'list'], server)).code).toBe(0); // takes over the feed list
  expect((await run(['backup', file], server)).code).toBe(0);
  const refused = await run(['restore', file], server);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/the store is not empty \(\d+ feeds\); --force replaces/);
  expect((await run(['restore', '--force', file], server)).code).toBe(0);
  const again = await run(['backup', file], server);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('is there already');
}, 300_000);

test('a backup that was cut off, changed or made by a newer version is refused, and the store stays empty', async () => {
  const server = await emptyServer();
  const folder = temporaryFolder();
  const whole = join(folder, 'whole.gz');
  const source = await emptyServer();
  await run(['queue', 'list'], source);
  await run(['backup', whole], source);
  const packed = readFileSync(whole);
  const lines = gunzipSync(packed).toString().trim().split('\n');
  const header = JSON.parse(lines[0] as string);
  const damaged: [string, Buffer, RegExp][] = [
    ['cut.gz', packed.subarray(0, packed.length / 2), /is not whole, or no backup/],
    ['short.gz', gzipSync(lines.slice(0, -1).join('\n')), /the backup is not whole/],
    ['gap.gz', gzipSync(lines.toSpliced(2, 1).join('\n')), /the backup is not whole/],
    ['text.gz', gzipSync('hello\n'), /no backup of Subthreshold/],
    ['plain.txt', Buffer.from('hello\n'), /no backup/],
    [
      'newer.gz',
      gzipSync([JSON.stringify({ ...header, migrations: 999 }), ...lines.slice(1)].join('\n')),
      /made by a newer version/,
    ],
  ];
  for (const [name, bytes, words] of damaged) {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const { code, stderr } = await run(['restore', file], server);
    expect(stderr).toMatch(words);
    expect(code).toBe(1);
  }
  expect((await run(['restore', whole], server)).code).toBe(0);
}, 300_000);

test('migrate makes a new database ready, and says so again when there is nothing to do', async () => {
  const server = await emptyServer();
  for (const _ of ['first', 'again']) {
    const { code, stdout } = await run(['migrate'], server);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+\/\w+ is up to date/);
  }
}, 60_000);

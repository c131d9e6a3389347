import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderInUseError, folderHolder, lockFolder, socketPath } from '../../src/store/data-folder.ts';
import { temporaryFolder } from '../support/folders.ts';

const holder = (over: object) =>
  JSON.stringify({ pid: 1, host: hostname(), command: 'start', since: '2026-03-04T12:00:00Z', started: null, ...over });

test('a folder belongs to one process, and the refusal names it', () => {
  const folder = temporaryFolder();
  const unlock = lockFolder(folder, 'start');
  expect(() => lockFolder(folder, 'demo')).toThrow(
    new RegExp(`in use by process ${process.pid} .*"subthreshold start"`),
  );
  unlock();
  lockFolder(folder, 'demo')();
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('another living process keeps the folder', async () => {
  const folder = temporaryFolder();
  const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")']);
  try {
    await once(sleeper.stdout, 'data');
    writeFileSync(join(folder, 'lock'), holder({ pid: sleeper.pid }));
    expect(() => lockFolder(folder, 'start')).toThrow(FolderInUseError);
  } finally {
    sleeper.kill();
  }
});

test('the lock of a process that is gone is taken over', () => {
  const folder = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(join(folder, 'lock'), holder({ pid }));
  expect(folderHolder(folder)).toBeUndefined();
  lockFolder(folder, 'start');
  expect(folderHolder(folder)?.pid).toBe(process.pid);
});

test('a process that merely has the same number as the holder is not taken for it', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock'), holder({ pid: process.pid, started: '1' }));
  if (process.platform === 'linux') expect(folderHolder(folder)).toBeUndefined();
});

test('a lock of another machine is not taken over, and the refusal says what to do', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock'), holder({ host: 'elsewhere' }));
  expect(() => lockFolder(folder, 'start')).toThrow(/no longer runs it, remove .*lock/);
});

test('half a lock, as a full disk leaves it, is taken over', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock'), '{"pid": 1');
  lockFolder(folder, 'start');
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).pid).toBe(process.pid);
});

test('the socket of a folder with a long path still has an address that a socket may have', () => {
  expect(Buffer.byteLength(socketPath(`/${'long/'.repeat(40)}`))).toBeLessThan(104);
});

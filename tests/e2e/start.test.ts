import { cpSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dataFolder, temporaryFolder } from '../support/folders.ts';
import { run, start } from '../support/program.ts';

/** The shipped configuration with no feeds: these tests go nowhere. */
function configFolder(): string {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(new URL('../../config/', import.meta.url)), folder, { recursive: true });
  writeFileSync(join(folder, 'feeds.yaml'), 'feeds: []\n');
  return folder;
}

const settings = () => ({
  SUBTHRESHOLD_DATA_DIR: dataFolder(),
  SUBTHRESHOLD_CONFIG_DIR: configFolder(),
  SUBTHRESHOLD_HTTP_PORT: '0',
});

test('while start runs, other commands reach it, a second start is refused, and SIGTERM ends it in order', async () => {
  const env = settings();
  const running = start(['start'], env);
  await running.says(/running/);
  expect(statSync(join(env.SUBTHRESHOLD_DATA_DIR, 'socket')).mode & 0o777).toBe(0o600);

  const list = await run(['queue', 'list', '--json'], env);
  expect(list.code).toBe(0);
  expect(JSON.parse(list.stdout)).toEqual({ incidents: [], counts: {} });

  const second = await run(['start'], env);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`in use by process ${running.process.pid}`);
  expect(second.stderr).toContain('subthreshold start');

  running.process.kill('SIGTERM');
  expect((await running.finished).code).toBe(0);
  expect((await run(['queue', 'list'], env)).stdout).toContain('Nothing has been flagged yet');
}, 120_000);

test('an error of the API is told in words, with exit code 1', async () => {
  const env = settings();
  const show = await run(['queue', 'show', '99'], env);
  expect(show).toMatchObject({ code: 1, stdout: '' });
  expect(show.stderr.trim()).toBe('there is no incident 99');
}, 60_000);

test('a mistake in the configuration names file, line and key, and suggests what was meant', async () => {
  const env = settings();
  writeFileSync(join(env.SUBTHRESHOLD_CONFIG_DIR, 'subthreshold.yaml'), 'timezone: UTC\nworkrs:\n  threads: 2\n');
  const { code, stderr } = await run(['start'], env);
  expect(code).toBe(2);
  expect(stderr).toMatch(/subthreshold\.yaml:2: workrs: is not a known key; did you mean "workers"\?/);
});

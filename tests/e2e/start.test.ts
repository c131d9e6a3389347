import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { quietConfig } from '../support/folders.ts';
import { run, start } from '../support/program.ts';
import { backendEnvironment } from '../support/system.ts';

const settings = async () => ({
  ...(await backendEnvironment()),
  SUBTHRESHOLD_CONFIG_DIR: quietConfig(),
  SUBTHRESHOLD_HTTP_PORT: '0',
});

test('while start runs, other commands work beside it, and SIGTERM ends it in order', async () => {
  const env = await settings();
  const running = start(['start'], env);
  await running.says(/running/);
  const list = await run(['queue', 'list', '--json'], env);
  expect(list.code).toBe(0);
  expect(JSON.parse(list.stdout)).toEqual({ incidents: [], counts: {} });

  running.process.kill('SIGTERM');
  expect((await running.finished).code).toBe(0);
  expect((await run(['queue', 'list'], env)).stdout).toContain('Nothing has been flagged yet');
}, 120_000);

test('an error of the API is told in words, with exit code 1', async () => {
  const show = await run(['queue', 'show', '99'], await settings());
  expect(show).toMatchObject({ code: 1, stdout: '' });
  expect(show.stderr.trim()).toBe('there is no incident 99');
}, 60_000);

test('a mistake in the configuration names file, line and key, and suggests what was meant', async () => {
  const env = await settings();
  writeFileSync(join(env.SUBTHRESHOLD_CONFIG_DIR, 'subthreshold.yaml'), 'timezone: UTC\nworkrs:\n  threads: 2\n');
  const { code, stderr } = await run(['start'], env);
  expect(code).toBe(2);
  expect(stderr).toMatch(/subthreshold\.yaml:2: workrs: is not a known key; did you mean "workers"\?/);
});

test('a port that somebody else has is told in words', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await run(['start'], {
    ...(await settings()),
    SUBTHRESHOLD_HTTP_PORT: String(port),
    LOG_LEVEL: 'silent',
  });
  expect(code).toBe(1);
  expect(stderr.trim()).toBe(
    `127.0.0.1:${port} is in use by another program: stop it, or give another port in SUBTHRESHOLD_HTTP_PORT`,
  );
}, 60_000);

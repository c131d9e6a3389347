import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quietConfig, temporaryFolder } from '../support/folders.ts';
import { run, start } from '../support/program.ts';
import { backendEnvironment } from '../support/system.ts';

test('one process has the data folder: a second start is refused and told who it is, its owner alone reaches the first', async () => {
  const folder = join(temporaryFolder(), 'data');
  const env = { SUBTHRESHOLD_DATA_DIR: folder, SUBTHRESHOLD_CONFIG_DIR: quietConfig(), SUBTHRESHOLD_HTTP_PORT: '0' };
  const running = start(['start'], env);
  await running.says(/running/);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'socket')).mode & 0o777).toBe(0o600);

  const second = await run(['start'], env);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`in use by process ${running.process.pid}`);
  expect(second.stderr).toContain('subthreshold start');

  running.process.kill('SIGINT');
  expect((await running.finished).code).toBe(0);
}, 120_000);

test('what takes several processes is refused, with the reason', async () => {
  const env = await backendEnvironment();
  for (const command of ['worker', 'web', 'scheduler']) {
    const { code, stderr } = await run([command], env);
    expect(code).toBe(1);
    expect(stderr).toContain('the embedded database serves one process only: set DATABASE_URL');
  }
}, 60_000);

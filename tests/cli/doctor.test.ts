import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
  expect(first.stdout).toMatch(/look feeds: 2, none polled yet\n +→ run "subthreshold fetch"/);
  expect(first.stdout).toMatch(/look schedules: 0 of 2 feeds/);

  await run(['fetch'], { ...env, LOG_LEVEL: 'error' });
  const second = JSON.parse((await run(['doctor', '--json'], env)).stdout);
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

test('a server that does not answer is a finding, and its password stays secret', async () => {
  const { code, stdout } = await run(['doctor'], { DATABASE_URL: 'postgresql://me:geheim@127.0.0.1:1/desk' });
  expect(code).toBe(1);
  expect(stdout).toMatch(/database\.url = ".*\[redacted\]@127\.0\.0\.1:1\/desk" {2}\(DATABASE_URL\)/);
  expect(stdout).toMatch(/bad {2}store: .*ECONNREFUSED/);
  expect(stdout).not.toContain('geheim');
}, 60_000);

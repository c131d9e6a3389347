import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseOpml } from '../../src/ingest/opml.ts';
import { temporaryFolder } from '../support/folders.ts';
import { run } from '../support/program.ts';
import { startSite } from '../support/site.ts';
import { backendEnvironment } from '../support/system.ts';

/** A desk whose feed list is two feeds of a site on this machine. */
async function desk() {
  const site = await startSite({ feeds: 2, items: 4 });
  const env = {
    ...(await backendEnvironment()),
    SUBTHRESHOLD_CONFIG_DIR: site.configDir,
    LOG_LEVEL: 'error',
  };
  const command = (...args: string[]) => run(args, env);
  const ids = async () =>
    JSON.parse((await command('feeds', 'list', '--json')).stdout).map((feed: { id: string }) => feed.id);
  return { site, env, command, ids };
}

test('a new desk takes over feeds.yaml; later changes of it are shown, and made on demand', async () => {
  const { site, command, ids } = await desk();
  expect(await ids()).toEqual(['feed-0', 'feed-1']);
  const file = join(site.configDir, 'feeds.yaml');
  const list = readFileSync(file, 'utf8');
  writeFileSync(file, list.replace('id: feed-1', 'id: renamed').replace('interval: 15 min', 'interval: 1 h'));
  expect(await ids()).toEqual(['feed-0', 'feed-1']);

  const shown = await command('feeds', 'apply');
  expect(shown.stdout).toMatch(/^\+ renamed: /m);
  expect(shown.stdout).toMatch(/^- feed-1: /m);
  expect(shown.stdout).toMatch(/^~ feed-0: intervalSeconds 900 → 3600$/m);
  expect(await ids()).toEqual(['feed-0', 'feed-1']);

  expect((await command('feeds', 'apply', '--yes')).stderr).toBe('');
  expect(await ids()).toEqual(['feed-0', 'renamed']);
  expect((await command('feeds', 'apply')).stdout).toContain('The list is that of feeds.yaml.');
}, 300_000);

test('feeds are added by the address of their site, switched, changed, removed, and their articles stay', async () => {
  const { site, command, ids } = await desk();
  expect((await command('feeds', 'remove', 'feed-1')).stdout).toContain('removed feed-1');
  expect(await ids()).toEqual(['feed-0']);

  const added = await command(
    'feeds',
    'add',
    `${site.address}/home/1`,
    '--reliability',
    'C',
    '--topics',
    'baltic,maritime',
  );
  expect(added.stderr).toBe('');
  expect(added.stdout).toContain(`added feed-1-2: Feed 1, ${site.address}/1`.replace('feed-1-2', 'feed-1'));
  expect((await command('feeds', 'add', `${site.address}/1`)).stderr).toContain('is on the list already');
  expect((await command('feeds', 'add', `${site.address}/nothing-here`)).stderr).toMatch(/404|no feed was found/);

  expect((await command('feeds', 'disable', 'feed-0')).stdout).toContain('switched off');
  expect((await command('feeds', 'list')).stdout).toMatch(/2 feeds, 1 switched on, 0 in trouble/);
  expect((await command('feeds', 'enable', 'feed-0')).stdout).toContain('switched on');
  expect((await command('feeds', 'set', 'feed-0', '--interval', '2 h', '--reliability', 'A')).stdout).toContain(
    'reliability A; every 120 min',
  );
  expect((await command('feeds', 'set', 'feed-0', '--interval', '2')).stderr).toContain('must be a length of time');

  expect((await command('fetch')).stdout).toContain('8 items read');
  await command('feeds', 'remove', 'feed-0', 'feed-1');
  const { incidents } = JSON.parse((await command('queue', 'list', '--json')).stdout);
  const show = await command('queue', 'show', String(incidents[0].id));
  expect(show.stdout).toMatch(/Feed [01] \(reliability/);
  expect((await command('feeds', 'remove', 'feed-0')).stderr).toContain('no feed on the list has the id feed-0');
}, 300_000);

test('a feed is tried before it is trusted: what it brings, and in words what is wrong', async () => {
  const { site, command } = await desk();
  const good = await command('feeds', 'test', 'feed-0');
  expect(good.code).toBe(0);
  expect(good.stdout).toMatch(/Feed 0.*: 4 items/);
  expect(good.stdout).toContain('Drone crosses into Estonia');
  expect(good.stdout).toContain('Nothing is wrong');
  const bad = await command('feeds', 'test', `${site.address}/0/1`);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toMatch(/What is wrong:\s+.*web page/);
}, 300_000);

test('the list goes out as OPML in groups and comes in again', async () => {
  const { command, ids } = await desk();
  const file = join(temporaryFolder(), 'list.opml');
  await command('feeds', 'export', file);
  expect(parseOpml(readFileSync(file, 'utf8'))?.outlines).toMatchObject([
    { text: 'baltic', outlines: [{ text: 'Feed 0' }, { text: 'Feed 1' }] },
  ]);
  await command('feeds', 'remove', 'feed-0', 'feed-1');
  expect(await ids()).toEqual([]);
  expect((await command('feeds', 'import', file)).stdout).toContain('2 added, 0 on the list already');
  expect((await command('feeds', 'import', file)).stdout).toContain('0 added, 2 on the list already');
  expect(JSON.parse((await command('feeds', 'list', '--json')).stdout)).toMatchObject([
    { id: 'feed-0', topics: ['baltic'], reliability: 'F' },
    { id: 'feed-1' },
  ]);
  writeFileSync(file, 'hello');
  expect((await command('feeds', 'import', file)).stderr).toContain('no OPML list');
}, 300_000);

test('one article handed in by its address goes the same way as those of feeds', async () => {
  const { site, command } = await desk();
  const flagged = await command('add', `${site.address}/0/3`);
  expect(flagged.stderr).toBe('');
  expect(flagged.stdout).toContain('Drone crosses into Estonia near crossing 0-3');
  expect(flagged.stdout).toContain('It is placed with this incident:');
  expect((await command('add', `${site.address}/0/1`)).stdout).toContain('not flagged');
  expect((await command('add', `${site.address}/0/99/x`)).stderr).toMatch(/could not be read: .*404/);
  expect((await command('add', 'no address')).stderr).toContain('must be an http or https address');
  // The feed that brings it later adds nothing.
  expect((await command('fetch', 'feed-0')).stdout).toContain('4 items read in all');
}, 300_000);

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { openEmbedded } from '../../src/store/database.ts';
import { articles, items } from '../../src/store/schema.ts';
import { temporaryFolder } from '../support/folders.ts';
import { run, start } from '../support/program.ts';

const EXPECTED = fileURLToPath(new URL('../../fixtures/expected.yaml', import.meta.url));

interface Expected {
  flag: 'below' | 'above' | 'none';
  old?: boolean;
}

/** What the store of a finished demo holds. */
async function stored(folder: string) {
  const { db, close } = await openEmbedded(folder);
  try {
    return {
      items: await db.select({ url: items.url, state: items.state, version: items.version }).from(items),
      articles: await db
        .select({ url: items.url, flag: articles.flag, incidentId: articles.incidentId, title: articles.title })
        .from(articles)
        .innerJoin(items, eq(items.key, articles.itemKey)),
    };
  } finally {
    await close();
  }
}

test('the demo reads everything, flags what it should and nothing else, and a second run adds nothing', async () => {
  const folder = temporaryFolder();
  const env = { SUBTHRESHOLD_DATA_DIR: folder };
  const first = await run(['demo'], env);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/8 feeds, 47 items, 46 articles read, 0 could not be read/);
  for (const face of ['html', 'md']) {
    const [path = ''] = new RegExp(`/\\S+\\.${face}`).exec(first.stdout) ?? [];
    expect(readFileSync(path, 'utf8')).toContain('Tulcea');
  }
  const before = await stored(folder);

  const expected: Record<string, Expected> = parse(readFileSync(EXPECTED, 'utf8')).items;
  const wrong = before.articles
    .filter(({ url, flag }) => expected[url as string]?.flag !== flag)
    .map(({ url, flag, title }) => `${flag}, not ${expected[url as string]?.flag}: ${title} (${url})`);
  expect(wrong).toEqual([]);

  const second = await run(['demo'], env);
  expect(second.code).toBe(0);
  expect(await stored(folder)).toEqual(before);

  const list = await run(['queue', 'list', '--json', '--limit', '100'], env);
  const { incidents } = JSON.parse(list.stdout);
  expect(incidents.length).toBe(new Set(before.articles.map((a) => a.incidentId).filter((id) => id !== null)).size);
}, 180_000);

test('killed in the middle and run again, the demo has every article once and none is missing', async () => {
  const folder = temporaryFolder();
  const env = { SUBTHRESHOLD_DATA_DIR: folder, LOG_LEVEL: 'info' };
  const killed = start(['demo'], env);
  await killed.says(/article read[\s\S]*article read/);
  killed.process.kill('SIGKILL');
  await killed.finished;

  const again = await run(['demo'], { SUBTHRESHOLD_DATA_DIR: folder });
  expect(again.code).toBe(0);
  const { items: kept, articles: read } = await stored(folder);
  expect(kept).toHaveLength(47);
  expect(kept.filter(({ state }) => state !== 'read' && state !== 'old')).toEqual([]);
  expect(kept.filter(({ version }) => version !== 1)).toEqual([]);
  expect(new Set(read.map(({ url }) => url)).size).toBe(46);
}, 180_000);

test('started on a later day, the demo begins anew, so that its digest of today is not empty', async () => {
  const folder = temporaryFolder();
  const env = { SUBTHRESHOLD_DATA_DIR: folder };
  await run(['demo'], { ...env, LOG_LEVEL: 'error' });
  const marker = join(folder, 'demo-day');
  const today = readFileSync(marker, 'utf8');
  writeFileSync(marker, '2026-01-01');
  const later = await run(['demo'], env);
  expect(later.stdout).toMatch(/8 feeds, 47 items/);
  expect(readFileSync(marker, 'utf8')).toBe(today);
}, 180_000);

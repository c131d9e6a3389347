import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folders.ts';
import { run } from '../support/program.ts';
import { backendEnvironment } from '../support/system.ts';

const PAST = {
  ...{
    title: 'Cable cut off Gotland',
    firstSeen: '2024-11-18',
    threats: ['undersea-infrastructure'],
    affected: ['SE'],
  },
  sources: [{ source: 'Küsten-Kurier', reliability: 'C', url: 'https://kuestenkurier.example/1', title: 'Cable cut' }],
};

test('a desk brings its history, and gives it out in every format', async () => {
  const env = await backendEnvironment();
  const folder = temporaryFolder();
  const file = join(folder, 'past.jsonl');
  writeFileSync(file, `${JSON.stringify(PAST)}\nnot json\n`);
  const first = await run(['import', file], env);
  expect(first).toMatchObject({ code: 1, stdout: '1 imported, 0 already there, 1 could not be used\n' });
  expect(first.stderr).toMatch(/past\.jsonl:2: not JSON/);
  expect((await run(['import', file], env)).stdout).toContain('0 imported, 1 already there');

  const csv = await run(['export', 'csv', '--until', '2024-12-31'], env);
  expect(csv).toMatchObject({ code: 0, stdout: expect.stringMatching(/^id,title,[^\n]*\r\n1,Cable cut off Gotland,/) });
  const misp = join(folder, 'misp/');
  expect((await run(['export', 'misp', '--out', misp], env)).code).toBe(0);
  expect(readdirSync(misp)).toContain('manifest.json');
  expect((await run(['export', 'pdf'], env)).stderr).toContain('allowed: stix, misp, csv, jsonl, geojson');
  expect((await run(['export', 'stix', '--since', 'yesterday'], env)).stderr).toContain('since');
}, 120_000);

test('the past run again gives a digest a day, and a day without news says so', async () => {
  const file = join(temporaryFolder(), 'past.jsonl');
  const line = (id: number, published: string, text: string) =>
    JSON.stringify({ id, published, text, sources: ['Danube Wire'] });
  writeFileSync(
    file,
    [
      line(1, '2026-03-02', 'The town hall of Galati opens a new library.'),
      line(
        2,
        '2026-03-03',
        'A Russian drone crashed on a farm near Tulcea in Romania during an attack on Ukrainian ports, the defence ministry said.',
      ),
      line(3, '2026-03-04', 'The football league ends its winter break.'),
    ].join('\n'),
  );
  const { code, stdout } = await run(['replay', file]);
  expect(code).toBe(0);
  const days = stdout.split(/\n(?=Daily digest)/);
  expect(days.map((day) => day.split('\n')[0])).toEqual([
    'Daily digest, Monday 2 March 2026',
    'Daily digest, Tuesday 3 March 2026',
    'Daily digest, Wednesday 4 March 2026',
  ]);
  expect(days[0]).toContain('No hostile act');
  expect(days[1]).toContain('One incident in Romania');
  expect(days[2]).toContain('No hostile act');
}, 60_000);

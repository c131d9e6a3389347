import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folders.ts';
import { run } from '../support/program.ts';

const labels = { flag: 'none', threats: [], actors: [], locations: [], affected: [], cues: [] };
const DRONE = {
  id: 1,
  title: '',
  text: 'A Russian drone crashed near Tulcea in Romania; the ambassador was summoned.',
  labels: { ...labels, flag: 'below', threats: ['territorial-strike'], actors: ['RUS', 'ROU'], affected: ['RO'] },
};
const BAKERY = { id: 2, title: '', text: 'The bakery on the corner sells rye bread from Monday.', labels };

function gold(...lines: unknown[]): string {
  const file = join(temporaryFolder(), 'gold.jsonl');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return file;
}

test('labelled items are measured by field, beside the text classifier that is asked for', async () => {
  const file = gold(DRONE, BAKERY);
  const { code, stdout } = await run(['eval', file, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    items: 2,
    below: { precision: 1, recall: 1, n: 1 },
    fields: { affected: { f1: 1, n: 1 } },
    baseline: { bayes: { below: { n: 1 } } },
  });
  const { stdout: table } = await run(['eval', file, '--baseline', 'logistic']);
  expect(table).toMatch(/affected +P 1\.000[\s\S]*logistic +P/);
});

test('a line that is no labelled item is named, the others are measured, and the command ends with 1', async () => {
  const { code, stdout, stderr } = await run(['eval', gold(DRONE, { id: 7, text: 'No labels.' }), '--json']);
  expect(code).toBe(1);
  expect(stderr).toContain('7: labels');
  expect(JSON.parse(stdout)).toMatchObject({ items: 1 });
});

test('a file without a labelled item is refused, not called perfect', async () => {
  const { code, stderr } = await run(['eval', gold('')]);
  expect(code).toBe(1);
  expect(stderr).toContain('holds no labelled item');
});

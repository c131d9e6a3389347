import { afterEach, expect, it, vi } from 'vitest';

vi.mock('../../src/cli/read-classifier.ts', () => ({
  readClassifier: () => ({ version: 'none', classify: () => ({ places: [] }) }),
}));

const { groupCommand } = await import('../../src/cli/group.ts');
const { mkdtempSync, writeFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { tmpdir } = await import('node:os');

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

async function group(lines: string[]): Promise<{ id: unknown; incident?: string; error?: string }[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'group-')), 'in.jsonl');
  writeFileSync(file, lines.join('\n'));
  const out: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => out.push(String(chunk)) > 0);
  await groupCommand(file);
  return out.map((line) => JSON.parse(line));
}

const text =
  'A parcel caught fire in a warehouse of the Ostrava freight centre on Monday, and two workers were injured.';

it('answers each line, in order, with equal incidents for one event, though ids be numbers or double', async () => {
  const answers = await group([
    JSON.stringify({ id: 7, text, published: '2025-09-10' }),
    JSON.stringify({ id: 7, text: `${text} Police are looking for witnesses.`, published: '2025-09-10' }),
    JSON.stringify({ id: 'b', text: 'A trawler sank off Sabina Shoal.', published: '2025-09-10', title: null }),
  ]);
  expect(answers.map(({ id }) => id)).toEqual([7, 7, 'b']);
  expect(answers[0]?.incident).toBe(answers[1]?.incident);
  expect(answers[2]?.incident).not.toBe(answers[0]?.incident);
  expect(process.exitCode).toBeUndefined();
});

it('says in its place what is wrong with a line, and fails at the end', async () => {
  const answers = await group(['{', JSON.stringify({ id: 'a' }), JSON.stringify({ id: 'b', text })]);
  expect(answers.map(({ id }) => id)).toEqual([null, 'a', 'b']);
  expect(answers[0]?.error).toMatch(/not JSON/);
  expect(answers[1]?.error).toMatch(/text/);
  expect(process.exitCode).toBe(1);
});

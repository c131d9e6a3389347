import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../support/program.ts';

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('classify answers each line in order, says what is wrong with a bad one, and ends with 1', async () => {
  const { code, stdout } = await run(
    ['classify'],
    {},
    '{"id":1}\n{"id":2,"text":"A Russian drone crashed in Romania near the Danube; NATO consulted but did not respond."}\nnot json\n',
  );
  expect(code).toBe(1);
  const [missing, flagged, broken] = lines(stdout);
  expect(missing).toEqual({ id: 1, error: expect.stringContaining('text') });
  expect(flagged).toMatchObject({ id: 2, flag: 'below', affected: ['RO'] });
  expect(broken).toEqual({ id: null, error: expect.stringContaining('JSON') });
});

test('a feed that is no feed is an answer, not an error', async () => {
  const body = Buffer.from('<html><body>404</body></html>').toString('base64');
  const { code, stdout } = await run(['parse-feed'], {}, `${JSON.stringify({ id: 'x', body_base64: body })}\n`);
  expect(code).toBe(0);
  expect(lines(stdout)).toMatchObject([{ id: 'x', ok: false, error: expect.any(String), items: [] }]);
});

test('extract gives text with paragraphs parted by a blank line', async () => {
  const html = `<article><h1>Title</h1><p>${'One sentence of the first paragraph. '.repeat(5)}</p><p>${'Another of the second. '.repeat(6)}</p></article>`;
  const { code, stdout } = await run(['extract'], {}, `${JSON.stringify({ id: 1, html })}\n`);
  expect(code).toBe(0);
  expect(lines(stdout)[0].text).toMatch(/^One sentence[^\n]*\n\nAnother/);
});

test('an unknown command suggests the nearest', async () => {
  const { code, stderr } = await run(['clasify']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('Did you mean classify');
});

test('the program runs by its own name, as npx runs it', () => {
  const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  expect(execFileSync(program, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+/);
});

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';

/**
 * Runs a batch command: JSON Lines in from `file` (standard input when undefined), JSON Lines out to standard output,
 * one for each line in, in the same order, streaming. A line that cannot be used gives `{id, error}` and exit code 1.
 *
 * @param schema what a line must be; fields that it does not name are ignored
 * @param answer the fields of the line out (its `id` is put in front)
 */
export async function runBatch<T extends { id: string | number }>(
  file: string | undefined,
  schema: z.ZodType<T>,
  answer: (line: T) => object | Promise<object>,
): Promise<void> {
  for await (const { record, id, error } of readLines(file, schema)) {
    if (record) await write({ id: record.id, ...(await answer(record)) });
    else await write({ id, error });
  }
}

/** One line of input: a usable `record`, or what is wrong with the line. */
export type BatchLine<T> =
  | { record: T; id: string | number; error?: undefined }
  | { record?: undefined; id: string | number | null; error: string };

/** Reads and checks JSON Lines; sets exit code 1 when a line cannot be used. Blank lines are passed over. */
export async function* readLines<T extends { id: string | number }>(
  file: string | undefined,
  schema: z.ZodType<T>,
): AsyncGenerator<BatchLine<T>> {
  const input = file === undefined ? process.stdin : createReadStream(file);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!line.trim()) continue;
    const checked = check(line, schema);
    if (!checked.record) process.exitCode = 1;
    yield checked;
  }
}

function check<T extends { id: string | number }>(line: string, schema: z.ZodType<T>): BatchLine<T> {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (error) {
    return { id: null, error: `not JSON: ${(error as Error).message}` };
  }
  const result = schema.safeParse(data);
  if (result.success) return { record: result.data, id: result.data.id };
  const id = (data as { id?: unknown } | null)?.id;
  return {
    id: typeof id === 'string' || typeof id === 'number' ? id : null,
    error: result.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; '),
  };
}

/** Writes one line and waits while the reader at the other end is slower than we are. */
export async function write(record: object): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(record)}\n`))
    await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { RELIABILITIES } from '../../config/feed-words.ts';
import { REVIEW_STATES } from '../../config/review-states.ts';
import { CUES, THREATS } from '../../config/rules/schemas.ts';
import { LIST_SEPARATOR, unguarded } from '../export/csv.ts';

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'must be a date (2025-11-22) or a moment (2025-11-22T08:00:00Z)',
});
const list = z.array(z.string().trim().min(1)).default([]);

const source = z
  .object({
    title: z.string().trim().default(''),
    url: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    source: z.string().trim().min(1).describe('name of the outlet'),
    reliability: z.enum(RELIABILITIES).default('F').describe('Admiralty code'),
    published: moment.optional(),
  })
  .refine(({ title, url }) => title || url, 'a source needs a title or an address');

/** An incident of the time before, as a desk brings it along: what `export jsonl` writes, and less. */
export const pastIncidentSchema = z
  .object({
    title: z.string().trim().min(1),
    summary: z.string().trim().default(''),
    flag: z.enum(['below', 'above']).default('below'),
    score: z.number().min(0).max(1).default(1),
    severity: z.number().int().min(1).max(5).default(2),
    state: z.enum(REVIEW_STATES).default('confirmed'),
    firstSeen: moment,
    lastSeen: moment.optional(),
    threats: z.array(z.enum(THREATS)).default([]).describe("the codebook's ids"),
    actors: list.describe('ISO alpha-3 states and ids of other actors'),
    affected: z.array(z.string().regex(/^[A-Z]{2}$/, 'must be ISO alpha-2')).default([]),
    locations: list,
    cues: z.array(z.enum(CUES)).default([]),
    patterns: list,
    sources: z.array(source).min(1, 'an incident needs a source'),
  })
  .refine(({ firstSeen, lastSeen = firstSeen }) => lastSeen.slice(0, 10) >= firstSeen.slice(0, 10), {
    path: ['lastSeen'],
    error: 'is before firstSeen',
  });

export type PastIncident = z.infer<typeof pastIncidentSchema>;

/** A line of an import with what it holds, or what is wrong with it. */
export type ImportLine = { line: number; incident: PastIncident } | { line: number; error: string };

/**
 * Past incidents from JSON Lines or CSV (the columns of `export csv`; only title, first_seen and the columns of the
 * sources must be there). Lines count from 1; a bad line is told and passed over. Streaming.
 */
export async function* readPastIncidents(input: Readable, format: 'csv' | 'jsonl'): AsyncGenerator<ImportLine> {
  for await (const { line, record } of format === 'csv' ? csvRecords(input) : jsonRecords(input)) {
    if (record instanceof Error) {
      yield { line, error: record.message };
      continue;
    }
    // An export also tells of incidents that stand no longer; there is nothing of them to take over.
    if ((record as { flag?: unknown } | null)?.flag === 'none') continue;
    const checked = pastIncidentSchema.safeParse(record, {
      error: ({ code, input }) => (code === 'invalid_type' && input === undefined ? 'is missing' : undefined),
    });
    yield checked.success
      ? { line, incident: checked.data }
      : {
          line,
          error: checked.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; '),
        };
  }
}

interface Numbered {
  line: number;
  record: unknown;
}

async function* jsonRecords(input: Readable): AsyncGenerator<Numbered> {
  let rest = '';
  let line = 0;
  const read = (text: string): Numbered[] => {
    line++;
    if (!text.trim()) return [];
    try {
      return [{ line, record: JSON.parse(text) }];
    } catch (error) {
      return [{ line, record: new Error(`not JSON: ${(error as Error).message}`) }];
    }
  };
  for await (const chunk of input.setEncoding('utf8')) {
    const lines = (rest + (line === 0 ? chunk.replace(/^\uFEFF/, '') : chunk)).split('\n');
    rest = lines.pop() as string;
    for (const one of lines) yield* read(one);
  }
  yield* read(rest);
}

const NEEDED = ['title', 'first_seen', 'source_names'];

async function* csvRecords(input: Readable): AsyncGenerator<Numbered> {
  let header: Error | undefined;
  const bad: Numbered[] = [];
  const rows = parse({
    ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
    columns: (names: string[]) => {
      const missing = NEEDED.filter((name) => !names.includes(name));
      if (missing.length === 0) return names;
      header = new Error(
        `there is no column ${missing.join(', ')}: the first line names the columns, parted by commas, as "export csv" writes them`,
      );
      throw header;
    },
    // Thrown, an error would take the rows along that are read already.
    skip_records_with_error: true,
    on_skip: (error) => void bad.push({ line: Number(error?.lines ?? 0), record: error }),
  });
  input.on('error', (error) => rows.destroy(error));
  try {
    for await (const { record, info } of input.pipe(rows)) {
      while (bad[0] && bad[0].line < info.lines) yield bad.shift() as Numbered;
      yield { line: info.lines, record: fromRow(record) };
    }
  } catch (error) {
    if (error !== header) throw error;
    yield { line: 1, record: error };
  }
  yield* bad;
}

const CSV_LISTS = ['threats', 'actors', 'affected', 'locations', 'cues', 'patterns'] as const;

/** A row of CSV as a record; empty cells are left out. */
function fromRow(row: Record<string, string>): object {
  const cell = (name: string) => unguarded(row[name] ?? '').trim() || undefined;
  const entries = (name: string) =>
    cell(name)
      ?.split(LIST_SEPARATOR.trim())
      .map((entry) => entry.trim());
  const number = (name: string) => (cell(name) === undefined ? undefined : Number(cell(name)));
  const names = entries('source_names') ?? [];
  const [reliabilities, urls, titles] = ['source_reliabilities', 'source_urls', 'source_titles'].map(
    (name) => entries(name) ?? [],
  ) as [string[], string[], string[]];
  return {
    title: cell('title'),
    summary: cell('summary'),
    flag: cell('flag'),
    score: number('score'),
    severity: number('severity'),
    state: cell('state'),
    firstSeen: cell('first_seen'),
    lastSeen: cell('last_seen'),
    ...Object.fromEntries(CSV_LISTS.map((name) => [name, entries(name)?.filter(Boolean)])),
    sources: names.map((source, n) => ({
      source,
      reliability: reliabilities[n] || undefined,
      url: urls[n] || null,
      title: titles[n] ?? '',
    })),
  };
}

import { and, gte, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { judgeTrends } from '../digest/trend.ts';
import { type Trend, trendSchema } from '../digest/types.ts';
import type { Database } from './database.ts';
import type { Filter } from './filter.ts';
import { firstIncidentAt } from './incidents.ts';
import { incidentsWhere } from './queue.ts';
import { incidents } from './schema.ts';

const DAY_MS = 86_400_000;
/** A window is compared with the time before it, so many windows long. */
const EARLIER = 3;
/** Bars of a timeline: days for a week, weeks for four of them. */
const BAR_DAYS = { 7: 1, 28: 7 } as const;

/** How many incidents were first told of bar by bar, and whether the window has more than is usual. */
const line = z.object({ counts: z.array(z.int()), trend: trendSchema });
type Line = z.infer<typeof line>;

/** Incidents first told of in a window of days, beside the time before it. */
export const trendsSchema = z.object({
  bars: z.array(z.iso.date()).describe('days (UTC) on which the bars begin'),
  barDays: z.int().describe('how many days a bar has'),
  inWindow: z.int().describe('how many of the last bars are the window'),
  since: z.iso.date().describe('the day on which the window begins'),
  total: line,
  threats: z
    .array(line.extend({ threat: z.string() }))
    .describe('most in the window first; an incident counts for each of its threats'),
  cells: z
    .array(
      z.object({
        threat: z.string(),
        country: z.string(),
        before: z.int().describe('in the time before the window'),
        trend: trendSchema,
      }),
    )
    .describe('by threat and state that it falls on'),
});
export type Trends = z.infer<typeof trendsSchema>;

/** @param days length of the window, which ends with the day of `now` (UTC) */
export async function trends(db: Database, filter: Filter, days: Trend['days'], now: Date): Promise<Trends> {
  const end = (Math.floor(+now / DAY_MS) + 1) * DAY_MS;
  const barDays = BAR_DAYS[days];
  const length = ((1 + EARLIER) * days) / barDays;
  const bars = Array.from({ length }, (_, i) => new Date(end - (length - i) * barDays * DAY_MS));
  const inWindow = days / barDays;
  const [from, window] = [bars[0] as Date, bars[length - inWindow] as Date];
  const first = await firstIncidentAt(db);
  const earlierDays = first ? Math.max(0, Math.floor((+window - Math.max(+first, +from)) / DAY_MS)) : 0;

  const where = and(incidentsWhere(filter), gte(incidents.firstSeen, from), lt(incidents.firstSeen, new Date(end)));
  const starts = sql.param(bars.map((bar) => bar.toISOString()));
  const bar = sql`width_bucket(${incidents.firstSeen}, ${starts}::timestamptz[])`;
  const tag = (name: string, column: typeof incidents.threats) =>
    sql`cross join lateral unnest(${column}) as ${sql.identifier(`of_${name}`)}(${sql.identifier(name)})`;
  const counted = async (keys: readonly ('threat' | 'country')[], joins: SQL) => {
    const columns = sql.join([...keys.map((key) => sql.identifier(key)), sql`${bar} as bar`], sql`, `);
    const { rows } = await db.execute<{ threat: string; country: string; bar: number; n: string }>(
      sql`select ${columns}, count(*) as n from ${incidents} ${joins} where ${where} group by ${sql.raw(['bar', ...keys].join(', '))}`,
    );
    const lines = new Map<string, number[]>();
    for (const { threat = '', country = '', bar, n } of rows) {
      const key = `${threat} ${country}`;
      const counts = lines.get(key) ?? new Array<number>(length).fill(0);
      counts[bar - 1] = Number(n);
      lines.set(key, counts);
    }
    return judged(lines);
  };
  /** Each line with its trend, judged beside the others. */
  const judged = (lines: Map<string, number[]>) => {
    const all = [...lines].map(([key, counts]) => ({
      key: key.split(' ') as [string, string],
      counts,
      observed: sum(counts.slice(length - inWindow)),
      before: sum(counts.slice(0, length - inWindow)),
    }));
    const verdicts = judgeTrends(all.map(({ observed, before }) => ({ observed, days, earlier: before, earlierDays })));
    return all
      .map((line, i) => ({ ...line, trend: verdicts[i] as Trend }))
      .sort((a, b) => b.observed - a.observed || b.before - a.before || a.key.join().localeCompare(b.key.join()));
  };

  const byThreat = tag('threat', incidents.threats);
  const [total] = await counted([], sql``);
  const threats = await counted(['threat'], byThreat);
  const cells = await counted(['threat', 'country'], sql`${byThreat} ${tag('country', incidents.affected)}`);
  const nothing: Line = {
    counts: new Array<number>(length).fill(0),
    trend: judgeTrends([{ observed: 0, days, earlier: 0, earlierDays }])[0] as Trend,
  };
  return {
    bars: bars.map(dayOf),
    barDays,
    inWindow,
    since: dayOf(window),
    total: total ? { counts: total.counts, trend: total.trend } : nothing,
    threats: threats.map(({ key: [threat], counts, trend }) => ({ threat, counts, trend })),
    cells: cells.map(({ key: [threat, country], before, trend }) => ({ threat, country, before, trend })),
  };
}

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
